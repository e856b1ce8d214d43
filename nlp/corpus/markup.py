"""The markup in which the passages of the corpus are written: text with its names in place, then the relations.

Must stay true: a passage is read whole or refused with its place; offsets are made here and nowhere by hand; one
passage is one document of the scorer.

A file holds passages, each of them three parts:

    @@ t01-001
    title: {临河市:P}2012年外事工作总结（节选）
    genre: summary
    level: city
    year: 2012
    self: 临河市、临河
    phenomena: coordination, tie-formal
    difficulty: 2
    --
    当年，{临河市:P}与{保加利亚:C}{卢卡尔市:P}结为友好城市。
    --
    TIE formal | 临河市 | 卢卡尔市
    LOCATED_IN | 卢卡尔市 | 保加利亚

`{name:X}` marks a name (X: C Country, P Place, O Organisation, N Person, A Agreement, J Project), `{name:X?}` an
arguable one. A relation line says type, status (TIE), title (POSITION) or role (SUPPORTS), then both ends: names or
SELF. A leading `?` makes it arguable; `ALIAS | name | other` says that two surfaces name one thing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlp.vocabulary import leading_country

TYPES = {"C": "Country", "P": "Place", "O": "Organisation", "N": "Person", "A": "Agreement", "J": "Project"}
RELATIONS = {
    "TIE": "status",
    "SIGNED": "",
    "LOCATED_IN": "",
    "POSITION": "title",
    "VISITED": "",
    "SUPPORTS": "role",
    "COOPERATES": "",
}
VALUES = {
    "status": {"formal", "exchange", "intent", "ended"},
    "role": {"donor", "host", "organiser", "participant", "beneficiary-link"},
}
SELF = "SELF"
_LONGEST_PLACE = 8
"""Characters of a place's name that may begin the name of a body."""
_SPAN = re.compile(r"\{([^{}:]+):([A-Z])(\??)\}")
_HEAD = re.compile(r"^@@ *(\S+) *$", re.MULTILINE)
_KEYS = {"title", "genre", "level", "year", "self", "phenomena", "difficulty"}


class MarkupError(ValueError):
    """A passage that cannot be read, with the passage and the line at fault."""


@dataclass(frozen=True)
class Span:
    """A name where it stands: character offsets into the text, end exclusive."""

    start: int
    end: int
    type: str
    text: str
    optional: bool = False


@dataclass(frozen=True)
class Relation:
    """One stated relation; `value` is the stage, the title or the role, as the type asks."""

    type: str
    head: str
    tail: str
    value: str = ""
    optional: bool = False


@dataclass(frozen=True)
class CorpusPassage:
    """One passage of the corpus with its annotation; its text begins with its title, when it has one."""

    id: str
    text: str
    spans: tuple[Span, ...]
    relations: tuple[Relation, ...]
    aliases: tuple[tuple[str, str], ...]
    meta: dict[str, str] = field(hash=False)

    @property
    def self_names(self) -> tuple[str, ...]:
        """The names of the reporting locality or body."""
        return _listed(self.meta.get("self", ""))

    @property
    def phenomena(self) -> tuple[str, ...]:
        """What the passage is to show, in the words of the grid."""
        return _listed(self.meta.get("phenomena", ""))

    def gold(self) -> dict[str, Any]:
        """The passage as an annotated report that the scorer reads."""
        return {
            "id": self.id,
            "title": self.text.split("\n", 1)[0],
            "text": self.text,
            "self": list(self.self_names),
            "entities": self._surfaces(optional=False),
            "optional": self._surfaces(optional=True),
            "relations": [_row(relation) for relation in self.relations if not relation.optional],
            "optional_relations": [_row(relation) for relation in self._arguable()],
            "aliases": {name: [other for first, other in self.aliases if first == name] for name, _ in self.aliases},
            "source": "nlp/corpus",
        }

    def _arguable(self) -> Iterator[Relation]:
        """The relations marked as arguable, and what the guide calls so: a body lies where its name begins."""
        stated = {(relation.head, relation.tail) for relation in self.relations if relation.type == "LOCATED_IN"}
        yield from (relation for relation in self.relations if relation.optional)
        for body in sorted({span.text for span in self.spans if span.type == "Organisation"}):
            begins = [body[:size] for size in range(2, min(len(body) - 1, _LONGEST_PLACE + 1))]
            for place in [*begins, *([SELF] if any(name in begins for name in self.self_names) else [])]:
                if (body, place) not in stated:
                    yield Relation("LOCATED_IN", body, place, optional=True)

    def _surfaces(self, optional: bool) -> list[dict[str, str]]:
        asked = {(span.type, span.text): None for span in self.spans if not span.optional}
        arguable = {(span.type, span.text): None for span in self.spans if span.optional}
        inside = (leading_country(span.text) for span in self.spans if span.type == "Organisation")
        arguable |= {("Country", name): None for name in inside if name}
        chosen = {key for key in arguable if key not in asked} if optional else asked
        return [{"type": kind, "text": text} for kind, text in sorted(chosen)]


