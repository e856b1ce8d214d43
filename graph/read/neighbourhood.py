"""The part of the graph around an entity, ranked and capped.

Must stay true: see graph.read. What a cap leaves out is counted by type; a hub does not make a picture of its
neighbours slow.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from graph.database import Database
from graph.ontology.types import Viewer
from graph.ontology.vocabulary import ontology
from graph.queries import read as queries
from graph.read.entities import facts_by_id, located
from graph.read.merge import refs
from graph.read.models import EntityRef, Fact, GraphEdge, GraphNode, Neighbourhood

HUB = 2000
"""An entity with more relations is not searched for edges to its fellow neighbours."""


def neighbourhood(
    db: Database,
    viewer: Viewer,
    entity_id: str,
    *,
    depth: int = 1,
    types: Sequence[str] = (),
    predicates: Sequence[str] = (),
    limit: int = 100,
) -> Neighbourhood:
    """The entity with its neighbours up to `depth` steps, nearest and best supported first, at most `limit` of them."""
    present, centre = located(db, viewer, entity_id)
    bounds = {
        "types": list(types) or list(ontology().entities),
        "predicates": list(predicates) or list(ontology().relations),
        "keys": viewer.key_list,
    }
    distance, hidden = _reach(db, present, depth, limit, bounds)
    named = refs(db, viewer, distance)
    links = {row["id"]: row["links"] for row in db.read(queries.DEGREES, entities=list(distance), keys=viewer.key_list)}
    nodes = tuple(GraphNode(named[uid], steps, links[uid]) for uid, steps in distance.items() if uid in named)
    return Neighbourhood(centre, nodes, _edges(db, viewer, present, links, bounds, named), dict(sorted(hidden.items())))


def _reach(
    db: Database, centre: str, depth: int, limit: int, bounds: dict[str, Any]
) -> tuple[dict[str, int], Counter[str]]:
    """Entities by distance from the centre, in order of rank, and how many more there were, by type."""
    distance, hidden = {centre: 0}, Counter[str]()
    frontier = [centre]
    for step in range(1, depth + 1):
        room = limit + 1 - len(distance)
        rows = sorted(db.read(queries.NEIGHBOURS, frontier=frontier, **bounds), key=_rank)
        found = [row for row in rows if row["id"] not in distance]
        hidden.update(row["type"] for row in found[room:])
        frontier = [row["id"] for row in found[:room]]
        distance |= dict.fromkeys(frontier, step)
        if not frontier:
            break
    return distance, hidden


def _rank(row: Mapping[str, Any]) -> tuple[int, str, str]:
    """Best supported first, then by name; two of one name by the least unit that bears it."""
    unit, name = row["named"].split("\t", 1)
    return -row["support"], name, unit


def _edges(
    db: Database,
    viewer: Viewer,
    centre: str,
    links: dict[str, int],
    bounds: dict[str, Any],
    named: dict[str, EntityRef],
) -> tuple[GraphEdge, ...]:
    asked = sorted(named)
    searched = [uid for uid in asked if links[uid] <= HUB or uid == centre]
    rows = db.read(
        queries.EDGES_AMONG,
        entities=asked,
        sources=searched,
        predicates=bounds["predicates"],
        keys=bounds["keys"],
    )
    facts = facts_by_id(db, viewer, [row["fact"] for row in rows])
    drawn = {ref.id for ref in named.values()}
    return tuple(_edge(fact) for fact in facts if fact.head.id in drawn and fact.tail.id in drawn)


def _edge(fact: Fact) -> GraphEdge:
    attributes = dict(fact.attributes)
    return GraphEdge(
        fact=fact.id,
        predicate=fact.predicate,
        source=fact.head.id,
        target=fact.tail.id,
        stage=attributes.pop("stage", ""),
        evidence=fact.evidence,
        attributes=attributes,
    )
