"""Logging in and out, and a person's own account: password, sessions, keys.

Must stay true: a login starts a new session and ends the one that the browser had; a key is on the page that made it
and on no other; a wrong password is answered in place, in the same words for every login.
"""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import identity
from api.audited import note
from api.dependencies import Configured, CurrentIdentity, Db, Id, allowed
from api.office import own_account
from api.problems import in_place, status_of
from api.rendering import page
from graph.database import Database
from graph.office import accounts, api_keys, clock, sessions
from graph.office.errors import AccessRefused, TooManyTries
from graph.office.login import change_password, log_in
from graph.office.rights import Act, may
from graph.office.types import Account, Identity, Scope, Via
from graph.ontology.errors import InvalidInput, TielineError
from graph.settings import Settings

router = APIRouter()

HERE = identity.ACCOUNT
KEY_DAYS = (30, 90, 365)

Secret = Annotated[str, Form(max_length=1000)]
Line = Annotated[str, Form(max_length=200)]


class PasswordsDiffer(InvalidInput):
    """A new password was typed in two ways."""

    code = "passwords-differ"
    zh = "两次输入的新密码不一致。"
    en = "The two new passwords are not the same."


@router.get("/login")
def login_form(
    request: Request, db: Db, following: Annotated[str, Query(alias="next", max_length=2000)] = ""
) -> Response:
    """The form; while there is no account nobody needs it."""
    if not accounts.any_exists(db):
        return _to("/")
    return page(request, "login.html", next=identity.local(following), login="", problem="")


@router.post("/login")
def login(
    request: Request,
    db: Db,
    settings: Configured,
    login: Line,
    password: Secret,
    following: Annotated[str, Form(alias="next", max_length=2000)] = "/",
) -> Response:
    """Begin a session, and go where the person was going."""
    known = accounts.find(db, login)  # What was typed stands in the log only if it is a login: it could be a password.
    named = known.login if known else "?"
    try:
        account, token = log_in(db, login, password, **identity.whence(request, settings))
    except AccessRefused as refused:
        if not isinstance(refused, TooManyTries):  # Nobody looked at it, and there could be any number of them.
            note(request, act="login", object="login", who=named)
        shown = {"next": identity.local(following), "login": login, "problem": in_place(request, refused)}
        return page(request, "login.html", status=status_of(refused), **shown)
    note(request, act="login", object="login", who=named)
    _end_former(request, db, settings)
    answer = _to(_first_page(account, identity.local(following)))
    identity.begin(answer, request, settings, token)
    return answer


@router.post("/logout", dependencies=[allowed(Act.MANAGE_OWN, "logout")])
def logout(request: Request, db: Db, settings: Configured, who: CurrentIdentity) -> Response:
    """End this session."""
    if who.account:
        sessions.revoke(db, who.account, identity.of(request).session)
    answer = _to(identity.LOGIN)
    identity.end(answer, request, settings)
    return answer


@router.get(HERE, dependencies=[allowed(Act.MANAGE_OWN)])
def own(request: Request, db: Db, who: CurrentIdentity, done: Annotated[str, Query(max_length=20)] = "") -> Response:
    """What a person may change of their own account."""
    return _shown(request, db, who.account, done=done) if who.account else _to("/accounts")


@router.post(f"{HERE}/password", dependencies=[allowed(Act.MANAGE_OWN, "account password")])
def password(
    request: Request, db: Db, settings: Configured, who: CurrentIdentity, old: Secret, new: Secret, again: Secret
) -> Response:
    """Replace the password; every session ends, and this browser gets a new one."""
    account, where = own_account(who), identity.whence(request, settings)
    try:
        if new != again:
            raise PasswordsDiffer
        changed = change_password(db, account, old, new, address=where["address"])
    except (AccessRefused, InvalidInput) as error:
        return _shown(request, db, account, error=error)
    answer = _to(f"{HERE}?done=password")
    identity.begin(answer, request, settings, sessions.start(db, changed, **where))
    return answer


@router.post(f"{HERE}/sessions/{{session_id}}/end", dependencies=[allowed(Act.MANAGE_OWN, "session revoke")])
def end_session(db: Db, who: CurrentIdentity, session_id: Id) -> Response:
    """End one of one's own sessions."""
    sessions.revoke(db, own_account(who), session_id)
    return _to(f"{HERE}?done=session")


@router.post(f"{HERE}/keys", dependencies=[allowed(Act.MANAGE_OWN, "key create")])
def make_key(
    request: Request,
    db: Db,
    who: CurrentIdentity,
    label: Line,
    scope: Annotated[Scope, Form()] = Scope.READ,
    days: Annotated[int, Form(ge=1, le=3650)] = KEY_DAYS[1],
) -> Response:
    """Make a key, and show it this once."""
    account = own_account(who)
    note(request, object=f"accounts/{account.login}")
    try:
        key = api_keys.create(db, account, label, scope, clock.now() + days * clock.DAY)
    except InvalidInput as error:
        return _shown(request, db, account, error=error)
    return _shown(request, db, account, key=key)


@router.post(f"{HERE}/keys/{{key_id}}/revoke", dependencies=[allowed(Act.MANAGE_OWN, "key revoke")])
def revoke_key(db: Db, who: CurrentIdentity, key_id: Id) -> Response:
    """Take one of one's own keys away."""
    api_keys.revoke(db, own_account(who), key_id)
    return _to(f"{HERE}?done=key")


def _shown(
    request: Request,
    db: Database,
    account: Account,
    *,
    done: str = "",
    key: str = "",
    error: TielineError | None = None,
) -> HTMLResponse:
    context: dict[str, Any] = {"account": account, "done": done, "key": key, "days": KEY_DAYS, "scopes": list(Scope)}
    context |= {"sessions": sessions.of(db, account), "keys": api_keys.of(db, account), "now": clock.now()}
    context["problem"] = in_place(request, error) if error else ""
    return page(request, "account.html", status=status_of(error) if error else HTTPStatus.OK, **context)


def _first_page(account: Account, wanted: str) -> str:
    """Where a login leads: who reads the audit log and nothing else has no use for the page of all others."""
    if account.one_time:
        return HERE
    only_log = wanted == "/" and not may(Identity(account, Via.SESSION), Act.READ)
    return "/audit" if only_log else wanted


def _end_former(request: Request, db: Database, settings: Settings) -> None:
    """End the session that this browser had until now."""
    former = request.cookies.get(identity.cookie_name(request, settings), "")
    account = sessions.identify(db, former) if former else None
    if account:
        sessions.revoke(db, account, sessions.uid_of(former))


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)
