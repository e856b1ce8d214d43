"""The laws of the house as properties, on whichever server the session uses.

1 idempotence, 2 order, 3 rebuild, 4 evidence, 7 round trip. What is compared is the canonical export, byte by byte.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import evidence, exchange
from graph.claims import admit
from graph.database import Database
from graph.evidence import Reading
from graph.fold.run import fold, rebuild
from graph.settings import Settings
from tests.graph.made import Said, corpora, empty, export_of, reading

pytestmark = pytest.mark.database

QUICK = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
LONG = settings(QUICK, max_examples=80)


def write(db: Database, readings: list[Reading]) -> None:
    evidence.write(db, readings)
    fold(db)


def remove(db: Database, readings: list[Reading]) -> None:
    evidence.remove(db, [reading.document.uid for reading in readings])
    fold(db)


def lines(export: str, *kinds: str) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in export.splitlines()]
    return [row for row in rows if row["line"] in kinds]


def check_idempotence(db: Database, readings: list[Reading]) -> None:
    empty(db)
    write(db, readings)
    once = export_of(db)
    write(db, readings)
    assert export_of(db) == once


def check_order(db: Database, readings: list[Reading], other: list[Reading]) -> None:
    empty(db)
    write(db, readings)
    together = export_of(db)
    empty(db)
    for one in other:
        write(db, [one])
    assert export_of(db) == together


def check_rebuild(db: Database, readings: list[Reading], gone: int, again: int) -> None:
    empty(db)
    for one in readings:
        write(db, [one])
    remove(db, readings[:gone])
    write(db, readings[:again])
    incremental = export_of(db)
    rebuild(db)
    assert export_of(db) == incremental


def check_evidence(db: Database, readings: list[Reading], kept: int) -> None:
    empty(db)
    write(db, readings)
    remove(db, readings[kept:])
    export = export_of(db)
    claims = {row["uid"] for row in lines(export, "claim")}
    facts = lines(export, "fact", "attribute")
    assert all(row["claims"] and set(row["claims"]) <= claims for row in facts)
    admitted = {item.claim.uid for one in readings[:kept] for item in admit(one.extraction)[0]}
    assert claims == admitted
    assert {claim for row in facts for claim in row["claims"]} == claims
    named = {name for one in readings[:kept] for unit in one.extraction.units for name, _ in unit.names}
    assert {row["text"] for row in lines(export, "name")} == named


def check_round_trip(db: Database, readings: list[Reading]) -> None:
    empty(db)
    write(db, readings)
    before = export_of(db)
    empty(db)
    exchange.import_lines(db, before.splitlines())
    assert export_of(db) == before


@QUICK
@given(readings=corpora())
def test_reading_twice_is_reading_once(database: Database, readings: list[Reading]) -> None:
    check_idempotence(database, readings)


@QUICK
@given(data=st.data())
def test_order_of_documents_does_not_matter(database: Database, data: st.DataObject) -> None:
    readings = data.draw(corpora())
    check_order(database, readings, data.draw(st.permutations(readings)))


@QUICK
@given(readings=corpora(), gone=st.integers(0, 3), again=st.integers(0, 2))
def test_incremental_fold_is_fold_from_scratch(
    database: Database, readings: list[Reading], gone: int, again: int
) -> None:
    check_rebuild(database, readings, gone, again)


@QUICK
@given(readings=corpora(), kept=st.integers(0, 3))
def test_every_fact_has_evidence_and_goes_with_it(database: Database, readings: list[Reading], kept: int) -> None:
    check_evidence(database, readings, kept)


@QUICK
@given(readings=corpora())
def test_export_and_import_give_the_same_graph(database: Database, readings: list[Reading]) -> None:
    check_round_trip(database, readings)


def test_a_graph_moves_to_another_server_and_back(database: Database, fresh_settings: Settings) -> None:
    tie = Said("TIE", "云川市", "鲁堡市", (("stage", "formal"),), "2019")
    said = [tie, Said("LOCATED_IN", "鲁堡市", "德国"), Said("level", "鲁堡市", "city")]
    write(database, [reading(1, said), reading(2, said, department="商务局", date="2020-01-02")])
    here = export_of(database)
    with Database.open(fresh_settings) as other:
        exchange.import_lines(other, here.splitlines())
        there = export_of(other)
    assert there == here
    empty(database)
    exchange.import_lines(database, there.splitlines())
    assert export_of(database) == here


def test_a_vague_unit_joins_only_one_country(database: Database) -> None:
    """A place without a country moves out again when a second country has a namesake, and its facts move with it."""
    tie = Said("TIE", "松谷市", "云川市", (("stage", "formal"),))
    write(database, [reading(1, [tie])])
    vague = export_of(database)
    write(database, [reading(2, [Said("LOCATED_IN", "鲁堡市", "德国")])])
    remove(database, [reading(2, [Said("LOCATED_IN", "鲁堡市", "德国")])])
    assert lines(export_of(database), "entity", "fact") == lines(vague, "entity", "fact")


SAID = [Said("TIE", "云川市", "鲁堡市", (("stage", "formal"),), "2019"), Said("LOCATED_IN", "鲁堡市", "德国")]


def filled(db: Database) -> str:
    """The export of a graph of two documents, which stay in it."""
    write(db, [reading(1, SAID), reading(2, SAID[:1], department="商务局")])
    return export_of(db)


@pytest.mark.parametrize("cut", ["in a line", "at a line", "end twice", "line lost"])
def test_a_damaged_export_changes_nothing(database: Database, cut: str) -> None:
    before = filled(database)
    rows = before.splitlines()
    damaged = {
        "in a line": before[: len(before) // 2].splitlines(),
        "at a line": rows[: len(rows) // 2],
        "end twice": [*rows, rows[-1]],
        "line lost": [*rows[:5], *rows[6:]],
    }
    with pytest.raises(exchange.BadExchangeFile):
        exchange.import_lines(database, damaged[cut])
    assert export_of(database) == before


def test_importing_what_is_there_changes_nothing(database: Database) -> None:
    before = filled(database)
    assert exchange.import_lines(database, before.splitlines()).documents == 0
    assert export_of(database) == before


def test_an_import_beside_other_documents_keeps_them(database: Database) -> None:
    write(database, [reading(1, SAID)])
    first = export_of(database)
    empty(database)
    write(database, [reading(2, SAID[:1], department="商务局")])
    exchange.import_lines(database, first.splitlines())
    imported = export_of(database)
    empty(database)
    assert imported == filled(database)


def test_an_import_that_broke_off_is_completed_by_importing_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken off after every statement in turn, into a graph that holds another document; that one never vanishes."""
    write(database, [reading(1, SAID)])
    kept = {row["uid"] for row in lines(export_of(database), "document")}
    write(database, [reading(2, SAID[:1], department="商务局")])
    whole = export_of(database)
    genuine = Database.write_all
    for last in range(0, 60, 4):
        remove(database, [reading(2, SAID[:1], department="商务局")])
        left = iter(range(last))

        def broken(db: Database, statements: Any, left: Iterator[int] = left) -> Any:
            if next(left, None) is None:
                raise InterruptedError
            return genuine(db, statements)

        with monkeypatch.context() as patched, suppress(InterruptedError):
            patched.setattr(Database, "write_all", broken)
            exchange.import_lines(database, whole.splitlines())
        assert kept <= {row["uid"] for row in lines(export_of(database), "document")}
        exchange.import_lines(database, whole.splitlines())
        assert export_of(database) == whole


def test_a_rebuild_that_broke_off_is_completed_by_the_next_fold(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = filled(database)
    genuine = Database.write_all
    for last in range(1, 40, 3):
        left = iter(range(last))

        def broken(db: Database, statements: Any, left: Iterator[int] = left) -> Any:
            if next(left, None) is None:
                raise InterruptedError
            return genuine(db, statements)

        with monkeypatch.context() as patched, suppress(InterruptedError):
            patched.setattr(Database, "write_all", broken)
            rebuild(database)
        fold(database)
        assert export_of(database) == whole


@pytest.mark.long
@LONG
@given(data=st.data())
def test_laws_hold_on_many_graphs(database: Database, data: st.DataObject) -> None:
    readings = data.draw(corpora(most=7))
    check_idempotence(database, readings)
    check_order(database, readings, data.draw(st.permutations(readings)))
    check_rebuild(database, readings, data.draw(st.integers(0, 5)), data.draw(st.integers(0, 4)))
    check_evidence(database, readings, data.draw(st.integers(0, 6)))
    check_round_trip(database, readings)
