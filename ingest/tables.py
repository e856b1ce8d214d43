"""Finds tables that plain text sets: rows of cells with tabs, several spaces or upright strokes between them.

Must stay true: at least two rows stand together, each of three cells or more (two where a stroke parts them); running
text is left alone.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.lines import Line, Span
from ingest.readers.contract import BlockKind

_GAP = re.compile(r"(?<=\S)(?: *+\t[ \t　]*+| {2,}+[ 　]*+|　[ 　]*+|[ \t　]*+[|｜│][ \t　]*+)(?=\S)")
_STROKE = re.compile("[|｜│]")
_FEWEST = 3
"""Cells of a row."""
_LONGEST = 300
"""Columns of a row."""


def with_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines, with those of a table as rows under the heads of its first one."""
    found = list(lines)
    for group in _groups(lines):
        heads = _row(lines[group[0]], "")
        found[group[0]] = heads
        for index in group[1:]:
            found[index] = _row(lines[index], heads.text)
    return found


def _groups(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Indices of rows that stand together."""
    group: list[int] = []
    for index, line in enumerate(lines):
        if _is_row(line):
            group.append(index)
        elif line.text:
            if len(group) > 1:
                yield group
            group = []
    if len(group) > 1:
        yield group


def _is_row(line: Line) -> bool:
    if line.kind is not BlockKind.LINE or line.width > _LONGEST:
        return False
    gaps = _GAP.findall(line.text)
    if any(_STROKE.search(gap) for gap in gaps):
        return True
    return len(gaps) + 1 >= _FEWEST and not line.ends_sentence


def _row(line: Line, context: str) -> Line:
    gaps = [match.span() for match in _GAP.finditer(line.block.text) if line.holds(*match.span())]
    spans: list[Span] = []
    start = 0
    for gap in gaps:
        spans += [*line.within(start, gap[0]).spans, (gap[0], gap[0])]
        start = gap[1]
    spans += line.within(start, len(line.block.text)).spans
    return Line(line.block, tuple(spans)).of_kind(BlockKind.ROW, context)
