"""One writer at a time."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph import lease
from graph.database import Database
from graph.database_errors import LeaseLost, WriterBusy
from graph.lease import writer
from graph.settings import Settings

pytestmark = pytest.mark.database

HOLD = """
import sys, time
from graph.database import Database
from graph.lease import writer
from graph.settings import load_settings
with Database.open(load_settings()) as db, writer(db):
    print("holding", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_waits_and_is_told_who_writes(database: Database) -> None:
    with writer(database), pytest.raises(WriterBusy, match=str(os.getpid())), writer(database, wait_s=0.3):
        pass
    with writer(database, wait_s=0):
        pass


def test_never_two_at_once(database: Database) -> None:
    inside, most = 0, 0
    guard = threading.Lock()

    def work(_: int) -> None:
        nonlocal inside, most
        with writer(database, wait_s=30):
            with guard:
                inside += 1
                most = max(most, inside)
            time.sleep(0.02)
            with guard:
                inside -= 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    assert most == 1


def test_a_killed_writer_is_followed_at_once(database: Database, settings: Settings) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD],
        stdout=subprocess.PIPE,
        env=environment(settings),
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"holding\n"
        with pytest.raises(WriterBusy), writer(database, wait_s=0.3):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        started = time.monotonic()
        with writer(database):
            assert time.monotonic() - started < lease.EXPIRES_S / 2


def test_a_silent_writer_elsewhere_is_followed_when_its_time_is_up(database: Database) -> None:
    until = int(time.time() * 1000) + 500
    database.write(
        "MERGE (l:Lease {uid: 'writer'}) SET l.token = 't', l.host = 'elsewhere', l.pid = 1, l.until = $until",
        until=until,
    )
    with pytest.raises(WriterBusy, match="elsewhere"), writer(database, wait_s=0.1):
        pass
    with writer(database, wait_s=5):
        assert time.time() * 1000 > until


def test_who_lost_the_lease_learns_it(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "RENEW_S", 0.05)
    with writer(database) as held:
        held.check()
        database.write("MATCH (l:Lease {uid: 'writer'}) SET l.token = 'another'")
        time.sleep(0.5)
        with pytest.raises(LeaseLost):
            held.check()
    assert database.read("MATCH (l:Lease) RETURN l.token AS token") == [{"token": "another"}]


def test_a_writer_that_slept_too_long_asks_before_it_goes_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writer(database) as held:
        monkeypatch.setattr(lease, "EXPIRES_S", 0.0)
        held.check()
        database.write("MATCH (l:Lease {uid: 'writer'}) SET l.token = 'another'")
        with pytest.raises(LeaseLost):
            held.check()


def environment(settings: Settings) -> dict[str, str]:
    """The variables by which another process opens the same database."""
    found = {**os.environ, "TIELINE_DATA_DIR": str(settings.data_dir)}
    if settings.database_url and settings.database_password:
        found["TIELINE_DATABASE_URL"] = settings.database_url
        found["TIELINE_DATABASE_PASSWORD"] = settings.database_password.get_secret_value()
    return found
