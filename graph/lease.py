"""One writer at a time, across processes and machines that share a database.

Must stay true: whoever writes holds the lease; a holder that is dead or silent loses it, and finds out at its next
`check`. What it wrote before is whole or repaired by the next run, because every write may be repeated.

Times are compared on the clocks of the machines that share the database: these must agree to within a few seconds.
"""

import logging
import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from graph.database import Database
from graph.database_errors import DatabaseError, LeaseLost, WriterBusy

log = logging.getLogger(__name__)

EXPIRES_S = 10.0
RENEW_S = 3.0
WAIT_S = 60.0
_POLL_S = 0.2

# Setting `asked` first takes the lock, so that of two who ask at once the second one sees what the first one got.
_TAKE = """
MERGE (l:Lease {uid: 'writer'})
SET l.asked = $now
WITH l, (l.token IS NULL OR l.until < $now OR l.token = $deposed) AS free
SET l.token = CASE WHEN free THEN $token ELSE l.token END,
    l.host = CASE WHEN free THEN $host ELSE l.host END,
    l.pid = CASE WHEN free THEN $pid ELSE l.pid END,
    l.until = CASE WHEN free THEN $until ELSE l.until END
RETURN l.token AS token, l.host AS host, l.pid AS pid
"""
_RENEW = "MATCH (l:Lease {uid: 'writer'}) WHERE l.token = $token SET l.until = $until RETURN l.token AS token"
_RELEASE = "MATCH (l:Lease {uid: 'writer'}) WHERE l.token = $token SET l.token = null, l.until = 0"


class Lease:
    """The right to write."""

    def __init__(self, db: Database, token: str) -> None:
        self._db = db
        self._token = token
        self._renewed = time.monotonic()
        self._lost = False

    def check(self) -> None:
        """Raise LeaseLost if another process has taken over; to be asked before each batch."""
        if time.monotonic() - self._renewed > EXPIRES_S:
            self.renew()
        if self._lost:
            raise LeaseLost

    def renew(self) -> bool:
        """Hold it for another EXPIRES_S seconds; False when another process has taken over."""
        kept = self._db.write(_RENEW, token=self._token, until=_times()["until"])
        self._lost = self._lost or not kept
        self._renewed = time.monotonic()
        return not self._lost

    def release(self) -> None:
        """Give it back; what cannot be given back runs out by itself."""
        try:
            self._db.write(_RELEASE, token=self._token)
        except DatabaseError as error:
            log.info("lease: not given back (%s)", type(error).__name__)


@contextmanager
def writer(db: Database, wait_s: float = WAIT_S) -> Iterator[Lease]:
    """The lease, once nobody else holds it.

    Raises WriterBusy when another process still writes after `wait_s` seconds.
    """
    lease = _take(db, wait_s)
    ended = threading.Event()
    heart = threading.Thread(target=_beat, args=(lease, ended), name="writer-lease", daemon=True)
    heart.start()
    try:
        yield lease
    finally:
        ended.set()
        heart.join()
        lease.release()


def _take(db: Database, wait_s: float) -> Lease:
    token, deposed = secrets.token_hex(8), ""
    deadline = time.monotonic() + wait_s
    while True:
        holder = db.write(_TAKE, token=token, deposed=deposed, host=_host(), pid=os.getpid(), **_times())[0]
        if holder["token"] == token:
            return Lease(db, token)
        if _is_dead(holder):
            deposed = holder["token"]
            continue
        if time.monotonic() > deadline:
            raise WriterBusy(owner=f"{holder['host']}, {holder['pid']}")
        time.sleep(_POLL_S)


def _beat(lease: Lease, ended: threading.Event) -> None:
    while not ended.wait(RENEW_S):
        try:
            if not lease.renew():
                log.warning("lease: lost")
                return
        except DatabaseError as error:
            log.warning("lease: not renewed (%s)", type(error).__name__)


def _is_dead(holder: dict[str, Any]) -> bool:
    """Whether the holder ran on this machine and is gone."""
    if holder["host"] != _host() or sys.platform == "win32":  # There, asking for a process would end it.
        return False
    try:
        os.kill(holder["pid"], 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _host() -> str:
    """This machine, and where process ids are counted apart (a container), that too."""
    try:
        space = os.readlink("/proc/self/ns/pid")
    except OSError:
        space = ""
    return f"{socket.gethostname()} {space}".strip()


def _times() -> dict[str, int]:
    """Now, and when a lease taken now runs out; milliseconds since 1970."""
    now = int(time.time() * 1000)
    return {"now": now, "until": now + int(EXPIRES_S * 1000)}
