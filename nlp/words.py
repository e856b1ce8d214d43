"""Words with their tags, as the taggers see them.

Must stay true: every character belongs to exactly one word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its tag: PER, LOC, ORG, TIME or a part of speech (n, v, p, …). Offsets are characters."""

    start: int
    end: int
    tag: str


def join(tags: Sequence[str], offset: int) -> Iterator[Word]:
    """Words from the tags of characters: a word runs from one that does not end in -I to the next such."""
    starts = [index for index, tag in enumerate(tags) if index == 0 or not tag.endswith("-I")]
    for start, end in zip(starts, [*starts[1:], len(tags)], strict=True):
        yield Word(offset + start, offset + end, tags[start].rsplit("-", 1)[0])