def read(path: Path) -> list[CorpusPassage]:
    """The passages of one file, in its order. Raises MarkupError for the first that cannot be read."""
    return list(passages(path.read_text(encoding="utf-8")))


def passages(source: str) -> Iterator[CorpusPassage]:
    """The passages written in this text. Raises MarkupError."""
    heads = list(_HEAD.finditer(source))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        yield _passage(head.group(1), source[head.end() : following.start() if following else len(source)])


def unmark(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Plain text and spans of a marked text. Raises MarkupError for an unknown type or a brace left over."""
    text, spans, last = "", [], 0
    for found in _SPAN.finditer(marked):
        text += marked[last : found.start()]
        if found.group(2) not in TYPES:
            raise MarkupError(f"unknown type in {found.group()}")
        end = len(text) + len(found.group(1))
        spans.append(Span(len(text), end, TYPES[found.group(2)], found.group(1), bool(found.group(3))))
        text, last = text + found.group(1), found.end()
    text += marked[last:]
    if left := re.search(r".{0,12}[{}].{0,12}", text):
        raise MarkupError(f"a brace outside a mark: {left.group()}")
    return text, tuple(spans)


def _passage(name: str, source: str) -> CorpusPassage:
    try:
        head, body, tail = re.split(r"^--[ \t]*$", source, maxsplit=2, flags=re.MULTILINE)
        meta = _meta(head)
        title = meta.pop("title", "")
        text, spans = unmark(f"{title}\n{body.strip()}" if title else body.strip())
        relations, aliases = _relations(tail)
    except ValueError as wrong:
        raise MarkupError(f"{name}: {wrong}") from wrong
    return CorpusPassage(name, text, spans, relations, aliases, meta)


def _meta(head: str) -> dict[str, str]:
    meta = {}
    for line in filter(str.strip, head.splitlines()):
        key, colon, value = line.partition(":")
        if not colon or key.strip() not in _KEYS:
            raise MarkupError(f"not a heading line: {line}")
        meta[key.strip()] = value.strip()
    return meta


def _relations(tail: str) -> tuple[tuple[Relation, ...], tuple[tuple[str, str], ...]]:
    relations, aliases = [], []
    for line in filter(None, map(str.strip, tail.splitlines())):
        cells = [cell.strip() for cell in line.removeprefix("?").split("|")]
        if len(cells) != 3:
            raise MarkupError(f"not three cells: {line}")
        if cells[0] == "ALIAS":
            aliases.append((cells[1], cells[2]))
        else:
            relations.append(_relation(cells, line.startswith("?")))
    return tuple(relations), tuple(aliases)


def _relation(cells: list[str], optional: bool) -> Relation:
    kind, _, value = cells[0].partition(" ")
    asks = RELATIONS.get(kind)
    if asks is None or bool(asks) != bool(value):
        raise MarkupError(f"not a relation: {' | '.join(cells)}")
    if asks in VALUES and value not in VALUES[asks]:
        raise MarkupError(f"unknown {asks}: {' | '.join(cells)}")
    return Relation(kind, cells[1], cells[2], value.strip(), optional)


def _row(relation: Relation) -> dict[str, str]:
    row = {"type": relation.type, "head": relation.head, "tail": relation.tail}
    return row | ({RELATIONS[relation.type]: relation.value} if relation.value else {})


def _listed(value: str) -> tuple[str, ...]:
    return tuple(filter(None, re.split(r"[、,，\s]+", value)))
