"""Export and import as JSON lines: the whole knowledge with its evidence and judgements, sorted, one thing a line.

Must stay true: equal graphs give equal bytes, on either database; the canonical form holds no run data; import writes
evidence and
judgements only, and knowledge is folded from them.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from tempfile import TemporaryFile
from typing import IO, Any, TextIO

from graph import evidence
from graph.database import Database
from graph.evidence import Touched
from graph.fold import run as folding
from graph.ontology.errors import Reason, TielineError
from graph.ontology.types import Viewer
from graph.ontology.vocabulary import ontology
from graph.queries import evidence as evidence_queries
from graph.queries import exchange as queries

Row = dict[str, Any]

FORMAT = 1
RUN_DATA = ("ingested_at", "created_at", "updated_at", "source_path", "run")
"""What depends on when and where a run took place; with it the instants of automatic judgements."""

NO_EXPORT = Reason(f"不是格式 {FORMAT} 的导出文件", f"not an export of format {FORMAT}")
NOT_UTF_8 = Reason("不是 UTF-8 编码", "not UTF-8")
NOT_JSON = Reason("不是 JSON", "not JSON")
NO_KIND = Reason("没有写明这一行是什么", "it does not say what line it is")
NO_ID = Reason("缺少编号（uid）", "its uid is missing")
NOT_ALL_LINES = Reason("行数不符，有缺失或重复", "lines are missing or doubled")
CUT_OFF = Reason("文件不完整，末尾缺失", "the file ends too early")

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
    count = 0
    for line in _body(db, viewer, run_data):
        yield line
        count += 1
    yield _line("end", {"lines": count})


def _body(db: Database, viewer: Viewer, run_data: bool) -> Iterator[str]:
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
    labels = _labels(row) if kind == "entity" else []
    if not run_data:
        props = {name: value for name, value in props.items() if name not in RUN_DATA}
        if kind == "judgement" and props.get("kind") == "link":
            props.pop("at", None)
    return props | ({"labels": labels} if kind == "entity" else {})


def _labels(row: Mapping[str, Any]) -> list[str]:
    """The entity's labels, of those that follow from its level only what a visible claim says."""
    sublabels = ontology().entities[row["props"]["type"]].sublabels
    unsaid = {label for level, label in sublabels.items() if level not in row["levels"]}
    return sorted(set(row["labels"]) - unsaid)


def _line(kind: str, content: Mapping[str, Any]) -> str:
    return json.dumps({"line": kind, **{name: content[name] for name in sorted(content)}}, ensure_ascii=False)


# Import


@dataclass
class _Checked:
    """What a whole, readable export holds: its lines on disk, the stamps of its documents and all that they touch."""

    spool: IO[str]
    stamps: dict[str, str] = field(default_factory=dict)
    blocks: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    pairs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def import_lines(
    db: Database, source: Iterable[str], progress: Callable[[int, int], None] = lambda done, total: None
) -> ImportCounts:
    """Store the evidence and judgements of an export beside what is there, and fold.

    The caller holds the writer's lease. The whole file is checked before the first write; documents that are there
    already, read by the same extractor, are left alone. What a kill leaves is completed by importing again.

    Raises BadExchangeFile.
    """
    with TemporaryFile("w+", encoding="utf-8") as spool:
        checked = _check(source, spool)
        present = evidence.stamps(db, checked.stamps)
        fresh = {uid for uid, stamp in checked.stamps.items() if present.get(uid) != stamp}
        evidence.replace(db, {uid: Touched(_frozen(checked.blocks[uid]), _frozen(checked.pairs[uid])) for uid in fresh})
        counts = _write(db, spool, fresh)
        db.write(evidence_queries.CLOSE_DOCUMENTS, documents=sorted(fresh))
    folding.fold(db, progress)
    return ImportCounts(*(counts[kind] for kind in ("document", "passage", "mention", "claim")))


def _frozen(found: set[str]) -> frozenset[str]:
    return frozenset(found)


def _check(source: Iterable[str], spool: IO[str]) -> _Checked:
    """Copy the lines to the spool and see that they are all there. Raises BadExchangeFile."""
    checked = _Checked(spool)
    number, ended = 0, False
    for number, text in enumerate(source, 1):
        kind, row = _parsed(number, text)
        if ended or (kind == "end" and row.get("lines") != number - 1):
            raise BadExchangeFile(line=number, why=NOT_ALL_LINES)
        ended = kind == "end"
        if kind in STORE:
            spool.write(text.rstrip("\n") + "\n")
            _note(checked, kind, row)
    if not ended:
        raise BadExchangeFile(line=number + 1, why=CUT_OFF)
    return checked


def _note(checked: _Checked, kind: str, row: Row) -> None:
    if kind == "document":
        checked.stamps[row["uid"]] = str(row.get("stamp"))
    elif kind == "unit":
        checked.blocks[str(row.get("document"))].add(str(row.get("block")))
    elif kind == "claim":
        checked.pairs[str(row.get("document"))].add(str(row.get("pair")))


def _parsed(number: int, text: str) -> tuple[str, Row]:
    row = _parse(number, text)
    kind = row.pop("line")
    if (number == 1) != (kind == "tieline") or (number == 1 and row.get("format") != FORMAT):
        raise BadExchangeFile(line=number, why=NO_EXPORT)
    if kind not in (*STORE, *KNOWLEDGE, "tieline", "end"):
        raise BadExchangeFile(line=number, why=Reason(f"未知的种类 {kind!r}", f"unknown kind {kind!r}"))
    if kind in STORE and not isinstance(row.get("uid"), str):
        raise BadExchangeFile(line=number, why=NO_ID)
    return kind, row


def _parse(number: int, text: str) -> Row:
    try:
        row = json.loads(text)
    except ValueError as error:
        raise BadExchangeFile(line=number, why=NOT_JSON) from error
    if not isinstance(row, dict) or not isinstance(row.get("line"), str):
        raise BadExchangeFile(line=number, why=NO_KIND)
    return row


def _write(db: Database, spool: IO[str], fresh: Set[str]) -> Counter[str]:
    """Write the spooled rows of the fresh documents; how many there were of each kind."""
    counts: Counter[str] = Counter()
    spool.seek(0)
    for kind, rows in groupby(map(json.loads, spool), key=itemgetter("line")):
        counts[kind] += _store(db, kind, (row for row in rows if _wanted(kind, row, fresh)))
    return counts


def _wanted(kind: str, row: Row, fresh: Set[str]) -> bool:
    """Evidence of the fresh documents, and what people judged; automatic links are made by the fold."""
    if kind == "judgement":
        return row.get("kind") != "link"
    return kind == "audience" or row.get("uid" if kind == "document" else "document") in fresh


def _store(db: Database, kind: str, rows: Iterator[Row]) -> int:
    query, shape = STORE[kind]
    bare = ({name: value for name, value in row.items() if name != "line"} for row in rows)
    if kind != "document":
        return db.write_rows(query, map(shape, bare))
    found = list(bare)
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
