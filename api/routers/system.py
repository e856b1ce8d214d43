"""Whether Tieline runs, whether its database answers, and which version this is."""

from dataclasses import dataclass
from importlib.metadata import version

from fastapi import APIRouter

from api.dependencies import Db
from api.described import answers
from graph.ontology.vocabulary import ontology

router = APIRouter(tags=["system"])

PING = "RETURN 1 AS answer"


@dataclass(frozen=True)
class Health:
    status: str


@dataclass(frozen=True)
class Version:
    version: str
    ontology: int


@router.get("/health", summary="Is the server running?", responses=answers({"status": "ok"}))
def health() -> Health:
    """Answers as long as the process lives; asks nothing of the database."""
    return Health("ok")


@router.get("/readiness", summary="Can the server answer questions?", responses=answers({"status": "ready"}))
def readiness(db: Db) -> Health:
    """Makes one round trip to the database; 503 while it cannot be reached."""
    db.read(PING)
    return Health("ready")


@router.get(
    "/version",
    summary="Which version is this?",
    responses=answers({"version": "0.1.0", "ontology": ontology().version}),
)
def version_of() -> Version:
    """The version of Tieline and of the vocabulary that its graph is written in."""
    return Version(version("tieline"), ontology().version)
