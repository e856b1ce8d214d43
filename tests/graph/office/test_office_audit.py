"""The audit log: complete, in order, and telling of every change to it."""

import time as real_time
from collections.abc import Iterator

import pytest

from graph.database import Database
from graph.office import audit, clock
from graph.office.audit import Audit, Break, Why, latest, verify
from graph.read.cursor import BadCursor
from tests.graph.office.conftest import Clock

pytestmark = pytest.mark.database

ENTRY = "MATCH (e:AuditEntry) WHERE e.act <> 'start' "


def write(db: Database, *acts: str, who: str = "wang") -> str:
    """A process that does these things; returns its chain."""
    with Audit(db) as log:
        for act in acts:
            log.record(who, "session", act, f"documents/{act}")
    return latest(db).process


@pytest.fixture
def chain(database: Database) -> str:
    return write(database, "a", "b", "c", "d")


def test_what_is_recorded_is_written_without_being_asked_for(database: Database) -> None:
    log = Audit(database)
    log.record("wang", "key", "read", "entities/1", purpose="接待方案", outcome="not-found")
    deadline = real_time.monotonic() + 20
    found: tuple[audit.Entry, ...] = ()
    while len(found) < 2 and real_time.monotonic() < deadline:
        found = audit.page(database).items
        real_time.sleep(0.05)
    assert audit.WITHIN_S < 1  # A clock here would measure how busy the machine is.
    entry, start = found
    assert (entry.who, entry.via, entry.act, entry.object) == ("wang", "key", "read", "entities/1")
    assert (entry.purpose, entry.outcome, entry.sequence) == ("接待方案", "not-found", 2)
    assert (start.act, start.sequence, start.process) == ("start", 1, entry.process)
    log.close()


def test_a_process_that_records_nothing_leaves_nothing(database: Database) -> None:
    with Audit(database):
        pass
    assert audit.page(database).items == ()
    assert verify(database) == []
    assert latest(database).hash == ""


def test_closing_writes_all_that_waits_and_recording_goes_on(database: Database) -> None:
    log = Audit(database)
    for number in range(1200):
        log.record("wang", "session", "read", f"entities/{number}")
    log.close()
    log.record("wang", "session", "read", "entities/1200")
    log.close()
    log.close()
    rows = database.read(ENTRY + "RETURN e.object AS object ORDER BY e.sequence")
    assert [row["object"] for row in rows] == [f"entities/{number}" for number in range(1201)]
    assert verify(database) == []
    assert latest(database).length == 1202


def test_each_process_has_a_chain_that_goes_on_from_the_last(database: Database, chain: str) -> None:
    second = write(database, "e")
    assert second != chain
    start = database.read("MATCH (e:AuditEntry {process: $p}) WHERE e.sequence = 1 RETURN properties(e) AS p", p=second)
    assert start[0]["p"]["object"] == f"{chain}:5"
    assert verify(database) == []


def test_processes_at_once(database: Database) -> None:
    logs = [Audit(database) for _ in range(3)]
    for number in range(30):
        logs[number % 3].record("wang", "session", "read", str(number))
    for log in logs:
        log.close()
    assert database.read("MATCH (e:AuditEntry) RETURN count(e) AS n") == [{"n": 33}]
    assert verify(database) == []


@pytest.mark.parametrize(
    "field", ["at", "hour", "who", "via", "act", "object", "purpose", "outcome", "sequence", "previous"]
)
def test_a_changed_entry_is_found(database: Database, chain: str, field: str) -> None:
    value = 77 if field in ("at", "hour", "sequence") else "changed"
    database.write(ENTRY + f"AND e.act = 'b' SET e.{field} = $value", value=value)
    assert any(found.why == Why.CHANGED and found.process == chain for found in verify(database))


def test_an_entry_that_was_changed_with_its_hash_is_found(database: Database, chain: str) -> None:
    [row] = database.read(ENTRY + "AND e.act = 'b' RETURN properties(e) AS p")
    fields = {name: value for name, value in row["p"].items() if name not in ("uid", "hour")}
    forged = audit.Entry(**fields | {"who": "somebody else"})
    database.write(ENTRY + "AND e.act = 'b' SET e.who = $who, e.hash = $hash", who=forged.who, hash=audit._hash(forged))
    assert verify(database) == [Break(chain, 4, Why.UNLINKED)]


