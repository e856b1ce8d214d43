"""The interface's description is complete: a program can be written from it alone."""

from typing import Any

import pytest
from fastapi import FastAPI

from api.app import create_app
from graph.settings import Settings


@pytest.fixture
def described(fresh_settings: Settings) -> dict[str, Any]:
    """The OpenAPI document, of an app that was never started."""
    app: FastAPI = create_app(fresh_settings)
    return app.openapi()


def operations(described: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", found) for path, methods in described["paths"].items() for method, found in methods.items()
    ]


def test_every_operation_is_summed_up_described_and_shown_by_an_example(described: dict[str, Any]) -> None:
    found = operations(described)
    assert len(found) >= 18
    for name, operation in found:
        assert operation.get("summary"), name
        assert operation.get("description"), name
        assert operation.get("tags"), name
        for code, response in operation["responses"].items():
            content = response.get("content", {})
            assert code == "204" or any("example" in shape for shape in content.values()), (name, code)


def test_every_error_is_documented_as_a_problem(described: dict[str, Any]) -> None:
    for name, operation in operations(described):
        errors = {code: found for code, found in operation["responses"].items() if code >= "400"}
        assert {"400", "422", "503"} <= set(errors), name
        assert all(set(found["content"]) == {"application/problem+json"} for found in errors.values()), name
    assert set(described["components"]["schemas"]["Problem"]["required"]) >= {"type", "title", "status", "detail"}


def test_every_parameter_is_described(described: dict[str, Any]) -> None:
    for name, operation in operations(described):
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), (name, parameter["name"])
