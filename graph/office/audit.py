"""The audit log: who did what, when, by which way, why and with what outcome.

Must stay true: entries are only ever added; each process writes a chain of its own, in which the hash of an entry
covers its content and the hash of the entry before it, and whose first entry names the process and the newest entry of
the other chains; no entry holds a text of a document, a password, a token or a key.

What is recorded is written within WITHIN_S, by a thread, in groups: a killed process loses what it recorded since.
The chains show what was changed or taken out, not a log that somebody with the rights of the database has written
anew as a whole: for that, keep what `latest` says in another place.
"""

import hashlib
import json
import os
import secrets
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from queue import SimpleQueue
from typing import Any

from graph.database import Database
from graph.logs import get_logger
from graph.office import clock
from graph.ontology.ids import uid
from graph.queries import office as queries
from graph.read import cursor as cursors
from graph.read.models import Page

logger = get_logger(__name__)

WITHIN_S = 0.5
GROUP = 500
LONGEST = 300
"""Characters of a field: names and addresses of things are shorter, texts are not."""

START = "start"
"""The act of a chain's first entry. Its object is `process:sequence` of the entry whose hash it goes on from."""

OK = "ok"

END_OF_TIME = 2**53

AHEAD = clock.DAY
"""How far the clocks of machines that write one log may be apart."""

_ENDED = None


@dataclass(frozen=True)
class Entry:
    """One line of the log. `previous` is the hash that this one goes on from, "" for the very first."""

    sequence: int
    at: int
    who: str
    via: str
    act: str
    object: str
    purpose: str
    outcome: str
    process: str
    previous: str
    hash: str = ""


class Why(StrEnum):
    """What is wrong at a place of the log."""

    CHANGED = "changed"
    MISSING = "missing"
    UNLINKED = "unlinked"


@dataclass(frozen=True)
class Break:
    """A place where the log is not whole."""

    process: str
    sequence: int
    why: Why


@dataclass(frozen=True)
class Head:
    """The newest entry that is known of a chain."""

    process: str
    length: int
    hash: str


_NOTHING = Head("", 0, "")


