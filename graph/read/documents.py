"""Documents: lists, and one with its passages, what is highlighted in them and what was read from each.

Must stay true: see graph.read. Offsets that leave here are relative to their passage.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.database import Database
from graph.fold.rows import ClaimRow, fact_id
from graph.ontology.errors import NotFound
from graph.ontology.types import Viewer
from graph.queries import read as queries
from graph.read import cursor as cursors
from graph.read.merge import refs
from graph.read.models import (
    DocumentPage,
    DocumentRef,
    DocumentRow,
    EntityRef,
    Highlight,
    Page,
    PassageFinding,
    PassageView,
    Span,
)

Row = Mapping[str, Any]


def documents(
    db: Database, viewer: Viewer, *, limit: int = 50, cursor: str = "", department: str = ""
) -> Page[DocumentRow]:
    """The documents, the last added first; of one department where it is named."""
    added, title, last = cursors.decode(cursor, -1, "", "")
    rows = db.read(
        queries.DOCUMENTS,
        keys=viewer.key_list,
        department=department,
        added=added,
        title=title,
        id=last,
        limit=limit + 1,
    )
    page, more = rows[:limit], len(rows) > limit
    following = cursors.encode(page[-1]["added_at"], page[-1]["title"], page[-1]["id"]) if more else ""
    return Page(tuple(_row(row) for row in page), following)


def document(db: Database, viewer: Viewer, document_id: str, *, first: int = 0, limit: int = 200) -> DocumentPage:
    """A document with `limit` passages from the passage of order `first`. Raises NotFound."""
    found = db.read(queries.DOCUMENT, document=document_id, keys=viewer.key_list)
    if not found:
        raise NotFound(what=document_id)
    rows = db.read(queries.PASSAGES, document=document_id, first=first, limit=limit + 1, keys=viewer.key_list)
    shown, more = rows[:limit], len(rows) > limit
    return DocumentPage(_row(found[0]), _views(db, viewer, document_id, shown), rows[limit]["order"] if more else -1)


def _row(row: Row) -> DocumentRow:
    return DocumentRow(
        document=DocumentRef(row["id"], row["title"], row["date"], row["department"], row["invented"]),
        media_type=row["media_type"],
        share_class=row["share_class"],
        locality=row["locality"],
        passages=row["passages"],
        mentions=row["mentions"],
        claims=row["claims"],
        added_at=row["added_at"],
    )


def _views(db: Database, viewer: Viewer, document_id: str, passages: Sequence[Row]) -> tuple[PassageView, ...]:
    if not passages:
        return ()
    bounds = {"start": passages[0]["start"], "end": passages[-1]["end"], "document": document_id}
    mentions = db.read(queries.MENTIONS_OF_DOCUMENT, keys=viewer.key_list, **bounds)
    ids = [passage["id"] for passage in passages]
    claims = db.read(queries.CLAIMS_OF_DOCUMENT, document=document_id, passages=ids, keys=viewer.key_list)
    ends = {row["entity"] for row in mentions} | {end for row in claims for end in (row["head"], row["tail"]) if end}
    named = refs(db, viewer, ends)
    mentions_by, claims_by = _by_passage(mentions), _by_passage(claims)
    return tuple(
        PassageView(
            id=passage["id"],
            order=passage["order"],
            page=passage["page"],
            kind=passage["kind"],
            text=passage["text"],
            context=passage["context"],
            highlights=_highlights(passage, mentions_by[passage["id"]], named),
            findings=_findings(passage, claims_by[passage["id"]], mentions_by[passage["id"]], named),
        )
        for passage in passages
    )


def _by_passage(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["passage"]].append(row)
    return found


def _highlights(passage: Row, mentions: Sequence[Row], named: Mapping[str, EntityRef]) -> tuple[Highlight, ...]:
    """Mentions that do not overlap: of two, the longer; an agreement of several parties is highlighted once."""
    taken: list[Highlight] = []
    for row in sorted(mentions, key=lambda row: (row["start"] - row["end"], row["start"])):
        start, end = row["start"] - passage["start"], row["end"] - passage["start"]
        free = all(end <= other.start or start >= other.end for other in taken)
        if free and row["entity"] in named and end <= len(passage["text"]):
            taken.append(Highlight(start, end, named[row["entity"]]))
    return tuple(sorted(taken, key=lambda highlight: highlight.start))


def _findings(
    passage: Row, claims: Sequence[Row], mentions: Sequence[Row], named: Mapping[str, EntityRef]
) -> tuple[PassageFinding, ...]:
    spans: dict[str, list[Span]] = defaultdict(list)
    for row in mentions:
        spans[row["unit"]].append(Span(row["start"] - passage["start"], row["end"] - passage["start"]))
    shown = [row for row in claims if row["head"] in named and (row["value"] or row["tail"] in named)]
    shown.sort(key=lambda row: (row["start"], row["end"], row["predicate"], named[row["head"]].name, row["uid"]))
    return tuple(_finding(row, spans, named) for row in shown)


def _finding(row: Row, spans: Mapping[str, list[Span]], named: Mapping[str, EntityRef]) -> PassageFinding:
    fields = ClaimRow.__dataclass_fields__
    claim = ClaimRow(**{name: row[name] for name in fields if name != "attributes"} | {"attributes": _attributes(row)})
    marks = {span for unit in (row["subject"], row["object"]) for span in spans.get(unit, ())}
    return PassageFinding(
        fact=fact_id(claim),
        predicate=row["predicate"],
        head=named[row["head"]],
        tail=named.get(row["tail"]),
        value=row["value"],
        attributes=dict(claim.attributes),
        marks=tuple(sorted(marks, key=lambda span: (span.start, span.end))),
        rule=row["rule"],
        confidence=row["confidence"],
    )


def _attributes(row: Row) -> dict[str, str]:
    found: dict[str, str] = json.loads(row["attributes"])
    return found
