"""Keys by which programs, and the commands that read, act for an account.

Must stay true: a key is shown once, when it is made, and only its sha256 is stored; it never reaches further than its
scope and its account, and counts for nothing after its end.
"""

from graph.database import Database
from graph.office import clock, tokens
from graph.office.accounts import of_row
from graph.office.departments import usable_name
from graph.office.errors import ExpiryUnusable
from graph.office.types import Account, KeyView, Scope
from graph.ontology.errors import NotFound
from graph.queries import office as queries
from graph.records import StoredKey

PREFIX = "tl_"

NEVER = 0

USED_EVERY = clock.HOUR
"""How exact the time of the last use is: so that not every request writes."""


def create(db: Database, account: Account, label: str, scope: Scope, expires: int = NEVER) -> str:
    """A new key of an account, good until the instant `expires`. Raises NameUnusable or ExpiryUnusable."""
    now = clock.now()
    if expires != NEVER and expires <= now:
        raise ExpiryUnusable
    key = tokens.make(PREFIX)
    fields = {
        "uid": tokens.digest(key),
        "account": account.uid,
        "label": usable_name(label),
        "scope": str(scope),
        "expires": expires,
        "created_at": now,
    }
    db.records(lambda: StoredKey(**fields).save())
    return key


def identify(db: Database, key: str) -> tuple[Account, Scope] | None:
    """Whose key this is and how far it reaches; None for one that is unknown, revoked or run out."""
    uid, now = tokens.digest(key) if key.startswith(PREFIX) else "", clock.now()
    rows = db.read(queries.KEY, uid=uid, now=now) if uid else []
    if not rows:
        return None
    if rows[0]["used_at"] < now - USED_EVERY:
        db.write(queries.USED, uid=uid, now=now)
    return of_row(rows[0]), Scope(rows[0]["scope"])


def of(db: Database, account: Account) -> tuple[KeyView, ...]:
    """The keys of an account, those that have run out included, the newest first."""
    rows = db.read(queries.KEYS, account=account.uid)
    return tuple(KeyView(**{**row, "scope": Scope(row["scope"])}) for row in rows)


def revoke(db: Database, account: Account, key: str) -> None:
    """Take this key (its `uid`) from this account. Raises NotFound for one that the account does not have."""
    if not db.write(queries.REVOKE_KEY, account=account.uid, uid=key)[0]["ended"]:
        raise NotFound(what=key)
