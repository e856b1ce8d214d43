"""Sessions: the logins that hold.

Must stay true: only the sha256 of a token is stored; each login gets a token of its own; a session ends after IDLE
without a request, LONGEST after it began, and with the generation of its account.
"""

from graph.database import Database
from graph.office import clock, tokens
from graph.office.accounts import of_row
from graph.office.types import Account, SessionView
from graph.ontology.errors import NotFound
from graph.queries import office as queries
from graph.records import StoredSession

IDLE = 8 * clock.HOUR
LONGEST = 7 * clock.DAY

SEEN_EVERY = clock.MINUTE
"""How exact the time of the last request is: so that not every request writes."""

LONGEST_NOTE = 200
"""Characters that are kept of what a browser says of itself."""


def start(db: Database, account: Account, agent: str, address: str) -> str:
    """Begin a session of an account that has just proved who it is; returns the token, which is shown to nobody else.

    What has run out of the account's other sessions is swept away.
    """
    token, now = tokens.make(), clock.now()
    fields = {
        "uid": tokens.digest(token),
        "account": account.uid,
        "generation": account.generation,
        "agent": _note(agent),
        "address": _note(address),
        "created_at": now,
        "seen_at": now,
    }
    db.records(lambda: StoredSession(**fields).save())
    db.write(queries.SWEEP_SESSIONS, account=account.uid, **_bounds())
    return token


def identify(db: Database, token: str) -> Account | None:
    """Whose session this is, as of now; None for a token that is unknown, revoked or run out."""
    session = uid_of(token)
    rows = db.read(queries.SESSION, uid=session, **_bounds()) if session else []
    if not rows:
        return None
    now = clock.now()
    if rows[0]["seen_at"] < now - SEEN_EVERY:
        db.write(queries.SEEN, uid=session, now=now)
    return of_row(rows[0])


def of(db: Database, account: Account) -> tuple[SessionView, ...]:
    """The living sessions of an account, the last used first."""
    return tuple(SessionView(**row) for row in db.read(queries.SESSIONS, account=account.uid, **_bounds()))


def revoke(db: Database, account: Account, session: str) -> None:
    """End this session of this account. Raises NotFound for one that the account does not have."""
    if not db.write(queries.END_SESSION, account=account.uid, uid=session)[0]["ended"]:
        raise NotFound(what=session)


def revoke_all(db: Database, account: Account) -> None:
    """End all sessions of an account."""
    db.write(queries.END_SESSIONS, account=account.uid)


def uid_of(token: str) -> str:
    """The id of the session with this token: how a list of sessions knows the one that asks; "" for what is none."""
    return tokens.digest(token)


def _bounds() -> dict[str, int]:
    now = clock.now()
    return {"born": now - LONGEST, "idle": now - IDLE}


def _note(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:LONGEST_NOTE]
