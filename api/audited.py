"""Notes every read of a record and every change in the audit log: one entry a request.

Must stay true: what an endpoint does is noted before it is tried, so that a refusal stands in the log as well; the log
holds no text of a document, no password, no token and no key. While there is no account there is one person, and
nothing is noted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, unquote

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import identity
from graph.office.audit import OK, Audit

API = "/api/v1"
PURPOSE = "X-Purpose"
"""Header by which a program says what a request is for, percent-encoded."""

RECORDS = {"document_id": "documents", "entity_id": "entities", "fact_id": "facts"}
"""Where an endpoint is about one record: the object is that record, whichever of its pages it is."""

UNNOTED = frozenset({"job_id"})
"""Asked for again and again while it is under way; what it brought is noted as the upload."""

HOW = frozenset({"cursor", "lang", "limit", "first"})
"""Parts of an address that say nothing of what is asked for."""

FAILED = "fault"


@dataclass(frozen=True)
class Note:
    """What a request does, as far as is known: what is empty is taken from its address and from who is asking."""

    act: str = ""
    object: str = ""
    who: str = ""


def note(request: Request, *, act: str = "", object: str = "", who: str = "", keep: bool = False) -> None:
    """Say what this request does; with `keep` only if nobody has said it yet."""
    known: Note = getattr(request.state, "note", Note())
    if keep and known.act:
        return
    request.state.note = replace(known, **{k: v for k, v in (("act", act), ("object", object), ("who", who)) if v})


class AuditMiddleware:
    """Writes the entry of each request once it has been answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 0

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        whole = False
        try:
            await self.app(scope, receive, noted)
            whole = True
        finally:
            _record(scope, status if whole else 0)


def _record(scope: Scope, status: int) -> None:
    request = Request(scope)
    found: Note = getattr(request.state, "note", Note())
    who = identity.of(request).identity
    if not found.act or not (who.account or found.who) or UNNOTED & scope.get("path_params", {}).keys():
        return
    log: Audit = scope["app"].state.audit
    log.record(
        found.who or who.who,
        str(who.via),
        found.act,
        found.object or _object(scope),
        purpose=unquote(request.headers.get(PURPOSE, "")),
        outcome=_outcome(request, status),
    )


def _outcome(request: Request, status: int) -> str:
    if 0 < status < 400:
        return OK
    return str(getattr(request.state, "problem", FAILED))


def _object(scope: Scope) -> str:
    given: Mapping[str, str] = scope.get("path_params", {})
    for name, kind in RECORDS.items():
        if name in given:
            return f"{kind}/{given[name]}"
    path = scope["path"].removeprefix(API).strip("/") or "home"
    asked = [(name, value) for name, value in parse_qsl(scope["query_string"].decode("latin-1")) if name not in HOW]
    return f"{path}?{'&'.join(f'{name}={value}' for name, value in asked)}" if asked else str(path)
