"""How sure a claim is: a logistic model over what is known of the rule, the passage and the two names.

The weights are learned from the corpus (`python -m tools.confidence train`) and stand as plain text in
nlp/models/confidence.tsv, one feature a line, so that each judgement can be added up by hand. What is more likely wrong
than right is dropped.

Must stay true: a feature tells of rules, words and order, never of a name; without the file a claim is as sure as its
rule is by the table in rules.py; what people would see twice as sure is right twice as often (docs/accuracy.md).
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from nlp.context import Context
from nlp.reading import Fact, Item, Line, Ref
from nlp.rules import CONFIDENCE

MODEL = Path(__file__).parent / "models" / "confidence.tsv"
SCORED = frozenset({"TIE", "SIGNED", "LOCATED_IN", "POSITION", "VISITED", "SUPPORTS", "COOPERATES"})
"""The relations that the corpus annotates; other claims keep the confidence of their rule."""
FLOOR = 0.2
"""Below this a claim is dropped: chosen on the development split, where it gave the best F1."""
_HEDGE = re.compile(
    "拟|计划|将[于在由会派赴]|希望|建议|争取|有意|力争|准备|未能|尚未|没有|未曾|不再|取消|推迟|如果|若|可能"
)
_COMMA = re.compile("[，；：]")
BIAS = "bias"


def judged(line: Line, context: Context, facts: Sequence[Fact]) -> list[Fact]:
    """The facts with their confidence, without those that are more likely wrong."""
    weights = _weights()
    if not weights:
        return list(facts)
    described = zip(facts, features(line, context, facts), strict=True)
    sure = [replace(fact, confidence=_chance(weights, found)) if found else fact for fact, found in described]
    return [fact for fact in sure if fact.confidence is None or fact.confidence >= FLOOR]


def features(line: Line, context: Context, facts: Sequence[Fact]) -> list[tuple[str, ...]]:
    """For each fact of a line what the model may know of it; nothing for facts that it does not judge."""
    reader = _Reader(line, context, facts)
    return [tuple(reader.of(fact)) if fact.predicate in SCORED and fact.tail else () for fact in facts]


def _chance(weights: Mapping[str, float], found: Sequence[str]) -> float:
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) for name in found)))


@cache
def _weights() -> Mapping[str, float]:
    if not MODEL.exists():
        return {}
    rows = (row.split("\t") for row in MODEL.read_text(encoding="utf-8").splitlines() if not row.startswith("#"))
    return {name: float(weight) for name, weight in rows}


class _Reader:
    """Describes the facts of one line."""

    def __init__(self, line: Line, context: Context, facts: Sequence[Fact]) -> None:
        self._line = line
        self._context = context
        self._items: dict[Ref, list[Item]] = {}
        for item in (*line.items, *line.hidden, *line.inner):
            pointing = item.kind in {"Self", "Pronoun"}
            for ref in context.all_of(line, item) if pointing else [item.ref]:
                self._items.setdefault(ref, []).append(item)
        self._alike = Counter(fact.predicate for fact in facts)
        self._said = Counter((fact.predicate, fact.head, fact.anchor or fact.tail) for fact in set(facts))
        self._others = {(fact.predicate, frozenset((fact.head, fact.tail))) for fact in facts}

    def of(self, fact: Fact) -> Iterator[str]:
        """The features of one fact; the bias is that of its relation."""
        kind = fact.predicate
        head, tail = self._named(fact.head, fact), fact.anchor or self._named(fact.tail or fact.head, fact)
        yield f"{BIAS}:{kind}"
        yield f"rule:{fact.rule}"
        yield f"kinds:{fact.rule}:{fact.head.type}:{fact.tail.type if fact.tail else ''}"
        yield from self._ends(fact.rule, kind, head, tail)
        if head and tail:
            yield from self._between(fact.rule, kind, head, tail)
        yield f"passage:{kind}:{self._line.kind}"
        yield f"many:{kind}:{_step(self._alike[kind], (1, 2, 4, 8, 16))}"
        yield f"twice:{self._said[kind, fact.head, fact.anchor or fact.tail] > 1:d}"
        words = self._line.text[max(0, fact.start - 12) : fact.end + 12]
        if _HEDGE.search(words):
            yield f"hedge:{kind}"
            yield f"hedge:{fact.rule}"
        yield from (f"also:{kind}:{other}" for other in sorted(self._also(fact)))

    def _named(self, ref: Ref, fact: Fact) -> Item | None:
        """The item of this line that names the unit, the nearest to the words that say the fact."""
        near = self._items.get(ref, ())
        return min(near, key=lambda item: (abs(item.start - fact.start), item.start), default=None)

    def _ends(self, rule: str, kind: str, head: Item | None, tail: Item | None) -> Iterator[str]:
        for name, item in (("head", head), ("tail", tail)):
            yield f"{name}:{kind}:{(item.rule or item.kind) if item else 'understood'}"
            yield f"{name}-there:{rule}:{item is not None:d}"

    def _between(self, rule: str, kind: str, head: Item, tail: Item) -> Iterator[str]:
        first, last = sorted((head, tail), key=lambda item: item.start)
        gap = self._line.text[first.end : last.start]
        among = sum(first.end <= item.start and item.end <= last.start for item in self._line.items)
        yield f"order:{rule}:{head.start < tail.start:d}"
        yield f"gap:{kind}:{_step(len(gap), (0, 2, 6, 12, 24, 48, 96))}"
        yield f"commas:{rule}:{min(len(_COMMA.findall(gap)), 3)}"
        yield f"among:{kind}:{_step(among, (0, 1, 2, 4, 8))}"
        yield f"stops:{kind}:{'。' in gap:d}"

    def _also(self, fact: Fact) -> set[str]:
        """The other relations that this line tells of the same two."""
        pair = frozenset((fact.head, fact.tail))
        return {kind for kind, ends in self._others if ends == pair and kind != fact.predicate}


def _step(size: int, limits: Sequence[int]) -> str:
    return next((str(limit) for limit in limits if size <= limit), "more")


def confidence_of(fact: Fact) -> float:
    """What the model made of a fact, else what its rule says."""
    return CONFIDENCE[fact.rule] if fact.confidence is None else fact.confidence
