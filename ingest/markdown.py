"""Takes the markup out of the lines of a Markdown file.

Must stay true: only marks go, no word; what is no markup stays as it is.
"""

import re
from collections.abc import Sequence

from ingest.lines import Line, Span
from ingest.readers.contract import BlockKind

_HEADING = re.compile(r"^(\s{0,3}#{1,6}\s+)(?=\S)")
_HEADING_TAIL = re.compile(r"(\s#+\s*)$")
_RULE = re.compile(r"^(?=[^|]*\|)\s*+\|?+\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*\|?\s*+$|^\s*+(?:[-*_]\s*+){3,}+$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_QUOTE = re.compile(r"^(\s*(?:>\s?)+)")
_BULLET = re.compile(r"^(\s*[-*+]\s+)(?=\S)")
_EMPHASIS = re.compile(r"(\*{1,3}|~~|(?<![A-Za-z0-9])_{1,3})(?=\S)[^*_~\n]+?(?<=\S)(\1)(?![A-Za-z0-9])")
_CODE = re.compile(r"(?<!`)(`{1,3})[^`\n]+(\1)")
_LINK = re.compile(r"(!?\[)[^\[\]\n]*(\]\([^()\s]*(?:\s\"[^\"\n]*\")?\))")
_ESCAPE = re.compile(r"(\\)[\\`*_{}\[\]()#+.!|~>-]")
_PIPE = re.compile(r"(?<!\\)\|")
_EDGES = re.compile(r"^\s*\||\|\s*$")
_INLINE = re.compile(r"[*_`~\[\\]")
_MOST_CELLS = 500
"""Cells of the widest table row; what has more is no table."""


def without_markup(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page without marks, headings and table rows as such; rules and fences are empty lines."""
    heads = _table_heads(lines)
    plain: list[Line] = []
    fenced = False
    for index, line in enumerate(lines):
        fence = bool(_FENCE.match(line.block.text))
        fenced ^= fence
        if fence or _RULE.match(line.block.text):
            plain.append(Line(line.block, ()))
        elif fenced:
            plain.append(line)
        elif index in heads:
            plain.append(_row(line, heads[index]))
        else:
            plain.append(_plain(line))
    return plain


def _table_heads(lines: Sequence[Line]) -> dict[int, str]:
    """For each line that is a table row: the heads of its columns, "" for the heads themselves."""
    rows = {index: "" for index, line in enumerate(lines) if _framed(line.text)}
    for index, line in enumerate(lines):
        if index and _is_ruled(line.block.text) and _PIPE.search(lines[index - 1].text):
            heads = _row(lines[index - 1], "").text
            rows[index - 1] = ""
            for below in range(index + 1, len(lines)):
                if not _PIPE.search(lines[below].text):
                    break
                rows[below] = heads
    return rows


def _is_ruled(text: str) -> bool:
    return "|" in text and "-" in text and bool(_RULE.match(text))


def _framed(text: str) -> bool:
    return len(text) > 2 and text[0] == text[-1] == "|"


def _row(line: Line, context: str) -> Line:
    """A table row: its cells, with borders between them."""
    line = _inline(line)
    pipes = [match.span() for match in _PIPE.finditer(line.block.text)]
    if len(pipes) > _MOST_CELLS:
        return line.stripped()
    line = line.without(_EDGES)
    edges = _edge_pipes(line.block.text.strip(), pipes)
    inner = [span for span in pipes if span not in edges]
    starts = [0, *(end for _, end in inner)]
    ends = [*(start for start, _ in inner), len(line.block.text)]
    spans: list[Span] = []
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        cell = line.within(start, end).stripped()
        spans += [(start, start), *cell.spans] if place else cell.spans
    return Line(line.block, tuple(spans)).of_kind(BlockKind.ROW, context)


def _edge_pipes(text: str, pipes: Sequence[Span]) -> list[Span]:
    return [*(pipes[:1] if text.startswith("|") else []), *(pipes[-1:] if text.endswith("|") else [])]


def _plain(line: Line) -> Line:
    """A line of running text without its marks."""
    heading = bool(_HEADING.match(line.block.text))
    for pattern in (_QUOTE, _HEADING, _BULLET):
        line = line.without(pattern)
    if heading:
        line = line.without(_HEADING_TAIL).of_kind(BlockKind.HEADING)
    return _inline(line).stripped()


def _inline(line: Line) -> Line:
    if not _INLINE.search(line.block.text):
        return line
    for pattern in (_LINK, _EMPHASIS, _CODE, _ESCAPE):
        line = line.without(pattern)
    return line
