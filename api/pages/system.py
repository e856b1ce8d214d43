"""About this installation, and the description of the programming interface."""

from importlib.metadata import version

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.dependencies import Configured, CurrentViewer, Db
from api.rendering import page
from graph.ontology.vocabulary import ontology
from graph.read.statistics import statistics

router = APIRouter()


@router.get("/about")
def about(request: Request, db: Db, viewer: CurrentViewer, settings: Configured) -> HTMLResponse:
    """Versions, where the data lies, how much there is."""
    facts = {
        "version": version("tieline"),
        "vocabulary": ontology().version,
        "database": db.version,
        "embedded": settings.database_url is None,
        "where": db.where,
        "folder": settings.data_dir,
        "department": settings.department,
    }
    return page(request, "about.html", about=facts, numbers=statistics(db, viewer))


@router.get("/docs")
def interface(request: Request) -> HTMLResponse:
    """The interactive description of the interface, from files of this server."""
    return page(request, "interface.html", openapi=request.app.openapi_url)
