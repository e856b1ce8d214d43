"""Chooses the language of an answer and translates the user interface's own texts (gettext).

Must stay true: texts of the vocabulary come from the ontology, never from here; a text without a translation is found
by a test, not by a user.
"""

import gettext
from functools import cache
from http.cookies import SimpleCookie
from importlib.resources import files

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.ontology.vocabulary import LANGUAGES

DOMAIN = "tieline"
COOKIE = "tieline_language"
PROGRAMS = "/api/"
"""Where Accept-Language counts. Pages begin in the office's language: browsers often name one that nobody chose."""
YEAR_S = 365 * 24 * 3600


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The user interface's texts in `zh` or `en`."""
    return gettext.translation(DOMAIN, str(files("api") / "locales"), languages=[language])


def choose(query: str, cookie: str, accept: str, default: str) -> str:
    """The language to answer in: what the address says, else an earlier choice, else the accepted one, else the
    default."""
    for wish in (query, cookie):
        if wish in LANGUAGES:
            return wish
    return _accepted(accept) or default


def _accepted(header: str) -> str:
    """The supported language that an Accept-Language header likes best, "" when it names none."""
    wishes = [_weighted(part) for part in header.split(",")]
    known = [(weight, -order, code) for order, (code, weight) in enumerate(wishes) if code in LANGUAGES and weight > 0]
    return max(known)[2] if known else ""


def _weighted(part: str) -> tuple[str, float]:
    tag, _, parameters = part.strip().partition(";")
    name, _, value = parameters.strip().partition("=")
    try:
        weight = float(value) if name.strip() == "q" else 1.0
    except ValueError:
        weight = 0.0
    return tag.split("-")[0].lower(), weight


class LanguageMiddleware:
    """Puts the language of the answer into the request's state and remembers a choice made by ?lang= in a cookie."""

    def __init__(self, app: ASGIApp, default: str) -> None:
        self.app = app
        self.default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        wish = QueryParams(scope["query_string"]).get("lang", "")
        cookie, accept = _stated(Headers(scope=scope))
        language = choose(wish, cookie, accept if scope["path"].startswith(PROGRAMS) else "", self.default)
        scope.setdefault("state", {})["language"] = language

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                _mark(MutableHeaders(scope=message), language, remember=wish == language)
            await send(message)

        await self.app(scope, receive, send_marked)


def _stated(headers: Headers) -> tuple[str, str]:
    cookies = SimpleCookie(headers.get("cookie", ""))
    earlier = cookies[COOKIE].value if COOKIE in cookies else ""
    return earlier, headers.get("accept-language", "")


def _mark(headers: MutableHeaders, language: str, *, remember: bool) -> None:
    headers.setdefault("Content-Language", language)
    headers.add_vary_header("Accept-Language")
    headers.add_vary_header("Cookie")
    if remember:
        headers.append("Set-Cookie", f"{COOKIE}={language}; Path=/; Max-Age={YEAR_S}; SameSite=Lax; HttpOnly")
