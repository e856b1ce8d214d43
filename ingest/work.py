"""What one worker does with one file: read it, clean it, extract from it. Runs in processes of its own, without a
database.

Must stay true: a task never raises; a file that cannot be read comes back as a failure with the reason in both
languages.
"""

import hashlib
import os
import signal
import sys
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from graph.evidence import Reading, stamp_of
from graph.ontology.errors import TielineError
from graph.ontology.types import Document, ShareClass
from ingest.readers.contract import Limits
from ingest.reading import ReadDocument, bytes_of, read_bytes
from ingest.traces import frames
from nlp.locality import reporting_locality
from nlp.pipeline import EXTRACTOR, VERSION, Extractor


class ReaderCrashed(TielineError):
    """The process that read the file died."""

    code = "reader-crashed"
    zh = "读取时程序崩溃，文件可能已损坏。请用 Word 或 PDF 阅读器打开后另存一份再试。"
    en = "The reader crashed on it; the file may be damaged. Open it, save it anew and try again."


class ReaderFailed(TielineError):
    """A fault of ours while reading; the log holds the details."""

    code = "reader-failed"
    zh = "读取时程序出错（{kind}）。请把这份文件交给管理员。"
    en = "Tieline failed on it ({kind}). Please give the file to the administrator."


@dataclass(frozen=True)
class Stated:
    """What the person who hands a file in says of it; "" leaves it to the file."""

    department: str
    share_class: str = ShareClass.OPEN
    date: str = ""
    locality: str = ""
    title: str = ""
    invented: bool = False


@dataclass(frozen=True)
class Task:
    """One file to read. `known` is the stamp that the graph holds of it, "" if none."""

    path: Path
    stated: Stated
    limits: Limits
    name: str = ""
    """The name to read it under, where it is not the path's own (an upload)."""
    known: str = ""


@dataclass(frozen=True)
class Failure:
    """Why a file was not read, in both languages."""

    zh: str
    en: str
    trace: list[str] = field(default_factory=list)
    """Where in the code a fault of ours came from; empty where the file is to blame."""


@dataclass(frozen=True)
class Outcome:
    """What became of a task: a reading, a failure, or neither when the graph already holds just this."""

    task: Task
    reading: Reading | None = None
    data: bytes = b""
    failure: Failure | None = None


@cache
def extractor() -> Extractor:
    """The extractor of this process, loaded once."""
    return Extractor()


def perform(task: Task) -> Outcome:
    """Read, clean and extract one file."""
    try:
        data = _bytes(task)
        read = _read(task, data)
        stamp = stamp_of(read.document, f"{EXTRACTOR} {VERSION}")
        if stamp == task.known:
            return Outcome(task)
        return Outcome(task, _extract(read, stamp), data)
    except TielineError as error:
        return _failed(task, error)
    except Exception as error:  # a fault in one file must not end the run
        return _failed(task, ReaderFailed(kind=type(error).__name__), frames(error))


def document_of(task: Task) -> Document:
    """The identity under which the graph would hold this file. Raises Unreadable."""
    return Document(hashlib.sha256(_bytes(task)).hexdigest(), "", task.stated.department)


def _bytes(task: Task) -> bytes:
    return bytes_of(task.path, task.limits)


def _read(task: Task, data: bytes) -> ReadDocument:
    stated = task.stated
    read = read_bytes(
        task.name or task.path.name,
        data,
        department=stated.department,
        share_class=stated.share_class,
        limits=task.limits,
        date=stated.date,
        locality=stated.locality,
        invented=stated.invented,
    )
    document = replace(read.document, source_path=str(task.path), title=stated.title or read.document.title)
    return replace(read, document=document)


def _extract(read: ReadDocument, stamp: str) -> Reading:
    document = read.document
    if not document.locality:
        document = replace(document, locality=reporting_locality(read.passages, document.title))
    return Reading(document, read.passages, extractor().extract(document, read.passages), stamp)


def _failed(task: Task, error: TielineError, trace: Sequence[str] = ()) -> Outcome:
    return Outcome(task, failure=Failure(error.message("zh"), error.message("en"), list(trace)))


# Many tasks


def perform_all(tasks: Iterable[Task], workers: int) -> Generator[Outcome, None, None]:
    """The outcomes, as they come. With one worker all runs in this process; a worker that dies costs its own file
    only. Closing it ends the workers at once."""
    if workers <= 1:
        yield from map(perform, tasks)
        return
    source = iter(tasks)
    while True:
        suspects: list[Task] = []
        yield from _pooled(source, workers, suspects)
        if not suspects:
            return
        for task in suspects:
            yield _alone(task)


def _pooled(source: Iterator[Task], workers: int, suspects: list[Task]) -> Iterator[Outcome]:
    """Outcomes until the source is empty or a worker dies; then the tasks that were under way are `suspects`."""
    with _pool(workers) as pool:
        running: dict[Future[Outcome], Task] = {}
        try:
            while True:
                for task in islice(source, workers * 3 - len(running)):
                    running[_submitted(pool, task)] = task
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    outcome = future.result()
                    del running[future]
                    yield outcome
        except BrokenProcessPool:
            suspects += running.values()


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Worker processes that end with this block: at once when it is left by an error or Ctrl-C, and when this process
    is killed."""
    context = get_context("spawn")
    watched, held = context.Pipe(duplex=False)
    with watched, held, ProcessPoolExecutor(workers, context, _live_while_held, (watched,)) as pool:
        try:
            yield pool
        except BaseException:
            held.close()
            raise


def _live_while_held(watched: Connection) -> None:
    """Tie the life of this worker to the other end of the pipe, which closes with its holder."""

    def watch() -> None:
        watched.poll(None)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def _submitted(pool: ProcessPoolExecutor, task: Task) -> "Future[Outcome]":
    """The task's future. Workers start here, and start with Ctrl-C blocked: who started them says when they end."""
    if sys.platform == "win32":
        return pool.submit(perform, task)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(perform, task)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _alone(task: Task) -> Outcome:
    """One task in a process of its own, after a worker died."""
    with _pool(1) as pool:
        try:
            return _submitted(pool, task).result()
        except BrokenProcessPool:
            return _failed(task, ReaderCrashed())
