"""How two entities are connected: the best loop-free paths, searched level by level from both ends.

Must stay true: see graph.read. Paths do not run through countries or hubs unless asked; the search is bounded in
width and depth, and
two levels that meet are all that is read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from graph.database import Database
from graph.ontology.errors import InvalidInput
from graph.ontology.types import Viewer
from graph.queries import read as queries
from graph.read.entities import facts_by_id, located
from graph.read.merge import refs
from graph.read.models import EntityRef, Fact, Path, PathStep

WIDTH = 2000
"""The most entities of one level that are searched further; the best supported are kept."""

HUB = 500
"""An entity found with more relations than this in one level is not walked through, like a country."""

CANDIDATES = 200
"""Paths that are ranked at the most."""

Edge = tuple[str, str, str]
"""(from, to, fact)"""


def paths(
    db: Database,
    viewer: Viewer,
    start_id: str,
    end_id: str,
    *,
    max_steps: int = 4,
    limit: int = 5,
    through_hubs: bool = False,
) -> tuple[Path, ...]:
    """The best paths of at most `max_steps` relations between two entities, the shortest and best supported first."""
    (start, _), (end, _) = located(db, viewer, start_id), located(db, viewer, end_id)
    if start == end:
        raise InvalidInput(why="起点和终点是同一个对象 / start and end are the same")
    edges, strength, closed = _search(db, viewer, start, end, max_steps, through_hubs)
    found = sorted(_walk(edges, start, end, max_steps, closed), key=lambda walk: _rank(walk, strength))
    return _describe(db, viewer, found[: limit * 2], strength, limit)


def _search(
    db: Database, viewer: Viewer, start: str, end: str, max_steps: int, through_hubs: bool
) -> tuple[dict[str, dict[str, list[str]]], dict[str, float], set[str]]:
    """Edges met while both ends were searched in turn, until their levels add up to `max_steps`, and the entities that
    no path may cross, though both ends may have met at one."""
    edges: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    strength: dict[str, float] = {}
    closed: set[str] = set()
    frontiers, seen = [{start}, {end}], [{start}, {end}]
    for step in range(max_steps):
        side = min((0, 1), key=lambda s: (len(frontiers[s]) or WIDTH + 1, s)) if step else 0
        rows = sorted(db.read(queries.STEPS, frontier=sorted(frontiers[side]), keys=viewer.key_list), key=_support)
        closed |= set() if through_hubs else _hubs(rows)
        for row in rows:
            _add(edges, strength, row)
        reached = [row["id"] for row in rows if row["id"] not in seen[side] and row["id"] not in closed]
        frontiers[side] = set(list(dict.fromkeys(reached))[:WIDTH])
        seen[side] |= frontiers[side]
    return edges, strength, closed


def _support(row: dict[str, Any]) -> tuple[int, str]:
    """Best supported first; two equals by their least claims."""
    return -row["evidence"], row["claim"]


def _add(edges: dict[str, dict[str, list[str]]], strength: dict[str, float], row: dict[str, Any]) -> None:
    strength[row["fact"]] = max(strength.get(row["fact"], 0.0), row["confidence"] * (1 + min(row["evidence"], 5) / 5))
    for one, other in ((row["head"], row["tail"]), (row["tail"], row["head"])):
        if row["fact"] not in edges[one][other]:
            edges[one][other].append(row["fact"])


def _hubs(rows: Iterable[dict[str, Any]]) -> set[str]:
    counts: dict[str, int] = defaultdict(int)
    hubs = set()
    for row in rows:
        counts[row["id"]] += 1
        if row["type"] == "Country" or counts[row["id"]] > HUB:
            hubs.add(row["id"])
    return hubs


def _walk(
    edges: dict[str, dict[str, list[str]]], start: str, end: str, max_steps: int, closed: set[str]
) -> Iterator[tuple[Edge, ...]]:
    """Loop-free walks from start to end that cross nothing closed, shorter ones first, at most CANDIDATES of them."""
    level: list[tuple[Edge, ...]] = [()]
    given = 0
    for _ in range(max_steps):
        following: list[tuple[Edge, ...]] = []
        for walk in level:
            here = walk[-1][1] if walk else start
            visited = {start, *(edge[1] for edge in walk)}
            for other, facts in edges.get(here, {}).items():
                if other == end:
                    yield (*walk, (here, other, facts[0]))
                    given += 1
                    if given >= CANDIDATES:
                        return
                elif other not in visited and other not in closed and len(following) < WIDTH * 10:
                    following.append((*walk, (here, other, facts[0])))
        level = following


def _rank(walk: tuple[Edge, ...], strength: dict[str, float]) -> tuple[int, float]:
    return len(walk), -_strength(walk, strength)


def _strength(walk: Iterable[Edge], strength: dict[str, float]) -> float:
    product = 1.0
    for _, _, fact in walk:
        product *= strength[fact] / 2
    return round(product, 4)


def _describe(
    db: Database, viewer: Viewer, walks: list[tuple[Edge, ...]], strength: dict[str, float], limit: int
) -> tuple[Path, ...]:
    ids = {end for walk in walks for edge in walk for end in edge[:2]}
    named = refs(db, viewer, ids) if ids else {}
    facts = {fact.id: fact for fact in facts_by_id(db, viewer, sorted({edge[2] for walk in walks for edge in walk}))}
    complete = [walk for walk in walks if all(edge[2] in facts for edge in walk)]
    described = [_path(walk, named, facts, _strength(walk, strength)) for walk in complete]
    described.sort(key=lambda path: (len(path.steps), -path.strength, [node.name for node in path.nodes]))
    return tuple(described[:limit])


def _path(walk: tuple[Edge, ...], named: dict[str, EntityRef], facts: dict[str, Fact], strength: float) -> Path:
    nodes = (named[walk[0][0]], *(named[edge[1]] for edge in walk))
    steps = tuple(PathStep(facts[fact], facts[fact].head.id == named[here].id) for here, _, fact in walk)
    return Path(nodes, steps, strength)
