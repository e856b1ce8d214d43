"""Raw lines to clean text: wraps undone, page furniture gone, and a way back from each character to its page.

Must stay true: no character is changed or moved. Without space, the clean text is the original without space, less page
furniture, control characters, Markdown marks, and borders between table cells.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from graph.ontology.types import PassageKind
from ingest.furniture import furniture
from ingest.lines import HEADING_MARK, Line, is_latin
from ingest.markdown import without_markup
from ingest.readers.contract import CELL_SEPARATOR, BlockKind, Page, RawDocument
from ingest.readers.text import MARKDOWN
from ingest.tables import with_rows
from ingest.wrapping import joins

_LONGEST_HEADING = 60
"""Characters; a longer one is a sentence."""
_LINES_BETWEEN_CHECKS = 1000
_NOT_IN_HEADINGS = "。；;！!？?"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, heading or table row of the clean text; `context` is the heads of a row's columns."""

    kind: PassageKind
    start: int
    end: int
    context: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """From `start` on, the clean text runs along with the original of a page."""

    start: int
    page: int
    original: int


@dataclass(frozen=True)
class CleanText:
    """The text of a document with a line for each block, and the way back to the original."""

    text: str
    blocks: tuple[TextBlock, ...]
    runs: tuple[Run, ...]

    def origin(self, offset: int) -> tuple[int, int]:
        """(page, offset in the original text of that page) of a character of the clean text."""
        if not self.runs:
            return 1, 0
        run = self.runs[max(0, bisect_right(self.runs, offset, key=lambda run: run.start) - 1)]
        return run.page, run.original + offset - run.start

    def page(self, offset: int) -> int:
        """The page on which a character of the clean text stands."""
        return self.origin(offset)[0]


def clean(raw: RawDocument, check: Callable[[], None] = lambda: None) -> CleanText:
    """The text of a document as its writer meant it. `check` is called between steps; it ends the work by raising."""
    pages = [list(_lines(page, check)) for page in raw.pages]
    if raw.media_type == MARKDOWN:
        pages = [without_markup(lines) for lines in pages]
    pages = [with_rows(lines) for lines in pages]
    dropped = furniture(pages)
    check()
    kept = [
        line for number, lines in enumerate(pages) for index, line in enumerate(lines) if (number, index) not in dropped
    ]
    builder = _Builder()
    for paragraph in _paragraphs(kept):
        builder.add(paragraph)
        check()
    return builder.result()


def _lines(page: Page, check: Callable[[], None]) -> Iterator[Line]:
    for index, block in enumerate(page.blocks):
        if index % _LINES_BETWEEN_CHECKS == 0:
            check()
        yield Line.of(block)


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines that are one block each."""
    for wrapped, group in groupby(lines, key=lambda line: line.kind is BlockKind.LINE):
        if wrapped:
            yield from _unwrapped(list(group))
        else:
            yield from ([line] for line in group if line.text)


def _unwrapped(lines: Sequence[Line]) -> Iterator[list[Line]]:
    filled = [index for index, line in enumerate(lines) if line.text]
    gaps = [later - index - 1 for index, later in pairwise(filled)]
    texts = [lines[index] for index in filled]
    paragraph: list[Line] = []
    for line, goes_on in zip(texts, joins(texts, gaps), strict=True):
        paragraph.append(line)
        if not goes_on:
            yield paragraph
            paragraph = []


class _Builder:
    """Collects the clean text piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._runs: list[Run] = []
        self._blocks: list[TextBlock] = []

    def add(self, lines: Sequence[Line]) -> None:
        """Append one block, made of these lines."""
        if self._pieces:
            self._put("\n")
        start = self._length
        for index, line in enumerate(lines):
            if index and _needs_space(lines[index - 1].text, line.text):
                self._put(" ")
            self._put_line(line)
        self._blocks.append(TextBlock(_kind(lines), start, self._length, lines[0].block.context))

    def result(self) -> CleanText:
        return CleanText("".join(self._pieces), tuple(self._blocks), tuple(self._runs))

    def _put_line(self, line: Line) -> None:
        block = line.block
        for start, end in line.spans:
            self._runs.append(Run(self._length, block.page, block.start + start))
            self._put(block.text[start:end] or CELL_SEPARATOR)

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def _needs_space(before: str, after: str) -> bool:
    """Whether a wrap stood for a space: between Latin words, but not within a number."""
    left, right = before[-1], after[0]
    if left.isdigit() and right.isdigit():
        return is_latin(before) and is_latin(after)
    if left in ".,;:!?)\"'%":
        return _word(right) and is_latin(before)
    return _word(left) and (_word(right) or right in "(\"'")


def _word(char: str) -> bool:
    return char.isalnum() and char < "\u2e80"


def _kind(lines: Sequence[Line]) -> PassageKind:
    kind = lines[0].kind
    if kind is BlockKind.ROW:
        return PassageKind.ROW
    if kind is BlockKind.HEADING or _is_heading(lines):
        return PassageKind.HEADING
    return PassageKind.SENTENCE


def _is_heading(lines: Sequence[Line]) -> bool:
    text = "".join(line.text for line in lines)
    if len(text) > _LONGEST_HEADING or any(mark in text for mark in _NOT_IN_HEADINGS):
        return False
    return bool(HEADING_MARK.match(text)) and not text.endswith(("，", "：", ":"))
