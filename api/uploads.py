"""Takes in a file that a person hands over, for the interface and the upload page alike.

Must stay true: what is stated of a file is checked here once; the file itself is judged by its reader, in a job.
"""

from typing import Annotated

from fastapi import File, Form, HTTPException, Request, UploadFile
from pydantic import BaseModel, ConfigDict

from api.dependencies import ShareClassName
from graph.ontology.types import ShareClass, Viewer
from graph.settings import Settings
from ingest.jobs import Jobs
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


def take_in(jobs: Jobs, settings: Settings, viewer: Viewer, form: UploadForm) -> str:
    """Queue the file to be read; returns the job's id."""
    stated = Stated(
        department=settings.department,
        share_class=form.share_class,
        date=form.date,
        locality=form.locality.strip(),
        title=form.title.strip(),
    )
    return jobs.upload(viewer, form.file.filename or "", form.file.file.read(), stated)
