"""What an administrator does with accounts, for the interface and the pages alike.

Must stay true: the first account is an administrator's, so that somebody can make the others; nobody shuts out or
demotes themselves; a password that somebody else has seen is replaced by its holder before anything else opens.
"""

from dataclasses import dataclass

from graph.database import Database
from graph.office import accounts, departments, passwords
from graph.office.types import Account, Department, Identity, Role
from graph.ontology.errors import InvalidInput, NotFound
from graph.settings import Settings


class FirstIsAdministrator(InvalidInput):
    """The first account would leave nobody who can make another."""

    code = "first-is-administrator"
    zh = "第一个账户须为管理员。"
    en = "The first account must be an administrator's."


class OwnAccount(InvalidInput):
    """An administrator would lose what they are."""

    code = "own-account"
    zh = "不能停用自己的账户，也不能更改自己的角色。请由另一位管理员操作。"
    en = "You cannot deactivate your own account or change your own role; another administrator can."


@dataclass(frozen=True)
class NewAccount:
    """An account with the password that its holder gets, shown this once."""

    account: Account
    password: str


def make(db: Database, login: str, name: str, department: str, role: Role) -> NewAccount:
    """A new account with a one-time password. Raises InvalidInput."""
    if role != Role.ADMINISTRATOR and not accounts.any_exists(db):
        raise FirstIsAdministrator
    password = passwords.one_time()
    made = accounts.create(db, login, name.strip() or login, department, role, password, one_time=True)
    return NewAccount(made, password)


def change(
    db: Database,
    who: Identity,
    login: str,
    *,
    role: Role | None = None,
    department: str | None = None,
    active: bool | None = None,
) -> Account:
    """Change what is stated of an account. Raises NotFound or InvalidInput; then nothing is changed."""
    account = find(db, login)
    own = who.account is not None and who.account.uid == account.uid
    if own and (active is False or role not in (None, account.role)):
        raise OwnAccount
    if department not in (None, account.department):
        account = accounts.set_department(db, account, department)
    if role not in (None, account.role):
        account = accounts.set_role(db, account, role)
    if active not in (None, account.active):
        account = (accounts.activate if active else accounts.deactivate)(db, account)
    return account


def new_password(db: Database, login: str) -> NewAccount:
    """Give an account a one-time password; its sessions end. Raises NotFound."""
    password = passwords.one_time()
    return NewAccount(accounts.set_password(db, find(db, login), password, one_time=True), password)


def find(db: Database, login: str) -> Account:
    """The account of this login. Raises NotFound."""
    found = accounts.find(db, login)
    if found is None:
        raise NotFound(what=login)
    return found


def own_account(who: Identity) -> Account:
    """The account of who is asking. Raises NotFound while there is none."""
    if who.account is None:
        raise NotFound(what="account")
    return who.account


def known_departments(db: Database, settings: Settings) -> tuple[Department, ...]:
    """Every department, the office's own among them."""
    if departments.find(db, settings.department) is None:
        departments.ensure(db, [settings.department])
    return departments.all_of(db)
