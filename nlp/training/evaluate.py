"""How well a tagger alone finds the names of annotated documents: document level, exact surface and type.

No lists, no rules, no agreement within the document: the figures of the network by itself. Arguable names are neither
asked for nor punished.

Must stay true: figures depend on documents and model only.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.corpus.markup import CorpusPassage
from nlp.lac import Lac
from nlp.sentence import plain
from nlp.tagger import TYPES
from nlp.words import Reader

_END = re.compile(r"[^。！？!?…\n]+[。！？!?…]*[”’」』）)】》]*")
_SPACE = re.compile(r"\s+")
Key = tuple[str, str]


@dataclass(frozen=True)
class Score:
    """Counts of one type: right, invented, missed."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    @property
    def line(self) -> str:
        precision, recall = self.right / max(1, self.right + self.wrong), self.right / max(1, self.right + self.missed)
        return f"{precision:.3f}  {recall:.3f}  {self.f1:.3f}  {self.right + self.missed:6d}"


def documents(passages: Iterable[CorpusPassage]) -> list[dict[str, Any]]:
    """The passages in the form of annotated documents."""
    return [passage.gold() for passage in passages]


def annotated(path: Path, without: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The documents of a file (JSON lines) but those whose id matches one of the patterns `without`."""
    every = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [row for row in every if not any(re.fullmatch(pattern, row["id"]) for pattern in without)]


def score(reader: Reader, rows: Sequence[Mapping[str, Any]]) -> dict[str, Score]:
    """The counts for each type, and for all as "entities"."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row, found in zip(rows, _found(reader, rows), strict=True):
        asked, arguable = _keys(row["entities"]), _keys(row.get("optional", ()))
        found -= arguable - asked
        for name, keys in (("entities", None), *((kind, kind) for kind in TYPES)):
            sides = [{key for key in side if keys in (None, key[0])} for side in (asked, found)]
            tally = len(sides[0] & sides[1]), len(sides[1] - sides[0]), len(sides[0] - sides[1])
            counts[name] = [old + new for old, new in zip(counts[name], tally, strict=True)]
    return {name: Score(*tally) for name, tally in counts.items()}


def word_agreement(reader: Reader, texts: Sequence[str]) -> tuple[float, float]:
    """Against LAC as shipped: F1 of word boundaries with tag, and of boundaries alone."""
    pairs = list(zip(Lac().words(texts), (reading.words for reading in reader.read(texts)), strict=True))
    tagged = [({(w.start, w.end, w.tag) for w in a}, {(w.start, w.end, w.tag) for w in b}) for a, b in pairs]
    bare = [({w[:2] for w in a}, {w[:2] for w in b}) for a, b in tagged]
    return _f1(tagged), _f1(bare)


def _f1(pairs: Sequence[tuple[set[Any], set[Any]]]) -> float:
    return 2 * sum(len(a & b) for a, b in pairs) / max(1, sum(len(a) + len(b) for a, b in pairs))


def texts_of(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """All sentences of the documents."""
    return [plain(text) for row in rows for text in _END.findall(row["text"])]


def table(scores: Mapping[str, Score]) -> Iterator[str]:
    """The figures as lines of text."""
    yield f"{'':14s}P      R      F1       gold"
    for name, counts in scores.items():
        yield f"{name:14s}{counts.line}"


def _found(reader: Reader, rows: Sequence[Mapping[str, Any]]) -> Iterator[set[Key]]:
    owners = [(at, text) for at, row in enumerate(rows) for text in _END.findall(row["text"])]
    found: list[set[Key]] = [set() for _ in rows]
    for (at, text), reading in zip(owners, reader.read([plain(text) for _, text in owners]), strict=True):
        names = reading.seen.names if reading.seen else []
        found[at] |= {(name.type, _surface(text[name.start : name.end])) for name in names}
    yield from found


def _keys(entities: Iterable[Mapping[str, str]]) -> set[Key]:
    return {(entity["type"], _surface(entity["text"])) for entity in entities}


def _surface(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).strip("《》〈〉“”\"'「」『』")
