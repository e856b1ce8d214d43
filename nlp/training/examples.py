"""Training sentences with their names: cut from the passages of the corpus as the pipeline cuts a report.

Must stay true: a sentence's spans lie inside it and do not overlap; text is in the plain form that the tagger reads.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nlp.corpus.markup import CorpusPassage, Span
from nlp.sentence import plain
from nlp.vocabulary import SPECIAL_REGIONS, countries

_END = re.compile(r"[。！？!?…]+[”’」』）)】》]*\n*|(?<=[：；])\n+|(?<![^\n]{24})\n+|\n{2,}")
"""Where a sentence ends: a line end counts too, unless the line is so long that it may only be wrapped."""
_COARSE = {"PER": ("Person",), "ORG": ("Organisation",), "LOC": ("Place", "Country")}
_UNMARKED = ("Agreement", "Project")
"""Types that the news data does not mark: outside its names they may stand or not."""


@dataclass(frozen=True)
class Example:
    """A sentence; `open` are types that any unmarked character may have as well."""

    text: str
    spans: tuple[Span, ...]
    open: tuple[str, ...] = ()

    def part(self, start: int, end: int) -> "Example":
        """The piece between two offsets that no span crosses."""
        inside = (span for span in self.spans if start <= span.start and span.end <= end)
        return Example(self.text[start:end], tuple(moved(span, -start) for span in inside), self.open)

    def crossed(self, at: int) -> bool:
        """Whether an offset lies inside a name."""
        return any(span.start < at < span.end for span in self.spans)


def moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by, span.type, span.text, span.optional)


def sentences(passages: Iterable[CorpusPassage]) -> list[Example]:
    """The sentences of these passages, in order."""
    return [sentence for passage in passages for sentence in _sentences(passage)]


def _sentences(passage: CorpusPassage) -> Iterator[Example]:
    whole = Example(plain(passage.text), passage.spans)
    start = 0
    for found in [*_END.finditer(passage.text), None]:
        end = found.end() if found else len(passage.text)
        if whole.crossed(end):
            continue
        if passage.text[start:end].strip():
            yield _trimmed(whole.part(start, end))
        start = end


def _trimmed(example: Example) -> Example:
    left = len(example.text) - len(example.text.lstrip())
    return example.part(left, len(example.text.rstrip()))


def news(path: Path) -> list[Example]:
    """The sentences of a file of the AISHELL-NER data set (character, space, label; a blank line between sentences).

    Its LOC is both countries and places; its merged places and its lack of agreements and projects leave labels open.
    """
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    return [_news_sentence([line.split() for line in block.splitlines() if line.strip()]) for block in blocks]


def _news_sentence(rows: list[list[str]]) -> Example:
    text = "".join(row[0] for row in rows)
    found: list[tuple[int, int, str]] = []
    for at, (_, label) in enumerate(rows):
        if label.startswith("B-"):
            found.append((at, at + 1, label[2:]))
        elif label.startswith("I-") and found:
            found[-1] = (found[-1][0], at + 1, found[-1][2])
    return Example(text, tuple(_news_span(text, *item) for item in found), _UNMARKED)


def _news_span(text: str, start: int, end: int, kind: str) -> Span:
    """Places that may be merged, and bodies, whose convention differs, are arguable; the rest is sure."""
    name = text[start:end]
    if kind == "LOC":
        known = name in countries() and name not in SPECIAL_REGIONS
        return Span(start, end, "Country" if known else "Place", name, optional=not known and len(name) > 4)
    return Span(start, end, _COARSE[kind][0], name, optional=kind == "ORG")
