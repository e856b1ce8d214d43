"""What every reader gives: a file's text as pages of blocks, each with its place in the original.

Must stay true: a reader changes no character; `start` counts characters of the page's own text; a reader asks its
budget between pages and blocks, so that no file takes more than its limits.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from ingest.errors import ReadingTooLong, TooManyPages, UnpacksTooLarge

MEGABYTE = 1024 * 1024

CELL_SEPARATOR = " | "
"""Between the cells of a table row."""


class BlockKind(StrEnum):
    """What a block is. A `LINE` is a line as it stands in the file, which may be part of a paragraph."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text. `start` is the offset of its first character in the original text of its page."""

    kind: BlockKind
    text: str
    page: int = 1
    start: int = 0
    context: str = ""
    """For a row: the column heads, joined as the cells are; "" for the heads themselves."""


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of one page, in reading order. Formats without pages have one."""

    number: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file as read, before cleaning. Title and date are the file's own metadata, "" where it has none."""

    pages: tuple[Page, ...]
    media_type: str
    title: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of reading one file."""

    bytes: int = 100 * MEGABYTE
    pages: int = 2000
    unpacked_bytes: int = 400 * MEGABYTE
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of one reading, with the clock running."""

    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = time.monotonic
    started: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raises ReadingTooLong."""
        if self.clock() - self.started > self.limits.seconds:
            raise ReadingTooLong(limit=round(self.limits.seconds, 1))

    def check_pages(self, count: int) -> None:
        """Raises TooManyPages, ReadingTooLong."""
        if count > self.limits.pages:
            raise TooManyPages(limit=self.limits.pages)
        self.check()

    def check_unpacked(self, size: int) -> None:
        """Raises UnpacksTooLarge, ReadingTooLong. `size` in bytes."""
        if size > self.limits.unpacked_bytes:
            raise UnpacksTooLarge(limit=self.limits.unpacked_bytes // MEGABYTE)
        self.check()


class Reader(Protocol):
    """Reads one format."""

    @property
    def name(self) -> str:
        """The format's name for a message."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Endings of file names, in lower case."""

    def recognises(self, data: bytes) -> bool:
        """Whether the content shows that this reader's format it is."""

    def read(self, data: bytes, suffix: str, budget: Budget) -> RawDocument:
        """The file's text. Raises TielineError only."""
