"""Entities and facts as pages: lists by type, one entity, one fact with its sentences."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse

from api.dependencies import CurrentViewer, Cursor, Db, EntityType, Id, Level, Predicate
from api.labels import event_links
from api.pictures import subgraph_of
from api.rendering import page
from graph.database import Database
from graph.ontology.errors import NotFound
from graph.ontology.types import Viewer
from graph.ontology.vocabulary import ontology
from graph.read import entities as read
from graph.read.models import EntityPage, Fact
from graph.read.neighbourhood import neighbourhood
from graph.read.search import entities as listed
from graph.read.statistics import statistics
from viz.export import svg

router = APIRouter()

ROWS = 50
FACTS_EACH = 20
PICTURE_NODES = 24
PROOFS = 20


@router.get("/entities")
def index(
    request: Request,
    db: Db,
    viewer: CurrentViewer,
    type: Annotated[EntityType | None, Query()] = None,
    level: Annotated[Level | None, Query()] = None,
    cursor: Cursor = "",
) -> HTMLResponse:
    """Entities of a type, cities first where none is chosen."""
    if type is None:
        type, level = "Place", "city"
    found = listed(db, viewer, type=type, level=level or "", limit=ROWS, cursor=cursor)
    numbers = statistics(db, viewer)
    return page(request, "entities.html", found=found, type=type, level=level or "", numbers=numbers)


@router.get("/entities/{entity_id}")
def one(request: Request, db: Db, viewer: CurrentViewer, entity_id: Id) -> HTMLResponse:
    """Names, attributes, facts by kind, a small picture of the surroundings, documents."""
    shown = read.entity(db, viewer, entity_id, facts_each=FACTS_EACH)
    around = neighbourhood(db, viewer, shown.entity.id, limit=PICTURE_NODES)
    picture = svg(subgraph_of(around), request.state.language, around.centre.id) if len(around.nodes) > 1 else ""
    main, linking = sections(shown)
    return page(request, "entity.html", shown=shown, around=around, picture=picture, main=main, linking=linking)


@router.get("/entities/{entity_id}/facts/{predicate}")
def all_facts(
    request: Request,
    db: Db,
    viewer: CurrentViewer,
    entity_id: Id,
    predicate: Annotated[Predicate, Path()],
    cursor: Cursor = "",
) -> HTMLResponse:
    """All facts of one kind, for entities that have many."""
    entity = read.reference(db, viewer, entity_id)
    found = read.facts(db, viewer, entity_id, predicate, limit=ROWS, cursor=cursor)
    return page(request, "facts.html", entity=entity, predicate=predicate, found=found)


@router.get("/facts/{fact_id}")
def fact(request: Request, db: Db, viewer: CurrentViewer, fact_id: Id, cursor: Cursor = "") -> HTMLResponse:
    """A fact with the sentences that it was read from."""
    proofs = read.evidence(db, viewer, fact_id, limit=PROOFS, cursor=cursor)
    name = fact_id.split("-", 1)[0]
    return page(request, "fact.html", fact=_relation(db, viewer, fact_id), name=name, fact_id=fact_id, proofs=proofs)


@router.get("/facts/{fact_id}/evidence")
def proofs_of(request: Request, db: Db, viewer: CurrentViewer, fact_id: Id) -> HTMLResponse:
    """Only the sentences, to be unfolded below a fact on another page."""
    proofs = read.evidence(db, viewer, fact_id, limit=PROOFS)
    return page(request, "evidence.html", fact_id=fact_id, proofs=proofs)


def sections(shown: EntityPage) -> tuple[list[str], list[str]]:
    """The predicates of an entity's facts in order; apart, those that only tie it to an event which another tells."""
    linking = frozenset() if ontology().entities[shown.entity.type].event else event_links()
    return [name for name in shown.facts if name not in linking], [name for name in shown.facts if name in linking]


def _relation(db: Database, viewer: Viewer, fact_id: str) -> Fact | None:
    """The relation of this id, or None where the id is that of an attribute."""
    try:
        return read.fact(db, viewer, fact_id)
    except NotFound:
        return None
