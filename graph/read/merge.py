"""Folded rows to facts: rows of one fact under several audiences become one, and ids become named references.

Must stay true: the merge is a union, so neither the order of rows nor the number of audiences matters.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from graph.database import Database
from graph.fold.rows import FIELD, current, latest
from graph.ontology.types import Viewer
from graph.ontology.vocabulary import ontology
from graph.queries import read as queries
from graph.read.models import EntityRef, Fact, Value

Row = Mapping[str, Any]
REAL_LEVEL = "country_part"
"""Countries, Hong Kong, Macao and Taiwan come from a list of the world's: no document invents them."""


def refs(db: Database, viewer: Viewer, entities: Iterable[str]) -> dict[str, EntityRef]:
    """Named references to those of these entities that the viewer may see, by their ids in the graph. A reference holds
    the entity's address for this viewer instead: its least unit that the viewer may see."""
    rows = db.read(queries.REFS, entities=sorted(set(entities)), keys=viewer.key_list)
    return {row["id"]: _ref(row) for row in rows if row["name"]}


def _ref(row: Row) -> EntityRef:
    level = _level(row["levels"])
    invented = row["invented"] and row["type"] != "Country" and level != REAL_LEVEL
    return EntityRef(row["address"], row["type"], row["name"], level, invented)


def facts_of_rows(rows: Iterable[Row], named: Mapping[str, EntityRef]) -> list[Fact]:
    """The facts of these rows whose ends have names for the viewer, best supported first, equals by their least
    claims."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["head"] in named and row["tail"] in named:
            groups[row["fact"]].append(row)
    least = {fact: min(claim for row in group for claim in row["claims"]) for fact, group in groups.items()}
    return sorted((_fact(group, named) for group in groups.values()), key=lambda fact: (order(fact), least[fact.id]))


def order(fact: Fact) -> tuple[int, int, str, str, str, str]:
    """Best supported first; then the newest, then by names and attributes, never by id."""
    return (-fact.sources, -fact.evidence, descending(fact.date), fact.head.name, fact.tail.name, str(fact.attributes))


def since(values: Iterable[str], stage: str) -> str:
    """Since when a tie has been at this stage: the earliest date that says so; "" where none does."""
    told = (item.split(FIELD) for item in values)
    return min((date for date, name, value, _ in told if name == "stage" and value == stage and date), default="")


def values_of(rows: Iterable[Row]) -> set[str]:
    """All dated values of these rows of one fact."""
    return {item for row in rows for item in row["values"]}


def history(values: Iterable[str]) -> dict[str, tuple[Value, ...]]:
    """Every dated value of each attribute, newest first, with the number of files that give it."""
    sources: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for date, name, value, source in (item.split(FIELD) for item in values):
        if name:
            sources[name, date, value].add(source)
    found: dict[str, list[Value]] = defaultdict(list)
    for name, date, value in sorted(sources, key=lambda key: (descending(key[1]), key[2])):
        found[name].append(Value(value, date, len(sources[name, date, value])))
    return {name: tuple(items) for name, items in sorted(found.items())}


def _fact(rows: list[Row], named: Mapping[str, EntityRef]) -> Fact:
    first, values = rows[0], values_of(rows)
    attributes = current(values)
    head, tail = _ends(first["predicate"], named[first["head"]], named[first["tail"]])
    return Fact(
        id=first["fact"],
        predicate=first["predicate"],
        head=head,
        tail=tail,
        attributes=attributes,
        date=since(values, attributes["stage"]) if "stage" in attributes else latest(values),
        history=history(values),
        evidence=sum(row["evidence"] for row in rows),
        sources=len({source for row in rows for source in row["sources"]}),
        confidence=max(row["confidence"] for row in rows),
    )


def _ends(predicate: str, head: EntityRef, tail: EntityRef) -> tuple[EntityRef, EntityRef]:
    """The ends as they are shown: of a symmetric relation by name, because the fold has them in the order of ids."""
    if ontology().relations[predicate].symmetric and (tail.name, tail.id) < (head.name, head.id):
        return tail, head
    return head, tail


def _level(levels: Iterable[str]) -> str:
    """The level with most claims; at equal numbers the higher one."""
    counts: Counter[str] = Counter()
    for item in levels:
        level, count = item.split("\t")
        counts[level] += int(count)
    known = ontology().attributes["level"].values
    return min(counts, key=lambda level: (-counts[level], known.index(level)), default="")


def descending(text: str) -> str:
    """A text that sorts the other way round, for dates beside ascending names."""
    return "".join(chr(0x10FFFF - ord(character)) for character in text) + chr(0x10FFFF)
