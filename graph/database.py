"""The only place that runs queries, on the embedded server and on Neo4j alike.

Must stay true: every write runs inside a transaction (on the embedded server a failing auto-commit statement keeps
half of what it wrote); a read cannot write; no message is larger than a server answers; what fails for a passing
reason is tried again, so every write must be one that may be repeated (MERGE by uid); no parameter is ever logged.
"""

import logging
import pickle
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

import neo4j
import neomodel
from neo4j import READ_ACCESS, WRITE_ACCESS, GraphDatabase
from neo4j.exceptions import ConstraintError, DriverError, Neo4jError, ServiceUnavailable, SessionExpired
from neomodel.exceptions import ConstraintValidationFailed

from graph import schema
from graph.connection import QUERY_TIMEOUT_S, Connection, Kind, connect, explain
from graph.embedded.http import sql
from graph.settings import Settings
from graph.statements import batches, require_portable, require_read, require_size

log = logging.getLogger(__name__)

T = TypeVar("T")
Row = dict[str, Any]

RETRY_S = 30.0
"""How long a passing error (a deadlock, a leader that changes) is met by trying again."""

UNAVAILABLE_S = 10.0
"""How long a server that does not answer is asked again."""

SPOOL_ROWS = 1_000
SPOOL_BYTES = 16 * 1024 * 1024
"""How much of a long answer is held in memory before it goes to a temporary file."""

RACES = 6
"""How often two writers that made the same thing at once are sent again; the embedded server calls it a violation."""


