"""The part of the graph around an entity, ranked and capped.

Must stay true: see graph.read. What a cap leaves out is counted by type; a hub does not make a picture of its
neighbours slow.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from graph.database import Database
from graph.ontology.types import Viewer
from graph.ontology.vocabulary import ontology
from graph.queries import read as queries
from graph.read.entities import facts_by_id, reference
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
    centre = reference(db, viewer, entity_id)
    bounds = {
        "types": list(types) or list(ontology().entities),
        "predicates": list(predicates) or list(ontology().relations),
        "keys": viewer.key_list,
    }
    distance, hidden = _reach(db, centre, depth, limit, bounds)
    named = refs(db, viewer, distance)
    links = {row["id"]: row["links"] for row in db.read(queries.DEGREES, entities=list(distance), keys=viewer.key_list)}
    nodes = tuple(GraphNode(named[uid], steps, links[uid]) for uid, steps in distance.items() if uid in named)
    return Neighbourhood(centre, nodes, _edges(db, viewer, centre, links, bounds, named), dict(sorted(hidden.items())))


def _reach(
    db: Database, centre: EntityRef, depth: int, limit: int, bounds: dict[str, Any]
) -> tuple[dict[str, int], Counter[str]]:
    """Entities by distance from the centre, in order of rank, and how many more there were, by type."""
    distance, hidden = {centre.id: 0}, Counter[str]()
    frontier = [centre.id]
    for step in range(1, depth + 1):
        room = limit + 1 - len(distance)
        found = [row for row in db.read(queries.NEIGHBOURS, frontier=frontier, **bounds) if row["id"] not in distance]
        hidden.update(row["type"] for row in found[room:])
        frontier = [row["id"] for row in found[:room]]
        distance |= dict.fromkeys(frontier, step)
        if not frontier:
            break
    return distance, hidden


def _edges(
    db: Database,
    viewer: Viewer,
    centre: EntityRef,
    links: dict[str, int],
    bounds: dict[str, Any],
    named: dict[str, EntityRef],
) -> tuple[GraphEdge, ...]:
    asked = sorted(named)
    searched = [uid for uid in asked if links[uid] <= HUB or uid == centre.id]
    rows = db.read(
        queries.EDGES_AMONG,
        entities=asked,
        sources=searched,
        predicates=bounds["predicates"],
        keys=bounds["keys"],
    )
    facts = facts_by_id(db, viewer, [row["fact"] for row in rows])
    return tuple(_edge(fact) for fact in facts if fact.head.id in named and fact.tail.id in named)


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
