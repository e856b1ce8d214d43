"""Who is asking: the local owner while there is no account, else whoever holds a session or a key.

Must stay true: once there is an account, nobody reaches anything but what is OPEN; who is asking is looked up anew for
each request; a token of a session leaves this module only in its cookie; what changes data by a session's cookie
states the session's own token besides (CSRF), in the form or in a header.
"""

import hashlib
import hmac
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.security import SAFE_METHODS, require_loopback
from graph.database import Database
from graph.office import accounts, api_keys, sessions
from graph.office.errors import AccessRefused, KeyRefused, LoginNeeded
from graph.office.rights import OWNER
from graph.office.types import Identity, Via
from graph.ontology.errors import TielineError
from graph.settings import Settings

COOKIE = "tieline_session"
SECURE_COOKIE = f"__Host-{COOKIE}"
"""Behind https: a browser takes a cookie of this name only for this very host, and only over https."""

CSRF_FIELD = "csrf_token"
CSRF_HEADER = "X-CSRF-Token"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

LOGIN = "/login"
ACCOUNT = "/account"
OPEN = frozenset({LOGIN, "/robots.txt", "/api/v1/health"})
OPEN_BELOW = ("/static/", "/assets/")
"""What is answered to anyone: where to log in, what its page is made of, and that the server lives."""

BEFORE_OWN_PASSWORD = frozenset({ACCOUNT, f"{ACCOUNT}/password", "/logout"})
"""All that a person reaches who still has the password that somebody else has seen."""

LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*")


class TokenRefused(TielineError):
    """A form without the token of its session: another site's, or one that was open while its holder logged in anew."""

    code = "token-refused"
    zh = "为安全起见，该操作未执行：页面已过期。请刷新页面后重试。"
    en = "Not done, for safety: the page is out of date. Reload it and try again."


class OwnPasswordNeeded(TielineError):
    """The password is still the one-time one."""

    code = "own-password-needed"
    zh = "请先登录网页，将一次性密码改为自己的密码。"
    en = "Log in to the page first and replace the one-time password by your own."


@dataclass(frozen=True)
class Asking:
    """Who is asking, and with which session if it is by one: its id, and the token that its forms carry."""

    identity: Identity
    session: str = ""
    csrf: str = ""

    @property
    def opens(self) -> bool:
        """Whether anything opens but the page where a one-time password is replaced."""
        account = self.identity.account
        return not (self.identity.via == Via.SESSION and account is not None and account.one_time)


NOBODY = Asking(Identity(None, Via.SESSION))
"""Who has not logged in: may nothing."""


class IdentityMiddleware:
    """Finds out who is asking before anything is answered, and turns away who must log in first."""

    def __init__(self, app: ASGIApp, settings: Settings, refuse: Callable[[Scope, TielineError], ASGIApp]) -> None:
        self.app = app
        self.settings = settings
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_open(scope["path"]):
            await self.app(scope, receive, send)
            return
        answer = await self._answer(scope)
        await answer(scope, receive, _unstored(scope, send))

    async def _answer(self, scope: Scope) -> ASGIApp:
        database: Database = scope["app"].state.database
        connection = HTTPConnection(scope)
        try:
            asking = await run_in_threadpool(asking_of, database, self.settings, connection)
        except AccessRefused as refused:
            return _to_login(scope) if _is_page(connection) else self.refuse(scope, refused)
        except TielineError as error:
            return self.refuse(scope, error)
        scope["state"]["asking"] = asking
        if not asking.opens and scope["path"] not in BEFORE_OWN_PASSWORD:
            here = _is_page(connection)
            return RedirectResponse(ACCOUNT, HTTPStatus.SEE_OTHER) if here else self.refuse(scope, OwnPasswordNeeded())
        return self.app


def asking_of(db: Database, settings: Settings, connection: HTTPConnection) -> Asking:
    """Who sends this. Raises LoginNeeded, KeyRefused or AddressRefused."""
    scheme, _, key = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _by_key(db, settings, key.strip())
    token = connection.cookies.get(cookie_name(connection, settings), "")
    account = sessions.identify(db, token) if token else None
    if account is None:
        return _owner(db, settings, LoginNeeded())
    return Asking(Identity(account, Via.SESSION), sessions.uid_of(token), csrf_of(token))


def _by_key(db: Database, settings: Settings, key: str) -> Asking:
    found = api_keys.identify(db, key)
    if found is None:
        return _owner(db, settings, KeyRefused())
    account, scope = found
    return Asking(Identity(account, Via.KEY, scope))


