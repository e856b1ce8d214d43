"""An ingest that is cut off: all its processes end, and the user is told what to do."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from cli.exits import ExitCode
from graph.settings import Settings
from tests.cli.conftest import ROOT, TIELINE, environment

ENDS_S = 45.0
"""How long it may take until all has ended on a busy machine."""

Ingest = tuple["subprocess.Popen[str]", list[psutil.Process]]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More reports than the workers read while a test interrupts them."""
    folder = tmp_path_factory.mktemp("reports")
    for number in range(400):
        text = f"第{number}号简报\n\n" + "2023年5月10日，澄江市与葡萄牙维拉塔尔市正式结为友好城市。\n" * 20
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def start(reports: Path, data_dir: Path) -> Ingest:
    """An ingest whose workers have started, and all its processes."""
    process = subprocess.Popen(
        [*TIELINE, "ingest", str(reports)],
        cwd=ROOT,
        env=environment(Settings(data_dir=data_dir), TIELINE_WORKERS="2"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=_hear_ctrl_c,
    )
    own = psutil.Process(process.pid)
    deadline = time.monotonic() + 60
    while sum("spawn_main" in " ".join(child.cmdline()) for child in own.children()) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return process, [own, *own.children(recursive=True)]


def _hear_ctrl_c() -> None:
    """A test run that a script has put into the background hands down that Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def all_end(family: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(family, timeout=ENDS_S)
    return [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


def test_ctrl_c_ends_all_and_says_what_to_do(reports: Path, tmp_path: Path) -> None:
    process, family = start(reports, tmp_path)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers are asked as well
    try:
        _, told = process.communicate(timeout=ENDS_S)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == ExitCode.INTERRUPTED
    assert told.splitlines()[-1].startswith("Interrupted.")
    assert "Traceback" not in told
    assert all_end(family)


def test_kill_ends_all(reports: Path, tmp_path: Path) -> None:
    process, family = start(reports, tmp_path)
    process.kill()
    process.communicate()
    assert all_end(family)
