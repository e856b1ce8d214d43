"""Finds what a page carries besides its text: page numbers, running heads and feet.

Must stay true: nothing is dropped that is not at the edge of a page or in the middle of a running sentence.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.lines import Line
from ingest.readers.contract import BlockKind
from ingest.wrapping import NARROWEST

_EDGE = 2
"""Lines at the top and at the bottom of a page where its furniture may stand."""
_REPEATS = 3
"""On how many pages a line must stand to be a running head."""
_LONGEST = 80
"""Columns of the widest running head."""

_MARKED_NUMBER = re.compile(
    r"[-–—－·~～]\s*[\divxlc]{1,4}\s*[-–—－·~～]|第\s*\d{1,4}\s*页(?:\s*[，,/]?\s*共\s*\d{1,4}\s*页)?|"
    r"(?i:page)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|\d{1,4}\s*/\s*\d{1,4}"
)
_NUMBERED_HEAD = re.compile(
    r"[-–—－·]\s*\d{1,4}\s*[-–—－·]\s*[^\s。，；].{1,30}|[^。，；]{2,30}\s*[-–—－·]\s*\d{1,4}\s*[-–—－·]"
)
"""A running head on one line with its page number."""
_BARE_NUMBER = re.compile(r"\d{1,4}")
_DIGITS = re.compile(r"\d+")


def furniture(pages: Sequence[Sequence[Line]]) -> set[tuple[int, int]]:
    """(page index, line index) of every line to drop."""
    numbers = {(number, index) for number, lines in enumerate(pages) for index in _page_numbers(lines, len(pages) > 1)}
    heads = _running_heads(pages)
    if not heads:
        return numbers
    found = {
        (number, index)
        for number, lines in enumerate(pages)
        for index in _edges(lines)
        if _shape(lines[index]) in heads
    }
    return numbers | found if _leaves_text(pages, numbers | found) else numbers


def _leaves_text(pages: Sequence[Sequence[Line]], dropped: set[tuple[int, int]]) -> bool:
    """Whether there is a text beside the furniture; else what looks like running heads is the text."""
    return any(
        line.text and (number, index) not in dropped
        for number, lines in enumerate(pages)
        for index, line in enumerate(lines)
    )


def _running_heads(pages: Sequence[Sequence[Line]]) -> set[str]:
    """Lines, digits apart, that stand at the edge of many pages."""
    if len(pages) < _REPEATS:
        return set()
    shapes = Counter(shape for lines in pages for shape in {_shape(lines[index]) for index in _edges(lines)})
    needed = max(_REPEATS, len(pages) // 4)
    return {shape for shape, count in shapes.items() if count >= needed}


def _shape(line: Line) -> str:
    return _DIGITS.sub("#", "".join(line.text.split()))


def _edges(lines: Sequence[Line]) -> list[int]:
    """Indices of the first and last lines with text that are short enough for a running head."""
    filled = [index for index, line in enumerate(lines) if line.text and line.kind != BlockKind.ROW]
    edges = [*filled[:_EDGE], *filled[-_EDGE:]]
    return [index for index in edges if lines[index].width <= _LONGEST and not lines[index].ends_sentence]


def _page_numbers(lines: Sequence[Line], paged: bool) -> Iterator[int]:
    filled = [index for index, line in enumerate(lines) if line.text and line.kind != BlockKind.ROW]
    for place, index in enumerate(filled):
        text = lines[index].text
        at_edge = paged and place in (0, len(filled) - 1)
        if _MARKED_NUMBER.fullmatch(text):
            found = at_edge or "/" not in text
        elif _BARE_NUMBER.fullmatch(text) or _NUMBERED_HEAD.fullmatch(text):
            found = at_edge or _interrupts(lines, filled, place)
        else:
            found = False
        if found:
            yield index


def _interrupts(lines: Sequence[Line], filled: Sequence[int], place: int) -> bool:
    """Whether a sentence runs on from the line before to the line after."""
    if place in (0, len(filled) - 1):
        return False
    before, after = lines[filled[place - 1]], lines[filled[place + 1]]
    return before.width >= NARROWEST and not before.ends_sentence and not after.begins_block
