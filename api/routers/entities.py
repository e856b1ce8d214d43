"""Entities: found by name, listed by type, one with its facts, and its surroundings."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi import Path as InPath

from api import examples
from api.dependencies import (
    CurrentViewer,
    Cursor,
    Db,
    EntityTypes,
    Id,
    Level,
    Limit,
    Predicate,
    Predicates,
)
from api.described import answers
from graph.read import entities as read
from graph.read.models import EntityPage, Fact, Neighbourhood, Page, SearchHit
from graph.read.neighbourhood import neighbourhood
from graph.read.search import entities as listed
from graph.read.search import search

router = APIRouter(tags=["entities"])

CITY = "city"

Words = Annotated[str, Query(max_length=100, description="A name or part of one; empty lists instead of searching.")]
Depth = Annotated[int, Query(ge=1, le=3, description="How many relations away from the entity.")]
NodeCap = Annotated[int, Query(ge=1, le=1000, description="The most neighbours; `hidden` counts the others.")]


@router.get(
    "/entities",
    summary="Search entities, or list them",
    responses=answers(examples.page_of(examples.HIT)),
)
def list_entities(
    db: Db,
    viewer: CurrentViewer,
    q: Words = "",
    type: EntityTypes = (),
    level: Annotated[Level | None, Query(description="Only places of this level; for lists.")] = None,
    limit: Limit = 20,
    cursor: Cursor = "",
) -> Page[SearchHit]:
    """With `q`: entities with such a name, exact names first. Without: entities of the first `type` (all types if none
    is given), the most mentioned first."""
    if q.strip():
        return search(db, viewer, q, types=type, limit=limit, cursor=cursor)
    return listed(db, viewer, type=type[0] if type else "", level=level or "", limit=limit, cursor=cursor)


@router.get("/cities", summary="List the cities", responses=answers(examples.page_of(examples.HIT)))
def list_cities(db: Db, viewer: CurrentViewer, limit: Limit = 50, cursor: Cursor = "") -> Page[SearchHit]:
    """Places of the level city, the most mentioned first."""
    return listed(db, viewer, type="Place", level=CITY, limit=limit, cursor=cursor)


@router.get(
    "/entities/{entity_id}",
    summary="One entity with its facts",
    responses=answers(examples.example(examples.ENTITY), 404),
)
def get_entity(
    db: Db,
    viewer: CurrentViewer,
    entity_id: Id,
    facts: Annotated[int, Query(ge=1, le=200, description="The most facts of each kind.")] = 50,
    documents: Annotated[int, Query(ge=0, le=200, description="The most documents.")] = 20,
) -> EntityPage:
    """Names, attributes, facts by kind and documents. An id from before a merge answers with the present entity."""
    return read.entity(db, viewer, entity_id, facts_each=facts, documents=documents)


@router.get(
    "/entities/{entity_id}/facts/{predicate}",
    summary="An entity's facts of one kind",
    responses=answers(examples.page_of(examples.TIE), 404),
)
def list_facts(
    db: Db,
    viewer: CurrentViewer,
    entity_id: Id,
    predicate: Annotated[Predicate, InPath(description="A relation type.")],
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[Fact]:
    """The relations of this type at either end of which the entity stands, best supported first."""
    return read.facts(db, viewer, entity_id, predicate, limit=limit, cursor=cursor)


@router.get(
    "/entities/{entity_id}/neighbourhood",
    summary="The network around an entity",
    responses=answers(examples.example(examples.NEIGHBOURHOOD), 404),
)
def get_neighbourhood(
    db: Db,
    viewer: CurrentViewer,
    entity_id: Id,
    depth: Depth = 1,
    types: EntityTypes = (),
    predicates: Predicates = (),
    limit: NodeCap = 100,
) -> Neighbourhood:
    """Nearest and best supported neighbours first; `hidden` says how many were left out, by type."""
    return neighbourhood(db, viewer, entity_id, depth=depth, types=types, predicates=predicates, limit=limit)
