"""Looking around: the network view, and how two entities are connected."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field

from api.audited import note
from api.dependencies import CurrentViewer, Db, EntityType, allowed
from api.pictures import subgraph_of
from api.rendering import page
from graph.database import Database
from graph.office.rights import Act
from graph.ontology.types import Viewer
from graph.read.entities import reference
from graph.read.models import EntityRef, SearchHit
from graph.read.neighbourhood import neighbourhood
from graph.read.paths import paths
from graph.read.search import entities as listed
from graph.read.search import search
from viz.export import standalone_html
from viz.network import network

router = APIRouter()

CHOICES = 8
"""How many namesakes the form offers to choose from."""

MAX_STEPS = 4

FIRST_NODES = 100
"""Neighbours that the network view opens with; it says how many more there are."""

MOST_NODES = 5000
"""Nodes up to which the drawing still works."""

STARTS = 12
ID = r"^[\w-]{1,80}$"

Named = Annotated[str, Query(max_length=100)]
OptionalId = Annotated[str, Field(pattern=r"^[\w-]{0,80}$")]


class Placed(BaseModel):
    """A node that is already drawn, and where."""

    id: Annotated[str, Field(pattern=ID)]
    x: Annotated[float, Field(allow_inf_nan=False)]
    y: Annotated[float, Field(allow_inf_nan=False)]


class Expansion(BaseModel):
    """What the network view asks for when a node is expanded."""

    entity: Annotated[str, Field(pattern=ID)]
    types: Annotated[tuple[EntityType, ...], Field(max_length=20)] = ()
    limit: Annotated[int, Field(ge=1, le=MOST_NODES)]
    nodes: Annotated[tuple[Placed, ...], Field(max_length=MOST_NODES)] = ()


@router.get("/network")
def view(request: Request, db: Db, viewer: CurrentViewer, entity: Annotated[OptionalId, Query()] = "") -> HTMLResponse:
    """The network around an entity, or where to begin."""
    if not entity:
        starts = tuple(hit.entity for hit in listed(db, viewer, type="Place", level="city", limit=STARTS).items)
        return page(request, "network.html", centre=None, seed=None, starts=starts)
    around = neighbourhood(db, viewer, entity, limit=FIRST_NODES)
    seed = network(subgraph_of(around), request.state.language, around.centre.id)
    return page(request, "network.html", centre=around.centre, seed=seed, starts=())


@router.get("/network/file")
def file(request: Request, db: Db, viewer: CurrentViewer, entity: Annotated[str, Query(pattern=ID)]) -> HTMLResponse:
    """The same network as one file that opens in any browser, for taking away."""
    around = neighbourhood(db, viewer, entity, limit=FIRST_NODES)
    centre = around.centre
    content = standalone_html(subgraph_of(around), request.state.language, centre.name, centre.id)
    name = f"attachment; filename=\"network.html\"; filename*=UTF-8''{quote(centre.name, safe='')}.html"
    return HTMLResponse(content, headers={"Content-Disposition": name})


@router.post("/network/expand", dependencies=[allowed(Act.READ)])
def expand(request: Request, db: Db, viewer: CurrentViewer, asked: Expansion) -> JSONResponse:
    """The surroundings of one drawn node, laid out beside what is drawn already."""
    note(request, object=f"entities/{asked.entity}")
    around = neighbourhood(db, viewer, asked.entity, types=asked.types, limit=asked.limit)
    fixed = {node.id: (node.x, node.y) for node in asked.nodes}
    return JSONResponse(network(subgraph_of(around), request.state.language, around.centre.id, fixed))


@dataclass(frozen=True)
class End:
    """One end of a path: what was typed, the entity meant if that is clear, and what else the name could mean."""

    name: str
    chosen: EntityRef | None
    choices: tuple[SearchHit, ...] = ()


@router.get("/paths")
def connect(
    request: Request,
    db: Db,
    viewer: CurrentViewer,
    start_name: Named = "",
    end_name: Named = "",
    start: Annotated[OptionalId, Query(alias="from")] = "",
    end: Annotated[OptionalId, Query(alias="to")] = "",
    hubs: bool = False,
) -> HTMLResponse:
    """The form takes names; a name that several entities bear is asked back."""
    ends = (_end(db, viewer, start, start_name), _end(db, viewer, end, end_name))
    one, other = (found.chosen for found in ends)
    same = one is not None and one == other
    found = None
    if one and other and not same:
        found = paths(db, viewer, one.id, other.id, max_steps=MAX_STEPS, through_hubs=hubs)
    return page(request, "paths.html", ends=ends, found=found, same=same, hubs=hubs, steps=MAX_STEPS)


def _end(db: Database, viewer: Viewer, chosen: str, name: str) -> End:
    if chosen:
        entity = reference(db, viewer, chosen)
        return End(entity.name, entity)
    wanted = name.strip()
    hits = search(db, viewer, wanted, limit=CHOICES).items if wanted else ()
    exact = tuple(hit for hit in hits if hit.matched == wanted)
    meant = exact or hits
    if len(meant) != 1:
        return End(wanted, None, meant)
    return End(wanted, meant[0].entity, tuple(hit for hit in hits if hit is not meant[0]))
