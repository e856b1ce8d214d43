"""How well an extraction agrees with annotated passages: precision, recall and F1, with intervals.

Document level: an entity counts once a document and surface, a relation once a (type, head, tail); ties and cooperation
have no direction. Surfaces are compared in NFKC without white space and quotation marks, places without their
administrative suffix, bodies with or without a country in front. Arguable items are neither asked for nor punished.
Intervals are percentiles of a bootstrap over documents (Efron 1979).

Must stay true: the figures equal those of the scorer that came with the annotated reports, where both can be run.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from nlp.corpus.markup import RELATIONS, SELF, TYPES
from nlp.vocabulary import SPECIAL_REGIONS, leading_country

UNORDERED = frozenset({"TIE", "COOPERATES"})
_QUOTES = "《》〈〉“”\"'「」『』（）()[]"
_SUFFIX = re.compile(r"(特别行政区|广域市|自治区|自治州|自治县|地区|[市县省州区郡府道])$")
_SHORTEST_CORE = 4
"""Characters that must be left of a body's name for the country in front to be ignored."""
Row = Mapping[str, Any]
Key = tuple[str, ...]


@dataclass
class Tally:
    """What agrees (`right`), what was invented (`extra`), what was overlooked (`missed`)."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, asked: set[Key], found: set[Key]) -> None:
        """Count one document."""
        self.right += len(asked & found)
        self.extra += len(found - asked)
        self.missed += len(asked - found)

    @property
    def asked(self) -> int:
        return self.right + self.missed

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.extra)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.asked)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.extra + self.missed)


class Figure(NamedTuple):
    """One row of a table; `low` and `high` bound F1 at 95%."""

    tally: Tally
    low: float
    high: float


@dataclass
class Scored:
    """One document: a tally for entities, relations and each type of both, and how many stages of ties are right."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    stages: Counter[bool] = field(default_factory=Counter)


def score(asked: Row, found: Row) -> Scored:
    """Compare what was found in a document with its annotation, both in the scorer's form."""
    reader = Reader(asked)
    scored = Scored()
    entities = {reader.entity(row) for row in asked["entities"]}
    arguable = {reader.entity(row) for row in asked.get("optional", ())} - entities
    _count(scored, "entities", TYPES.values(), entities, {reader.entity(row) for row in found["entities"]} - arguable)
    relations = {reader.relation(row): row for row in asked["relations"]}
    doubtful = {reader.relation(row) for row in asked.get("optional_relations", ())} - relations.keys()
    told = {key: row for row in found["relations"] if (key := reader.relation(row)) not in doubtful}
    _count(scored, "relations", RELATIONS, set(relations), {key for key in told if key[0] in RELATIONS})
    for key in relations.keys() & told.keys():
        if key[0] == "TIE":
            scored.stages[relations[key]["status"] == told[key].get("status")] += 1
    return scored


def _count(scored: Scored, name: str, kinds: Iterable[str], asked: set[Key], found: set[Key]) -> None:
    scored.tallies[name].add(asked, found)
    for kind in kinds:
        scored.tallies[kind].add({key for key in asked if key[0] == kind}, {key for key in found if key[0] == kind})


def table(scored: Sequence[Scored], rounds: int = 500, seed: int = 1) -> dict[str, Figure]:
    """The figures of each row over these documents."""
    names = ["entities", *TYPES.values(), "relations", *RELATIONS]
    return {name: _figure([one.tallies[name] for one in scored], rounds, seed) for name in names}


def _figure(tallies: Sequence[Tally], rounds: int, seed: int) -> Figure:
    counts = np.array([(tally.right, tally.extra, tally.missed) for tally in tallies], dtype=np.int64).reshape(-1, 3)
    random = np.random.default_rng(seed)
    drawn = counts[random.integers(0, len(counts), (rounds, len(counts)))].sum(axis=1)
    f1 = 2 * drawn[:, 0] / np.maximum(1, 2 * drawn[:, 0] + drawn[:, 1] + drawn[:, 2])
    low, high = np.percentile(f1, [2.5, 97.5])
    return Figure(Tally(*map(int, counts.sum(axis=0))), float(low), float(high))


def stages_right(scored: Sequence[Scored]) -> float:
    """The share of ties found whose stage is right; 1 without any."""
    counts = sum((one.stages for one in scored), Counter())
    return counts[True] / counts.total() if counts.total() else 1.0


class Reader:
    """Brings the surfaces of one annotated document, and of what was found in it, to keys that can be compared."""

    def __init__(self, asked: Row) -> None:
        self._full: set[str] = set()
        self._by_core: dict[str, set[str]] = defaultdict(set)
        for text in _surfaces(asked):
            self._full.add(_place(text))
            self._by_core[_place(_core(text))].add(_place(text))
        self._self = {_place(name) for name in asked.get("self", ())} | {_place(SELF)}
        self._named = {
            self._name(other): self._name(name) for name, others in asked.get("aliases", {}).items() for other in others
        }

    def entity(self, row: Row) -> Key:
        """Type and name."""
        kind, text = row["type"], row["text"]
        if kind == "Country" and _plain(text) in SPECIAL_REGIONS:
            kind = "Place"
        forms: Mapping[str, Callable[[str], str]] = {"Place": _place, "Country": _place, "Organisation": self._name}
        return kind, forms.get(kind, _plain)(text)

    def relation(self, row: Row) -> Key:
        """Type and both ends; sorted where the type has no direction."""
        ends = [self._end(row["head"]), self._end(row["tail"])]
        return row["type"], *(sorted(ends) if row["type"] in UNORDERED else ends)

    def _end(self, text: str) -> str:
        name = self._name(text)
        name = self._named.get(name, name)
        return SELF if name in self._self else name

    def _name(self, text: str) -> str:
        """The annotation's spelling: the same name, else the only one that differs by a country in front."""
        near = self._by_core.get(_place(_core(text)), set())
        whole = _place(text)
        return next(iter(near)) if whole not in self._full and len(near) == 1 else whole


def _surfaces(asked: Row) -> Iterator[str]:
    yield from (row["text"] for row in (*asked["entities"], *asked.get("optional", ())))
    for name, others in asked.get("aliases", {}).items():
        yield from (name, *others)
    for row in (*asked["relations"], *asked.get("optional_relations", ())):
        yield from (row["head"], row["tail"])


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).strip(_QUOTES).lower()


def _place(text: str) -> str:
    plain = _plain(text)
    cut = _SUFFIX.sub("", plain)
    return cut if len(cut) > 1 else plain


def _core(text: str) -> str:
    """A body's name without the country in front."""
    plain = _plain(text)
    country = leading_country(plain)
    return plain[len(country) :] if len(plain) - len(country) >= _SHORTEST_CORE else plain
