"""What the components pass along: a sentence with its words and the names found in it so far.

Must stay true: offsets are characters of the passage's text; `plain` changes characters one for one, so offsets hold in
the original text too; plain data, no spaCy here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from nlp.words import Seen, Word

_WIDE = {ord(char): chr(ord(char) - 0xFEE0) for char in "".join(map(chr, range(0xFF10, 0xFF5B))) if char.isalnum()}
_MARKS = str.maketrans(
    ",:;!?()" + "「」『』〈〉" + "•・‧･˙" + "~" + "\u3000\xa0",
    "，：；！？（）" + "“”“”《》" + "·····" + "～" + "  ",
)
_TABLE: dict[int, int | str] = {**dict.fromkeys([*range(32), *range(127, 160)], " "), **_WIDE, **_MARKS}
_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    """The text in one form, character for character: Chinese punctuation, narrow letters, no control characters."""
    return _SURROGATE.sub(" ", text.translate(_TABLE))


@dataclass(frozen=True, slots=True)
class Found:
    """A name found by a rule. `type` is an entity type of the ontology or a helper type of the relation rules."""

    start: int
    end: int
    type: str
    rule: str

    @property
    def length(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Found") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass
class Sentence:
    """A passage on its way through the components."""

    text: str
    words: list[Word] = field(default_factory=list)
    seen: Seen | None = None
    """What the trained tagger sees of names; None without one."""
    found: list[Found] = field(default_factory=list)

    def of(self, *types: str) -> list[Found]:
        """What has been found of these types so far, in the order of the text."""
        return sorted((item for item in self.found if item.type in types), key=lambda item: (item.start, -item.end))

    def surface(self, item: Found) -> str:
        return self.text[item.start : item.end]

    @cached_property
    def word_starts(self) -> dict[int, Word]:
        return {word.start: word for word in self.words}

    @cached_property
    def word_ends(self) -> dict[int, Word]:
        return {word.end: word for word in self.words}

    @cached_property
    def word_of(self) -> list[Word]:
        """The word that each character belongs to."""
        return [word for word in self.words for _ in range(word.start, word.end)]


def resolve(found: Iterable[Found], priority: dict[str, int]) -> list[Found]:
    """The found names without overlaps: a higher priority of the rule wins, then the longer, then the earlier."""
    ranked = sorted(found, key=lambda item: (-priority.get(item.rule, 0), -item.length, item.start, item.type))
    taken: set[int] = set()
    kept = []
    for item in ranked:
        span = range(item.start, item.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)


def nested(found: Iterable[Found], inside: Found) -> Iterator[Found]:
    """What was found strictly inside this name."""
    for item in found:
        if inside.start <= item.start and item.end <= inside.end and item.length < inside.length:
            yield item
