"""Export and import as JSON lines: the whole knowledge with its evidence and judgements, sorted, one thing a line.

Must stay true: equal graphs give equal bytes, on either database; the canonical form holds no run data; import writes
evidence and
judgements only, and knowledge is folded from them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TextIO

from graph import evidence
from graph.database import Database
from graph.fold import run as folding
from graph.ontology.errors import TielineError
from graph.ontology.types import Viewer
from graph.ontology.vocabulary import ontology
from graph.queries import evidence as evidence_queries
from graph.queries import exchange as queries

Row = dict[str, Any]

FORMAT = 1
RUN_DATA = ("ingested_at", "created_at", "updated_at", "source_path", "run")
"""What depends on when and where a run took place; with it the instants of automatic judgements."""

KNOWLEDGE = ("entity", "name", "fact", "attribute", "relation", "mentioned-in")
"""Kinds of lines that import does not read, because they are folded from the others."""


class BadExchangeFile(TielineError):
    """The file is not one that export wrote."""

    code = "bad-exchange-file"
    zh = "第 {line} 行无法导入：{why}。请使用 tieline export 生成的文件。"
    en = "Line {line} cannot be imported: {why}. Use a file that `tieline export` wrote."


@dataclass(frozen=True)
class ImportCounts:
    documents: int
    passages: int
    mentions: int
    claims: int


def export(db: Database, viewer: Viewer, out: TextIO, *, run_data: bool = False) -> int:
    """Write all that the viewer may see; returns the number of lines. With `run_data` nothing is left out (for
    backups)."""
    count = 0
    for line in lines(db, viewer, run_data=run_data):
        out.write(line + "\n")
        count += 1
    return count


def lines(db: Database, viewer: Viewer, *, run_data: bool = False) -> Iterator[str]:
    """The lines of an export, without their ends."""
    yield _line("tieline", {"format": FORMAT, "ontology": ontology().version})
    gone = {row["uid"] for row in db.read(queries.INCOMPLETE)}
    for kind in queries.NODES:
        for row in db.stream(queries.nodes(kind), keys=viewer.key_list):
            if row["props"].get("document") not in gone:
                yield _line(kind, _node(kind, row, run_data))
    yield from _relation_lines(db, viewer)


def _relation_lines(db: Database, viewer: Viewer) -> Iterator[str]:
    for predicate in queries.RELATIONS:
        for row in db.stream(queries.relations(predicate), keys=viewer.key_list):
            yield _line("relation", {"head": row["head"], "tail": row["tail"], **row["props"]})
    for row in db.stream(queries.MENTIONED_IN, keys=viewer.key_list):
        yield _line("mentioned-in", {"head": row["head"], "tail": row["tail"], **row["props"]})


def _node(kind: str, row: Mapping[str, Any], run_data: bool) -> Row:
    props = {name: value for name, value in row["props"].items() if value is not None}
    if not run_data:
        props = {name: value for name, value in props.items() if name not in RUN_DATA}
        if kind == "judgement" and props.get("kind") == "link":
            props.pop("at", None)
    return props | ({"labels": sorted(row["labels"])} if kind == "entity" else {})


def _line(kind: str, content: Mapping[str, Any]) -> str:
    return json.dumps({"line": kind, **{name: content[name] for name in sorted(content)}}, ensure_ascii=False)


# Import


def import_lines(
    db: Database, source: Iterable[str], progress: Callable[[int, int], None] = lambda done, total: None
) -> ImportCounts:
    """Store the evidence and judgements of an export beside what is there, and fold. The caller holds the writer's
    lease.

    Raises BadExchangeFile; what was stored by then counts for nothing until an import completes it.
    """
    counts: dict[str, int] = {}
    documents: list[str] = []
    for kind, rows in groupby(_parsed(source), key=lambda item: item[0]):
        counts[kind] = counts.get(kind, 0) + _store(db, kind, (row for _, row in rows), documents)
    db.write(evidence_queries.CLOSE_DOCUMENTS, documents=documents)
    folding.rebuild(db, progress)
    return ImportCounts(*(counts.get(kind, 0) for kind in ("document", "passage", "mention", "claim")))


def _parsed(source: Iterable[str]) -> Iterator[tuple[str, Row]]:
    for number, text in enumerate(source, 1):
        row = _parse(number, text)
        kind = row.pop("line")
        if number == 1 and (kind != "tieline" or row.get("format") != FORMAT):
            raise BadExchangeFile(line=1, why=f"expected a tieline export of format {FORMAT}")
        if kind in STORE:
            if not isinstance(row.get("uid"), str):
                raise BadExchangeFile(line=number, why="a uid is missing")
            yield kind, row
        elif kind not in (*KNOWLEDGE, "tieline"):
            raise BadExchangeFile(line=number, why=f"unknown kind {kind!r}")


def _parse(number: int, text: str) -> Row:
    try:
        row = json.loads(text)
    except ValueError as error:
        raise BadExchangeFile(line=number, why="not JSON") from error
    if not isinstance(row, dict) or not isinstance(row.get("line"), str):
        raise BadExchangeFile(line=number, why="not an object that says what line it is")
    return row


def _store(db: Database, kind: str, rows: Iterator[Row], documents: list[str]) -> int:
    query, shape = STORE[kind]
    if kind != "document":
        return db.write_rows(query, map(shape, rows))
    found = list(rows)
    documents += [row["uid"] for row in found]
    db.write_rows(query, map(shape, found), now=evidence.now())
    db.write_rows(queries.RESTORE_RUN_DATA, ({"uid": row["uid"], "run": _run_data(row)} for row in found))
    return len(found)


def _run_data(row: Row) -> Row:
    return {name: row[name] for name in RUN_DATA if name in row}


def _flat(row: Row) -> Row:
    return row


def _shaped(row: Row) -> Row:
    return {"uid": row["uid"], "props": {name: value for name, value in row.items() if name != "uid"}}


def _document(row: Row) -> Row:
    props = {name: value for name, value in row.items() if name not in (*RUN_DATA, "uid", "complete")}
    return {"uid": row["uid"], "props": props, "run": {}}


def _passage(row: Row) -> Row:
    return _shaped(row) | {"document": row.get("document")}


def _claim(row: Row) -> Row:
    return _shaped(row) | {"passage": row.get("passage")}


STORE: Mapping[str, tuple[str, Callable[[Row], Row]]] = {
    "audience": (evidence_queries.WRITE_AUDIENCES, _flat),
    "document": (evidence_queries.OPEN_DOCUMENTS, _document),
    "passage": (evidence_queries.WRITE_PASSAGES, _passage),
    "unit": (evidence_queries.WRITE_UNITS, _shaped),
    "mention": (evidence_queries.WRITE_MENTIONS, _shaped),
    "claim": (evidence_queries.WRITE_CLAIMS, _claim),
    "judgement": (queries.WRITE_JUDGEMENTS, _shaped),
}
