"""Keeps web pages elsewhere away from the local server: names it answers to, who may post, what a page may load.

Must stay true: no answer leaves without the security headers; nothing that changes data can be reached from another
origin; while there is no account, the server is bound to this machine alone.
"""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.ontology.errors import TielineError
from graph.settings import Settings, is_loopback

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Not no-referrer: with it a browser sends "Origin: null" along with a form of our own page.
    "Referrer-Policy": "same-origin",
}

MULTIPART_MARGIN = 64 * 1024
"""Bytes of a request besides the file: form fields and multipart boundaries."""


class AddressRefused(TielineError):
    """Without an account everybody who reaches the page is its owner, so nobody on the network may reach it."""

    code = "address-refused"
    zh = (
        "尚无账户，页面只能在本机打开（127.0.0.1），不能监听 {host}，否则网络上任何人都能看到全部数据。"
        "请先运行：tieline account create 用户名 --role administrator"
    )
    en = (
        "There is no account yet, so the page can only be served to this machine (127.0.0.1), not on {host}: everyone "
        "on the network would see all data. First run: tieline account create LOGIN --role administrator"
    )


class HostRefused(TielineError):
    """A browser was led here under a name that is not ours."""

    code = "host-refused"
    zh = "拒绝访问：请求所用的主机名不是本机的。请用 http://127.0.0.1 打开，或在 TIELINE_ALLOWED_HOSTS 中加入该名称。"
    en = (
        "Refused: the request names a host that is not this machine. Open http://127.0.0.1, "
        "or add the name to TIELINE_ALLOWED_HOSTS."
    )


class OriginRefused(TielineError):
    """Another site's page tried to change data here."""

    code = "origin-refused"
    zh = "拒绝操作：该请求来自其他网站的页面。请在本系统的页面上操作。"
    en = "Refused: the request comes from another site's page. Do this on Tieline's own page."


class BodyTooLarge(HTTPException):
    """More bytes than the largest file; an HTTP exception, since FastAPI lets only those through its body parser."""

    def __init__(self, limit_mb: int) -> None:
        super().__init__(413)
        self.limit_mb = limit_mb


def require_loopback(settings: Settings) -> None:
    """Refuse to serve the network, for while there is no account. Raises AddressRefused."""
    if not is_loopback(settings.host):
        raise AddressRefused(host=settings.host)


def host_allowed(host: str, allowed: tuple[str, ...]) -> bool:
    """Whether a Host header names this server; the port does not matter."""
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return False
    known = {entry.strip("[]").lower() for entry in allowed}
    return name is not None and (name in known or is_loopback(name))


def origin_allowed(method: str, headers: Headers) -> bool:
    """Whether a request may change data: it comes from a page of this server, or from no browser at all.

    Every browser states Sec-Fetch-Site or, with a method that changes data, Origin; a script states neither.
    """
    if method in SAFE_METHODS:
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


class SecurityMiddleware:
    """Checks each request before anything else sees it, and marks each answer."""

    def __init__(self, app: ASGIApp, settings: Settings, refuse: Callable[[Scope, TielineError], ASGIApp]) -> None:
        self.app = app
        self.settings = settings
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = self._refusal(scope)
        answer = self.refuse(scope, refusal) if refusal else self.app
        await answer(scope, _limited(receive, self.settings.max_file_mb), send_marked)

    def _refusal(self, scope: Scope) -> TielineError | None:
        headers = Headers(scope=scope)
        if not host_allowed(headers.get("host", ""), self.settings.allowed_hosts):
            return HostRefused()
        if not origin_allowed(scope["method"], headers):
            return OriginRefused()
        return None


def _limited(receive: Receive, limit_mb: int) -> Callable[[], Awaitable[Message]]:
    """`receive` that ends a body longer than the largest file, whatever its Content-Length says."""
    left = limit_mb * 1024 * 1024 + MULTIPART_MARGIN

    async def counted() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise BodyTooLarge(limit_mb)
        return message

    return counted
