"""Fixtures for tests that need a database.

Strategy: one server a session, chosen by TIELINE_TEST_DATABASE (embedded, neo4j-5 or neo4j-2026), emptied before each
test. Nothing is mocked. A server that holds anything of others is refused, never emptied. Where a chosen Neo4j cannot
run, the run ends with what is missing; in CI (CI=true) or with TIELINE_REQUIRE_NEO4J=1 that is a failure.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from pydantic import SecretStr

from graph.database import Database
from graph.settings import Settings
from tests.neo4j import server as neo4j_server

CHOICES = ("embedded", *neo4j_server.VERSIONS)
EXIT_MISSING = 5
"""Exit code of a run that ended because a server is missing on this machine; 1 where it must be there."""

_EMPTY = "MATCH (n) WHERE NOT n:Meta WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS removed"


def chosen() -> str:
    """The kind of server that this run uses."""
    return os.environ.get("TIELINE_TEST_DATABASE") or "embedded"


def pytest_configure(config: pytest.Config) -> None:
    if chosen() not in CHOICES:
        raise pytest.UsageError(f"TIELINE_TEST_DATABASE={chosen()}: use one of {', '.join(CHOICES)}")


def pytest_report_header() -> str:
    if chosen() != "embedded":
        return f"database: {chosen()}, Neo4j {neo4j_server.VERSIONS[chosen()][0]}"
    try:
        return f"database: embedded, ArcadeDB {version('arcadedb-embedded')}"
    except PackageNotFoundError:
        return "database: embedded, not available on this platform"


@pytest.fixture(scope="session")
def server_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings that name the session's server."""
    data_dir = tmp_path_factory.mktemp("data")
    with ExitStack() as stack:
        if chosen() == "embedded":
            yield Settings(data_dir=data_dir)
        else:
            yield neo4j_settings(stack.enter_context(_neo4j()), data_dir)


def neo4j_settings(server: neo4j_server.Server, data_dir: Path) -> Settings:
    """Settings that name this Neo4j."""
    return Settings(data_dir=data_dir, database_url=server.url, database_password=SecretStr(server.password))


@pytest.fixture(scope="session")
def session_database(server_settings: Settings) -> Iterator[Database]:
    """The session's server, open; tests take `database`, which is empty."""
    with Database.open(server_settings) as found:
        if found.read("MATCH (n) WHERE NOT n:Meta RETURN n LIMIT 1"):
            pytest.exit(f"the database at {found.where} holds data of others", EXIT_MISSING)
        yield found


@pytest.fixture
def database(session_database: Database, server_settings: Settings) -> Database:
    """An open, empty database with its schema in place; the data folder is empty as well."""
    while session_database.write(_EMPTY)[0]["removed"]:
        pass
    for path in server_settings.data_dir.iterdir():
        if path.is_dir() and path.name != "database":
            shutil.rmtree(path)
        elif path.is_file():
            path.unlink()
    return session_database


@pytest.fixture
def settings(database: Database, server_settings: Settings) -> Settings:
    """Settings by which another process, or an app, opens the very database of the `database` fixture, emptied."""
    return server_settings


@pytest.fixture
def fresh_settings(tmp_path: Path) -> Settings:
    """Settings with an empty data folder and an embedded server of its own, which takes seconds to start."""
    return Settings(data_dir=tmp_path / "data")


@contextmanager
def _neo4j() -> Iterator[neo4j_server.Server]:
    required = os.environ.get("CI") == "true" or os.environ.get("TIELINE_REQUIRE_NEO4J") == "1"
    try:
        neo4j_server.prepare(chosen())
    except neo4j_server.Missing as missing:
        pytest.exit(f"{chosen()} cannot run here. {missing}", 1 if required else EXIT_MISSING)
    with neo4j_server.start(chosen()) as server:
        yield server
