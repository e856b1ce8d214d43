"""Reads on one entity: its page, its facts, the evidence of a fact, and lists of entities.

Must stay true: see graph.read. An entity is visible if one of its names is.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.claims import normal_value
from graph.database import Database
from graph.ontology.errors import NotFound
from graph.ontology.types import Viewer
from graph.ontology.vocabulary import ontology
from graph.queries import read as queries
from graph.read import cursor as cursors
from graph.read.merge import descending, facts_of_rows, history, refs, values_of
from graph.read.models import (
    AttributeFact,
    DocumentRef,
    EntityPage,
    EntityRef,
    Evidence,
    Fact,
    NameFact,
    Page,
    Span,
)

Row = Mapping[str, Any]

Rank = tuple[int, str, str]
"""Support (negative), date (the newest first) and least claim of a fact."""

FIRST_RANK: Rank = (-sys.maxsize, "", "")
"""Comes before every rank."""

EVIDENCE_ORDER = ("date", "title", "order", "start", "claim")
"""What orders the sentences behind a fact, the newest date first; the claim keeps two of one place apart."""


def resolve(db: Database, entity_id: str) -> str:
    """The present id of the entity that this id (of any of its units) stands for; the id itself where it is unknown."""
    rows = db.read(queries.RESOLVE, unit=entity_id)
    return str(rows[0]["entity"]) if rows else entity_id


def reference(db: Database, viewer: Viewer, entity_id: str) -> EntityRef:
    """The entity that this id stands for. Raises NotFound where there is none that the viewer may see."""
    return located(db, viewer, entity_id)[1]


def located(db: Database, viewer: Viewer, entity_id: str) -> tuple[str, EntityRef]:
    """The entity that this id stands for: its id in the graph, which stays inside, and the reference. Raises NotFound
    where there is none that the viewer may see."""
    present = resolve(db, entity_id)
    found = refs(db, viewer, [present]).get(present)
    if found is None:
        raise NotFound(what=entity_id)
    return present, found


def entity(db: Database, viewer: Viewer, entity_id: str, *, facts_each: int = 50, documents: int = 20) -> EntityPage:
    """All that a page on this entity shows: at most `facts_each` facts of each predicate, and `documents` documents."""
    present, ref = located(db, viewer, entity_id)
    ranked = _ranked(db, viewer, present, tuple(ontology().relations), facts_each)
    shown = [row["fact"] for rows in ranked.values() for row in rows[:facts_each]]
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts_by_id(db, viewer, shown):
        found[fact.predicate].append(fact)
    papers = _documents(db, viewer, present)
    return EntityPage(
        entity=ref,
        names=_names(db, viewer, present),
        attributes=_attributes(db, viewer, present),
        facts={predicate: tuple(found[predicate]) for predicate in ontology().relations if found[predicate]},
        fact_counts={predicate: len(ranked[predicate]) for predicate in ontology().relations if predicate in ranked},
        documents=papers[:documents],
        document_count=len(papers),
    )


def facts(
    db: Database, viewer: Viewer, entity_id: str, predicate: str, *, limit: int = 50, cursor: str = ""
) -> Page[Fact]:
    """The entity's facts of one predicate, best supported first."""
    present, _ = located(db, viewer, entity_id)
    after = tuple(cursors.decode(cursor, *FIRST_RANK))
    rows = [row for row in _ranked(db, viewer, present, (predicate,), 0).get(predicate, ()) if _rank(row) > after]
    page = rows[:limit]
    following = cursors.encode(*_rank(page[-1])) if len(rows) > limit else ""
    return Page(tuple(facts_by_id(db, viewer, [row["fact"] for row in page])), following)


def fact(db: Database, viewer: Viewer, fact_id: str) -> Fact:
    """One relation by its id. Raises NotFound."""
    found = facts_by_id(db, viewer, [fact_id])
    if not found:
        raise NotFound(what=fact_id)
    return found[0]


def evidence(db: Database, viewer: Viewer, fact_id: str, *, limit: int = 20, cursor: str = "") -> Page[Evidence]:
    """The passages behind a relation or attribute, newest document first. Raises NotFound."""
    date, *after = cursors.decode(cursor, "", "", 0, 0, "")
    rows = _fact_rows(db, viewer, [fact_id])
    if not rows:
        raise NotFound(what=fact_id)
    claims = sorted({claim for row in rows for claim in row["claims"]})
    found = sorted(db.read(queries.CLAIMS, claims=claims, keys=viewer.key_list), key=_evidence_rank)
    if cursor:
        found = [row for row in found if _evidence_rank(row) > (descending(date), *after)]
    page = found[:limit]
    marks = _marks(db, viewer, page)
    following = cursors.encode(*(page[-1][name] for name in EVIDENCE_ORDER)) if len(found) > limit else ""
    return Page(tuple(_evidence(row, marks[row["claim"]]) for row in page), following)


def _evidence_rank(row: Row) -> tuple[Any, ...]:
    date, *others = (row[name] for name in EVIDENCE_ORDER)
    return descending(date), *others


def facts_by_id(db: Database, viewer: Viewer, fact_ids: Sequence[str]) -> list[Fact]:
    rows = [row for row in _fact_rows(db, viewer, fact_ids) if row["tail"]]
    named = refs(db, viewer, {end for row in rows for end in (row["head"], row["tail"])}) if rows else {}
    return facts_of_rows(rows, named)


