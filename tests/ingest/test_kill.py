"""kill -9 of an ingestion at random points, then a second run: the same graph as without the kill.

Strategy: the real command reads made reports in a process of its own; it is killed at a random moment after its first
write. A
kill counts as partial when the graph is then neither empty nor complete; two thirds of all must be.
"""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench import corpus
from graph.database import Database
from graph.settings import Settings
from ingest.runs import run, sources
from ingest.work import Stated
from tests.graph.made import empty, export_of

pytestmark = pytest.mark.database

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = 16
DEPARTMENT = "外事办公室"


@dataclass(frozen=True)
class Whole:
    """What an undisturbed run gives: its export, and the number of nodes."""

    folder: Path
    export: str
    nodes: int


@pytest.fixture
def whole(database: Database, settings: Settings, tmp_path: Path) -> Whole:
    corpus.write(tmp_path, corpus.documents(DOCUMENTS))
    assert start(settings, tmp_path).wait(timeout=240) == 0
    return Whole(tmp_path, export_of(database), nodes(database))


def start(settings: Settings, folder: Path) -> "subprocess.Popen[bytes]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TIELINE_")}
    environment |= {"TIELINE_DATA_DIR": str(settings.data_dir), "TIELINE_WORKERS": "1"}
    if settings.database_url and settings.database_password:
        environment["TIELINE_DATABASE_URL"] = settings.database_url
        environment["TIELINE_DATABASE_PASSWORD"] = settings.database_password.get_secret_value()
    command = [sys.executable, "-m", "cli.main", "ingest", "--department", DEPARTMENT, str(folder)]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def nodes(db: Database) -> int:
    """Nodes that a run adds and leaves; the journal comes and goes."""
    return int(db.read("MATCH (n) WHERE NOT n:Journal AND NOT n:Lease RETURN count(n) AS count")[0]["count"])


def grown(db: Database, process: "subprocess.Popen[bytes]", number: int) -> None:
    """Wait until the store holds this many nodes, or the run has ended."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        if nodes(db) >= number:
            return
    assert process.poll() == 0, "the ingestion failed"


def kill(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)


def survive_kills(db: Database, settings: Settings, whole: Whole, kills: int, seed: int) -> None:
    source, partial = random.Random(seed), 0
    for _ in range(kills):
        empty(db)
        process = start(settings, whole.folder)
        grown(db, process, int(source.uniform(0.05, 0.95) * whole.nodes))
        kill(process)
        partial += 1 < nodes(db) < whole.nodes
        report = run(db, settings, sources([whole.folder], Stated(DEPARTMENT)))
        assert not report.failures
        assert export_of(db) == whole.export
        assert db.read("MATCH (j:Journal) RETURN count(j) AS count")[0]["count"] == 0
    print(f"{partial} of {kills} kills left a partial graph")
    assert partial >= kills * 2 / 3


def test_a_killed_ingestion_is_completed_by_the_next(database: Database, settings: Settings, whole: Whole) -> None:
    survive_kills(database, settings, whole, kills=5, seed=1)


@pytest.mark.long
def test_many_kills(database: Database, settings: Settings, whole: Whole) -> None:
    survive_kills(database, settings, whole, kills=30, seed=2)
