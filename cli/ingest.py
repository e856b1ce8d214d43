"""`tieline ingest`: files into the graph.

Must stay true: a file that cannot be read costs one line and exit code 1, and the others are read all the same.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import faults, session
from cli.exits import ExitCode
from cli.options import Date, Department, Json, Locality
from cli.output import emit, language, note, out, say
from graph.ontology.errors import TielineError
from graph.ontology.types import ShareClass

if TYPE_CHECKING:
    from ingest.runs import RunReport

Paths = Annotated[
    list[Path], typer.Argument(metavar="FILE|FOLDER...", exists=True, help="What to read. / 文件或文件夹")
]


def tell_link(path: Path) -> None:
    """Say that a link leads out of the folder that is read."""
    note(say(f"{path}：链接指向文件夹之外，未读取。", f"{path}: a link that leads out of the folder; it is not read."))


class NothingToRead(TielineError):
    """There is no file to read under the paths that were named."""

    code = "nothing-to-read"
    zh = "{where} 里没有可读的文件（支持 TXT、MD、DOCX、PDF、HTML）。"
    en = "There is no file to read in {where} (TXT, MD, DOCX, PDF and HTML are read)."


def ingest(
    paths: Paths,
    department: Department = "",
    share_class: Annotated[ShareClass, typer.Option(help="How widely the files may be seen.")] = ShareClass.OPEN,
    date: Date = "",
    locality: Locality = "",
    json: Json = False,
) -> None:
    """Read reports into the graph. / 读入文件

    Reading a file again changes nothing. After an interruption, run it again: the rest is completed.
    """
    settings = session.load()
    from ingest.runs import run, sources
    from ingest.work import Stated

    stated = Stated(department or settings.department, share_class, date, locality.strip())
    files = sources(paths, stated, tell_link)
    if not files:
        raise NothingToRead(where=", ".join(map(str, paths)))
    with session.operating("ingest", settings=settings) as found, session.progress_bar(say("份", "files")) as show:
        report = run(found.db, settings, files, lambda progress: show(progress.done, progress.total))
    tell(report, json=json)
    if report.failures:
        raise typer.Exit(ExitCode.FAILED)


def tell(report: "RunReport", *, json: bool) -> None:
    """The end of a run: a line for each failure, then the counts."""
    traces = [line for name, failure in report.failures if failure.trace for line in (name, *failure.trace)]
    if traces:
        faults.keep(traces)
    if json:
        emit(_as_json(report))
        return
    for name, failure in report.failures:
        note(f"{name}: {failure.en if language() == 'en' else failure.zh}")
        faults.show(failure.trace)
    for line in _lines(report):
        out(line)


def _as_json(report: "RunReport") -> dict[str, Any]:
    failures = [{"file": name, "zh": failure.zh, "en": failure.en} for name, failure in report.failures]
    counted = ("new", "updated", "unchanged", "passages", "mentions", "claims", "characters", "dropped", "documents")
    return {
        **{name: getattr(report, name) for name in counted},
        "failed": len(report.failures),
        "failures": failures,
        "seconds": round(report.seconds, 3),
        **{f"{name}_per_second": value for name, value in _speeds(report).items()},
    }


def _speeds(report: "RunReport") -> dict[str, float]:
    seconds = max(report.seconds, 0.001)
    read = report.new + report.updated
    return {"documents": round(read / seconds, 2), "characters": round(report.characters / seconds, 1)}


def _lines(report: "RunReport") -> list[str]:
    new, updated, unchanged, failed = report.new, report.updated, report.unchanged, len(report.failures)
    lines = [
        say(
            f"文件：新增 {new}，更新 {updated}，未变 {unchanged}，失败 {failed}",
            f"documents: {new} new, {updated} updated, {unchanged} unchanged, {failed} failed",
        )
    ]
    if new + updated:
        speed = _speeds(report)
        lines += [
            say(
                f"读出：段落 {report.passages}，名称 {report.mentions}，事实 {report.claims}",
                f"found: {report.passages} passages, {report.mentions} mentions, {report.claims} claims",
            ),
            say(
                f"用时 {report.seconds:.1f} 秒（每秒 {speed['documents']} 份、{speed['characters']:.0f} 字）",
                f"took {report.seconds:.1f} s ({speed['documents']} documents and {speed['characters']:.0f} "
                "characters per second)",
            ),
        ]
    return lines
