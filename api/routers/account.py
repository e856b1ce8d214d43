"""One's own account: who am I, sessions, keys, password.

Must stay true: a key reaches none of it but the first; a key is in the answer that made it and in no other.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api import examples, identity
from api.dependencies import Configured, CurrentIdentity, Db, Id, allowed
from api.described import answers
from api.office import own_account
from graph.office import api_keys, clock, sessions
from graph.office.login import change_password
from graph.office.rights import Act, may
from graph.office.types import Account, KeyView, Scope, SessionView, Via

router = APIRouter(prefix="/account", tags=["account"])


@dataclass(frozen=True)
class Me:
    """Who is asking: by which way, how far it reaches, and every act that is allowed. `account` is null for the one
    owner of an installation without accounts."""

    account: Account | None
    via: Via
    scope: Scope
    may: tuple[str, ...]


@dataclass(frozen=True)
class NewKey:
    """A key, shown this once, and when it ends (milliseconds since 1970)."""

    key: str
    expires: int


class KeyWish(BaseModel):
    """What a new key is for and how far it reaches."""

    label: Annotated[str, Field(min_length=1, max_length=100, description="What it is for.")]
    scope: Annotated[Scope, Field(description="`read`, or `write` for changes as well.")] = Scope.READ
    days: Annotated[int, Field(ge=1, le=3650, description="How long it counts.")] = 90


class PasswordWish(BaseModel):
    """The present password, and the one to come."""

    old: Annotated[str, Field(max_length=1000)]
    new: Annotated[str, Field(max_length=1000)]


@router.get("", summary="Who am I?", responses=answers(examples.ME))
def get_me(who: CurrentIdentity) -> Me:
    """The account that asks, and what it may do."""
    return Me(who.account, who.via, who.scope, tuple(str(act) for act in Act if may(who, act)))


@router.put(
    "/password",
    status_code=204,
    summary="Change one's own password",
    dependencies=[allowed(Act.MANAGE_OWN, "account password")],
    responses=answers(None, 404, 429, status=204),
)
def put_password(
    request: Request, response: Response, db: Db, settings: Configured, who: CurrentIdentity, asked: PasswordWish
) -> None:
    """Every session ends; the answer sets the cookie of a new one."""
    where = identity.whence(request, settings)
    changed = change_password(db, own_account(who), asked.old, asked.new, address=where["address"])
    identity.begin(response, request, settings, sessions.start(db, changed, **where))


@router.get(
    "/sessions",
    summary="One's own sessions",
    dependencies=[allowed(Act.MANAGE_OWN)],
    responses=answers([examples.SESSION], 404),
)
def list_sessions(db: Db, who: CurrentIdentity) -> tuple[SessionView, ...]:
    """Where one is logged in, the last used first."""
    return sessions.of(db, own_account(who))


@router.delete(
    "/sessions/{session_id}",
    status_code=204,
    summary="End a session",
    dependencies=[allowed(Act.MANAGE_OWN, "session revoke")],
    responses=answers(None, 404, status=204),
)
def end_session(db: Db, who: CurrentIdentity, session_id: Id) -> None:
    """One of one's own; it ends at once."""
    sessions.revoke(db, own_account(who), session_id)


@router.get(
    "/keys",
    summary="One's own keys",
    dependencies=[allowed(Act.MANAGE_OWN)],
    responses=answers([examples.KEY], 404),
)
def list_keys(db: Db, who: CurrentIdentity) -> tuple[KeyView, ...]:
    """Never the keys themselves; the newest first, those that have ended included."""
    return api_keys.of(db, own_account(who))


@router.post(
    "/keys",
    status_code=201,
    summary="Make a key",
    dependencies=[allowed(Act.MANAGE_OWN, "key create")],
    responses=answers(examples.NEW_KEY, 404, status=201),
)
def make_key(db: Db, who: CurrentIdentity, asked: KeyWish) -> NewKey:
    """Shown this once, and kept nowhere."""
    expires = clock.now() + asked.days * clock.DAY
    return NewKey(api_keys.create(db, own_account(who), asked.label, asked.scope, expires), expires)


@router.delete(
    "/keys/{key_id}",
    status_code=204,
    summary="Take a key away",
    dependencies=[allowed(Act.MANAGE_OWN, "key revoke")],
    responses=answers(None, 404, status=204),
)
def revoke_key(db: Db, who: CurrentIdentity, key_id: Id) -> None:
    """One of one's own; it counts no more at once."""
    api_keys.revoke(db, own_account(who), key_id)