def _fact_rows(db: Database, viewer: Viewer, fact_ids: Sequence[str]) -> list[dict[str, Any]]:
    relations = [fact_id for fact_id in fact_ids if fact_id.split("-", 1)[0] in ontology().relations]
    attributes = [fact_id for fact_id in fact_ids if fact_id.split("-", 1)[0] in ontology().attributes]
    found = db.read(queries.FACTS, facts=relations, keys=viewer.key_list) if relations else []
    return found + (db.read(queries.ATTRIBUTE_FACTS, facts=attributes, keys=viewer.key_list) if attributes else [])


def _ranked(
    db: Database, viewer: Viewer, entity_id: str, predicates: Sequence[str], cut: int
) -> dict[str, list[dict[str, Any]]]:
    """Rows of facts by predicate, best supported first, then newest. Where there are more than `cut`, equals are in
    the order of their least claims: unlike ids of facts, those never change, so that nothing is skipped or repeated."""
    ranked: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in db.read(queries.RANKED_FACTS, entity=entity_id, predicates=list(predicates), keys=viewer.key_list):
        ranked[row["predicate"]].append(row)
    long = [row["fact"] for rows in ranked.values() if len(rows) > cut for row in rows]
    found = db.read(queries.LEAST_CLAIMS, facts=long, keys=viewer.key_list) if long else []
    claims = {row["fact"]: row["claim"] for row in found}
    for rows in ranked.values():
        for row in rows:
            row["claim"] = claims.get(row["fact"], "")
        rows.sort(key=_rank)
    return dict(ranked)


def _rank(row: Row) -> Rank:
    return -row["support"], descending(row["date"]), row["claim"]


def _names(db: Database, viewer: Viewer, entity_id: str) -> tuple[NameFact, ...]:
    counts: Counter[str] = Counter()
    sources: dict[str, set[str]] = defaultdict(set)
    for row in db.read(queries.NAMES, entity=entity_id, keys=viewer.key_list):
        counts[row["text"]] += row["count"]
        sources[row["text"]].update(row["sources"])
    names = (NameFact(text, count, len(sources[text])) for text, count in counts.items())
    return tuple(sorted(names, key=lambda name: (-name.count, -len(name.text), name.text)))


def _attributes(db: Database, viewer: Viewer, entity_id: str) -> tuple[AttributeFact, ...]:
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in db.read(queries.ATTRIBUTES, entity=entity_id, keys=viewer.key_list):
        by_name[row["predicate"]].append(row)
    order = list(ontology().attributes)
    return tuple(_attribute(name, by_name[name]) for name in sorted(by_name, key=order.index))


def _attribute(name: str, rows: Sequence[Row]) -> AttributeFact:
    """The latest value, at equal dates the one that most files give, and beside it all that were said."""
    said = history(values_of(rows))["value"]
    best = max(said, key=lambda value: (value.date, value.sources, value.value))
    shown = [row for row in rows if normal_value(row["value"]) == normal_value(best.value)]
    others = tuple(value for value in said if value.value != best.value)
    return AttributeFact(shown[0]["fact"], name, best.value, others, sum(row["evidence"] for row in shown))


def _documents(db: Database, viewer: Viewer, entity_id: str) -> tuple[DocumentRef, ...]:
    rows = db.read(queries.DOCUMENTS_OF_ENTITY, entity=entity_id, keys=viewer.key_list)
    return tuple(DocumentRef(**row) for row in rows)


def _marks(db: Database, viewer: Viewer, claims: Iterable[Row]) -> dict[str, tuple[Span, ...]]:
    """For each claim, where its passage names the claim's ends; where it names neither, the words that gave the
    claim."""
    claims = list(claims)
    wanted = {
        (unit, row["passage"]) for row in claims for unit in (row["subject"], row["object"], row["event"]) if unit
    }
    rows = [{"unit": unit, "passage": passage} for unit, passage in sorted(wanted)]
    found: dict[tuple[str, str], set[Span]] = defaultdict(set)
    for row in db.read(queries.MENTIONS_OF_UNITS, rows=rows, keys=viewer.key_list):
        found[row["unit"], row["passage"]].add(Span(row["start"], row["end"]))
    return {row["claim"]: _relative(row, found) for row in claims}


def _relative(claim: Row, mentions: Mapping[tuple[str, str], set[Span]]) -> tuple[Span, ...]:
    units = (claim["subject"], claim["object"], claim["event"])
    spans = {span for unit in units for span in mentions.get((unit, claim["passage"]), ())}
    spans = spans or {Span(claim["start"], claim["end"])}
    offset, length = claim["offset"], len(claim["text"])
    inside = {Span(max(0, span.start - offset), min(length, span.end - offset)) for span in spans}
    return tuple(sorted((span for span in inside if span.start < span.end), key=lambda span: (span.start, span.end)))


def _evidence(row: Row, marks: tuple[Span, ...]) -> Evidence:
    return Evidence(
        claim=row["claim"],
        document=DocumentRef(row["document"], row["title"], row["date"], row["department"], row["invented"]),
        passage=row["passage"],
        text=row["text"],
        context=row["context"],
        page=row["page"],
        marks=marks,
        rule=row["rule"],
        extractor=f"{row['extractor']} {row['version']}".strip(),
        confidence=row["confidence"],
    )
