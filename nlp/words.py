"""What a tagger makes of a text: words with their tags, and names with their chance.

Must stay true: every character belongs to exactly one word; names of one text never overlap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its tag: PER, LOC, ORG, TIME or a part of speech (n, v, p, …). Offsets are characters."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name of one of the entity types. Offsets are characters; `chance` is between 0 and 1."""

    start: int
    end: int
    type: str
    chance: float


class Seen(Protocol):
    """What the trained tagger sees in one text."""

    @property
    def names(self) -> list[Name]:
        """The names of the best reading, in order."""
        ...

    def chance(self, start: int, end: int, kind: str) -> float:
        """How probable it is that exactly this stretch is a name of this type, best reading or not."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of one text, in its order, and what is seen of names; None where a reader sees no names at all."""

    words: list[Word]
    seen: Seen | None


class Reader(Protocol):
    """Whatever reads words and names."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """The reading of each text, in the order of the texts."""
        ...


def join(tags: Sequence[str], offset: int) -> Iterator[Word]:
    """Words from the tags of characters: a word runs from one that does not end in -I to the next such."""
    starts = [index for index, tag in enumerate(tags) if index == 0 or not tag.endswith("-I")]
    for start, end in zip(starts, [*starts[1:], len(tags)], strict=True):
        yield Word(offset + start, offset + end, tags[start].rsplit("-", 1)[0])
