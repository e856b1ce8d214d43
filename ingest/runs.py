"""A run: files in, knowledge out. Reads with all cores, writes with one hand, folds batch by batch.

Must stay true: a file that cannot be read costs one line and the run goes on; a run that is cut off at any point
leaves a graph that
the next run completes; the same files again change nothing.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph import evidence
from graph.database import Database
from graph.fold.run import fold
from graph.lease import Lease, writer
from graph.ontology.errors import TielineError, of_system
from graph.settings import Settings
from ingest import originals
from ingest.errors import Unreadable
from ingest.readers.contract import Limits
from ingest.reading import find_files, tell_link
from ingest.work import Failure, Outcome, Stated, Task, document_of, perform_all

BATCH_DOCUMENTS = 50
"""Documents that are stored and folded together at the most."""

BATCH_SECONDS = 10.0
"""A batch is closed after this time, so that a run shows results soon and loses little."""

FEW = 4
"""Up to this many files are read in this process: starting workers would take longer."""


class DiskFull(TielineError):
    """The data folder takes no more."""

    code = "disk-full"
    zh = "数据目录 {folder} 无法写入：{why}。请清理磁盘后再次导入，已完成的部分不会重复。"
    en = "The data folder {folder} takes no more: {why}. Make room and run it again; what is done is not repeated."


@dataclass(frozen=True)
class Source:
    """A file of a run with what is stated of it."""

    path: Path
    stated: Stated
    name: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a run is: files finished out of all, and the failures so far."""

    done: int
    total: int
    failed: int


@dataclass
class RunReport:
    """What a run did. `seconds` is wall time."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    failures: list[tuple[str, Failure]] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    """Ids of the documents that the files stand for, stored or found unchanged."""
    passages: int = 0
    mentions: int = 0
    claims: int = 0
    characters: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def sources(paths: Iterable[Path], stated: Stated, left_out: Callable[[Path], None] = tell_link) -> list[Source]:
    """All files under these paths, in a fixed order; links that lead out of a folder are `left_out`."""
    return [Source(path, stated) for path in find_files(paths, left_out)]


def run(
    db: Database,
    settings: Settings,
    files: Sequence[Source],
    progress: Callable[[Progress], None] = lambda _: None,
) -> RunReport:
    """Read these files into the graph."""
    started, report = time.monotonic(), RunReport()
    workers = settings.workers if len(files) > FEW else 1
    with writer(db) as lease, closing(perform_all(_tasks(db, settings, files, report), workers)) as outcomes:
        fold(db)  # what an earlier run left in the journal
        for batch in _batches(_reported(outcomes, len(files), report, progress)):
            _store(db, settings, lease, batch, report)
    report.seconds = time.monotonic() - started
    progress(Progress(len(files), len(files), len(report.failures)))
    return report


def limits_of(settings: Settings) -> Limits:
    """The bounds of the settings as the readers take them."""
    megabyte = 1024 * 1024
    return Limits(
        bytes=settings.max_file_mb * megabyte,
        pages=settings.max_pages,
        unpacked_bytes=settings.max_unpacked_mb * megabyte,
        seconds=settings.read_timeout_s,
    )


def _tasks(db: Database, settings: Settings, files: Sequence[Source], report: RunReport) -> Iterator[Task]:
    """A task for each file that can be opened, with the stamp that the graph holds of it."""
    limits = limits_of(settings)
    for source in files:
        task = Task(source.path, source.stated, limits, source.name)
        try:
            document = document_of(task)
        except Unreadable as error:
            report.failures.append((_shown(task), Failure(error.message("zh"), error.message("en"))))
            continue
        known = evidence.stamps(db, [document.uid]).get(document.uid, "")
        if known:
            report.documents.append(document.uid)
        yield replace(task, known=known)


def _reported(
    outcomes: Iterable[Outcome], total: int, report: RunReport, progress: Callable[[Progress], None]
) -> Iterator[Outcome]:
    """The outcomes with a reading; the others are counted."""
    for done, outcome in enumerate(outcomes, 1):
        if outcome.failure:
            report.failures.append((_shown(outcome.task), outcome.failure))
        elif outcome.reading is None:
            report.unchanged += 1
        else:
            yield outcome
        progress(Progress(done, total, len(report.failures)))


def _shown(task: Task) -> str:
    return task.name or str(task.path)


def _batches(outcomes: Iterable[Outcome]) -> Iterator[list[Outcome]]:
    batch: dict[str, Outcome] = {}
    opened = time.monotonic()
    for outcome in outcomes:
        if outcome.reading:
            batch.setdefault(outcome.reading.document.uid, outcome)  # the same file twice is one document
        if len(batch) >= BATCH_DOCUMENTS or time.monotonic() - opened > BATCH_SECONDS:
            yield list(batch.values())
            batch, opened = {}, time.monotonic()
    if batch:
        yield list(batch.values())


def _store(db: Database, settings: Settings, lease: Lease, batch: Sequence[Outcome], report: RunReport) -> None:
    lease.check()
    readings = [outcome.reading for outcome in batch if outcome.reading]
    for outcome in batch:
        if outcome.reading:
            _keep(settings, outcome.reading.document.sha256, outcome.data)
    evidence.write(db, readings)
    fold(db)
    for outcome in batch:
        _count(outcome, report)


def _keep(settings: Settings, sha256: str, data: bytes) -> None:
    try:
        originals.keep(settings.data_dir, sha256, data)
    except OSError as error:
        raise DiskFull(folder=settings.data_dir, why=of_system(error)) from error


def _count(outcome: Outcome, report: RunReport) -> None:
    reading = outcome.reading
    if reading is None:
        return
    if outcome.task.known:
        report.updated += 1
    else:
        report.new += 1
        report.documents.append(reading.document.uid)
    report.passages += len(reading.passages)
    report.mentions += len(reading.extraction.mentions)
    report.claims += len(reading.claims)
    report.characters += sum(len(passage.text) for passage in reading.passages)
    report.dropped += reading.dropped