class Audit:
    """The log as one process writes it. Safe for use by several threads."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._queue: SimpleQueue[Entry | None] = SimpleQueue()
        self._head = Head(secrets.token_hex(16), 0, "")
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> "Audit":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def record(self, who: str, via: str, act: str, object: str = "", *, purpose: str = "", outcome: str = OK) -> None:
        """Note that this was done, now; returns at once."""
        who, via, act, object, purpose, outcome = map(_plain, (who, via, act, object, purpose, outcome))
        self._queue.put(Entry(0, clock.now(), who, via, act, object, purpose, outcome, self._head.process, ""))
        self._start()

    def close(self) -> None:
        """Write what is waiting; what is recorded afterwards starts the thread anew."""
        with self._lock:
            thread, self._thread = self._thread, None
            if thread is None:
                return
            self._closing.set()
            self._queue.put(_ENDED)
            thread.join()
            self._closing.clear()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="audit", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        waiting: list[Entry] = []
        ended = False
        while not ended:
            waiting, ended = self._gathered(waiting)
            waiting = self._written(waiting)
        if waiting:
            logger.error("audit-lost", entries=len(waiting))

    def _gathered(self, waiting: list[Entry]) -> tuple[list[Entry], bool]:
        """What waits to be written once something does, and whether that is all."""
        found = [self._queue.get()] if not waiting else []
        self._closing.wait(WITHIN_S)
        while not self._queue.empty():
            found.append(self._queue.get())
        return waiting + [entry for entry in found if entry is not _ENDED], _ENDED in found

    def _written(self, waiting: list[Entry]) -> list[Entry]:
        """Write these; those that the database did not take."""
        while waiting:
            try:
                self._write(waiting[:GROUP])
            except Exception as error:  # Whatever it is: the entries are kept and tried again.
                logger.error("audit-waits", entries=len(waiting), error=type(error).__name__)
                return waiting
            waiting = waiting[GROUP:]
        return waiting

    def _write(self, group: Sequence[Entry]) -> None:
        start = [self._first(group[0].at)] if not self._head.length else []
        chained = list(_chained([*start, *group], self._head))
        head = Head(self._head.process, chained[-1].sequence, chained[-1].hash)
        self._db.write_all(
            [
                (queries.WRITE_ENTRIES, {"rows": [_row(entry) for entry in chained]}),
                (queries.WRITE_CHAIN, vars(head)),
                (queries.WRITE_LATEST, vars(head) | {"at": chained[0].at}),
            ]
        )
        self._head = head

    def _first(self, at: int) -> Entry:
        newest = latest(self._db)
        before = f"{newest.process}:{newest.length}" if newest.length else ""
        here = _plain(f"{socket.gethostname()}:{os.getpid()}")
        return Entry(0, at, here, "process", START, before, "", OK, self._head.process, newest.hash)


def latest(db: Database) -> Head:
    """The newest entry of all: kept in another place, it proves later that the log up to here was not written anew."""
    rows = db.read(queries.LATEST)
    return Head(**rows[0]) if rows else _NOTHING


def verify(db: Database) -> list[Break]:
    """The places where the log is not whole: none, unless somebody changed it or took something out."""
    found = _verified(db)
    if found:  # A group that is being written may be seen in part: what is really broken is so the second time.
        found &= _verified(db)
    return sorted(found, key=lambda place: (place.process, place.sequence, place.why))


def page(
    db: Database,
    cursor: str = "",
    *,
    who: str = "",
    act: str = "",
    object: str = "",
    since: int = 0,
    until: int = END_OF_TIME,
    limit: int = 50,
) -> Page[Entry]:
    """Entries, the newest first; those of this person, act or thing, from `since` on and before `until`."""
    at, process, sequence = cursors.decode(cursor, END_OF_TIME, "", 0)
    wanted = {"who": who, "act": act, "object": object, "since": since, "until": until}
    place = {"at": at, "process": process, "sequence": sequence}
    rows: list[Mapping[str, Any]] = []
    for hours in _windows(db, since, min(at, until)):
        rows += db.read(queries.ENTRY_PAGE, hours=hours, limit=limit + 1 - len(rows), **wanted, **place)
        if len(rows) > limit:
            break
    entries = tuple(_of(row) for row in rows[:limit])
    last = entries[-1] if len(rows) > limit else None
    return Page(entries, cursors.encode(last.at, last.process, last.sequence) if last else "")


def entries(
    db: Database, *, who: str = "", act: str = "", object: str = "", since: int = 0, until: int = END_OF_TIME
) -> Iterator[Entry]:
    """The same without an end, the oldest first: for an export."""
    return map(_of, db.stream(queries.ENTRY_STREAM, who=who, act=act, object=object, since=since, until=until))


def _windows(db: Database, since: int, until: int) -> Iterator[list[int]]:
    """The hours between these instants in which there may be entries, the latest first, in longer and longer lists."""
    began = db.read(queries.BEGAN)
    first = _hour(max(since, began[0]["began"] - AHEAD)) if began else 0
    last = _hour(min(until, clock.now() + AHEAD)) if began else -1
    span = 6
    while first <= last:
        start = max(first, last - span + 1)
        yield list(range(last, start - 1, -1))
        last, span = start - 1, span * 4


def _hour(at: int) -> int:
    return at // clock.HOUR


def _chained(group: Iterable[Entry], head: Head) -> Iterator[Entry]:
    """The entries with their numbers and hashes; the first one of a chain brings its own previous hash along."""
    sequence, before = head.length, head.hash
    for entry in group:
        sequence += 1
        bare = vars(entry) | {"sequence": sequence, "previous": before if sequence > 1 else entry.previous}
        chained = Entry(**bare)
        chained = Entry(**bare | {"hash": _hash(chained)})
        before = chained.hash
        yield chained


def _hash(entry: Entry) -> str:
    content = [value for name, value in vars(entry).items() if name != "hash"]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


def _verified(db: Database) -> set[Break]:
    lengths = _lengths(db)
    seen: dict[str, int] = {}
    starts: list[Entry] = []
    breaks: set[Break] = set()
    before: Entry | None = None
    for row in db.stream(queries.ENTRIES):
        hour, entry = row.pop("hour"), _of(row)
        if hour != _hour(entry.at):
            breaks.add(Break(entry.process, entry.sequence, Why.CHANGED))
        if before is None or before.process != entry.process:
            before = None
            starts.append(entry)
        breaks.update(_breaks(entry, before))
        seen[entry.process] = entry.sequence
        before = entry
    return breaks | set(_cut(lengths, seen)) | set(_unlinked(db, starts))


def _lengths(db: Database) -> dict[str, int]:
    """How long each chain is at least."""
    heads = [*db.read(queries.CHAINS), vars(latest(db))]
    known: dict[str, int] = {}
    for head in heads:
        if head["length"]:
            known[head["process"]] = max(head["length"], known.get(head["process"], 0))
    return known


def _breaks(entry: Entry, before: Entry | None) -> Iterator[Break]:
    """What is wrong with an entry, seen from the one before it in its chain."""
    expected = before.sequence + 1 if before else 1
    if entry.hash != _hash(entry):
        yield Break(entry.process, entry.sequence, Why.CHANGED)
    if entry.sequence != expected:
        yield Break(entry.process, expected, Why.MISSING)
    elif before and entry.previous != before.hash:
        yield Break(entry.process, entry.sequence, Why.UNLINKED)


def _cut(lengths: Mapping[str, int], seen: Mapping[str, int]) -> Iterator[Break]:
    """Chains that lack their end, and chains whose end nobody knows."""
    for process, length in lengths.items():
        if seen.get(process, 0) < length:
            yield Break(process, seen.get(process, 0) + 1, Why.MISSING)
    for process in seen.keys() - lengths.keys():
        yield Break(process, seen[process] + 1, Why.MISSING)


def _unlinked(db: Database, starts: Sequence[Entry]) -> Iterator[Break]:
    """Chains that go on from an entry of another chain which is gone or is not the same."""
    named = {entry: _uid(*entry.object.rsplit(":", 1)) for entry in starts if entry.sequence == 1 and entry.previous}
    rows = db.read(queries.ENTRY_HASHES, entries=sorted(set(named.values())))
    found = {row["uid"]: row["hash"] for row in rows}
    for entry, goes_on_from in named.items():
        if entry.previous != found.get(goes_on_from):
            yield Break(entry.process, entry.sequence, Why.UNLINKED)


def _uid(process: str, sequence: str | int = "") -> str:
    return uid("audit", process, sequence)


def _row(entry: Entry) -> Mapping[str, Any]:
    return {"uid": _uid(entry.process, entry.sequence), "props": vars(entry) | {"hour": _hour(entry.at)}}


def _of(row: Mapping[str, Any]) -> Entry:
    return Entry(**row)


def _plain(text: str) -> str:
    """The text on one line, cut: what is longer is no name of a thing."""
    return "".join(letter if letter.isprintable() else " " for letter in text)[:LONGEST]