class Database:
    """An open database. Safe for use by several threads."""

    def __init__(self, settings: Settings, connection: Connection) -> None:
        self._settings = settings
        self._connection = connection
        self._lock = threading.Lock()
        self._bookmarks = GraphDatabase.bookmark_manager()

    @classmethod
    def open(cls, settings: Settings) -> "Database":
        """The database that the settings name, with its schema in place.

        Raises DatabaseUnavailable, DatabaseRefused or SchemaMismatch.
        """
        database = cls(settings, connect(settings))
        try:
            with database._connection.alone():
                schema.prepare(database)
            database._lend_to_neomodel()
        except BaseException:
            database.close()
            raise
        return database

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the server; the embedded one ends with its last user."""
        if neomodel.db.driver is self._connection.driver:
            neomodel.db.driver = None
        self._connection.close()

    @property
    def kind(self) -> Kind:
        return self._connection.kind

    @property
    def where(self) -> str:
        """The server's address as messages show it."""
        return self._connection.where

    @property
    def version(self) -> str:
        """The server's name and version."""
        return self._connection.driver.get_server_info().agent

    def read(self, query: str, /, **parameters: Any) -> list[Row]:
        """The rows of a query that only reads.

        Raises NotARead, QueryTimeout, QueryFailed or DatabaseUnavailable.
        """
        require_read(query)
        require_size(parameters)
        return self._retrying(lambda: self._transaction(READ_ACCESS, [(query, parameters)]))

    def stream(self, query: str, /, **parameters: Any) -> Iterator[Row]:
        """The rows of a query that only reads, one by one, for answers too large to hold.

        They are all fetched into a temporary file before the first one is given: the embedded server counts the time
        that a slow consumer takes against the query's.
        """
        require_read(query)
        require_size(parameters)
        return self._spooled(query, parameters)

    def write(self, query: str, /, **parameters: Any) -> list[Row]:
        """The rows of one statement, run in a transaction of its own."""
        return self.write_all([(query, parameters)])

    def write_all(self, statements: Sequence[tuple[str, Mapping[str, Any]]]) -> list[Row]:
        """Run several statements in one transaction: all or none. The rows are the last one's."""
        for query, parameters in statements:
            require_portable(query)
            require_size(parameters)
        self._connection.require_space()
        return self._retrying(lambda: self._transaction(WRITE_ACCESS, statements))

    def write_rows(self, query: str, rows: Iterable[Mapping[str, Any]], /, **parameters: Any) -> int:
        """Run `query` (UNWIND $rows AS row …) over batches of the rows, a transaction each; how many rows there were.

        Not all or none: what breaks off is completed by running it again.
        """
        written = 0
        for batch in batches(rows):
            self.write(query, rows=batch, **parameters)
            written += len(batch)
        return written

    def records(self, work: Callable[[], T]) -> T:
        """The result of work with neomodel classes, run in one transaction; it may be run more than once.

        neomodel knows one driver a process: where several databases are open, each takes it for its own work.
        """
        return self._retrying(lambda: self._neomodel_transaction(work))

    def define(self, query: str) -> None:
        """Run one statement that changes the schema."""
        self._retrying(lambda: self._transaction(WRITE_ACCESS, [(query, {})]))

    def engine_sql(self, statement: str) -> list[Row]:
        """The rows of an SQL statement of the embedded server (schema and engine questions only)."""
        server = self._connection.server
        if server is None:
            raise ValueError("only the embedded server speaks SQL")
        return sql(server.note, statement)

    def _session(self, access: str) -> neo4j.Session:
        connection = self._connection
        return connection.driver.session(
            database=connection.database, default_access_mode=access, bookmark_manager=self._bookmarks
        )

    def _transaction(self, access: str, statements: Sequence[tuple[str, Mapping[str, Any]]]) -> list[Row]:
        rows: list[Row] = []
        with self._session(access) as session, session.begin_transaction(timeout=QUERY_TIMEOUT_S) as transaction:
            for query, parameters in statements:
                rows = transaction.run(query, dict(parameters)).data()
            transaction.commit()
        return rows

    def _spooled(self, query: str, parameters: Mapping[str, Any]) -> Iterator[Row]:
        with SpooledTemporaryFile(max_size=SPOOL_BYTES) as spool:
            for _ in range(self._retrying(lambda: self._spool(spool, query, parameters))):
                yield from pickle.load(spool)

    def _spool(self, spool: IO[bytes], query: str, parameters: Mapping[str, Any]) -> int:
        """Write the rows to the file in chunks, and say how many chunks; the file is left at its start."""
        spool.seek(0)
        chunks = 0
        with self._session(READ_ACCESS) as session, session.begin_transaction() as transaction:
            result = transaction.run(query, dict(parameters))
            while records := result.fetch(SPOOL_ROWS):
                pickle.dump([record.data() for record in records], spool)
                chunks += 1
        spool.seek(0)
        return chunks

    def _neomodel_transaction(self, work: Callable[[], T]) -> T:
        if neomodel.db.driver is not self._connection.driver:
            self._lend_to_neomodel()
        neomodel.db._database_name = self._connection.database  # neomodel keeps it by thread.
        with neomodel.db.transaction:
            return work()

    def _retrying(self, attempt: Callable[[], T]) -> T:
        started = time.monotonic()
        tries = 0
        while True:
            connection = self._connection
            try:
                return attempt()
            except (Neo4jError, DriverError, ConstraintValidationFailed) as error:
                if _interrupted(error):
                    raise KeyboardInterrupt from error
                tries += 1
                if not _passing(error, tries, time.monotonic() - started):
                    raise self._explained(error) from error
                log.info("database: trying again after %s", type(error).__name__)
            if connection.broken:
                self._restart(connection)
            time.sleep(min(2.0, 0.02 * 2**tries) * random.uniform(0.5, 1.0))

    def _restart(self, broken: Connection) -> None:
        with self._lock:
            if self._connection is broken:
                log.warning("database: the embedded server is gone, starting it again")
                broken.close()
                self._connection = connect(self._settings)
                self._lend_to_neomodel()

    def _lend_to_neomodel(self) -> None:
        # First the name: taking the driver asks the server, under the name of the database that this thread used last.
        neomodel.db._database_name = self._connection.database
        neomodel.db.set_connection(driver=self._connection.driver)

    def _explained(self, error: Exception) -> Exception:
        log.warning("database: %s %s", type(error).__name__, getattr(error, "code", ""))
        return explain(error, self.where)


def _interrupted(error: BaseException) -> bool:
    """Whether this error only came up while the driver cleaned up after Ctrl-C, which must not be tried again."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, KeyboardInterrupt):
            return True
        cause = cause.__context__
    return False


def _passing(error: Exception, tries: int, seconds: float) -> bool:
    """Whether it makes sense to try again."""
    if isinstance(error, (ConstraintError, ConstraintValidationFailed)):
        return tries < RACES
    if isinstance(error, (ServiceUnavailable, SessionExpired)):
        return seconds < UNAVAILABLE_S
    return isinstance(error, (Neo4jError, DriverError)) and error.is_retryable() and seconds < RETRY_S
