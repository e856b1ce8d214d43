"""More sentences from few: other names, cut and joined sentences, small damage, as reports have it.

Must stay true: the result's spans spell the names of its text; equal random source, equal sentences.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from nlp.corpus.markup import Span
from nlp.training.examples import Example, moved
from nlp.training.names import NameMaker

SWAP = 0.6
"""Share of the names that are replaced, in sentences where names are."""
OFFICES = 0.06
"""Share of the places and countries that become a body, where what follows lets them."""
_FREE = tuple("与和、，。；：同在的向对")
_CLAUSE = re.compile("[，；：]")
_FULL_STOP = re.compile("[。；，]$")


class Augmenter:
    """Varies sentences; every call gives other ones."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._maker = NameMaker(self._random)

    def copies(self, examples: Sequence[Example]) -> list[Example]:
        """One varied copy of each sentence."""
        changed = [self.swapped(example) if self._chance(0.75) else example for example in examples]
        cut = [self._cut(example) if self._chance(0.15) else example for example in changed]
        joined = [joined_to(one, self._random.choice(cut)) if self._chance(0.07) else one for one in cut]
        return [self._damaged(example) for example in joined]

    def swapped(self, example: Example) -> Example:
        """The sentence with some names replaced, equal names by equal ones."""
        chosen: dict[tuple[str, str], str] = {}
        text, spans, last = "", [], 0
        for span in sorted(example.spans, key=lambda span: span.start):
            text += example.text[last : span.start]
            old = example.text[span.start : span.end]
            if (span.type, old) not in chosen:
                chosen[span.type, old] = self._maker.like(span.type, old) if self._chance(SWAP) else old
            name, kind = self._office(chosen[span.type, old], span.type, example.text[span.end : span.end + 1])
            spans.append(Span(len(text), len(text) + len(name), kind, name, span.optional))
            text, last = text + name, span.end
        return replace(example, text=text + example.text[last:], spans=tuple(spans))

    def _office(self, name: str, kind: str, following: str) -> tuple[str, str]:
        """Now and then a place or country becomes a body of its own: 樱川市 to 樱川市议会."""
        if kind not in ("Place", "Country") or following not in _FREE or not self._chance(OFFICES):
            return name, kind
        return name + self._maker.office(kind), "Organisation"

    def _cut(self, example: Example) -> Example:
        """A sentence from one of its clauses on, or up to one."""
        marks = [found.end() for found in _CLAUSE.finditer(example.text) if not example.crossed(found.end())]
        if not marks:
            return example
        at = self._random.choice(marks)
        first, second = example.part(0, at), example.part(at, len(example.text))
        return max((first, second), key=lambda part: len(part.text)) if self._chance(0.5) else second or first

    def _damaged(self, example: Example) -> Example:
        """Now and then without its full stop, or with a space where a line was wrapped."""
        if self._chance(0.1) and _FULL_STOP.search(example.text):
            example = example.part(0, len(example.text) - 1)
        if self._chance(0.04) and len(example.text) > 4:
            example = spaced(example, self._random.randrange(1, len(example.text)))
        return example

    def _chance(self, share: float) -> bool:
        return self._random.random() < share


def joined_to(first: Example, second: Example) -> Example:
    """Both sentences as one."""
    spans = (*first.spans, *(moved(span, len(first.text)) for span in second.spans))
    return Example(first.text + second.text, spans, first.open)


def spaced(example: Example, at: int) -> Example:
    """The sentence with a space put in at this offset, also inside a name."""
    text = example.text[:at] + " " + example.text[at:]
    edges = ((span.start + (span.start >= at), span.end + (span.end > at), span) for span in example.spans)
    return replace(
        example, text=text, spans=tuple(replace(span, start=s, end=e, text=text[s:e]) for s, e, span in edges)
    )
