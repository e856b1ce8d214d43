"""The audit log as a page for auditors: filtered, as a table to take away, and whether it is whole.

Must stay true: whoever reads the log stands in it.
"""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from api.dependencies import Cursor, Db, allowed
from api.log import Wanted, as_csv, wanted
from api.rendering import page
from graph.office import audit
from graph.office.rights import Act

router = APIRouter()

ROWS = 100

Asked = Annotated[Wanted, Depends(wanted)]


@router.get("/audit", dependencies=[allowed(Act.READ_AUDIT, "read_audit")])
def index(request: Request, db: Db, asked: Asked, cursor: Cursor = "") -> HTMLResponse:
    """The newest entries first."""
    found = audit.page(db, cursor, **asked.filters, limit=ROWS)
    return page(request, "audit.html", found=found, asked=asdict(asked), breaks=None, newest=audit.latest(db))


@router.get("/audit/file", dependencies=[allowed(Act.READ_AUDIT, "export_audit")])
def file(db: Db, asked: Asked) -> StreamingResponse:
    """The same as a table for a spreadsheet, the oldest first."""
    return as_csv(audit.entries(db, **asked.filters))


@router.get("/audit/verification", dependencies=[allowed(Act.READ_AUDIT, "verify_audit")])
def verification(request: Request, db: Db) -> HTMLResponse:
    """Whether the log is whole."""
    found, breaks, asked = audit.page(db, limit=ROWS), audit.verify(db), asdict(Wanted())
    return page(request, "audit.html", found=found, asked=asked, breaks=breaks, newest=audit.latest(db))
