"""What an administrator sees: the accounts and the tree of departments.

Must stay true: a password that was generated is on the page that made it and on no other.
"""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import office
from api.audited import note
from api.dependencies import Configured, CurrentIdentity, Db, allowed
from api.problems import in_place, status_of
from api.rendering import page
from graph.database import Database
from graph.office import accounts, departments
from graph.office.rights import Act
from graph.office.types import TOP, Department, Kind, Role
from graph.ontology.errors import InvalidInput
from graph.settings import Settings

router = APIRouter()

Line = Annotated[str, Form(max_length=200)]
Login = Annotated[str, Path(min_length=1, max_length=64)]
Done = Annotated[str, Query(max_length=20)]


@router.get("/accounts", dependencies=[allowed(Act.MANAGE_ACCOUNTS)])
def index(request: Request, db: Db, settings: Configured, done: Done = "") -> HTMLResponse:
    """Every account, and the form for another."""
    return _accounts(request, db, settings, done=done)


@router.post("/accounts", dependencies=[allowed(Act.MANAGE_ACCOUNTS, "account create")])
def create(
    request: Request,
    db: Db,
    settings: Configured,
    login: Line,
    department: Line,
    role: Annotated[Role, Form()],
    name: Line = "",
) -> HTMLResponse:
    """A new account, with a password that is shown this once."""
    note(request, object=f"accounts/{login}")
    try:
        made = office.make(db, login, name, department, role)
    except InvalidInput as error:
        return _accounts(request, db, settings, error=error)
    return _accounts(request, db, settings, made=made)


@router.post("/accounts/{login}", dependencies=[allowed(Act.MANAGE_ACCOUNTS, "account change")])
def change(
    request: Request,
    db: Db,
    settings: Configured,
    who: CurrentIdentity,
    login: Login,
    department: Line,
    role: Annotated[Role, Form()],
) -> Response:
    """Give an account another role or department."""
    try:
        office.change(db, who, login, role=role, department=department)
    except InvalidInput as error:
        return _accounts(request, db, settings, error=error)
    return _to("/accounts?done=changed")


@router.post("/accounts/{login}/deactivate", dependencies=[allowed(Act.MANAGE_ACCOUNTS, "account deactivate")])
def deactivate(request: Request, db: Db, settings: Configured, who: CurrentIdentity, login: Login) -> Response:
    """Shut an account."""
    try:
        office.change(db, who, login, active=False)
    except InvalidInput as error:
        return _accounts(request, db, settings, error=error)
    return _to("/accounts?done=changed")


@router.post("/accounts/{login}/activate", dependencies=[allowed(Act.MANAGE_ACCOUNTS, "account activate")])
def activate(db: Db, who: CurrentIdentity, login: Login) -> Response:
    """Open an account again."""
    office.change(db, who, login, active=True)
    return _to("/accounts?done=changed")


@router.post("/accounts/{login}/password", dependencies=[allowed(Act.MANAGE_ACCOUNTS, "account password")])
def password(request: Request, db: Db, settings: Configured, login: Login) -> HTMLResponse:
    """A new one-time password, shown this once."""
    return _accounts(request, db, settings, made=office.new_password(db, login))


@router.get("/departments", dependencies=[allowed(Act.MANAGE_DEPARTMENTS)])
def tree(request: Request, db: Db, settings: Configured, done: Done = "") -> HTMLResponse:
    """The departments as a tree, and the forms that change it."""
    return _departments(request, db, settings, done=done)


@router.post("/departments", dependencies=[allowed(Act.MANAGE_DEPARTMENTS, "department add")])
def add(
    request: Request,
    db: Db,
    settings: Configured,
    name: Line,
    kind: Annotated[Kind, Form()] = Kind.DEPARTMENT,
    parent: Line = TOP,
) -> Response:
    """A new department."""
    note(request, object=f"departments/{name}")
    try:
        departments.add(db, name, kind, parent)
    except InvalidInput as error:
        return _departments(request, db, settings, error=error)
    return _to("/departments?done=added")


@router.post("/departments/move", dependencies=[allowed(Act.MANAGE_DEPARTMENTS, "department move")])
def move(
    request: Request,
    db: Db,
    settings: Configured,
    name: Line,
    kind: Annotated[Kind, Form()],
    parent: Line = TOP,
) -> Response:
    """Put a department elsewhere in the tree, with all that is under it."""
    note(request, object=f"departments/{name}")
    try:
        departments.move(db, name, parent, kind)
    except InvalidInput as error:
        return _departments(request, db, settings, error=error)
    return _to("/departments?done=moved")


def branches(every: Sequence[Department], parent: str = TOP, depth: int = 0) -> Iterator[tuple[int, Department]]:
    """The tree from the top, each department with its depth."""
    for department in every:
        if department.parent == parent:
            yield depth, department
            yield from branches(every, department.name, depth + 1)


def _accounts(request: Request, db: Database, settings: Settings, **shown: Any) -> HTMLResponse:
    every = office.known_departments(db, settings)
    context = {"made": None, "done": "", "accounts": accounts.all_of(db), "departments": every, "roles": list(Role)}
    return _page(request, "accounts.html", context | shown)


def _departments(request: Request, db: Database, settings: Settings, **shown: Any) -> HTMLResponse:
    every = office.known_departments(db, settings)
    return _page(request, "departments.html", {"done": "", "tree": list(branches(every)), "kinds": list(Kind)} | shown)


def _page(request: Request, template: str, context: dict[str, Any]) -> HTMLResponse:
    error = context.pop("error", None)
    status = status_of(error) if error else HTTPStatus.OK
    return page(request, template, status=status, problem=in_place(request, error) if error else "", **context)


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)
