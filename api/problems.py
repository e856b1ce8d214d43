"""Turns every failure into one form: RFC 9457 problem+json for programs, a page of the same content for people.

Must stay true: this is the only place that answers with an error; no answer holds a stack trace, a path or a secret;
the status is decided by the error's class alone.
"""

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Scope

from api.i18n import catalogue
from api.identity import OwnPasswordNeeded, TokenRefused
from api.rendering import page
from api.security import HEADERS, AddressRefused, BodyTooLarge, HostRefused, OriginRefused
from graph.database_errors import DatabaseError, LeaseLost, QueryFailed, WriterBusy
from graph.office.errors import AccessRefused, NotAllowed, TooManyTries
from graph.ontology.errors import InvalidInput, NotFound, TielineError

logger = logging.getLogger(__name__)

RETRY_AFTER_S = 5

STATUS: Mapping[type[TielineError], int] = {
    NotFound: 404,
    InvalidInput: 422,
    HostRefused: 400,
    OriginRefused: 403,
    TokenRefused: 403,
    OwnPasswordNeeded: 403,
    NotAllowed: 403,
    AddressRefused: 403,
    AccessRefused: 401,
    TooManyTries: 429,
    WriterBusy: 409,
    LeaseLost: 409,
    QueryFailed: 500,
    DatabaseError: 503,
    TielineError: 500,
}
"""The nearest class along the error's ancestry decides."""

CODES = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 413: "too-large", 415: "unsupported-type"}


@dataclass(frozen=True)
class ProblemItem:
    """One thing that is wrong with a request: where, and what."""

    where: str
    message: str


@dataclass(frozen=True)
class Problem:
    """What went wrong (RFC 9457). `code` is stable and meant for programs, `title` and `detail` for people."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: tuple[ProblemItem, ...] = ()


def install(app: FastAPI) -> None:
    """Answer all failures of this app through `answer`."""
    app.add_exception_handler(TielineError, _on_tieline_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(Exception, _on_fault)


def refuse(scope: Scope, error: TielineError) -> ASGIApp:
    """The answer to a request that is turned away before it reaches the app."""
    return of_error(Request(scope), error)


def of_error(request: Request, error: TielineError) -> Response:
    """The answer to an expected failure."""
    status = status_of(error)
    if status >= 500:
        logger.error("%s %s: %s", request.method, request.url.path, error.code)
    return answer(request, status, error.code, error.message(_language(request)), headers=_besides(error, status))


def status_of(error: TielineError) -> int:
    """The status that an error is answered with, also where a form shows it in place."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def in_place(request: Request, error: TielineError) -> str:
    """What a form says of an error above itself; the audit log is told as well."""
    request.state.problem = error.code
    return error.message(_language(request))


def _besides(error: TielineError, status: int) -> dict[str, str]:
    """The headers that a program needs to go on."""
    if isinstance(error, TooManyTries):
        return {"Retry-After": str(error.parameters["seconds"])}
    return {"WWW-Authenticate": 'Bearer realm="tieline"'} if status == 401 else {}


def unreadable(language: str) -> Response:
    """The answer to what is no request: nobody knows its address, nor in which language it asks."""
    _ = catalogue(language).gettext
    detail = _(
        "The request breaks the rules of HTTP. In an address, everything but plain ASCII must be percent-encoded, as "
        "browsers do (curl: -G --data-urlencode)."
    )
    code = CODES[400]
    response = _json(Problem(f"urn:tieline:problem:{code}", _title(400, language), 400, detail, "", code))
    response.headers.update({**HEADERS, "Content-Language": language})
    return response


def answer(
    request: Request,
    status: int,
    code: str,
    detail: str,
    errors: tuple[ProblemItem, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The one form of every error, as JSON or as a page by who is asking."""
    request.state.problem = code
    title = _title(status, _language(request))
    problem = Problem(f"urn:tieline:problem:{code}", title, status, detail, request.url.path, code, errors)
    sent = dict(headers or {})
    if status == 503:
        sent["Retry-After"] = str(RETRY_AFTER_S)
    response = _page(request, problem) if _wants_page(request) else _json(problem)
    response.headers.update(sent)
    return response


def _page(request: Request, problem: Problem) -> Response:
    return page(request, "error.html", status=problem.status, problem=problem)


def _json(problem: Problem) -> Response:
    content = {name: value for name, value in asdict(problem).items() if value != ()}
    return JSONResponse(content, problem.status, media_type="application/problem+json")


def _wants_page(request: Request) -> bool:
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def _language(request: Request) -> str:
    return str(request.state.language)


def _title(status: int, language: str) -> str:
    _ = catalogue(language).gettext
    titles = {
        400: _("The request was refused"),
        401: _("Sign in first"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("This address does not offer that"),
        409: _("Someone else is writing"),
        413: _("Too large"),
        415: _("This kind of content cannot be used"),
        422: _("The input cannot be used"),
        429: _("Too many tries"),
        500: _("Tieline has failed"),
        503: _("The database cannot be reached"),
    }
    return titles.get(status) or HTTPStatus(status).phrase


def _http_detail(error: HTTPException, language: str) -> str:
    _ = catalogue(language).gettext
    if isinstance(error, BodyTooLarge):
        return _("The file is larger than %(limit)s MB. Split it, or raise TIELINE_MAX_FILE_MB.") % {
            "limit": error.limit_mb
        }
    details = {
        400: _("The request could not be read."),
        404: _("There is nothing at this address. It may be mistyped, or what was here has been deleted."),
        405: _("This address exists, but not for this method."),
        415: _("Send the content type that the interface's description names."),
    }
    return details.get(error.status_code) or _("The request could not be answered.")


async def _on_tieline_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, TielineError)
    return of_error(request, error)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = _http_detail(error, _language(request))
    code = CODES.get(error.status_code, "http-error")
    return answer(request, error.status_code, code, detail, headers=error.headers)


async def _on_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    _ = catalogue(_language(request)).gettext
    items = tuple(_item(detail, _language(request)) for detail in error.errors())
    return answer(request, 422, "invalid-input", _("Some of what was sent cannot be used; see below."), items)


def _item(detail: Mapping[str, Any], language: str) -> ProblemItem:
    _ = catalogue(language).gettext
    bounds = {name: str(value) for name, value in (detail.get("ctx") or {}).items()}
    where = ".".join(str(part) for part in detail["loc"])
    texts = {
        "missing": _("is required"),
        "int_parsing": _("must be a whole number"),
        "bool_parsing": _("must be true or false"),
        "greater_than_equal": _("must be at least %(ge)s"),
        "less_than_equal": _("must be at most %(le)s"),
        "string_too_long": _("must have at most %(max_length)s characters"),
        "string_too_short": _("must have at least %(min_length)s characters"),
        "string_pattern_mismatch": _("does not have the expected form"),
        "literal_error": _("must be one of %(expected)s"),
        "enum": _("must be one of %(expected)s"),
    }
    text = texts.get(detail["type"]) or _("cannot be used")
    return ProblemItem(where, text % bounds if "%(" in text else text)


async def _on_fault(request: Request, error: Exception) -> Response:
    """A fault of ours. It is logged by its trace; the answer leaves past the security middleware, so it is marked
    here."""
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    _ = catalogue(_language(request)).gettext
    detail = _("This is a fault of Tieline. It has been logged; try again, and report it if it stays.")
    return answer(request, 500, "fault", detail, headers=HEADERS)