def _owner(db: Database, settings: Settings, refusal: AccessRefused) -> Asking:
    """The owner of this machine, if there is no account. Raises `refusal`, or AddressRefused where others could be
    meant as well."""
    if accounts.any_exists(db):
        raise refusal
    require_loopback(settings)
    return Asking(OWNER)


def of(connection: HTTPConnection) -> Asking:
    """Who is asking, as the middleware found."""
    found: Asking = getattr(connection.state, "asking", NOBODY)
    return found


def is_open(path: str) -> bool:
    """Whether this is answered to anyone."""
    return path in OPEN or path.startswith(OPEN_BELOW)


# The cookie


def cookie_name(connection: HTTPConnection, settings: Settings) -> str:
    """What the session's cookie is called on this connection."""
    return SECURE_COOKIE if over_https(connection, settings) else COOKIE


def over_https(connection: HTTPConnection, settings: Settings) -> bool:
    """Whether the browser speaks https, be it to a proxy in front of this server."""
    if _from_proxy(connection, settings):
        return connection.headers.get("x-forwarded-proto", "") == "https"
    return connection.url.scheme == "https"


def address_of(connection: HTTPConnection, settings: Settings) -> str:
    """Where a request comes from."""
    if _from_proxy(connection, settings):
        return connection.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return connection.client.host if connection.client else ""


def whence(connection: HTTPConnection, settings: Settings) -> dict[str, str]:
    """What a session keeps of the browser that began it."""
    return {"agent": connection.headers.get("user-agent", ""), "address": address_of(connection, settings)}


def begin(response: Response, connection: HTTPConnection, settings: Settings, token: str) -> None:
    """Hand a new session's token to the browser, until it is closed."""
    name, secure = cookie_name(connection, settings), over_https(connection, settings)
    response.set_cookie(name, token, path="/", secure=secure, httponly=True, samesite="lax")


def end(response: Response, connection: HTTPConnection, settings: Settings) -> None:
    """Take the token from the browser."""
    name, secure = cookie_name(connection, settings), over_https(connection, settings)
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")


def _from_proxy(connection: HTTPConnection, settings: Settings) -> bool:
    return bool(settings.trusted_proxy and connection.client and connection.client.host == settings.trusted_proxy)


# The token of forms


def csrf_of(token: str) -> str:
    """What a session's forms carry; the session's token cannot be told from it."""
    return hmac.new(token.encode(), b"tieline csrf", hashlib.sha256).hexdigest()


async def require_csrf(request: Request) -> AsyncIterator[None]:
    """Hold what changes data by a cookie to the token of its session. Raises TokenRefused."""
    expected = of(request).csrf
    if request.method in SAFE_METHODS or not expected:
        yield
        return
    stated = request.headers.get(CSRF_HEADER)
    form = None if stated else await _form(request)
    try:
        found = form.get(CSRF_FIELD) if form else stated
        if not isinstance(found, str) or not hmac.compare_digest(found.encode(), expected.encode()):
            raise TokenRefused
        yield
    finally:
        if form:
            await form.close()


async def _form(request: Request) -> FormData | None:
    """The form that was sent; where the endpoint takes one, the very same."""
    sent = request.headers.get("content-type", "").startswith(FORMS)
    return await request.form() if sent else None


# Where to go


def local(address: str) -> str:
    """The address if it is one of this server's pages, else the first page: nobody is led elsewhere by a login."""
    path = address.partition("?")[0]
    return address if LOCAL.fullmatch(address) and path not in (LOGIN, "/logout") else "/"


def _to_login(scope: Scope) -> Response:
    query = scope["query_string"].decode("latin-1")
    here = scope.get("raw_path", scope["path"].encode()).decode("latin-1") + (f"?{query}" if query else "")
    following = {"next": here} if scope["method"] == "GET" and here != "/" else {}
    return RedirectResponse(f"{LOGIN}?{urlencode(following)}" if following else LOGIN, HTTPStatus.SEE_OTHER)


def _is_page(connection: HTTPConnection) -> bool:
    """Whether a person asks, who can be led to a form."""
    accepted = connection.headers.get("accept", "")
    return not connection.url.path.startswith("/api/") and ("text/html" in accepted or "json" not in accepted)


def _unstored(scope: Scope, send: Send) -> Send:
    """`send` that keeps what an account was shown out of caches: it is gone after a logout."""

    async def marked(message: Message) -> None:
        asking = scope["state"].get("asking", NOBODY)
        if message["type"] == "http.response.start" and asking.identity.account:
            MutableHeaders(scope=message)["Cache-Control"] = "private, no-store"
        await send(message)

    return marked
