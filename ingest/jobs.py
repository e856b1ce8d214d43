"""Uploads as jobs: a record that the page can ask for, worked off one after the other in the background.

Must stay true: a job that was running when the server died is shown as failed, with what to do; the upload's bytes
are on disk before the job exists; a job is shown to who started it and to nobody else.
"""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from graph.database import Database
from graph.logs import get_logger
from graph.ontology.errors import NotFound, TielineError
from graph.ontology.types import Viewer
from graph.records import Job
from graph.settings import Settings
from ingest.private import private_folder
from ingest.runs import Progress, RunReport, Source, run
from ingest.traces import frames
from ingest.work import Failure, Stated

logger = get_logger(__name__)

UPLOADS = "uploads"

INTERRUPTED = Failure("服务器在处理时停止，请重新上传。", "The server stopped while working on it; upload it again.")


@dataclass(frozen=True)
class JobView:
    """A job as the page shows it. `state` is waiting, running, done or failed; the messages say how it ended."""

    id: str
    subject: str
    state: str
    done: int
    total: int
    zh: str
    en: str
    documents: tuple[str, ...]
    created_at: int


class Jobs:
    """The job queue of one server process."""

    def __init__(self, db: Database, settings: Settings) -> None:
        self._db = db
        self._settings = settings
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="jobs")
        self._fail_interrupted()

    def close(self) -> None:
        """Finish the job under way and take no more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def upload(self, viewer: Viewer, name: str, data: bytes, stated: Stated) -> str:
        """Take in an uploaded file; returns the job's id."""
        uid = secrets.token_hex(16)
        path = private_folder(self._settings.data_dir / UPLOADS) / uid
        fields = {"uid": uid, "kind": "upload", "subject": name, "owner": viewer.name, "total": 1, "created_at": _now()}
        try:
            path.write_bytes(data)
            self._db.records(lambda: Job(**fields).save())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        self._pool.submit(self._work, uid, Source(path, stated, name))
        logger.info("job-queued", job=uid, viewer=viewer.name)
        return uid

    def job(self, viewer: Viewer, job_id: str) -> JobView:
        """One job. Raises NotFound for one that somebody else has started."""
        found = self._db.records(lambda: Job.nodes.get_or_none(uid=job_id))
        if found is None or found.owner != viewer.name:
            raise NotFound(what=job_id)
        return _view(found)

    def _work(self, uid: str, source: Source) -> None:
        try:
            self._set(uid, state="running")
            report = run(self._db, self._settings, [source], lambda progress: self._note(uid, progress))
            self._finish(uid, report)
        except TielineError as error:
            self._set(uid, state="failed", zh=error.message("zh"), en=error.message("en"))
        except Exception as error:
            logger.error("job-failed", job=uid, trace=frames(error))
            self._set(uid, state="failed", zh="程序出错，请联系管理员。", en="Tieline failed; ask the administrator.")
        finally:
            source.path.unlink(missing_ok=True)

    def _note(self, uid: str, progress: Progress) -> None:
        self._set(uid, done=progress.done, total=progress.total)

    def _finish(self, uid: str, report: RunReport) -> None:
        if report.failures:
            failure = report.failures[0][1]
            if failure.trace:
                logger.error("reading-failed", job=uid, trace=failure.trace)
            self._set(uid, state="failed", zh=failure.zh, en=failure.en)
            return
        zh, en = _result(report)
        self._set(uid, state="done", zh=zh, en=en, documents=report.documents)

    def _set(self, uid: str, **fields: object) -> None:
        def change() -> None:
            job = Job.nodes.get(uid=uid)
            for name, value in {**fields, "updated_at": _now()}.items():
                setattr(job, name, value)
            job.save()

        self._db.records(change)

    def _fail_interrupted(self) -> None:
        """Jobs of a server that died: their worker is gone, and nobody will ask for the files that it left."""
        pending = self._db.records(lambda: Job.nodes.filter(state__in=["waiting", "running"]).all())
        for job in pending:
            self._set(job.uid, state="failed", zh=INTERRUPTED.zh, en=INTERRUPTED.en)
        for left in (self._settings.data_dir / UPLOADS).glob("*"):
            left.unlink(missing_ok=True)


def _result(report: RunReport) -> tuple[str, str]:
    if report.unchanged:
        return "该文件已在库中，没有变化。", "This file is already in the graph; nothing changed."
    return (
        f"识别到 {report.mentions} 处名称、{report.claims} 条事实。",
        f"{report.mentions} mentions and {report.claims} claims were found.",
    )


def _view(job: Job) -> JobView:
    return JobView(
        id=job.uid,
        subject=job.subject or "",
        state=job.state,
        done=job.done,
        total=job.total,
        zh=job.zh or "",
        en=job.en or "",
        documents=tuple(job.documents or ()),
        created_at=job.created_at or 0,
    )


def _now() -> int:
    return int(time.time() * 1000)
