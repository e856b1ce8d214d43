"""`tieline export`, `import`, `backup` and `restore`: all that Tieline knows, out and in.

Must stay true: a file under its final name is whole; an export depends on the graph alone.
"""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, TextIO

import typer

from cli import session
from cli.options import Json
from cli.output import emit, note, out, say
from graph.ontology.errors import TielineError

if TYPE_CHECKING:
    from graph.exchange import ImportCounts

STREAM = "-"

Target = Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="File to write; - for stdout.")]


def _present(path: Path) -> Path:
    """The path, if it can be read from. Raises BadParameter. (typer's own check knows no dash for a Path.)"""
    if str(path) != STREAM and not path.is_file():
        raise typer.BadParameter(f"file '{path}' does not exist.")
    return path


Source = Annotated[Path, typer.Argument(metavar="FILE", callback=_present, help="File to read; - for stdin.")]


class FileIsThere(TielineError):
    """A backup would replace a file."""

    code = "file-is-there"
    zh = "文件 {path} 已存在，未作改动。请换一个文件名，或加上 --force 覆盖。"
    en = "{path} exists and was left alone. Choose another name, or replace it with --force."


class Format(StrEnum):
    """The forms of an export."""

    JSONL = "jsonl"


def export(
    target: Target = Path(STREAM),
    form: Annotated[Format, typer.Option("--format", help="One JSON object a line.")] = Format.JSONL,
) -> None:
    """Write the whole knowledge with its evidence, sorted. / 导出

    Equal graphs give equal files. Times and places of runs are left out; for a copy of everything see backup.
    """
    del form  # There is one so far; typer has refused any other.
    with session.opened() as found, _written(target) as file:
        from graph import exchange

        count = exchange.export(found.db, found.viewer, file)
    note(say(f"已导出 {count} 行。", f"{count} lines written."))


@contextmanager
def _written(target: Path) -> Iterator[TextIO]:
    """Where to write: stdout, or a file that has its name only once it is whole."""
    if str(target) == STREAM:
        yield sys.stdout
        return
    handle, partial = tempfile.mkstemp(dir=target.absolute().parent, prefix=f".{target.name}.", suffix=".partial")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
        os.replace(partial, target)
    finally:
        Path(partial).unlink(missing_ok=True)


def import_(source: Source, json: Json = False) -> None:
    """Read what export wrote, beside what is there. / 导入"""
    with session.writing() as found, session.progress_bar(say("项", "items")) as show, _opened(source) as file:
        from graph import exchange

        counts = exchange.import_lines(found.db, _decoded(file), show)
    _tell(counts, json=json)


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    if str(source) == STREAM:
        yield sys.stdin.buffer
        return
    with source.open("rb") as file:
        yield file


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    from graph.exchange import NOT_UTF_8, BadExchangeFile

    for number, line in enumerate(lines, 1):
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadExchangeFile(line=number, why=NOT_UTF_8) from error


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="The zip file to write.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if there is one.")] = False,
    json: Json = False,
) -> None:
    """Copy everything, original files included, into one zip file. / 备份

    A file of that name is left alone.
    """
    if target.exists() and not force:
        raise FileIsThere(path=target)
    with session.writing() as found:
        from graph import backup as backups
        from ingest import originals

        count = backups.backup(found.db, found.viewer, originals.folder(found.settings.data_dir), target)
    if json:
        emit({"file": target, "lines": count})
    else:
        out(say(f"已备份到 {target}（{count} 行）。", f"Backed up to {target} ({count} lines)."))


def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A file of backup.")],
    json: Json = False,
) -> None:
    """Read a backup into an empty graph. / 恢复备份"""
    with session.writing() as found:
        from graph import backup as backups
        from ingest import originals
        from ingest.private import private_folder

        counts = backups.restore(found.db, private_folder(originals.folder(found.settings.data_dir)), source)
    _tell(counts, json=json)


def _tell(counts: "ImportCounts", *, json: bool) -> None:
    if json:
        emit(counts)
        return
    out(
        say(
            f"文件 {counts.documents}，段落 {counts.passages}，名称 {counts.mentions}，事实依据 {counts.claims}。",
            f"{counts.documents} documents, {counts.passages} passages, {counts.mentions} mentions, "
            f"{counts.claims} claims.",
        )
    )
