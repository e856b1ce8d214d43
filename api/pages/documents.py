"""Documents as pages: the list, one to read with what was found in it, and handing a file in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import Configured, CurrentIdentity, CurrentViewer, Cursor, Db, Id, JobQueue, allowed
from api.rendering import page
from api.uploads import UploadForm, require_multipart, take_in, take_out
from graph.office.rights import Act, may_in
from graph.ontology.types import ShareClass
from graph.ontology.vocabulary import ontology
from graph.read.documents import document, documents

router = APIRouter()

ROWS = 50
PASSAGES = 150
SEE_OTHER = 303


@router.get("/documents")
def index(request: Request, db: Db, viewer: CurrentViewer, cursor: Cursor = "") -> HTMLResponse:
    """The last added first."""
    return page(request, "documents.html", found=documents(db, viewer, limit=ROWS, cursor=cursor))


@router.get("/documents/{document_id}")
def one(
    request: Request,
    db: Db,
    who: CurrentIdentity,
    viewer: CurrentViewer,
    document_id: Id,
    first: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> HTMLResponse:
    """The text with its names marked, and beside each sentence what was read from it."""
    shown = document(db, viewer, document_id, first=first, limit=PASSAGES)
    named = {highlight.entity.type for passage in shown.passages for highlight in passage.highlights}
    kinds = [name for name in ontology().entities if name in named]
    removable = may_in(db, who, Act.DELETE_DOCUMENT, shown.row.document.department)
    return page(request, "document.html", shown=shown, kinds=kinds, removable=removable)


@router.post("/documents/{document_id}/delete", dependencies=[allowed(Act.DELETE_DOCUMENT)])
def delete(
    db: Db, settings: Configured, who: CurrentIdentity, viewer: CurrentViewer, document_id: Id
) -> RedirectResponse:
    """Take the document out with everything read from it, and go back to the list."""
    take_out(db, settings, who, viewer, document_id)
    return RedirectResponse("/documents", SEE_OTHER)


@router.get("/upload", dependencies=[allowed(Act.UPLOAD)])
def form(request: Request, settings: Configured) -> HTMLResponse:
    """The form; with scripts it takes many files at once and shows their progress."""
    return page(request, "upload.html", limit_mb=settings.max_file_mb, share_classes=list(ShareClass))


@router.post("/upload", dependencies=[allowed(Act.UPLOAD), Depends(require_multipart)])
def upload(
    form: Annotated[UploadForm, Form(media_type="multipart/form-data")],
    jobs: JobQueue,
    settings: Configured,
    who: CurrentIdentity,
    viewer: CurrentViewer,
) -> RedirectResponse:
    """The form without scripts: one file, then the page of its job."""
    return RedirectResponse(f"/jobs/{take_in(jobs, settings, who, viewer, form)}", SEE_OTHER)


@router.get("/jobs/{job_id}")
def job(request: Request, jobs: JobQueue, viewer: CurrentViewer, job_id: Id) -> HTMLResponse:
    """How far an upload is; the page asks again by itself while it is under way."""
    return page(request, "job.html", job=jobs.job(viewer, job_id))
