"""Finding entities by name, and listing them by type.

Must stay true: the full-text index only finds candidates; the audience filter comes before any cut, and ranking looks
at visible
names only.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.database import Database
from graph.ontology.types import Viewer
from graph.ontology.vocabulary import ontology
from graph.queries import read as queries
from graph.read import cursor as cursors
from graph.read.merge import refs
from graph.read.models import EntityRef, Page, SearchHit

Rank = tuple[int, int, int, str, str]
"""How close a name is to what is searched, how often it occurs (negative), its length, itself, and the least unit that
bears it."""

FIRST_RANK: Rank = (-1, 0, 0, "", "")
"""Comes before every rank."""


@dataclass(frozen=True)
class _Hit:
    rank: Rank
    entity: str
    matched: str


def search(
    db: Database, viewer: Viewer, text: str, *, types: Sequence[str] = (), limit: int = 20, cursor: str = ""
) -> Page[SearchHit]:
    """Entities whose name holds this text, exact names first, then those that begin with it, then the most
    mentioned."""
    wanted = text.strip()
    passed = tuple(cursors.decode(cursor, *FIRST_RANK))
    ranked = _ranked(_candidates(db, viewer, wanted, types), wanted)
    rest = [hit for hit in ranked if hit.rank > passed]
    following = cursors.encode(*rest[limit - 1].rank) if len(rest) > limit else ""
    return Page(_hits(db, viewer, [(hit.entity, hit.matched) for hit in rest[:limit]]), following)


def entities(
    db: Database, viewer: Viewer, *, type: str = "", level: str = "", limit: int = 50, cursor: str = ""
) -> Page[SearchHit]:
    """Entities of a type (all types if empty) and level, the most mentioned first."""
    support, name, unit = cursors.decode(cursor, -1, "", "")
    rows = db.read(
        queries.ENTITIES,
        keys=viewer.key_list,
        types=_types([type] if type else []),
        level=level,
        support=support,
        name=name,
        unit=unit,
        limit=limit + 1,
    )
    page, more = rows[:limit], len(rows) > limit
    following = cursors.encode(page[-1]["support"], page[-1]["name"], page[-1]["unit"]) if more else ""
    return Page(_hits(db, viewer, [(row["id"], row["name"]) for row in page]), following)


def _types(types: Sequence[str]) -> list[str]:
    return list(types) or list(ontology().entities)


def _candidates(db: Database, viewer: Viewer, text: str, types: Sequence[str]) -> list[dict[str, Any]]:
    words = _words(text)
    if not words:
        return []
    if max(len(word) for word in words) < 2:
        return db.read(queries.SEARCH_CHARACTER, wanted=words[0], types=_types(types), keys=viewer.key_list)
    query = " AND ".join(f'"{word}"' for word in words if len(word) > 1)
    return db.read(queries.SEARCH_TEXT, wanted=query, types=_types(types), keys=viewer.key_list)


def _words(text: str) -> list[str]:
    """The words of a query without anything that the full-text syntax could take for an operator."""
    return re.sub(r"[^\w]+", " ", text).replace("_", " ").split()


def _ranked(rows: Iterable[dict[str, Any]], text: str) -> list[_Hit]:
    """Each entity once under its best name. The unit is in the rank only to keep pages of equals apart."""
    folded = text.casefold()

    def rank(row: dict[str, Any]) -> Rank:
        name = row["text"].casefold()
        closeness = 0 if name == folded else 1 if name.startswith(folded) else 2
        return closeness, -row["count"], len(name), name, row["unit"]

    best: dict[str, _Hit] = {}
    for row in sorted(rows, key=rank):
        best.setdefault(row["id"], _Hit(rank(row), row["id"], row["text"]))
    return list(best.values())


def _hits(db: Database, viewer: Viewer, found: Sequence[tuple[str, str]]) -> tuple[SearchHit, ...]:
    ids = [entity for entity, _ in found]
    if not ids:
        return ()
    named = refs(db, viewer, ids)
    context = _context(db, viewer, named)
    links = {row["id"]: row["links"] for row in db.read(queries.DEGREES, entities=ids, keys=viewer.key_list)}
    return tuple(
        SearchHit(named[entity], matched, context.get(entity, ()), links[entity])
        for entity, matched in found
        if entity in named
    )


def _context(db: Database, viewer: Viewer, hits: Mapping[str, EntityRef]) -> dict[str, tuple[EntityRef, ...]]:
    """For each entity, at most two things that tell it apart; nothing invented beside what is not."""
    rows = db.read(queries.CONTEXT, entities=list(hits), keys=viewer.key_list)
    named = refs(db, viewer, {row["other"] for row in rows})
    near: dict[str, list[tuple[int, str, EntityRef]]] = {}
    for row in rows:
        other: EntityRef | None = named.get(row["other"])
        if other and (hits[row["id"]].invented or not other.invented):
            near.setdefault(row["id"], []).append((-row["support"], other.name, other))
    return {entity: tuple(other for *_, other in sorted(found, key=_closeness)[:2]) for entity, found in near.items()}


def _closeness(near: tuple[int, str, EntityRef]) -> tuple[int, str, str]:
    support, name, other = near
    return support, name, other.id
