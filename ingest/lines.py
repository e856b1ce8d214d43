"""A line of a file on its way to clean text, and what can be seen from one line alone.

Must stay true: a line only ever loses characters; `spans` says which ones of the original are left.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.readers.contract import CELL_SEPARATOR, Block, BlockKind

Span = tuple[int, int]
"""Start and end in the text of a block. An empty one is a border between two cells of a table row."""

_NUMERAL = "一二三四五六七八九十百〇零两壱壹贰叁肆伍陆柒捌玖拾"
HEADING_MARK = re.compile(
    rf"[{_NUMERAL}]{{1,3}}、|[（(](?:[{_NUMERAL}]{{1,3}}|\d{{1,2}})[）)]|第[{_NUMERAL}\d]{{1,3}}[编章节条部篇]|"
    r"\d{1,2}(?:[.．、](?!\d)|(?:\.\d{1,2}){1,3}[ 　])|[①-⑳㈠-㈩⒈-⒛]|【[^】]{1,20}】"
)
_LIST_MARK = re.compile(r"[●○■□◆◇▲△★☆※•▪►➢✓]|[-*+–—·][ 　]+\S|(?:附件?|注|备注|说明)\d?[：:]|[a-zA-Z][.)）] ")
_SENTENCE_END = re.compile(r"[。！？!?；…：:][”’」』）)】》\"]*$|(?<![A-Z\d])\.[”\"')]*$")
_CLAUSE_END = re.compile(r"[，、,（(《“‘「『【—～·/]$")
_CONTINUES = re.compile(r"[，。、；：！？）》”’」』】,;:!?)%％]")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufff9-\uffff]")
_WIDE = frozenset("WFA")


@dataclass(frozen=True)
class Line:
    """A block with the parts of its text that are kept."""

    block: Block
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, block: Block) -> "Line":
        """The line of this block without control characters and without space around it."""
        if not block.text or block.text.isspace():
            return cls(block, ())
        return cls(block, ((0, len(block.text)),)).without(_INVISIBLE).stripped()

    @property
    def kind(self) -> BlockKind:
        return self.block.kind

    @cached_property
    def text(self) -> str:
        """What is left."""
        return "".join(self.block.text[start:end] or CELL_SEPARATOR for start, end in self.spans)

    @cached_property
    def width(self) -> int:
        """Columns as in a fixed-width font, where a Chinese character takes two; the indent counts."""
        return self.indent + columns(self.text)

    @cached_property
    def indent(self) -> int:
        """Columns of space before the text."""
        if not self.spans:
            return 0
        before = self.block.text[: self.spans[0][0]]
        return columns(before) if before.isspace() else 0

    @cached_property
    def ends_sentence(self) -> bool:
        return bool(_SENTENCE_END.search(self.text))

    @cached_property
    def ends_open(self) -> bool:
        """Whether more must follow: it ends in a comma, or in a bracket that it opens."""
        return bool(_CLAUSE_END.search(self.text)) or _unclosed(self.text)

    @cached_property
    def begins_block(self) -> bool:
        """Whether it opens with the mark of a heading or of a list item."""
        return bool(HEADING_MARK.match(self.text) or _LIST_MARK.match(self.text))

    @cached_property
    def continues(self) -> bool:
        """Whether it opens with a mark that no line of its own opens with."""
        return bool(_CONTINUES.match(self.text))

    def of_kind(self, kind: BlockKind, context: str = "") -> "Line":
        return Line(replace(self.block, kind=kind, context=context), self.spans)

    def without(self, pattern: re.Pattern[str]) -> "Line":
        """The line less what the pattern finds in the original text; where it has groups, less the groups."""
        dropped: list[Span] = []
        for match in pattern.finditer(self.block.text):
            groups = range(1, pattern.groups + 1) if pattern.groups else [0]
            dropped += [match.span(group) for group in groups if match.start(group) >= 0]
        return Line(self.block, _minus(self.spans, dropped))

    def holds(self, start: int, end: int) -> bool:
        """Whether all between two offsets of the original text lies inside the line."""
        return bool(self.spans) and self.spans[0][0] < start and end < self.spans[-1][1]

    def within(self, start: int, end: int) -> "Line":
        """The part of the line between two offsets of the original text."""
        return Line(self.block, _minus(self.spans, [(0, start), (end, len(self.block.text))]))

    def stripped(self) -> "Line":
        """The line without space at its ends."""
        spans = list(self.spans)
        text = self.block.text
        while spans and not text[spans[0][0] : spans[0][1]].strip():
            del spans[0]
        while spans and not text[spans[-1][0] : spans[-1][1]].strip():
            del spans[-1]
        if spans:
            first, last = spans[0], spans[-1]
            spans[0] = (first[1] - len(text[first[0] : first[1]].lstrip()), first[1])
            last = spans[-1]
            spans[-1] = (last[0], last[0] + len(text[last[0] : last[1]].rstrip()))
        return Line(self.block, tuple(spans))


def columns(text: str) -> int:
    """Width of a text in a fixed-width font."""
    return len(text) + sum(1 for char in text if char > "\u00ff" and unicodedata.east_asian_width(char) in _WIDE)


def is_latin(text: str) -> bool:
    """Whether most of a text is in Latin letters."""
    return sum(char >= "\u2e80" for char in text) * 4 < len(text)


def _minus(spans: tuple[Span, ...], dropped: list[Span]) -> tuple[Span, ...]:
    """The spans less the dropped ones; both in order."""
    if not dropped:
        return spans
    kept: list[Span] = []
    dropped = sorted(dropped)
    first = 0
    for start, end in spans:
        while first < len(dropped) and dropped[first][1] <= start:
            first += 1
        at = first
        while at < len(dropped) and dropped[at][0] < end:
            if dropped[at][0] > start:
                kept.append((start, dropped[at][0]))
            start = max(start, dropped[at][1])
            at += 1
        if start < end:
            kept.append((start, end))
    return tuple(kept)


def _unclosed(text: str) -> bool:
    return any(
        sum(map(text.count, left)) > sum(map(text.count, right)) for left, right in (("《", "》"), ("（(", "）)"))
    )
