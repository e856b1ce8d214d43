"""How endpoints describe their answers: one example of success and every problem that can come instead.

Must stay true: an endpoint that can fail in a documented way names it here, in the same words as all others.
"""

from typing import Any

from pydantic import TypeAdapter

from api.examples import PROBLEM, example
from api.identity import COOKIE, CSRF_HEADER
from api.problems import Problem

Responses = dict[int | str, dict[str, Any]]

MEANINGS = {
    400: "The request was refused: it names a host that is not this machine, or cannot be read.",
    401: "There are accounts, and the request states neither a key nor a session that counts.",
    403: "Who is asking may not do this, or the request comes from another site's page or an old form.",
    404: "There is no such thing for this viewer.",
    409: "Another process is writing; try again when it has ended.",
    413: "The file is larger than TIELINE_MAX_FILE_MB.",
    415: "The request is not a form with a file (multipart/form-data).",
    422: "A parameter cannot be used; `errors` says which and why.",
    429: "Too many wrong passwords; `Retry-After` says when the next one is looked at.",
    503: "The database cannot be reached; `Retry-After` says when to try again.",
}

ALWAYS = (400, 401, 403, 422, 503)

SECURITY = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "tl_…",
        "description": "A key of an account, made on its page. A key of scope `read` changes nothing.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": (
            f"The session of who has logged in on the page (behind https: `__Host-{COOKIE}`). A request that changes "
            f"anything states its token besides, in `{CSRF_HEADER}`."
        ),
    },
}
"""How to say who is asking. While there is no account none of it is needed."""

FOR_ANYONE = ("/api/v1/health",)


def answers(shown: Any, *problems: int, status: int = 200, media_type: str = "application/json") -> Responses:
    """The documented answers of an endpoint: this example, and these problems besides those that all can give."""
    found: Responses = {status: {"content": {media_type: {"example": shown}}}}
    for code in sorted({*ALWAYS, *problems}):
        shape = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": {**example(PROBLEM), "status": code}}
        found[code] = {"description": MEANINGS[code], "content": {"application/problem+json": shape}}
    return found


def described_security(described: dict[str, Any]) -> None:
    """Write into the description how to say who is asking, and where that is not needed."""
    described["components"]["securitySchemes"] = SECURITY
    described["security"] = [{name: []} for name in SECURITY]
    for path in FOR_ANYONE:
        for operation in described["paths"][path].values():
            operation["security"] = []


def problem_schemas() -> dict[str, Any]:
    """The schemas that the problems refer to. FastAPI would add them itself for a `model`, but under the media type of
    a success."""
    schema = TypeAdapter(Problem).json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}
