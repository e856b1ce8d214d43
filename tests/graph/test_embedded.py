"""The embedded server: private, shared by all processes of one data folder, gone after the last of them."""

import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
import pytest
from filelock import FileLock

from graph import connection
from graph.database import Database
from graph.database_errors import (
    DatabaseFull,
    DatabaseRefused,
    DataFolderInUse,
    DataFolderUnusable,
    EngineFailed,
    EngineMissing,
    QueryFailed,
    QueryTimeout,
)
from graph.embedded.client import EmbeddedServer
from graph.embedded.host import GRACE_S, IDLE_S
from graph.embedded.http import sql
from graph.embedded.liveness import Door, Presence
from graph.embedded.state import Layout, ServerNote, read_note, write_note
from graph.settings import Settings

RUNAWAY = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b UNWIND range(1, 1000) AS c RETURN sum(a * b % 7)"

CLIENT = """
import sys, time
from pathlib import Path
from graph.embedded.client import EmbeddedServer
server = EmbeddedServer.connect(Path(sys.argv[1]))
print(server.note.pid, flush=True)
sys.stdin.read()
"""

OPENER = """
import sys
from pathlib import Path
from graph.database import Database
from graph.settings import Settings
with Database.open(Settings(data_dir=Path(sys.argv[1]))) as db:
    print(db.read("MATCH (m:Meta) RETURN count(m) AS n")[0]["n"], flush=True)
    sys.stdin.read()
"""

RUNAWAY_CLIENT = f"""
import sys
from pathlib import Path
from graph import connection
from graph.database import Database
from graph.settings import Settings
with Database.open(Settings(data_dir=Path(sys.argv[1]))) as db:
    print("started", flush=True)
    db.read({RUNAWAY!r})
"""


pytestmark = pytest.mark.skipif(find_spec("arcadedb_embedded") is None, reason="no embedded server for this platform")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """One server for the tests that only look at it."""
    server = EmbeddedServer.connect(tmp_path_factory.mktemp("embedded"))
    yield server
    server.close()


