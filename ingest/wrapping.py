"""Decides which lines of a file are one paragraph that was wrapped.

Must stay true: a decision looks at the lines around it only, because one report may hold text that was wrapped at
several widths, and text that was not wrapped at all.
"""

import re
from collections.abc import Sequence

from ingest.lines import Line, is_latin

NARROWEST = 30
"""Columns of the narrowest wrapped text: shorter lines are entries of a list."""
_WINDOW = 8
"""Lines before and after that a width is measured on."""
_BAND = 4
"""Columns by which full lines differ: a mark that may not open a line, a half-width letter."""
_SLACK = 8
"""Columns by which the first line of a paragraph is shorter once its indent is lost, and a mark that moved on."""
_HEADING_SLACK = 6
"""The same for a line that opens like a heading: it may well be one that ends here."""
_RAGGED = 12
"""The same for Latin text, which is not broken within words."""
_SUPPORT = 3
"""Lines that must share a width."""
_ORPHAN = 4
"""Columns of the rest of a wrapped line that is too short to be a line of its own."""
_WORD = re.compile(r"[A-Za-z]{1,20}")
_PARALLEL = 4
"""Characters with which entries of a list begin alike, and lines of wrapped text do not."""


def joins(lines: Sequence[Line], gaps: Sequence[int]) -> list[bool]:
    """For each line with text: does the next one go on with it? `gaps` are the blank lines after each."""
    widths = _Widths(lines)
    found = [_joins(lines, widths, gaps, index) for index in range(len(lines) - 1)]
    return [*found, False] if lines else []


def _joins(lines: Sequence[Line], widths: "_Widths", gaps: Sequence[int], index: int) -> bool:
    line, following = lines[index], lines[index + 1]
    if following.continues and not line.ends_sentence:
        return True
    if following.begins_block or _indented(line, following):
        return line.ends_open and line.width >= NARROWEST and not _indented(line, following)
    if line.ends_sentence:
        return widths.full(index, 0)
    if following.width <= _ORPHAN and line.width >= NARROWEST:
        return True
    if line.ends_open:
        return line.width >= NARROWEST or gaps[index] == 0
    if line.text[:_PARALLEL] == following.text[:_PARALLEL]:
        return False
    slack = _HEADING_SLACK if line.begins_block else _SLACK
    return widths.full(index, slack + _first_word(following.text))


def _first_word(text: str) -> int:
    """Columns of the Latin word at the beginning, which may have been too long for the line before."""
    match = _WORD.match(text)
    return match.end() + 1 if match else 0


def _indented(line: Line, following: Line) -> bool:
    """Whether the next line opens a paragraph by its indent."""
    return following.indent >= 2 and following.indent > line.indent


class _Widths:
    """The widths at which the text around a line is wrapped."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._running = [line.width if line.width >= NARROWEST and not line.ends_sentence else 0 for line in lines]
        """Widths of the lines that break off within a sentence; 0 for the others."""

    def full(self, index: int, slack: int) -> bool:
        """Whether this line reaches the right edge of the text before it, of the text after it, or of its neighbour."""
        width = self._lines[index].width
        if width < NARROWEST:
            return False
        band = _RAGGED if is_latin(self._lines[index].text) else _BAND
        before, after = max(0, index - _WINDOW), min(len(self._lines), index + _WINDOW + 1)
        edges = [self._edge(range(before, index + 1), band), self._edge(range(index, after), band)]
        if any(edge and edge - slack <= width for edge in edges):
            return True
        neighbours = [self._running[other] for other in (index - 1, index + 1) if 0 <= other < len(self._lines)]
        return bool(slack and self._running[index]) and any(abs(width - other) <= band for other in neighbours)

    def _edge(self, side: range, band: int) -> int:
        """The greatest width that enough lines share, 0 if there is none."""
        widths = sorted((self._running[index] for index in side if self._running[index]), reverse=True)
        for place in range(len(widths) - _SUPPORT + 1):
            if widths[place] - widths[place + _SUPPORT - 1] <= band:
                return widths[place + _SUPPORT - 1]
        return 0
