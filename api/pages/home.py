"""The first page and the search: where to begin, what is new, how far the city's ties are."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.dependencies import CurrentViewer, Cursor, Db, EntityTypes
from api.rendering import page
from api.ties import home_city, lanes
from graph.read.documents import documents
from graph.read.search import search
from graph.read.statistics import statistics

router = APIRouter()

NEW = 6
RESULTS = 20


@router.get("/")
def home(request: Request, db: Db, viewer: CurrentViewer) -> HTMLResponse:
    """Search, numbers, the ties of the city that reports most, the newest documents; what is invented comes last."""
    newest = documents(db, viewer, limit=50).items
    city = home_city(db, viewer, newest)
    return page(
        request,
        "home.html",
        statistics=statistics(db, viewer),
        newest=sorted(newest, key=lambda row: row.document.invented)[:NEW],
        city=city,
        lanes=lanes(db, viewer, city) if city else (),
    )


@router.get("/search")
def find(
    request: Request,
    db: Db,
    viewer: CurrentViewer,
    q: Annotated[str, Query(max_length=100)] = "",
    type: EntityTypes = (),
    cursor: Cursor = "",
) -> HTMLResponse:
    """Entities with such a name, all types or one."""
    found = search(db, viewer, q, types=type, limit=RESULTS, cursor=cursor)
    return page(request, "search.html", q=q.strip(), chosen=type[0] if type else "", found=found)
