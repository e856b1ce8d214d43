"""The audit log, for auditors.

Must stay true: whoever reads the log stands in it.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from api import examples
from api.dependencies import Cursor, Db, Limit, allowed
from api.described import answers
from api.log import Wanted, as_csv, wanted
from graph.office import audit
from graph.office.audit import Break, Entry, Head
from graph.office.rights import Act
from graph.read.models import Page

router = APIRouter(prefix="/audit", tags=["audit"])

Asked = Annotated[Wanted, Depends(wanted)]


@dataclass(frozen=True)
class Verdict:
    """Whether the log is whole, the places where it is not, and its newest entry: kept elsewhere, that proves later
    that nobody has written the log anew."""

    whole: bool
    breaks: tuple[Break, ...]
    newest: Head


@router.get(
    "",
    summary="Read the audit log",
    dependencies=[allowed(Act.READ_AUDIT, "read_audit")],
    responses=answers(examples.page_of(examples.ENTRY)),
)
def list_entries(db: Db, asked: Asked, limit: Limit = 50, cursor: Cursor = "") -> Page[Entry]:
    """The newest first; `at` is in milliseconds since 1970."""
    return audit.page(db, cursor, **asked.filters, limit=limit)


@router.get(
    "/file",
    summary="The audit log as a table",
    dependencies=[allowed(Act.READ_AUDIT, "export_audit")],
    response_class=StreamingResponse,
    responses=answers(
        "sequence,at,who,via,act,object,purpose,outcome,process,previous,hash,time", media_type="text/csv"
    ),
)
def file(db: Db, asked: Asked) -> StreamingResponse:
    """CSV, the oldest first."""
    return as_csv(audit.entries(db, **asked.filters))


@router.get(
    "/verification",
    summary="Is the audit log whole?",
    dependencies=[allowed(Act.READ_AUDIT, "verify_audit")],
    responses=answers(examples.VERDICT),
)
def verify(db: Db) -> Verdict:
    """Works through the whole log: an entry that was changed or taken out is a break."""
    breaks = tuple(audit.verify(db))
    return Verdict(not breaks, breaks, audit.latest(db))
