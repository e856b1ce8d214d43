"""The server as a process: it says where it is when it answers, and whatever ends it, nothing is left running."""

import http.client
import json
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import psutil
import pytest

from cli.exits import ExitCode
from graph.embedded.state import Layout, read_note
from graph.settings import Settings
from tests.cli.conftest import ROOT, TIELINE, Run, environment

ENDS_S = 15.0
"""How long it may take until all has ended on a busy machine; the page alone would be held open for ever."""

Start = Callable[..., "Served"]


class Served:
    """A running `tieline serve`."""

    def __init__(self, settings: Settings, *arguments: str, **variables: str) -> None:
        self.settings = settings
        self.process = subprocess.Popen(
            [*TIELINE, "serve", *arguments],
            cwd=ROOT,
            env=environment(settings, **variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        assert self.process.stdout
        self.line = self.process.stdout.readline().strip()
        self.address = urlsplit(self.line[max(self.line.find("http://"), 0) :])

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.address.hostname or "", self.address.port, timeout=10)

    def get(self, path: str) -> int:
        connection = self.connect()
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def host(self) -> psutil.Process:
        note = read_note(Layout(self.settings.data_dir).note)
        assert note
        return psutil.Process(note.pid)

    def family(self) -> list[psutil.Process]:
        """The server, its children and the database."""
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True), self.host()]

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for the module; each test starts and ends a server on it."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture
def start(data_dir: Path) -> Iterator[Start]:
    started: list[Served] = []

    def begin(*arguments: str, **variables: str) -> Served:
        started.append(Served(Settings(data_dir=data_dir), *arguments, **variables))
        return started[-1]

    yield begin
    for served in started:
        served.close()


def gone(processes: list[psutil.Process], seconds: float = ENDS_S) -> bool:
    """Whether all of them have ended by then; zombies have."""
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    return [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


def test_ctrl_c_ends_everything_though_a_browser_holds_on(start: Start, run: Run) -> None:
    served = start("--sample", "--port", "0")
    assert served.line.startswith("Tieline is at http://127.0.0.1:")
    assert served.get("/") == 200
    assert '"documents": 8' in run("stats", "--json", settings=served.settings).stdout
    held = served.connect()
    held.request("GET", "/")
    held.getresponse().read()
    family = served.family()
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(ENDS_S) == ExitCode.OK
    assert gone(family)
    held.close()


def test_the_data_is_still_there_and_kill_leaves_nothing(start: Start, run: Run) -> None:
    served = start("--sample", TIELINE_LANGUAGE="zh")
    assert served.line.startswith("Tieline 已启动：http://127.0.0.1:")
    assert served.get("/") == 200
    assert '"documents": 8' in run("stats", "--json", settings=served.settings).stdout
    family = served.family()
    served.process.kill()
    assert gone(family, 15)


def sent(address: SplitResult, request: bytes) -> tuple[bytes, bytes]:
    """Head and body of the answer to these bytes."""
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return head, body


def test_what_is_no_request_gets_the_answer_that_all_errors_get(start: Start) -> None:
    served = start(TIELINE_LANGUAGE="zh")
    host = b"Host: 127.0.0.1\r\n"
    for request in (
        "GET /api/v1/entities?q=云川 HTTP/1.1\r\n".encode() + host,
        b"GET /a b HTTP/1.1\r\n" + host,
        b"GET / HTTP/1.1\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n",
        b"nonsense\r\n",
    ):
        head, body = sent(served.address, request + b"\r\n")
        assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n"), request
        assert b"\r\ncontent-type: application/problem+json\r\n" in head, request
        assert b"content-security-policy" in head.lower()
        found = json.loads(body)
        assert (found["code"], found["status"], found["title"]) == ("bad-request", 400, "请求被拒绝")
        assert "百分号" in found["detail"]
    held = served.connect()  # After a request that was answered, on the same connection.
    held.request("GET", "/api/v1/health")
    assert held.getresponse().read()
    held.sock.sendall(b"GET /\xe4\xba\x91 HTTP/1.1\r\n\r\n")
    assert b"problem+json" in held.sock.recv(4096)
    held.close()
    assert served.get("/") == 200


def test_terminate_ends_it_as_well(start: Start) -> None:
    served = start()
    family = served.family()
    served.process.terminate()
    assert served.process.wait(ENDS_S) == ExitCode.OK
    assert gone(family)


def test_a_port_in_use(run: Run, data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--port", port, settings=Settings(data_dir=data_dir))
    assert done.returncode == ExitCode.FAILED
    assert f"127.0.0.1:{port}" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_another_address_than_this_machine_needs_an_account(run: Run, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    refused = run("serve", "--host", "0.0.0.0", "--port", "0", settings=settings)
    assert refused.returncode == ExitCode.FAILED
    assert "tieline account create" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert run("account", "create", "first", "--one-time", settings=settings).returncode == ExitCode.OK
    missing = run("serve", "--host", "192.0.2.1", settings=settings)
    assert missing.returncode == ExitCode.FAILED
    assert "192.0.2.1" in missing.stderr
    served = Served(settings, "--host", "0.0.0.0", "--port", "0")
    try:
        assert (served.get("/api/v1/health"), served.get("/api/v1/statistics")) == (200, 401)
    finally:
        served.process.send_signal(signal.SIGINT)
        served.process.wait(timeout=60)
        served.close()
