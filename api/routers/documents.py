"""Documents: hand one in, list them, read one with what was found in it, take one out again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Response

from api import examples
from api.dependencies import Configured, CurrentIdentity, CurrentViewer, Cursor, Db, Id, JobQueue, Limit, allowed
from api.described import answers
from api.uploads import UploadForm, require_multipart, take_in, take_out
from graph.office.rights import Act
from graph.read.documents import document, documents
from graph.read.models import DocumentPage, DocumentRow, Page
from ingest.jobs import JobView

router = APIRouter(tags=["documents"])

DOCUMENT_EXAMPLE = {
    "row": examples.example(examples.ROW),
    "passages": [examples.example(examples.PASSAGE)],
    "cursor": -1,
}


@router.post(
    "/documents",
    status_code=202,
    summary="Hand in a document",
    dependencies=[allowed(Act.UPLOAD), Depends(require_multipart)],
    responses=answers(examples.example(examples.JOB), 403, 413, 415, status=202),
)
def upload_document(
    form: Annotated[UploadForm, Form(media_type="multipart/form-data")],
    jobs: JobQueue,
    settings: Configured,
    who: CurrentIdentity,
    viewer: CurrentViewer,
    response: Response,
) -> JobView:
    """Queues the file to be read; `Location` names the job, which says what became of it. A file that the graph
    already holds changes nothing. The document is the department's own of who hands it in."""
    job_id = take_in(jobs, settings, who, viewer, form)
    response.headers["Location"] = f"/api/v1/jobs/{job_id}"
    return jobs.job(viewer, job_id)


@router.get("/documents", summary="List the documents", responses=answers(examples.page_of(examples.ROW)))
def list_documents(
    db: Db,
    viewer: CurrentViewer,
    department: Annotated[str, Query(max_length=100, description="Only documents of this department.")] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[DocumentRow]:
    """The last added first."""
    return documents(db, viewer, limit=limit, cursor=cursor, department=department)


@router.get("/documents/{document_id}", summary="One document", responses=answers(DOCUMENT_EXAMPLE, 404))
def get_document(
    db: Db,
    viewer: CurrentViewer,
    document_id: Id,
    first: Annotated[int, Query(ge=0, le=10_000_000, description="Order of the first passage.")] = 0,
    limit: Annotated[int, Query(ge=1, le=500, description="The most passages.")] = 200,
) -> DocumentPage:
    """Its passages in order, with the names in them and what was read from each; `cursor` is the next `first`, or
    -1."""
    return document(db, viewer, document_id, first=first, limit=limit)


@router.delete(
    "/documents/{document_id}",
    status_code=204,
    summary="Take a document out",
    dependencies=[allowed(Act.DELETE_DOCUMENT)],
    responses=answers(None, 403, 404, 409, status=204),
)
def delete_document(db: Db, settings: Configured, who: CurrentIdentity, viewer: CurrentViewer, document_id: Id) -> None:
    """Removes the document, its evidence, and every fact that nothing else stands behind. Only documents of one's own
    department and of those under it."""
    take_out(db, settings, who, viewer, document_id)


@router.get(
    "/jobs/{job_id}",
    tags=["jobs"],
    summary="What became of an upload",
    responses=answers(examples.example(examples.JOB), 404),
)
def get_job(jobs: JobQueue, viewer: CurrentViewer, job_id: Id) -> JobView:
    """`state` is waiting, running, done or failed; `zh` and `en` say how it ended, `documents` what it brought."""
    return jobs.job(viewer, job_id)
