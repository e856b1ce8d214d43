"""The one form that every error has."""

from typing import Any

from httpx2 import Response

MEMBERS = {"type", "title", "status", "detail", "instance", "code"}


def assert_problem(answer: Response, status: int) -> dict[str, Any]:
    """The answer is a problem document (RFC 9457) of this status; returns it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert set(found) - {"errors"} == MEMBERS
    assert found["status"] == status
    assert found["type"] == f"urn:tieline:problem:{found['code']}"
    assert found["instance"] == answer.request.url.path
    assert found["title"]
    assert found["detail"]
    assert "Traceback" not in answer.text
    assert "Content-Security-Policy" in answer.headers
    return found
