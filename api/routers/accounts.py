"""Accounts and departments, for administrators.

Must stay true: a password that was generated is in the answer that made it and in no other.
"""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field

from api import examples, office
from api.audited import note
from api.dependencies import Configured, CurrentIdentity, Db, allowed
from api.described import answers
from api.office import NewAccount
from graph.office import accounts, departments
from graph.office.rights import Act
from graph.office.types import TOP, Account, Department, Kind, Role
from graph.ontology.errors import NotFound

router = APIRouter(tags=["office"])

Login = Annotated[str, Path(min_length=1, max_length=64, description="The login of an account.")]
Name = Annotated[str, Path(min_length=1, max_length=100, description="The name of a department.")]


class AccountWish(BaseModel):
    """Who gets an account."""

    login: Annotated[str, Field(max_length=64, description="2 to 64 letters, digits, dots, underscores or hyphens.")]
    name: Annotated[str, Field(max_length=100, description="Of the person; empty: the login.")] = ""
    department: Annotated[str, Field(max_length=100, description="Name of a department.")]
    role: Role = Role.READER


class AccountChange(BaseModel):
    """What becomes of an account; what is left out stays."""

    role: Role | None = None
    department: Annotated[str | None, Field(max_length=100)] = None
    active: bool | None = None


class DepartmentWish(BaseModel):
    """A department to add."""

    name: Annotated[str, Field(max_length=100)]
    kind: Kind = Kind.DEPARTMENT
    parent: Annotated[str, Field(max_length=100, description="The department above; empty: none.")] = TOP


class DepartmentMove(BaseModel):
    """Where a department goes, or what it is called; what is left out stays."""

    kind: Kind | None = None
    parent: Annotated[str | None, Field(max_length=100, description="Empty: to the top.")] = None


@router.get(
    "/accounts",
    summary="List the accounts",
    dependencies=[allowed(Act.MANAGE_ACCOUNTS)],
    responses=answers([examples.ACCOUNT]),
)
def list_accounts(db: Db) -> tuple[Account, ...]:
    """All of them, by login, the deactivated included."""
    return accounts.all_of(db)


@router.post(
    "/accounts",
    status_code=201,
    summary="Make an account",
    dependencies=[allowed(Act.MANAGE_ACCOUNTS, "account create")],
    responses=answers(examples.NEW_ACCOUNT, status=201),
)
def make_account(request: Request, db: Db, settings: Configured, asked: AccountWish) -> NewAccount:
    """Answers with a one-time password, shown this once; its holder replaces it at the first login. The first account
    of all is an administrator's."""
    note(request, object=f"accounts/{asked.login}")
    office.known_departments(db, settings)
    return office.make(db, asked.login, asked.name, asked.department, asked.role)


@router.patch(
    "/accounts/{login}",
    summary="Change an account",
    dependencies=[allowed(Act.MANAGE_ACCOUNTS, "account change")],
    responses=answers(examples.ACCOUNT, 404),
)
def change_account(db: Db, who: CurrentIdentity, login: Login, asked: AccountChange) -> Account:
    """Role, department, or whether it is active; it holds at the account's next request. Nobody demotes or
    deactivates themselves."""
    return office.change(db, who, login, role=asked.role, department=asked.department, active=asked.active)


@router.post(
    "/accounts/{login}/password",
    summary="Give an account a one-time password",
    dependencies=[allowed(Act.MANAGE_ACCOUNTS, "account password")],
    responses=answers(examples.NEW_ACCOUNT, 404),
)
def reset_password(db: Db, login: Login) -> NewAccount:
    """For who has forgotten theirs; all sessions of the account end."""
    return office.new_password(db, login)


@router.get(
    "/departments",
    summary="List the departments",
    dependencies=[allowed(Act.MANAGE_DEPARTMENTS)],
    responses=answers([examples.DEPARTMENT]),
)
def list_departments(db: Db, settings: Configured) -> tuple[Department, ...]:
    """All of them, by name; `parent` is the one above, empty at the top."""
    return office.known_departments(db, settings)


@router.post(
    "/departments",
    status_code=201,
    summary="Add a department",
    dependencies=[allowed(Act.MANAGE_DEPARTMENTS, "department add")],
    responses=answers(examples.DEPARTMENT, status=201),
)
def add_department(request: Request, db: Db, asked: DepartmentWish) -> Department:
    """Its name is the one that documents carry."""
    note(request, object=f"departments/{asked.name}")
    return departments.add(db, asked.name, asked.kind, asked.parent)


@router.patch(
    "/departments/{name}",
    summary="Move a department",
    dependencies=[allowed(Act.MANAGE_DEPARTMENTS, "department move")],
    responses=answers(examples.DEPARTMENT, 404),
)
def move_department(db: Db, name: Name, asked: DepartmentMove) -> Department:
    """With all that is under it. It changes what people see, at once: what their department and those under it hold."""
    if departments.find(db, name) is None:
        raise NotFound(what=name)
    return departments.move(db, name, asked.parent, asked.kind)
