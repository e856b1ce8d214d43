"""The graph as a whole: how much there is, and all of it to take away."""

from itertools import chain, islice

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from api import examples
from api.dependencies import CurrentViewer, Db, allowed
from api.described import answers
from graph.exchange import lines
from graph.office.rights import Act
from graph.read.models import Statistics
from graph.read.statistics import statistics

router = APIRouter(tags=["knowledge"])

NDJSON = "application/x-ndjson"


@router.get("/statistics", summary="How much there is", responses=answers(examples.example(examples.STATISTICS)))
def get_statistics(db: Db, viewer: CurrentViewer) -> Statistics:
    """Documents, passages, entities and relations by type, and ties by their present stage."""
    return statistics(db, viewer)


@router.get(
    "/export",
    summary="Everything, as JSON lines",
    dependencies=[allowed(Act.READ, "export")],
    response_class=StreamingResponse,
    responses=answers('{"line": "tieline", "format": 1, "ontology": 1}\n', media_type=NDJSON),
)
def export(db: Db, viewer: CurrentViewer) -> StreamingResponse:
    """Evidence and judgements that the viewer may see, sorted, one thing a line, without run data: equal graphs give
    equal bytes. An answer that breaks off (no final chunk) is not whole."""
    found = lines(db, viewer)
    first = list(islice(found, 2))  # read before the answer begins, so that a database that is gone is a 503
    name = {"Content-Disposition": 'attachment; filename="tieline.jsonl"'}
    return StreamingResponse((f"{line}\n" for line in chain(first, found)), media_type=NDJSON, headers=name)
