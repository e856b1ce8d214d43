"""The evidence store: what documents say, written and removed whole documents at a time.

Must stay true: a document whose writing broke off is not `complete` and counts for nothing until it is written again;
everything
that a change touches is in the journal before the change begins, so a crash at any point is repaired by the next fold.
"""

import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graph.claims import AdmittedClaim, admit
from graph.database import Database
from graph.ontology.ids import uid
from graph.ontology.types import Document, Extraction, Passage, audience_key
from graph.queries import evidence as queries

Row = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """A document with all that was read from it, ready to be stored."""

    document: Document
    passages: Sequence[Passage]
    extraction: Extraction
    stamp: str
    """What it was made from (`stamp_of`): a document with this stamp need not be read again."""

    @cached_property
    def _admitted(self) -> tuple[list[AdmittedClaim], Counter[str]]:
        return admit(self.extraction)

    @property
    def claims(self) -> list[AdmittedClaim]:
        """The claims that the ontology allows."""
        return self._admitted[0]

    @property
    def dropped(self) -> Counter[str]:
        """What was found and not kept, counted by reason."""
        return self._admitted[1] + Counter(self.extraction.dropped)


@dataclass(frozen=True)
class Touched:
    """What a change touches: blocks of units to resolve again, pairs of claims to fold again; in the journal with the
    documents that changed."""

    blocks: frozenset[str] = field(default_factory=frozenset)
    pairs: frozenset[str] = field(default_factory=frozenset)
    documents: frozenset[str] = field(default_factory=frozenset)

    @property
    def any(self) -> bool:
        """Whether anything is touched at all."""
        return bool(self.blocks or self.pairs)


def stamp_of(document: Document, extractor: str) -> str:
    """Identity of what a reading of this document by this extractor (name and version) is made from."""
    stated = (document.title, document.date, document.share_class, document.locality, document.media_type)
    return uid("stamp", document.uid, extractor, *stated, str(document.invented))


def stamps(db: Database, documents: Iterable[str]) -> dict[str, str]:
    """The stamps of those of these documents that are stored whole."""
    rows = db.read(queries.STAMPS, documents=sorted(documents))
    return {row["uid"]: row["stamp"] for row in rows}


def write(db: Database, readings: Sequence[Reading]) -> None:
    """Store these readings, in place of what the same documents said before. The caller holds the writer's lease, and
    folds afterwards."""
    documents = [reading.document.uid for reading in readings]
    _open(db, readings)
    _clear(db, documents)
    db.write_rows(queries.WRITE_PASSAGES, (row for reading in readings for row in _passage_rows(reading)))
    db.write_rows(queries.WRITE_UNITS, (row for reading in readings for row in _unit_rows(reading)))
    db.write_rows(queries.WRITE_MENTIONS, (row for reading in readings for row in _mention_rows(reading)))
    db.write_rows(queries.WRITE_CLAIMS, (row for reading in readings for row in _claim_rows(reading)))
    db.write(queries.CLOSE_DOCUMENTS, documents=documents)


def remove(db: Database, documents: Sequence[str]) -> None:
    """Take these documents and all that they say out of the store. The caller holds the writer's lease, and folds
    afterwards."""
    db.write(queries.REOPEN_DOCUMENTS, documents=list(documents))
    _note(db, ((document, _stored_keys(db, document)) for document in documents))
    _clear(db, documents)
    db.write(queries.DELETE_DOCUMENTS, documents=list(documents))


def replace(db: Database, changes: Mapping[str, Touched]) -> None:
    """Make room for other readings of these documents, which touch these things: note all, then clear what they said.

    The documents count for nothing until they are closed. The caller holds the writer's lease, and folds afterwards.
    """
    present = [row["uid"] for row in db.read(queries.EXISTING, documents=sorted(changes))]
    _note(db, changes.items())
    _note(db, ((document, _stored_keys(db, document)) for document in present))
    db.write(queries.REOPEN_DOCUMENTS, documents=present)
    _clear(db, present)


def journal(db: Database) -> Touched:
    """All that the journal says is touched and not yet folded."""
    rows = db.read(queries.READ_JOURNAL)
    blocks = frozenset(block for row in rows for block in row["blocks"])
    pairs = frozenset(pair for row in rows for pair in row["pairs"])
    return Touched(blocks, pairs, frozenset(row["document"] for row in rows if row["document"]))


def note_all(db: Database) -> None:
    """Note everything in the journal, as if every document had changed."""
    blocks = sorted(row["block"] for row in db.read(queries.ALL_BLOCKS))
    pairs = sorted(row["pair"] for row in db.read(queries.ALL_PAIRS))
    size = 2000  # keys of one entry: bounds its size
    _note(db, (("", Touched(frozenset(blocks[at : at + size]))) for at in range(0, len(blocks), size)))
    _note(db, (("", Touched(pairs=frozenset(pairs[at : at + size]))) for at in range(0, len(pairs), size)))


def note_pairs(db: Database, pairs: Iterable[str]) -> None:
    """Note these pairs in the journal: the fold is about to move an end of their facts."""
    _note(db, [("", Touched(pairs=frozenset(pairs)))])


def cross_off(db: Database) -> None:
    """Empty the journal: all that it names has been folded. The caller holds the writer's lease, so nothing is new in
    it."""
    db.write(queries.DELETE_JOURNAL)


def incomplete(db: Database) -> frozenset[str]:
    """Documents whose writing broke off: nothing that they say counts."""
    return frozenset(row["uid"] for row in db.read(queries.INCOMPLETE))


