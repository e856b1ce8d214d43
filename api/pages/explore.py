"""Looking around: the network view, and how two entities are connected."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.dependencies import CurrentViewer, Db
from api.rendering import page
from graph.database import Database
from graph.ontology.types import Viewer
from graph.read.entities import reference
from graph.read.models import EntityRef, SearchHit
from graph.read.paths import paths
from graph.read.search import search

router = APIRouter()

CHOICES = 8
"""How many namesakes the form offers to choose from."""

MAX_STEPS = 4

Named = Annotated[str, Query(max_length=100)]
OptionalId = Annotated[str, Query(pattern=r"^[\w-]{0,80}$")]


@dataclass(frozen=True)
class End:
    """One end of a path: what was typed, the entity meant, or those that the name could mean."""

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
    return End(wanted, meant[0].entity) if len(meant) == 1 else End(wanted, None, meant)
