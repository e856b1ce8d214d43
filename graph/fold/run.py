"""Runs the fold: reads what is touched, resolves and folds it, writes what has changed.

Must stay true: `fold` may be run again at any time and after any crash; the journal is crossed off only when all is
written; the
caller holds the writer's lease.
"""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from graph import evidence
from graph.database import Database
from graph.fold.rows import ClaimRow, UnitRow, fact_rows, mention_rows, name_rows
from graph.ontology.ids import uid
from graph.ontology.vocabulary import ontology
from graph.queries import fold as queries
from graph.resolution import METHOD, Candidate, Link, resolve

Row = dict[str, Any]

CHUNK = 2000
"""Blocks or pairs handled together: bounds memory, not meaning."""


Progress = Callable[[int, int], None]
"""Told how many of how many blocks and pairs are folded."""


def fold(db: Database, progress: Progress = lambda done, total: None) -> None:
    """Bring the knowledge up to date with the journal. The caller holds the writer's lease."""
    touched = evidence.journal(db)
    if not touched.any:
        return
    gone = evidence.incomplete(db)
    pairs = set(touched.pairs)
    done = 0
    for chunk in _chunks(sorted(touched.blocks)):
        pairs |= _fold_blocks(db, chunk, touched.documents, gone)
        done += len(chunk)
        progress(done, len(touched.blocks) + len(pairs))
    for chunk in _chunks(sorted(pairs)):
        _fold_pairs(db, chunk, gone)
        done += len(chunk)
        progress(done, len(touched.blocks) + len(pairs))
    evidence.cross_off(db)


def rebuild(db: Database, progress: Progress = lambda done, total: None) -> None:
    """Throw the knowledge and the automatic judgements away and fold all evidence anew. The caller holds the writer's
    lease. All is noted in the journal first, so that a rebuild that breaks off is completed by the next fold; the links
    go before the entities, because the fold makes no entity that a link says is there."""
    evidence.note_all(db)
    for query in (queries.DELETE_AUTOMATIC, *queries.DELETE_KNOWLEDGE):
        while db.write(query)[0]["removed"]:
            pass
    fold(db, progress)


def _chunks(items: Sequence[str]) -> Iterator[list[str]]:
    source = iter(items)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


# Blocks: units to entities, names and appearances


def _fold_blocks(db: Database, blocks: list[str], documents: frozenset[str], gone: frozenset[str]) -> set[str]:
    """Resolve these blocks, which these documents touched, and write their entities. Returns the pairs that must be
    folded because an end has moved."""
    units = [unit for unit in _read_units(db, blocks) if unit.document not in gone]
    stored = {row["unit"]: Link(**row) for row in db.read(queries.LINKS_OF_BLOCKS, blocks=blocks)}
    before = {link.unit: link.root for link in stored.values()}
    links = resolve(Candidate(unit.uid, unit.block, unit.type, unit.qualifier) for unit in units)
    after = {link.unit: link.root for link in links}
    moved = [unit for unit in units if before.get(unit.uid) != after[unit.uid]]
    resettled = sorted(unit.uid for unit in moved if unit.uid in before)
    pairs = {row["pair"] for row in db.read(queries.PAIRS_OF_UNITS, units=resettled)} if resettled else set()
    if pairs:
        evidence.note_pairs(db, pairs)  # once the links say so, nothing else would tell that these ends have moved
    _write_entities(db, units, after, frozenset(before.values()))
    _write_names(db, units, before, after)
    _write_appearances(db, units, documents, before, after)
    _write_links(db, [link for link in links if stored.get(link.unit) != link], units, before.keys() - after.keys())
    return pairs


def _read_units(db: Database, blocks: list[str]) -> Iterator[UnitRow]:
    for row in db.read(queries.UNITS_OF_BLOCKS, blocks=blocks):
        yield UnitRow(**{**row, "names": json.loads(row["names"])})


def _write_entities(db: Database, units: Sequence[UnitRow], after: dict[str, str], present: frozenset[str]) -> None:
    """Create the entities that are not `present` yet."""
    by_type: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        if after[unit.uid] not in present:
            by_type[unit.type].add(after[unit.uid])
    for label, entities in sorted(by_type.items()):
        db.write_rows(queries.write_entities(label), ({"uid": entity} for entity in sorted(entities)))


def _write_names(db: Database, units: Sequence[UnitRow], before: dict[str, str], after: dict[str, str]) -> None:
    members: dict[str, list[UnitRow]] = defaultdict(list)
    for unit in units:
        members[after[unit.uid]].append(unit)
    rows = [row for entity in sorted(members) for row in name_rows(entity, members[entity])]
    concerned = sorted(set(before.values()) | set(after.values()))
    stored = {row["uid"] for row in db.read(queries.NAMES_OF_ENTITIES, entities=concerned)}
    db.write_rows(queries.WRITE_NAMES, rows)
    db.write_rows(queries.DELETE_NAMES, _uids(stored - {row["uid"] for row in rows}))
    db.write_rows(queries.DELETE_ENTITIES, _uids(set(before.values()) - set(after.values())))


