"""One open way to a database server, embedded or Neo4j: the driver and, for the embedded one, our hold on its host.

Must stay true: what both servers share stands in database.py; what differs in opening them stands here.
"""

import re
import shutil
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Literal

import neo4j
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, ConstraintError, DriverError, Neo4jError
from neomodel.exceptions import ConstraintValidationFailed

from graph.database_errors import (
    DatabaseError,
    DatabaseFull,
    DatabaseMissing,
    DatabaseRefused,
    DatabaseTooOld,
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

OLDEST = (5, 26)
"""The oldest Neo4j that the tests run on."""

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

    def alone(self) -> AbstractContextManager[object]:
        """For bringing in the schema: the embedded server does not bear two who do so at once; Neo4j does."""
        return self.server.alone() if self.server else nullcontext()

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

    Raises DatabaseUnavailable, DatabaseRefused or DatabaseTooOld.
    """
    connection = _neo4j(settings, settings.database_url) if settings.database_url else _embedded(settings)
    try:
        connection.driver.verify_connectivity()
        require_version(connection.driver.get_server_info().agent)
    except DatabaseError:
        connection.close()
        raise
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


def require_version(agent: str) -> None:
    """Raise DatabaseTooOld if a server that calls itself so ("Neo4j/5.26.0") does not know all that queries say."""
    found = re.match(r"Neo4j/v?(\d+)\.(\d+)", agent)
    if not found or tuple(map(int, found.groups())) < OLDEST:
        raise DatabaseTooOld(found=agent, needed=".".join(map(str, OLDEST)))


def explain(error: Exception, where: str) -> DatabaseError:
    """What this error of the driver means to the user."""
    text = str(error)
    code = error.code or "" if isinstance(error, Neo4jError) else ""
    if isinstance(error, AuthError) or ".Security." in code:
        return DatabaseRefused(where=where)
    if "DatabaseNotFound" in code:
        return DatabaseMissing(where=where)
    if "No space left" in text or "DatabaseFull" in text or "OutOfDisk" in text:
        return DatabaseFull(where=where)
    if "TransactionTimedOut" in code or "TimeoutException" in text:
        return QueryTimeout(seconds=QUERY_TIMEOUT_S)
    if isinstance(error, (ConstraintError, ConstraintValidationFailed)):
        return Duplicate(reason="constraint")
    if isinstance(error, Neo4jError):
        return QueryFailed(reason=error.code)
    return DatabaseUnavailable(where=where)
