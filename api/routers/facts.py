"""Facts, and the sentences that each was read from."""

from fastapi import APIRouter

from api import examples
from api.dependencies import CurrentViewer, Cursor, Db, Id, Limit
from api.described import answers
from graph.read import entities as read
from graph.read.models import Evidence, Fact, Page

router = APIRouter(prefix="/facts", tags=["facts"])


@router.get("/{fact_id}", summary="One relation", responses=answers(examples.example(examples.TIE), 404))
def get_fact(db: Db, viewer: CurrentViewer, fact_id: Id) -> Fact:
    """A relation between two entities: what is current, and every dated value that was said."""
    return read.fact(db, viewer, fact_id)


@router.get(
    "/{fact_id}/evidence",
    summary="The sentences behind a fact",
    responses=answers(examples.page_of(examples.EVIDENCE), 404),
)
def list_evidence(db: Db, viewer: CurrentViewer, fact_id: Id, limit: Limit = 20, cursor: Cursor = "") -> Page[Evidence]:
    """Passages with the decisive words marked, newest document first; for relations and attributes alike."""
    return read.evidence(db, viewer, fact_id, limit=limit, cursor=cursor)
