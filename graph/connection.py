"""One open way to a database server, embedded or Neo4j: the driver and, for the embedded one, our hold on its host.

Must stay true: what both servers share stands in database.py; what differs in opening them stands here.
"""

import shutil
from dataclasses import dataclass
from typing import Literal

import neo4j
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, ConstraintError, DriverError, Neo4jError
from neomodel.exceptions import ConstraintValidationFailed

from graph.database_errors import (
    DatabaseError,
    DatabaseFull,
    DatabaseRefused,
    DatabaseUnavailable,
    Duplicate,
    QueryFailed,
    QueryTimeout,
)
from graph.embedded.client import EmbeddedServer
from graph.embedded.state import DATABASE, USER
from graph.settings import Settings

Kind = Literal["embedded", "neo4j"]

QUERY_TIMEOUT_S = 20.0
"""Longest time of one transaction. Neo4j is told with each; the embedded server was told at its start."""

RESERVE_BYTES = 64 * 1024 * 1024
"""Free disk space below which the embedded server is not written to."""


@dataclass(frozen=True)
class Connection:
    """An open, verified way to a server."""

    kind: Kind
    driver: neo4j.Driver
    where: str
    """The server's address as messages show it."""
    database: str | None
    server: EmbeddedServer | None = None

    @property
    def broken(self) -> bool:
        """Whether this way will never work again: the embedded server's host is gone, and its ports with it."""
        return self.server is not None and not self.server.alive()

    def require_space(self) -> None:
        """Raise DatabaseFull before the embedded server would run out of disk and lose its footing."""
        if self.server and shutil.disk_usage(self.server.data_dir).free < RESERVE_BYTES:
            raise DatabaseFull(where=self.where)

    def close(self) -> None:
        self.driver.close()
        if self.server:
            self.server.close()


def connect(settings: Settings) -> Connection:
    """A way to the server that the settings name; the embedded one is started if need be.

    Raises DatabaseUnavailable or DatabaseRefused.
    """
    connection = _neo4j(settings, settings.database_url) if settings.database_url else _embedded(settings)
    try:
        connection.driver.verify_connectivity()
    except (Neo4jError, DriverError) as error:
        connection.close()
        raise explain(error, connection.where) from error
    return connection


def _embedded(settings: Settings) -> Connection:
    server = EmbeddedServer.connect(settings.data_dir, settings.database_memory_mb)
    driver = _driver(server.bolt_url, USER, server.note.password)
    return Connection("embedded", driver, str(settings.data_dir), DATABASE, server)


def _neo4j(settings: Settings, url: str) -> Connection:
    password = settings.database_password.get_secret_value() if settings.database_password else ""
    driver = _driver(url, settings.database_user, password)
    return Connection("neo4j", driver, url, settings.database_name)


def _driver(url: str, user: str, password: str) -> neo4j.Driver:
    return GraphDatabase.driver(
        url, auth=(user, password), connection_timeout=10.0, connection_acquisition_timeout=30.0
    )


def explain(error: Exception, where: str) -> DatabaseError:
    """What this error of the driver means to the user."""
    text = str(error)
    if isinstance(error, AuthError):
        return DatabaseRefused(where=where)
    if "No space left" in text or "DatabaseFull" in text or "OutOfDisk" in text:
        return DatabaseFull(where=where)
    if _is_timeout(error, text):
        return QueryTimeout(seconds=QUERY_TIMEOUT_S)
    if isinstance(error, (ConstraintError, ConstraintValidationFailed)):
        return Duplicate(reason="constraint")
    if isinstance(error, Neo4jError):
        return QueryFailed(reason=error.code)
    return DatabaseUnavailable(where=where)


def _is_timeout(error: Exception, text: str) -> bool:
    code = error.code or "" if isinstance(error, Neo4jError) else ""
    return "TransactionTimedOut" in code or "TimeoutException" in text or "timed out" in text.lower()