def _write_appearances(
    db: Database,
    units: Sequence[UnitRow],
    documents: frozenset[str],
    before: dict[str, str],
    after: dict[str, str],
) -> None:
    """Say anew in which documents the entities of these units appear, where a document has changed (what it said before
    went with its evidence) or a unit has moved."""
    moved = [unit for unit in units if before.get(unit.uid) != after[unit.uid]]
    left = {(before[unit.uid], unit.document) for unit in moved if unit.uid in before}
    places = left | {(after[unit.uid], unit.document) for unit in moved}
    told = (unit for unit in units if unit.document in documents or (after[unit.uid], unit.document) in places)
    rows = mention_rows(after, told)
    stale = left - {(row["head"], row["tail"]) for row in rows}
    db.write_rows(queries.DELETE_MENTIONED_IN, [{"head": head, "tail": tail} for head, tail in sorted(stale)])
    db.write_rows(queries.WRITE_MENTIONED_IN, rows)


def _write_links(db: Database, links: Sequence[Link], units: Sequence[UnitRow], vanished: Iterable[str]) -> None:
    block_of = {unit.uid: unit.block for unit in units}
    rows = (
        {
            "uid": _link_uid(link.unit),
            "unit": link.unit,
            "root": link.root,
            "reason": link.reason,
            "block": block_of[link.unit],
        }
        for link in links
    )
    db.write_rows(queries.WRITE_LINKS, rows, by=METHOD, now=int(time.time() * 1000))
    db.write_rows(queries.DELETE_LINKS, _uids(map(_link_uid, vanished)))


def _link_uid(unit: str) -> str:
    return uid("link", unit)


# Pairs: claims to relations and attributes


def _fold_pairs(db: Database, pairs: list[str], gone: frozenset[str]) -> None:
    rows = fact_rows(_read_claims(db, pairs, gone))
    relations = [pair for pair in pairs if pair.split(":", 1)[0] in ontology().relations]
    attributes = [pair for pair in pairs if pair.split(":", 1)[0] not in ontology().relations]
    if relations:
        _write_relations(db, relations, [row for row in rows if row["tail"]])
    if attributes:
        _write_attributes(db, attributes, [row for row in rows if not row["tail"]])


def _read_claims(db: Database, pairs: list[str], gone: frozenset[str]) -> Iterator[ClaimRow]:
    for row in db.read(queries.CLAIMS_OF_PAIRS, pairs=pairs):
        document, target = row.pop("document"), row.pop("object")
        if document not in gone and bool(row["tail"]) == bool(target):
            yield ClaimRow(**{**row, "attributes": json.loads(row["attributes"])})


def _write_relations(db: Database, pairs: list[str], rows: Sequence[Row]) -> None:
    stored = db.read(queries.FACTS_OF_PAIRS, pairs=pairs)
    kept = {row["uid"] for row in rows}
    stale = [row for row in stored if row["uid"] not in kept]
    from_head = _cheaper_from_head(db, [*stale, *rows])
    for (predicate, head_first), group in _grouped(stale, from_head):
        db.write_rows(queries.delete_relations(predicate, head_first), group)
    db.write_rows(queries.DELETE_FACTS, _uids(row["uid"] for row in stale))
    db.write_rows(queries.WRITE_FACTS, ({"uid": row["uid"], "props": row} for row in rows))
    for (predicate, head_first), group in _grouped(rows, from_head):
        walkable = (
            {"uid": row["uid"], "head": row["head"], "tail": row["tail"], "props": _walkable(row)} for row in group
        )
        db.write_rows(queries.write_relations(predicate, head_first), walkable)


def _walkable(row: Row) -> Row:
    """What a relation carries for walking and drawing; the rest of the fact lies on its node."""
    left_out = ("head", "tail", "predicate", "pair", "claims", "sources", "values")
    return {name: value for name, value in row.items() if name not in left_out} | {"claim": row["claims"][0]}


def _cheaper_from_head(db: Database, rows: Iterable[Row]) -> Callable[[Row], bool]:
    entities = sorted({end for row in rows for end in (row["head"], row["tail"])})
    degree = {row["uid"]: row["degree"] for row in db.read(queries.DEGREES, entities=entities)}
    return lambda row: degree.get(row["head"], 0) <= degree.get(row["tail"], 0)


def _grouped(rows: Iterable[Row], from_head: Callable[[Row], bool]) -> list[tuple[tuple[str, bool], list[Row]]]:
    groups: dict[tuple[str, bool], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["predicate"], from_head(row)].append(row)
    return sorted(groups.items(), key=lambda item: item[0])


def _write_attributes(db: Database, pairs: list[str], rows: Sequence[Row]) -> None:
    stored = {row["uid"]: row["entity"] for row in db.read(queries.ATTRIBUTES_OF_PAIRS, pairs=pairs)}
    stale = stored.keys() - {row["uid"] for row in rows}
    db.write_rows(queries.DELETE_ATTRIBUTES, _uids(stale))
    db.write_rows(queries.WRITE_ATTRIBUTES, ({"uid": row["uid"], "head": row["head"], "props": row} for row in rows))
    _write_sublabels(db, sorted(set(stored.values()) | {row["head"] for row in rows}))


def _write_sublabels(db: Database, entities: list[str]) -> None:
    """A place of level city is labelled City as well, and what is no longer one is not."""
    rows = db.read(queries.LEVELS_OF_ENTITIES, entities=entities)
    for entity_type in ontology().entities.values():
        for level, label in entity_type.sublabels.items():
            missing = (row["uid"] for row in rows if level in row["levels"] and label not in row["labels"])
            wrong = (row["uid"] for row in rows if level not in row["levels"] and label in row["labels"])
            db.write_rows(queries.set_sublabel(label), _uids(missing))
            db.write_rows(queries.remove_sublabel(label), _uids(wrong))


def _uids(uids: Iterable[str]) -> list[Row]:
    return [{"uid": found} for found in sorted(uids)]
