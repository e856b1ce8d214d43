"""An ingest or import that is cut off: all its processes end, and the user is told what to do."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from cli.exits import ExitCode
from graph import exchange
from graph.database import Database
from graph.lease import writer
from graph.read.statistics import statistics
from graph.settings import Settings
from graph.viewers import local_owner
from ingest import invented
from tests.cli.conftest import ROOT, TIELINE, Run, environment
from tests.graph.made import empty, export_of

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


NOTED = "MATCH (n:Journal) RETURN count(n) AS count"
OPENED = "MATCH (n:Document) RETURN count(n) AS count"


def kill_import(export: Path, settings: Settings, db: Database, moment: str) -> None:
    """Import, and kill -9 as soon as the graph holds any of this."""
    process = subprocess.Popen(
        [*TIELINE, "import", str(export)],
        cwd=ROOT,
        env=environment(settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not db.read(moment)[0]["count"]:
        assert process.poll() is None, "the import failed"
    process.kill()
    process.wait()


@pytest.mark.database
@pytest.mark.parametrize("moment", [NOTED, OPENED])
def test_a_rebuild_after_a_killed_import_says_what_is_there(
    run: Run, database: Database, settings: Settings, tmp_path: Path, moment: str
) -> None:
    assert not invented.load(database, settings).failures
    whole, export = export_of(database), tmp_path / "out.jsonl"
    export.write_text(whole, encoding="utf-8")
    empty(database)
    kill_import(export, settings, database, moment)
    done = run("rebuild", "--json", settings=settings)
    told, held = json.loads(done.stdout), statistics(database, local_owner(database))
    assert (told["documents"], told["relations"]) == (held.documents, sum(held.relations.values()))
    assert held.documents or "`tieline import` or `tieline ingest`" in done.stderr  # a slow kill may come too late
    assert ("half written" in done.stderr) == bool(told["half_written"])
    with writer(database):
        exchange.import_lines(database, whole.splitlines())
    assert export_of(database) == whole