@pytest.mark.parametrize(
    ("gone", "place"), [("e.act = 'b'", 3), ("e.act IN ['b', 'c']", 3), ("e.sequence = 1", 1), ("e.act = 'd'", 5)]
)
def test_an_entry_that_was_taken_out_is_found(database: Database, chain: str, gone: str, place: int) -> None:
    database.write(f"MATCH (e:AuditEntry) WHERE {gone} DELETE e")
    assert verify(database) == [Break(chain, place, Why.MISSING)]


def test_a_chain_that_was_taken_out_is_found(database: Database, chain: str) -> None:
    second = write(database, "e")
    database.write("MATCH (e:AuditEntry {process: $p}) DELETE e", p=chain)
    assert set(verify(database)) == {Break(chain, 1, Why.MISSING), Break(second, 1, Why.UNLINKED)}
    database.write("MATCH (c:AuditChain {uid: $p}) DELETE c", p=chain)
    assert verify(database) == [Break(second, 1, Why.UNLINKED)]


def test_a_chain_whose_end_was_made_unknown_is_found(database: Database, chain: str) -> None:
    write(database, "e")
    database.write("MATCH (c:AuditChain {uid: $p}) DELETE c", p=chain)
    assert verify(database) == [Break(chain, 6, Why.MISSING)]


def test_the_newest_chain_is_known_twice(database: Database, chain: str) -> None:
    database.write("MATCH (e:AuditEntry {process: $p}) DELETE e", p=chain)
    database.write("MATCH (c:AuditChain {uid: $p}) DELETE c", p=chain)
    assert verify(database) == [Break(chain, 1, Why.MISSING)]


def test_fields_are_one_short_line(database: Database) -> None:
    write(database, "read", who="a\n\x1b[2J" + "长" * 5000)
    [entry] = [found for found in audit.page(database).items if found.act == "read"]
    assert entry.who == ("a  [2J" + "长" * 5000)[: audit.LONGEST]


def pages(db: Database, limit: int) -> Iterator[audit.Entry]:
    cursor = ""
    while True:
        found = audit.page(db, cursor, limit=limit)
        yield from found.items
        cursor = found.cursor
        if not cursor:
            return


def test_pages_hold_every_entry_once_the_newest_first(database: Database) -> None:
    for _ in range(3):
        write(database, *"abcdefg")
    whole = audit.page(database, limit=100).items
    assert len(whole) == 24
    assert [entry.at for entry in whole] == sorted((entry.at for entry in whole), reverse=True)
    assert list(pages(database, 5)) == list(whole)
    assert {(entry.process, entry.sequence) for entry in audit.entries(database)} == {
        (entry.process, entry.sequence) for entry in whole
    }


def test_pages_reach_across_long_silences(database: Database, time: Clock) -> None:
    for _ in range(4):
        write(database, "read")
        time.on(300 * clock.DAY)
    assert len(list(pages(database, 3))) == 8
    assert len(audit.page(database, until=time.now() - 700 * clock.DAY).items) == 4
    assert len(audit.page(database, since=time.now() - 700 * clock.DAY).items) == 4


def test_entries_are_found_by_person_act_thing_and_time(database: Database) -> None:
    write(database, "read", "upload", who="wang")
    write(database, "read", who="li")
    assert [entry.who for entry in audit.page(database, who="li").items] == ["li"]
    assert {entry.who for entry in audit.page(database, act="read").items} == {"wang", "li"}
    assert [entry.act for entry in audit.page(database, object="documents/upload").items] == ["upload"]
    newest = audit.page(database, act="read", who="li").items[0].at
    assert all(entry.at < newest for entry in audit.page(database, until=newest).items)
    assert [entry.at >= newest for entry in audit.page(database, since=newest, who="li").items] == [True]
    assert [entry.act for entry in audit.entries(database, who="wang")] == ["read", "upload"]


def test_a_cursor_that_was_not_made_here_is_refused(database: Database) -> None:
    with pytest.raises(BadCursor):
        audit.page(database, "nonsense")


def test_nothing_is_lost_while_the_database_is_away(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    log = Audit(database)
    failures = iter([ConnectionError(), ConnectionError()])
    write_all = database.write_all

    def now_and_then(statements: object) -> object:
        for failure in failures:
            raise failure
        return write_all(statements)  # type: ignore[arg-type]

    monkeypatch.setattr(database, "write_all", now_and_then)
    log.record("wang", "session", "read", "1")
    log.record("wang", "session", "read", "2")
    deadline = real_time.monotonic() + 10
    while latest(database).length < 3 and real_time.monotonic() < deadline:
        real_time.sleep(0.05)
    log.close()
    assert latest(database).length == 3
    assert verify(database) == []
