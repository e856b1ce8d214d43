"""The pairs of things in a passage that may stand in a relation, and what can be said of each pair.

Must stay true: a feature tells of words, kinds, order and rules, never of a name; the same line, context and facts give
the same pairs with the same features; nothing here knows which relation holds.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from nlp.context import Context
from nlp.reading import LETTERS, Fact, Item, Line, Ref

NEAR = 160
"""Skeleton characters between two items beyond which they are no pair."""
_MEMBERS = "PCONAJSR"
_GAP = re.compile(r"^(?:（[^（）]{0,14}）)?(?:、|和|与|及|以及|同|跟|[—–－]{1,2})?C?的?$|^（C）(?:、|和|与|及)?$")
_APART = re.compile("[与同跟—–－]")
_DIGITS = re.compile(r"\d[\d,，.]*")
_CLAUSE = re.compile("[，。；：！？\n]")
_STOP = re.compile("[。；！？\n]")


@dataclass(frozen=True)
class Side:
    """One end of a pair: a unit, and the item that names it or points at it (None: it is only understood)."""

    ref: Ref
    item: Item | None
    role: str
    """The letter of the item's kind; for what is only understood, what it is: s the locality, t a traveller, j a
    project, b a body."""


@dataclass(frozen=True)
class Pair:
    """Two sides, the first stands first in the text; what is only understood stands before all."""

    left: Side
    right: Side
    features: tuple[str, ...] = field(compare=False)


@dataclass
class _Group:
    """Items in one coordination, and the skeleton offsets of the whole."""

    items: list[Item]
    start: int
    end: int


class PairReader:
    """Makes the pairs of one line."""

    def __init__(self, line: Line, context: Context, facts: Sequence[Fact], heading: str) -> None:
        self._line = line
        self._context = context
        self._skeleton = line.skeleton
        self._heading = heading
        self._marks = [line.index_of(item) for item in line.items]
        self._at = {id(item): mark for item, mark in zip(line.items, self._marks, strict=True)}
        self._rules = _rules(facts)

    def pairs(self) -> Iterator[Pair]:
        """All pairs of the line, in the order of the text."""
        sides = [side for item in self._line.items for side in self._sides(item)]
        for side in self._understood(sides):
            for other in sides:
                if side.ref != other.ref:
                    yield Pair(side, other, tuple(self._understood_features(side, other)))
        for left, right in combinations(sides, 2):
            near = left.item and right.item and self._mark(right) - self._mark(left) <= NEAR
            if near and left.ref != right.ref:
                yield Pair(left, right, tuple(self._features(left, right)))

    def _sides(self, item: Item) -> Iterator[Side]:
        if LETTERS[item.kind] in _MEMBERS:
            for ref in self._context.all_of(self._line, item):
                role = "H" if item.kind == "Place" and self._context.is_home(ref) else LETTERS[item.kind]
                yield Side(ref, item, role)

    def _understood(self, sides: Sequence[Side]) -> Iterator[Side]:
        """What a reader supplies: the reporting locality, who travels, the project and the body spoken of before."""
        named = {side.ref for side in sides}
        context = self._context
        supplied: dict[Ref, str] = {}
        if context.scope.normal:
            supplied[context.scope] = "s"
        for traveller in context.trip.travellers if context.trip else ():
            supplied.setdefault(traveller.ref, "t")
        if context.project:
            supplied.setdefault(context.project, "j")
        if context.body:
            supplied.setdefault(context.body, "b")
        yield from (Side(ref, None, role) for ref, role in supplied.items() if ref not in named)

    def _mark(self, side: Side) -> int:
        return self._at[id(side.item)] if side.item else 0

    # ---- groups

    @cached_property
    def _groups(self) -> dict[int, _Group]:
        """The coordination that each item (by its skeleton offset) belongs to."""
        found: dict[int, _Group] = {}
        open_group: _Group | None = None
        for item, mark in zip(self._line.items, self._marks, strict=True):
            if open_group and self._goes_on(open_group, item, mark):
                open_group.items.append(item)
                open_group.end = mark + 1
            elif not (open_group and item.kind == "Country"):
                open_group = _Group([item], mark, mark + 1)
            found[mark] = open_group if open_group and item in open_group.items else _Group([item], mark, mark + 1)
        return found

    def _goes_on(self, group: _Group, item: Item, mark: int) -> bool:
        last = group.items[-1]
        gap = self._skeleton[group.end : mark]
        same = last.kind == item.kind or {last.kind, item.kind} <= {"Place", "Self", "Organisation", "Pronoun"}
        return same and bool(gap) and len(gap) < 18 and bool(_GAP.match(gap))

    # ---- features

    def _features(self, left: Side, right: Side) -> Iterator[str]:
        first, last = self._mark(left), self._mark(right)
        one, other = self._groups[first], self._groups[last]
        kinds = left.role + right.role
        yield f"k:{kinds}"
        if one is other:
            between = self._skeleton[first + 1 : last]
            split = "x" if _APART.search(between) else "l"
            yield f"g:{kinds}{split}"
            yield from self._surroundings(one.start, one.end, f"G{split}{kinds}")
            yield from self._words("gr", self._after(one.end, 30), kinds)
        else:
            yield from self._between(one.end, other.start, kinds, len(one.items) > 1, len(other.items) > 1)
            yield from self._surroundings(one.start, other.end, kinds)
            yield from self._words("r", self._after(other.end, 14), kinds)
        yield from self._common(left, right, one.start, other.end, kinds)

    def _between(self, start: int, end: int, kinds: str, many_left: bool, many_right: bool) -> Iterator[str]:
        between = _plain(self._skeleton[start:end]) if start < end else ""
        yield f"d:{kinds}{_bucket(len(between))}"
        yield f"p:{kinds}{'.' if _STOP.search(between) else ',' if _CLAUSE.search(between) else ''}"
        yield f"c:{kinds}{min(between.count('，'), 4)}"
        if len(between) <= 14:
            yield f"b={kinds}{between}"
        yield from (f"i:{kinds}{letter}" for letter in sorted(set(re.findall("[A-Z]", between))))
        yield f"m:{kinds}{many_left:d}{many_right:d}"
        yield from self._words("b", between, kinds)
        if between:
            yield f"b<{kinds}{between[:2]}"
            yield f"b>{kinds}{between[-2:]}"
            yield f"b>>{kinds}{between[-4:]}"

    def _surroundings(self, start: int, end: int, kinds: str) -> Iterator[str]:
        before = _plain(self._skeleton[max(0, start - 8) : start])
        after = _plain(self._skeleton[end : end + 8])
        for size in (1, 2, 3, 4):
            yield f"l{size}:{kinds}{before[-size:]}"
            yield f"r{size}:{kinds}{after[:size]}"

    def _after(self, start: int, size: int) -> str:
        """What follows in the sentence."""
        stop = _STOP.search(self._skeleton, start)
        return _plain(self._skeleton[start : min(start + size, stop.start() if stop else len(self._skeleton))])

    def _words(self, place: str, text: str, kinds: str) -> Iterator[str]:
        """The pairs of characters of a stretch of text, with the kinds and without."""
        for gram in sorted({text[at : at + 2] for at in range(len(text) - 1)}):
            yield f"{place}:{gram}"
            yield f"{place}:{kinds}{gram}"

    def _common(self, left: Side, right: Side, start: int, end: int, kinds: str) -> Iterator[str]:
        stop = _STOP.search(self._skeleton, end)
        opened = max((match.end() for match in _STOP.finditer(self._skeleton, 0, start)), default=0)
        sentence = _plain(self._skeleton[opened : stop.start() if stop else len(self._skeleton)])
        yield from (f"s:{kinds}{gram}" for gram in sorted({sentence[at : at + 2] for at in range(len(sentence) - 1)}))
        yield from self._standing(left, right, kinds)

    def _standing(self, left: Side, right: Side, kinds: str) -> Iterator[str]:
        """What the rules say of the pair, what kind of passage it stands in and under which heading."""
        said = [f"{rule}>" for rule in self._rules.get((left.ref, right.ref), ())]
        said += [f"{rule}<" for rule in self._rules.get((right.ref, left.ref), ())]
        yield from (f"rule:{rule}" for rule in said) if said else ("rule:none",)
        yield f"rule#{min(len(said), 3)}"
        if self._line.kind != "sentence":
            yield f"kind:{self._line.kind}{kinds}"
            heads = self._line.heads
            yield from (f"h:{kinds}{gram}" for gram in sorted({heads[at : at + 2] for at in range(len(heads) - 1)}))
        heading = self._heading[:24]
        yield from (f"H:{kinds}{gram}" for gram in sorted({heading[at : at + 2] for at in range(len(heading) - 1)}))

    def _understood_features(self, side: Side, other: Side) -> Iterator[str]:
        mark = self._mark(other)
        group = self._groups[mark]
        kinds = side.role + other.role
        yield f"k:{kinds}"
        yield from self._surroundings(group.start, group.end, kinds)
        opened = max((match.end() for match in _CLAUSE.finditer(self._skeleton, 0, group.start)), default=0)
        before = _plain(self._skeleton[max(opened, group.start - 20) : group.start])
        yield from self._words("ub", before, kinds)
        yield from self._words("ua", self._after(group.end, 20), kinds)
        yield f"u:{kinds}{'S' in self._skeleton:d}{len(set(self._skeleton) & set('PCON')):d}"
        yield from self._common(side, other, group.start, group.end, kinds)


def _rules(facts: Iterable[Fact]) -> Mapping[tuple[Ref, Ref], list[str]]:
    """Which rules read something of each pair of units; for an agreement, of the name that stands in the text."""
    found: dict[tuple[Ref, Ref], list[str]] = defaultdict(list)
    for fact in facts:
        tail = fact.anchor.ref if fact.anchor else fact.tail
        if tail and fact.rule not in found[fact.head, tail]:
            found[fact.head, tail].append(fact.rule)
    return found


def _plain(text: str) -> str:
    return _DIGITS.sub("0", text)


def _bucket(size: int) -> str:
    return next((str(limit) for limit in (0, 1, 2, 4, 8, 16, 32, 64) if size <= limit), "far")
