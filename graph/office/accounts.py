"""Accounts: who may log in, in which department and with which role.

Must stay true: a login is one account for ever, whatever its case; nobody learns whether a login exists by trying;
a changed password or a deactivated account ends all sessions at once, because they belong to its last generation.
"""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from graph.database import Database
from graph.office import clock, passwords
from graph.office.departments import find as find_department
from graph.office.departments import usable_name
from graph.office.errors import LoginTaken, LoginUnusable, UnknownDepartment, WrongLogin
from graph.office.types import Account, Role
from graph.ontology.errors import NotFound
from graph.ontology.ids import uid
from graph.queries import office as queries
from graph.records import StoredAccount

SHORTEST, LONGEST = 2, 64


def any_exists(db: Database) -> bool:
    """Whether there is an account at all: with the first one, everybody has to say who they are."""
    return bool(db.read(queries.ANY_ACCOUNT))


def create(
    db: Database, login: str, name: str, department: str, role: Role, password: str, *, one_time: bool = False
) -> Account:
    """A new account. Raises LoginUnusable, LoginTaken, PasswordTooWeak, NameUnusable or UnknownDepartment."""
    wanted = _usable_login(login)
    passwords.require_usable(password, wanted)
    _require_department(db, department)
    made = Account(uid_of(wanted), wanted, usable_name(name), department, role, True, clock.now(), one_time)
    kept = passwords.hashed(password)

    def work() -> Account:
        if StoredAccount.nodes.get_or_none(uid=made.uid):
            raise LoginTaken(login=wanted)
        StoredAccount(**_stated(made), password=kept).save()
        return made

    return db.records(work)


def find(db: Database, login: str) -> Account | None:
    """The account of this login."""
    rows = db.read(queries.ACCOUNT, uid=uid_of(login))
    return of_row(rows[0]) if rows else None


def by_uid(db: Database, account: str) -> Account:
    """The account of this id. Raises NotFound."""
    rows = db.read(queries.ACCOUNT, uid=account)
    if not rows:
        raise NotFound(what=account)
    return of_row(rows[0])


def all_of(db: Database) -> tuple[Account, ...]:
    """Every account, by login."""
    return tuple(of_row(row) for row in db.read(queries.ACCOUNTS))


def authenticate(db: Database, login: str, password: str) -> Account:
    """The account that this login and password belong to. Raises WrongLogin, for whatever reason it is."""
    rows = db.read(queries.SECRET, uid=uid_of(login))
    stored: str | None = rows[0]["password"] if rows else None
    if not passwords.fits(stored, password) or stored is None or not rows[0]["active"]:
        raise WrongLogin
    if passwords.outdated(stored):
        db.write(queries.REHASH, uid=rows[0]["uid"], before=stored, password=passwords.hashed(password))
    return of_row(rows[0])


def set_password(db: Database, account: Account, password: str, *, one_time: bool = False) -> Account:
    """Change a password; all sessions end. Raises PasswordTooWeak or NotFound."""
    passwords.require_usable(password, account.login)
    kept = passwords.hashed(password)

    def change(stored: StoredAccount) -> None:
        stored.password, stored.one_time = kept, one_time
        stored.generation += 1

    return _changed(db, account, change)


def set_role(db: Database, account: Account, role: Role) -> Account:
    """Give an account another role; it holds at its next request. Raises NotFound."""

    def change(stored: StoredAccount) -> None:
        stored.role = str(role)

    return _changed(db, account, change)


def set_department(db: Database, account: Account, department: str) -> Account:
    """Put an account into another department; it holds at its next request. Raises NotFound or UnknownDepartment."""
    _require_department(db, department)

    def change(stored: StoredAccount) -> None:
        stored.department = department

    return _changed(db, account, change)


def deactivate(db: Database, account: Account) -> Account:
    """Shut an account: its sessions end, its keys and its password no longer count. Raises NotFound."""

    def change(stored: StoredAccount) -> None:
        stored.active = False
        stored.generation += 1

    return _changed(db, account, change)


def activate(db: Database, account: Account) -> Account:
    """Open a deactivated account again; its sessions stay ended, its keys count again. Raises NotFound."""

    def change(stored: StoredAccount) -> None:
        stored.active = True

    return _changed(db, account, change)


def uid_of(login: str) -> str:
    """The id of the account with this login, whether it exists or not."""
    return uid("account", _normal(login).casefold())


def of_row(row: Mapping[str, Any]) -> Account:
    """The account of a row as the named queries return it."""
    return Account(
        uid=row["uid"],
        login=row["login"],
        name=row["name"],
        department=row["department"],
        role=Role(row["role"]),
        active=row["active"],
        created_at=row["created_at"],
        one_time=row["one_time"],
        generation=row["generation"],
    )


def _changed(db: Database, account: Account, change: Callable[[StoredAccount], None]) -> Account:
    def work() -> Account:
        stored = StoredAccount.nodes.get_or_none(uid=account.uid)
        if stored is None:
            raise NotFound(what=account.login)
        change(stored)
        stored.save()
        return of_row({name: getattr(stored, name) for name in _stated(account)})

    return db.records(work)


def _stated(account: Account) -> dict[str, Any]:
    return {**vars(account), "role": str(account.role)}


def _usable_login(login: str) -> str:
    found = _normal(login)
    if not SHORTEST <= len(found) <= LONGEST or not all(letter.isalnum() or letter in "._-" for letter in found):
        raise LoginUnusable
    return found


def _normal(login: str) -> str:
    return unicodedata.normalize("NFKC", login.strip())


def _require_department(db: Database, name: str) -> None:
    if find_department(db, name) is None:
        raise UnknownDepartment(name=name)
