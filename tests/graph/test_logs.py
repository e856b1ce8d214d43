"""What a log line holds, and what it never holds."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from graph.logs import HIDDEN, LONGEST_VALUE, configure_logging, get_logger


@pytest.fixture
def untouched() -> Iterator[None]:
    """Leaves the root logger as it was for the tests that follow."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def lines(untouched: None) -> io.StringIO:
    stream = io.StringIO()
    configure_logging("DEBUG", stream)
    return stream


def last(stream: io.StringIO) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(stream.getvalue().splitlines()[-1])
    return found


def test_a_line_is_one_json_object_with_its_facts(lines: io.StringIO) -> None:
    get_logger("ingest.run").info("document-read", pages=3, name="年报.pdf")
    found = last(lines)
    assert {"event": "document-read", "pages": 3, "name": "年报.pdf", "level": "info"}.items() <= found.items()
    assert found["logger"] == "ingest.run"
    assert "年报" in lines.getvalue()


@pytest.mark.parametrize("field", ["database_password", "Authorization", "api_token", "text", "passage", "parameters"])
def test_secrets_and_texts_are_hidden(lines: io.StringIO, field: str) -> None:
    get_logger("x").info("event", **{field: "swordfish", "inner": {field: "swordfish"}})
    assert "swordfish" not in lines.getvalue()
    assert last(lines)[field] == HIDDEN


def test_a_long_value_is_cut(lines: io.StringIO) -> None:
    get_logger("x").info("event", name="长" * 5000)
    assert lines.getvalue().count("长") == LONGEST_VALUE


def test_libraries_go_the_same_way_but_do_not_log_what_passes_through_them(lines: io.StringIO) -> None:
    logging.getLogger("neo4j.io").debug("RUN 'MATCH (n)' {'text': 'swordfish'}")
    logging.getLogger("uvicorn.error").warning("port %s is in use", 8000)
    assert "swordfish" not in lines.getvalue()
    assert last(lines)["event"] == "port 8000 is in use"


def test_a_traceback_shows_no_local_variables(lines: io.StringIO) -> None:
    password = "swordfish"
    try:
        _ = len(password) / 0
    except ZeroDivisionError:
        get_logger("x").exception("failed")
    assert "ZeroDivisionError" in last(lines)["exception"]
    assert "swordfish" not in lines.getvalue()


def test_a_lower_level_is_silent(untouched: None) -> None:
    stream = io.StringIO()
    configure_logging("WARNING", stream)
    get_logger("x").info("event")
    assert stream.getvalue() == ""
