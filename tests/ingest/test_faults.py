"""Faults of ours in the middle of a file: the run goes on, the log says where, and nothing quotes a document."""

import io
import json
from pathlib import Path
from typing import NoReturn

import pytest

from graph.database import Database
from graph.logs import configure_logging
from graph.ontology.types import Viewer
from graph.settings import Settings
from ingest import jobs, work
from ingest.invented import sample_sources
from ingest.reading import read_file
from ingest.runs import run, sources
from ingest.traces import frames
from ingest.work import Stated
from tests.cli.conftest import run_command

pytestmark = pytest.mark.database

SAMPLE = Path(__file__).resolve().parents[2] / "ingest/sample"
LONGEST_QUOTE = 8
"""Characters of a document that may stand in a log by chance (a name in a path, say)."""


class Failing:
    """An extractor with a fault, whose error quotes what it was given."""

    def extract(self, document: object, passages: object) -> NoReturn:
        try:
            raise KeyError(str(passages))
        except KeyError as error:
            raise RuntimeError(f"no rule for {passages}") from error


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "extractor", Failing)


def quotes(log: str, path: Path) -> list[str]:
    """Stretches of the file's passages that stand in this log."""
    found = read_file(path, department="d")
    texts = [passage.text for passage in found.passages]
    windows = (text[at : at + LONGEST_QUOTE] for text in texts for at in range(len(text) - LONGEST_QUOTE + 1))
    return [window for window in windows if window in log]


def test_a_trace_names_places_and_types_only() -> None:
    with pytest.raises(RuntimeError) as caught:
        Failing().extract("a document", "its words")
    trace = frames(caught.value)
    assert [line for line in trace if "/" not in line] == ["KeyError", "RuntimeError"]
    assert any("test_faults.py" in line and line.endswith(" extract") for line in trace)
    assert "its words" not in "".join(trace)


@pytest.mark.usefixtures("faulty")
def test_a_fault_is_one_line_and_a_trace(database: Database, settings: Settings) -> None:
    path = SAMPLE / "2019-friendship-cities.txt"
    report = run(database, settings, sources([path], Stated("d")))
    ((name, failure),) = report.failures
    assert name == str(path)
    assert "RuntimeError" in failure.en
    assert "\n" not in failure.en + failure.zh
    assert failure.trace[-1] == "RuntimeError"
    assert quotes(str(failure), path) == []


@pytest.mark.usefixtures("faulty")
def test_a_faulty_upload_is_logged_without_its_text(database: Database, settings: Settings) -> None:
    path, log = SAMPLE / "2019-friendship-cities.txt", io.StringIO()
    configure_logging("DEBUG", log)
    try:
        queue = jobs.Jobs(database, settings)
        queue.upload(Viewer("owner", frozenset()), path.name, path.read_bytes(), Stated("d"))
        queue.close()
    finally:
        configure_logging()
    logged = [json.loads(line) for line in log.getvalue().splitlines()]
    (fault,) = [line for line in logged if line["event"] == "reading-failed"]
    assert fault["trace"][-1] == "RuntimeError"
    assert quotes(log.getvalue(), path) == []


def test_the_log_of_a_whole_run_holds_no_text(settings: Settings) -> None:
    files = [source.path for source in sample_sources(SAMPLE)]
    done = run_command("ingest", *files, settings=settings, env={"TIELINE_LOG_LEVEL": "DEBUG"})
    assert done.returncode == 0, done.stderr
    logged = done.stderr.replace(str(SAMPLE), "")
    assert logged or settings.database_url  # the embedded server says that it starts
    assert {path.name: quotes(logged, path) for path in files} == {path.name: [] for path in files}
