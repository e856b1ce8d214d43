"""Takes in a file that a person hands over, and takes one out again, for the interface and the pages alike.

Must stay true: what is stated of a file is checked here once; the file itself is judged by its reader, in a job; a
document is that of the department of who hands it in, and only who may act for that department takes it out.
"""

from typing import Annotated

from fastapi import File, Form, HTTPException, Request, UploadFile
from pydantic import BaseModel, ConfigDict

from api.dependencies import ShareClassName
from graph.database import Database
from graph.office.rights import Act, require_in
from graph.office.types import Identity
from graph.ontology.types import ShareClass, Viewer
from graph.read.documents import document
from graph.settings import Settings
from ingest.jobs import Jobs
from ingest.removal import remove
from ingest.work import Stated

PARTIAL_DATE = r"^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$"


class UploadForm(BaseModel):
    """A file with what its owner says of it; what is left empty is read from the file."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    file: Annotated[UploadFile, File(description="TXT, MD, DOCX, PDF with text, or HTML.")]
    title: Annotated[str, Form(max_length=200, description="Title; empty: the file's own.")] = ""
    date: Annotated[str, Form(pattern=PARTIAL_DATE, description="Date, possibly partial: 2024, 2024-05.")] = ""
    locality: Annotated[str, Form(max_length=100, description="The place that 我市 stands for.")] = ""
    share_class: Annotated[ShareClassName, Form(description="How widely it may be seen.")] = ShareClass.OPEN


def require_multipart(request: Request) -> None:
    """Refuse what is not a form with a file. Raises HTTPException 415."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(415)


def take_in(jobs: Jobs, settings: Settings, who: Identity, viewer: Viewer, form: UploadForm) -> str:
    """Queue the file to be read; returns the job's id."""
    stated = Stated(
        department=who.account.department if who.account else settings.department,
        share_class=form.share_class,
        date=form.date,
        locality=form.locality.strip(),
        title=form.title.strip(),
    )
    return jobs.upload(viewer, form.file.filename or "", form.file.file.read(), stated)


def take_out(db: Database, settings: Settings, who: Identity, viewer: Viewer, document_id: str) -> None:
    """Remove a document with everything read from it. Raises NotFound for one that the viewer may not see, and
    NotAllowed for one of a department that is none of theirs."""
    seen = document(db, viewer, document_id, limit=1).row.document
    require_in(db, who, Act.DELETE_DOCUMENT, seen.department)
    remove(db, settings, viewer, [document_id])