def _open(db: Database, readings: Sequence[Reading]) -> None:
    audiences = {(r.document.department, r.document.share_class) for r in readings}
    rows = [{"uid": audience_key(*pair), "department": pair[0], "share_class": pair[1]} for pair in sorted(audiences)]
    db.write_rows(queries.WRITE_AUDIENCES, rows)
    known = {row["uid"] for row in db.read(queries.EXISTING, documents=[r.document.uid for r in readings])}
    _note(db, ((reading.document.uid, _touched(db, reading, known)) for reading in readings))
    db.write_rows(queries.OPEN_DOCUMENTS, (_document_row(reading) for reading in readings), now=now())


def _touched(db: Database, reading: Reading, known: Set[str]) -> Touched:
    """What this document says, and what it said before."""
    blocks = frozenset(unit.block for unit in reading.extraction.units)
    pairs = frozenset(admitted.pair for admitted in reading.claims)
    before = _stored_keys(db, reading.document.uid) if reading.document.uid in known else Touched()
    return Touched(before.blocks | blocks, before.pairs | pairs)


def _stored_keys(db: Database, document: str) -> Touched:
    blocks = frozenset(row["block"] for row in db.read(queries.BLOCKS_OF_DOCUMENT, document=document))
    return Touched(blocks, frozenset(row["pair"] for row in db.read(queries.PAIRS_OF_DOCUMENT, document=document)))


def _note(db: Database, changes: Iterable[tuple[str, Touched]]) -> None:
    """Add to the journal; what an earlier, broken-off change noted stays in it."""
    db.write_rows(queries.NOTE, (_journal_row(*change) for change in changes if change[1].any))


def _journal_row(document: str, touched: Touched) -> Row:
    blocks, pairs = sorted(touched.blocks), sorted(touched.pairs)
    return {"uid": uid("journal", document, *blocks, *pairs), "document": document, "blocks": blocks, "pairs": pairs}


def _clear(db: Database, documents: Sequence[str]) -> None:
    for query in queries.CLEAR:
        while db.write(query, documents=list(documents))[0]["removed"]:
            pass


def now() -> int:
    return int(time.time() * 1000)


def _document_row(reading: Reading) -> Row:
    document = reading.document
    return {
        "uid": document.uid,
        "run": {"source_path": document.source_path},
        "props": {
            "sha256": document.sha256,
            "title": document.title,
            "department": document.department,
            "share_class": str(document.share_class),
            "audience": document.audience,
            "media_type": document.media_type,
            "date": document.date,
            "language": document.language,
            "locality": document.locality,
            "invented": document.invented,
            "stamp": reading.stamp,
            "passages": len(reading.passages),
            "mentions": len(reading.extraction.mentions),
            "claims": len(reading.claims),
        },
    }


def _passage_rows(reading: Reading) -> Iterable[Row]:
    for passage in reading.passages:
        yield {
            "uid": passage.uid,
            "document": passage.document,
            "props": {
                "document": passage.document,
                "order": passage.order,
                "start": passage.start,
                "end": passage.end,
                "text": passage.text,
                "page": passage.page,
                "kind": str(passage.kind),
                "context": passage.context,
                "audience": reading.document.audience,
            },
        }


def _unit_rows(reading: Reading) -> Iterable[Row]:
    for unit in reading.extraction.units:
        yield {
            "uid": unit.uid,
            "props": {
                "document": unit.document,
                "type": unit.type,
                "normal": unit.normal,
                "name": unit.name,
                "qualifier": unit.qualifier,
                "names": json.dumps(dict(unit.names), ensure_ascii=False, sort_keys=True),
                "block": unit.block,
                "audience": reading.document.audience,
                "source": reading.document.sha256[:16],
            },
        }


def _mention_rows(reading: Reading) -> Iterable[Row]:
    for mention in reading.extraction.mentions:
        yield {
            "uid": mention.uid,
            "props": {
                "document": mention.document,
                "passage": mention.passage,
                "unit": mention.unit,
                "type": mention.type,
                "start": mention.start,
                "end": mention.end,
                "text": mention.text,
                "confidence": round(mention.confidence, 4),
                "rule": mention.rule,
                "audience": reading.document.audience,
            },
        }


def _claim_rows(reading: Reading) -> Iterable[Row]:
    for admitted in reading.claims:
        yield {"uid": admitted.claim.uid, "passage": admitted.claim.passage, "props": _claim_props(reading, admitted)}


def _claim_props(reading: Reading, admitted: AdmittedClaim) -> Mapping[str, Any]:
    claim = admitted.claim
    return {
        "pair": admitted.pair,
        "document": claim.document,
        "passage": claim.passage,
        "predicate": claim.predicate,
        "subject": claim.subject,
        "object": claim.object,
        "value": claim.value,
        "attributes": json.dumps(dict(claim.attributes), ensure_ascii=False, sort_keys=True),
        "date": claim.date,
        "dated": claim.date or reading.document.date,
        "event": claim.event,
        "confidence": round(claim.confidence, 4),
        "extractor": claim.extractor,
        "version": claim.version,
        "rule": claim.rule,
        "start": claim.start,
        "end": claim.end,
        "audience": reading.document.audience,
        "source": reading.document.sha256[:16],
    }


def hashes(db: Database, documents: Iterable[str]) -> set[str]:
    """The content hashes of these documents."""
    return {row["sha256"] for row in db.read(queries.HASHES, documents=sorted(documents))}


def still_held(db: Database, content: Iterable[str]) -> set[str]:
    """Those of these content hashes that some document still has."""
    return {row["sha256"] for row in db.read(queries.HELD, hashes=sorted(content))}


def invented(db: Database) -> list[str]:
    """The documents that are marked as invented."""
    return [row["uid"] for row in db.read(queries.INVENTED)]
