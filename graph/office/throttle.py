"""Slows down who guesses passwords: a login after MOST_OF_LOGIN failures within WINDOW, an address after
MOST_OF_ADDRESS.

Must stay true: a try at a login is counted before its password is looked at, so that tries made at once count as well;
counts outlive a restart; neither a login nor an address is stored, only a hash of it; whether a login exists makes no
difference.
"""

from graph.database import Database
from graph.office import clock
from graph.office.accounts import uid_of
from graph.office.errors import TooManyTries
from graph.ontology.ids import uid
from graph.queries import office as queries

WINDOW = 15 * clock.MINUTE

MOST_OF_LOGIN = 5
MOST_OF_ADDRESS = 20
"""More than of one login: a whole office may come from one address."""

WAITS = [0, *(minutes * clock.MINUTE for minutes in (1, 2, 4, 8, 15))]
"""How long the next try waits, by level; a failure soon after a wait is over leads to the next level."""

FORGOTTEN = clock.DAY


def enter(db: Database, login: str, address: str) -> None:
    """Count a try at this login. Raises TooManyTries where it has to wait; then nothing is counted."""
    rows = db.read(queries.WAIT, uid=_of_address(address), now=clock.now())
    _refuse(rows[0]["wait"] if rows else 0)
    _refuse(_count(db, _of_login(login), MOST_OF_LOGIN))


def failed(db: Database, address: str) -> None:
    """Count a failure of this address."""
    _count(db, _of_address(address), MOST_OF_ADDRESS)


def forgive(db: Database, login: str) -> None:
    """Forget the tries at this login, which has just been proved; and what is long past."""
    db.write(queries.FORGIVE, uid=_of_login(login))
    db.write(queries.SWEEP_TRIES, before=clock.now() - FORGOTTEN)


def _count(db: Database, of: str, most: int) -> int:
    """How long this try has to wait, in milliseconds; 0 for one that was counted."""
    given = {"now": clock.now(), "window": WINDOW, "most": most, "waits": WAITS, "longest": len(WAITS) - 1}
    return int(db.write(queries.COUNT_TRY, uid=of, **given)[0]["wait"])


def _refuse(wait: int) -> None:
    if wait > 0:
        raise TooManyTries(seconds=-(-wait // clock.SECOND))


def _of_login(login: str) -> str:
    return uid("attempt", "login", uid_of(login))


def _of_address(address: str) -> str:
    return uid("attempt", "address", address)
