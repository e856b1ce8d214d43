"""The server as a process: it says where it is when it answers, and whatever ends it, nothing is left running."""

import http.client
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

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


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_another_address_than_this_machine_is_refused(run: Run, data_dir: Path, host: str) -> None:
    done = run("serve", "--host", host, settings=Settings(data_dir=data_dir))
    assert done.returncode == ExitCode.USAGE
    assert "TIELINE_HOST" in done.stderr


def test_an_address_that_this_machine_does_not_have(run: Run, data_dir: Path) -> None:
    env = {"TIELINE_ALLOW_BIND_ALL": "true"}
    done = run("serve", "--host", "192.0.2.1", settings=Settings(data_dir=data_dir), env=env)
    assert done.returncode == ExitCode.FAILED
    assert "192.0.2.1" in done.stderr