def start(code: str, data_dir: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", code, str(data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )


def said(process: "subprocess.Popen[bytes]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().decode().strip()


def end(*processes: "subprocess.Popen[bytes]") -> None:
    for process in processes:
        process.kill()
        process.communicate()


def gone_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_nothing_of_it_is_open_to_others(shared: EmbeddedServer) -> None:
    listening = [c for c in psutil.Process(shared.note.pid).net_connections("inet") if c.status == psutil.CONN_LISTEN]
    assert {c.laddr.ip.removeprefix("::ffff:") for c in listening} == {"127.0.0.1"}
    ports = {shared.note.bolt_port, shared.note.http_port, shared.note.liveness_port}
    assert {c.laddr.port for c in listening} == ports


def test_its_files_are_for_its_owner_alone(shared: EmbeddedServer) -> None:
    root = Layout(shared.data_dir).root
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert stat.S_IMODE((root / "server.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((root / "host.log").stat().st_mode) == 0o600
    assert shared.note.password not in repr(shared.note)
    assert shared.note.password not in (root / "host.log").read_text()
    assert not any(shared.note.password in word for word in psutil.Process(shared.note.pid).cmdline())


def test_it_does_not_get_the_terminals_ctrl_c(shared: EmbeddedServer) -> None:
    assert os.getsid(shared.note.pid) != os.getsid(0)


def test_what_protects_the_user_is_set(shared: EmbeddedServer) -> None:
    (row,) = sql(shared.note, "SELECT settings FROM schema:database")
    found = {item["key"]: item["value"] for item in row["settings"]}
    assert int(found["arcadedb.command.timeout"]) == 20_000
    assert int(found["arcadedb.txWalFlush"]) == 1
    assert str(found["arcadedb.opencypher.loadCsv.allowFileUrls"]).lower() == "false"


def test_sql_that_is_refused_is_a_fault(shared: EmbeddedServer) -> None:
    with pytest.raises(QueryFailed):
        sql(shared.note, "SELECT FROM nothing_of_the_kind")


def test_files_of_the_machine_cannot_be_read_by_a_query(shared: EmbeddedServer, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n")
    with Database.open(Settings(data_dir=shared.data_dir)) as database, pytest.raises(DatabaseRefused):
        database.write(f"LOAD CSV FROM 'file://{secret}' AS line RETURN line")


def test_several_processes_share_one_and_the_last_ends_it(tmp_path: Path) -> None:
    clients = [start(CLIENT, tmp_path) for _ in range(3)]
    try:
        (pid,) = {int(said(client)) for client in clients}
        end(*clients[:2])
        assert not gone_within(pid, IDLE_S + 1)
        end(clients[2])
        assert gone_within(pid, IDLE_S + 5)
        assert read_note(Layout(tmp_path).note) is None
    finally:
        end(*clients)


def test_data_outlives_a_killed_host_and_the_next_query_starts_another(tmp_path: Path) -> None:
    with Database.open(Settings(data_dir=tmp_path)) as database:
        database.write("CREATE (:Document {uid: 'kept'})")
        first = read_note(Layout(tmp_path).note)
        assert first is not None
        os.kill(first.pid, signal.SIGKILL)
        assert gone_within(first.pid, 5)
        assert database.read("MATCH (d:Document) RETURN d.uid AS uid") == [{"uid": "kept"}]
        second = read_note(Layout(tmp_path).note)
        assert second is not None
        assert second.pid != first.pid
        assert second.password != first.password


def test_a_long_query_is_cut(tmp_path: Path) -> None:
    with Database.open(Settings(data_dir=tmp_path)) as database:
        database.engine_sql("ALTER DATABASE `arcadedb.command.timeout` 500")
        started = time.monotonic()
        with pytest.raises(QueryTimeout):
            database.read(RUNAWAY)
        assert time.monotonic() - started < 10


def test_a_slow_reader_is_not_cut(tmp_path: Path) -> None:
    with Database.open(Settings(data_dir=tmp_path)) as database:
        database.write("UNWIND range(1, 5000) AS i CREATE (:Document {uid: toString(i)})")
        database.engine_sql("ALTER DATABASE `arcadedb.command.timeout` 800")
        rows = database.stream("MATCH (d:Document) RETURN d.uid AS uid")
        next(rows)
        time.sleep(1)
        assert sum(1 for _ in rows) == 4999


def test_a_disk_that_is_nearly_full_is_not_written_to(shared: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with Database.open(Settings(data_dir=shared.data_dir)) as database:
        monkeypatch.setattr(connection, "RESERVE_BYTES", 2**63)
        with pytest.raises(DatabaseFull):
            database.write("CREATE (:Document {uid: 'x'})")
        assert database.read("MATCH (d:Document) RETURN d") == []


@pytest.mark.long
def test_a_long_query_is_cut_at_the_shipped_bound_and_does_not_hold_the_host(tmp_path: Path) -> None:
    client = start(RUNAWAY_CLIENT, tmp_path)
    try:
        assert said(client) == "started"
        time.sleep(1)
        note = read_note(Layout(tmp_path).note)
        assert note is not None
        end(client)
        assert gone_within(note.pid, IDLE_S + GRACE_S + 3)
    finally:
        end(client)


@pytest.mark.long
def test_a_folder_that_another_owner_holds_is_refused(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.make()
    with FileLock(layout.owner_lock), pytest.raises(DataFolderInUse, match="TIELINE_DATA_DIR"):
        EmbeddedServer.connect(tmp_path)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataFolderUnusable, match="TIELINE_DATA_DIR"):
        EmbeddedServer.connect(tmp_path / "file" / "data")


def test_several_processes_open_an_empty_folder_at_once(tmp_path: Path) -> None:
    openers = [start(OPENER, tmp_path) for _ in range(3)]
    answers = [said(opener) for opener in openers]
    end(*openers)
    assert answers == ["1"] * 3


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.make()
    (layout.root / "databases").write_text("not a folder")
    with pytest.raises(EngineFailed, match=r"host\.log") as failed:
        EmbeddedServer.connect(tmp_path)
    assert "databases" in failed.value.message("zh")


def test_a_platform_without_the_engine_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arcadedb_embedded", None)
    with pytest.raises(EngineMissing, match="TIELINE_DATABASE_URL"):
        EmbeddedServer.connect(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', '{"pid": 1, "more": 2}'])
def test_a_note_that_cannot_be_read_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "server.json").write_text(content)
    assert read_note(tmp_path / "server.json") is None


def test_a_note_comes_back_as_it_was_written(tmp_path: Path) -> None:
    note = ServerNote(1, 2, 3, 4, "p", "t")
    write_note(tmp_path / "server.json", ServerNote(9, 9, 9, 9, "p", "t"))
    write_note(tmp_path / "server.json", note)
    assert read_note(tmp_path / "server.json") == note
    assert [path.name for path in tmp_path.iterdir()] == ["server.json"]


@pytest.fixture
def door() -> Iterator[Door]:
    found = Door("the token")
    yield found
    found.close()


def waiting(door: Door, **times: Any) -> threading.Thread:
    thread = threading.Thread(target=door.wait, kwargs={"first_s": 1.0, "idle_s": 0.3, "stop": lambda: False, **times})
    thread.start()
    return thread


def test_the_host_waits_for_its_clients(door: Door) -> None:
    thread = waiting(door)
    presence = Presence.announce(door.port, "the token")
    assert presence is not None
    thread.join(1.5)
    assert thread.is_alive()
    assert presence.alive()
    presence.close()
    assert not presence.alive()
    thread.join(3)
    assert not thread.is_alive()


def test_who_does_not_say_the_token_does_not_count(door: Door) -> None:
    thread = waiting(door)
    assert Presence.announce(door.port, "another") is None
    with socket.create_connection(("127.0.0.1", door.port)):
        thread.join(5)
    assert not thread.is_alive()


def test_a_client_notices_that_the_host_is_gone(door: Door) -> None:
    thread = waiting(door)
    presence = Presence.announce(door.port, "the token")
    assert presence is not None
    door_is_open = presence.alive()
    presence_of_nobody = Presence.announce(1, "the token")
    presence.close()
    thread.join()
    assert door_is_open
    assert presence_of_nobody is None
