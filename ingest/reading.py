"""One file to a document with its clean text and passages: the door to reading.

Must stay true: whatever the bytes are, the outcome is a document or a TielineError; equal bytes give equal documents.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from graph.logs import get_logger
from graph.ontology.errors import of_system
from graph.ontology.types import Document, Passage, PassageKind, ShareClass
from ingest import dates
from ingest.cleaning import CleanText, clean
from ingest.errors import NO_REGULAR_FILE, EmptyFile, FileTooLarge, Unreadable
from ingest.passages import split
from ingest.readers import docx
from ingest.readers.contract import MEGABYTE, Budget, Limits, RawDocument
from ingest.readers.registry import reader_for
from ingest.readers.text import MARKDOWN

logger = get_logger(__name__)

_NO_LIMITS_STATED = Limits()
_LONGEST_TITLE = 80
"""Characters of a title that is shown."""
_TITLE_BLOCKS = 20
"""Blocks among which a title is looked for."""
_TITLE_REACH = 2000
"""Characters at the head in which a title of the metadata must stand: many files carry the title of another one."""
_MARKED = (MARKDOWN, docx.MEDIA_TYPE, "text/html")
"""Formats that say which lines are headings."""
_NOT_IN_TITLES = "。；;：:，,！!？?"
_ISSUE = re.compile(r"[（(]?(?:\d{4}年)?[（(]?[总第]{1,2}[\d一二三四五六七八九十〇零]+期.{0,12}")
_MARKS = ("（示例文件", "(示例文件")
"""How a line opens that says something of the file and is no title."""


@dataclass(frozen=True)
class ReadDocument:
    """A document as read: what is known of it, its text, and its passages."""

    document: Document
    text: CleanText
    passages: tuple[Passage, ...]


def read_file(
    path: Path,
    *,
    department: str,
    share_class: str = ShareClass.OPEN,
    limits: Limits = _NO_LIMITS_STATED,
    date: str = "",
    locality: str = "",
    invented: bool = False,
) -> ReadDocument:
    """Read a file. Raises TielineError, Unreadable where the file system does not give it."""
    return read_bytes(
        str(path),
        bytes_of(path, limits),
        department=department,
        share_class=share_class,
        limits=limits,
        date=date,
        locality=locality,
        invented=invented,
    )


def bytes_of(path: Path, limits: Limits) -> bytes:
    """The content of a file, at most a byte more than the limits allow. Raises Unreadable."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise Unreadable(why=NO_REGULAR_FILE)  # a pipe would be waited for without end
        with path.open("rb") as file:
            return file.read(limits.bytes + 1)
    except OSError as error:
        raise Unreadable(why=of_system(error)) from error


def read_bytes(
    name: str,
    data: bytes,
    *,
    department: str,
    share_class: str = ShareClass.OPEN,
    limits: Limits = _NO_LIMITS_STATED,
    date: str = "",
    locality: str = "",
    invented: bool = False,
) -> ReadDocument:
    """Read the bytes of a file with this name. A stated `date` wins over what the text says. Raises TielineError."""
    stated_date = dates.parse(date)
    budget = Budget(limits)
    raw = _raw(name, data, budget)
    text = clean(raw, budget.check)
    if not text.text:
        raise EmptyFile()
    title = _title(raw, text, name)
    document = Document(
        sha256=hashlib.sha256(data).hexdigest(),
        title=title,
        department=department,
        share_class=share_class,
        media_type=raw.media_type,
        date=stated_date or dates.document_date(title, text.text.split("\n")) or dates.of_metadata(raw.date),
        locality=locality,
        invented=invented,
        source_path=name,
    )
    return ReadDocument(document, text, split(document.uid, text))


def tell_link(path: Path) -> None:
    """Log that this link leads out of the folder that is read."""
    logger.warning("link-not-followed", path=str(path))


def find_files(paths: Iterable[Path], left_out: Callable[[Path], None] = tell_link) -> Iterator[Path]:
    """The files to read under these paths, each once, folders in the order of names. A path that does not exist comes
    out as well: that it cannot be read is told where it is read. A link that leads out of its folder is `left_out`:
    whoever may write to a shared folder must not thereby choose what else is read."""
    seen: set[str] = set()
    for path in paths:
        for found in _walk(path, left_out) if path.is_dir() else [path]:
            real = os.path.realpath(found)
            if real not in seen:
                seen.add(real)
                yield found


def _raw(name: str, data: bytes, budget: Budget) -> RawDocument:
    if len(data) > budget.limits.bytes:
        raise FileTooLarge(limit=max(1, budget.limits.bytes // MEGABYTE))
    if not data.strip(b" \t\r\n\x00"):
        raise EmptyFile()
    suffix = PurePath(name).suffix.lower()
    return reader_for(data, suffix).read(data, suffix, budget)


def _title(raw: RawDocument, text: CleanText, name: str) -> str:
    """By the file's metadata, its first heading, its first line, its name."""
    lines = [(block.kind, text.text[block.start : block.end]) for block in text.blocks[:_TITLE_BLOCKS]]
    own = [line for kind, line in lines if kind is not PassageKind.ROW and not line.startswith(_MARKS)]
    headings = [line for kind, line in lines if kind is PassageKind.HEADING]
    first = _first_line(own)
    stated = " ".join(raw.title.split())
    if stated and stated in text.text[:_TITLE_REACH]:
        return stated[:_LONGEST_TITLE]
    found = headings[0] if headings and (raw.media_type in _MARKED or not first) else first
    return " ".join((found or stated or PurePath(name).stem).split())[:_LONGEST_TITLE]


def _first_line(lines: Sequence[str]) -> str:
    """The first line, if it may be a title; with the number of the issue if it names a series."""
    if not lines or len(lines[0]) > _LONGEST_TITLE or lines[0][-1] in _NOT_IN_TITLES:
        return ""
    return f"{lines[0]} {lines[1]}" if len(lines) > 1 and _ISSUE.fullmatch(lines[1]) else lines[0]


def _walk(folder: Path, left_out: Callable[[Path], None]) -> Iterator[Path]:
    """The files under a folder. Links to folders are not followed, so that a loop ends nothing; pipes, sockets and
    devices are no files."""
    home = Path(os.path.realpath(folder))
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        found = [Path(root, name) for name in sorted(names) if not _is_hidden(name)]
        away = {path for path in (*found, *(Path(root, name) for name in folders)) if _leads_out(path, home)}
        for path in sorted(away):
            left_out(path)
        yield from (path for path in found if path not in away and (path.is_file() or not os.path.exists(path)))


def _leads_out(path: Path, home: Path) -> bool:
    return path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(home)


def _is_hidden(name: str) -> bool:
    """Hidden files, and what Office leaves beside an open file."""
    return name.startswith((".", "~$")) or name.endswith(".tmp")
