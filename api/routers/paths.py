"""How two entities are connected."""

from typing import Annotated

from fastapi import APIRouter, Query

from api import examples
from api.dependencies import CurrentViewer, Db
from api.described import answers
from graph.read.models import Path
from graph.read.paths import paths

router = APIRouter(tags=["paths"])

End = Annotated[str, Query(pattern=r"^[\w-]{1,80}$", description="An entity's id.")]


@router.get(
    "/paths",
    summary="Paths between two entities",
    responses=answers([examples.example(path) for path in examples.PATHS], 404),
)
def list_paths(
    db: Db,
    viewer: CurrentViewer,
    start: Annotated[End, Query(alias="from")],
    end: Annotated[End, Query(alias="to")],
    steps: Annotated[int, Query(ge=1, le=6, description="The most relations of a path.")] = 4,
    limit: Annotated[int, Query(ge=1, le=20, description="The most paths.")] = 5,
    through_hubs: Annotated[
        bool, Query(description="Also through countries and others that touch everything.")
    ] = False,
) -> tuple[Path, ...]:
    """Loop-free paths, the shortest and best supported first; none is an empty list."""
    return paths(db, viewer, start, end, max_steps=steps, limit=limit, through_hubs=through_hubs)
