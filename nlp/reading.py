"""What the relation rules read: a passage as a row of items (names, titles, groups, pointing words) and plain words.

The skeleton of a passage is its text with every item replaced by one capital letter, so that a rule is a short regular
expression: `S与(?P<others>…)签署A`.

Must stay true: offsets are those of the passage; the letters occur in a skeleton for items only.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from nlp.normal import normal_form
from nlp.sentence import Found

LETTERS = {
    "Place": "P",
    "Country": "C",
    "Organisation": "O",
    "Person": "N",
    "Agreement": "A",
    "Project": "J",
    "Title": "T",
    "Self": "S",
    "Pronoun": "R",
    "Group": "D",
}
_FOREIGN_LETTER = re.compile("[A-Z]")
_CELL = re.compile(r"\s[|｜]\s")


class Ref(NamedTuple):
    """A unit of the document: its type and normal form."""

    type: str
    normal: str


@dataclass(frozen=True, slots=True)
class Item:
    """A name or helper in a passage."""

    kind: str
    start: int
    end: int
    text: str
    rule: str = ""

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, normal_form(self.kind, self.text))


@dataclass(frozen=True)
class Fact:
    """What a rule read in a passage: a relation between two units, or an attribute value of one.

    `start` and `end` are the offsets of the words that say it, in the passage.
    """

    predicate: str
    head: Ref
    tail: Ref | None
    rule: str
    start: int
    end: int
    value: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    date: str = ""
    event: Ref | None = None
    anchor: Item | None = None
    """The item that names the event (an agreement), if the text names it."""
    label: str = ""
    """What an event that is never named is called on the page."""
    confidence: float | None = field(default=None, compare=False)
    """How sure it is (confidence.py); None: as sure as its rule."""


@dataclass
class Line:
    """A passage with its items in order; `date` is the last date said so far in the document."""

    text: str
    items: list[Item]
    inner: list[Item]
    """Names strictly inside the items."""
    hidden: list[Item] = field(default_factory=list)
    """Those of them that are mentions in their own right: the place in 驻X总领事."""
    kind: str = "sentence"
    heads: str = ""
    """For a table row: the column heads and what else stands above it."""
    date: str = ""
    dates: list[tuple[int, str]] = field(default_factory=list)

    @cached_property
    def skeleton(self) -> str:
        """The text with items as letters; latin capitals of the text itself become x."""
        parts, at = [], 0
        for item in self.items:
            parts += [_FOREIGN_LETTER.sub("x", self.text[at : item.start]), LETTERS[item.kind]]
            at = item.end
        return "".join([*parts, _FOREIGN_LETTER.sub("x", self.text[at:])])

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table, be it one that was read as a sentence."""
        return self.kind == "row" or len(_CELL.findall(self.text)) > 1

    @cached_property
    def _marks(self) -> list[int]:
        """Where in the skeleton each item stands."""
        marks, shift = [], 0
        for item in self.items:
            marks.append(item.start - shift)
            shift += item.end - item.start - 1
        return marks

    def offset(self, mark: int) -> int:
        """The text offset of a skeleton offset."""
        index = bisect_left(self._marks, mark)
        shift = sum(item.end - item.start - 1 for item in self.items[:index])
        return mark + shift

    def between(self, start: int, end: int, kinds: str = "") -> list[Item]:
        """The items between two skeleton offsets, of these letters (all if none are given)."""
        first, last = bisect_left(self._marks, start), bisect_right(self._marks, end - 1)
        return [item for item in self.items[first:last] if not kinds or LETTERS[item.kind] in kinds]

    def index_of(self, item: Item) -> int:
        """The skeleton offset of an item."""
        return self._marks[self.items.index(item)]

    def gap(self, left: Item, right: Item) -> str:
        return self.text[left.end : right.start]

    def date_at(self, offset: int) -> str:
        """The date said last before this text offset, in this passage or before it; a row has one date of its own."""
        if self.is_row:
            return self.dates[0][1] if self.dates else self.date
        before = [date for start, date in self.dates if start <= offset]
        return before[-1] if before else self.date


def items_of(text: str, entities: Iterable[Found], helpers: Sequence[Found]) -> tuple[list[Item], list[Item]]:
    """(entities and the helpers that do not overlap them, in order; entities hidden in a title such as 驻X总领事).

    Otherwise an entity keeps its place against a helper.
    """
    posts = [found for found in helpers if found.type == "Title" and text[found.start] == "驻"]
    hidden = [found for found in entities if any(post.start < found.start and found.end < post.end for post in posts)]
    chosen = sorted((found for found in entities if found not in hidden), key=lambda found: found.start)
    taken = {index for found in chosen for index in range(found.start, found.end)}
    for found in sorted(helpers, key=lambda found: (-found.length, found.start)):
        if taken.isdisjoint(range(found.start, found.end)):
            taken.update(range(found.start, found.end))
            chosen.append(found)
    return as_items(text, chosen), as_items(text, hidden)


def as_items(text: str, found: Iterable[Found]) -> list[Item]:
    ordered = sorted(found, key=lambda item: (item.start, item.end))
    return [Item(item.type, item.start, item.end, text[item.start : item.end], item.rule) for item in ordered]


def clauses(skeleton: str, marks: str = "。；！？") -> Iterator[tuple[int, int]]:
    """(start, end) of the parts of a skeleton between these marks."""
    start = 0
    for match in re.finditer(f"[{marks}]", skeleton):
        yield start, match.end()
        start = match.end()
    if start < len(skeleton):
        yield start, len(skeleton)


def refs(items: Sequence[Item]) -> list[Ref]:
    return list(dict.fromkeys(item.ref for item in items))
