"""Logging in with a password: the one interface that another way of logging in would stand beside.

Must stay true: every check of a password that comes over the network is throttled; a login starts a new session,
whatever token came with it.
"""

from graph.database import Database
from graph.office import accounts, sessions, throttle
from graph.office.errors import WrongLogin
from graph.office.types import Account


def log_in(db: Database, login: str, password: str, *, agent: str, address: str) -> tuple[Account, str]:
    """The account, and the token of a new session of it. Raises WrongLogin or TooManyTries."""
    account = confirm(db, login, password, address=address)
    return account, sessions.start(db, account, agent, address)


def change_password(db: Database, account: Account, password: str, new: str, *, address: str) -> Account:
    """Replace a password by its holder, who states the old one; all sessions end, the one that asks included: start
    another for the account that is returned.

    Raises WrongLogin, TooManyTries or PasswordTooWeak.
    """
    confirm(db, account.login, password, address=address)
    return accounts.set_password(db, account, new)


def confirm(db: Database, login: str, password: str, *, address: str) -> Account:
    """The account that this login and password belong to. Raises WrongLogin or TooManyTries."""
    throttle.enter(db, login, address)
    try:
        account = accounts.authenticate(db, login, password)
    except WrongLogin:
        throttle.failed(db, address)
        raise
    throttle.forgive(db, login)
    return account
