"""The interpreter of ontology.yaml: typed look-ups over the vocabulary, refused with the culprit's name when it is
inconsistent.

Must stay true: the YAML file is the single source; nothing about a type is written twice in code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Labels = Mapping[str, str]
"""A text in each language of the user interface: {"zh": …, "en": …}."""

LANGUAGES = ("zh", "en")


class OntologyError(ValueError):
    """The vocabulary contradicts itself; the message names the entry."""


@dataclass(frozen=True)
class Stage:
    """A stage of a tie; `rank` orders them, `gold` is the coarser status of the annotated reports."""

    name: str
    rank: int
    gold: str
    labels: Labels


@dataclass(frozen=True)
class Attribute:
    name: str
    labels: Labels
    values: tuple[str, ...]
    """The closed set of values, or empty where any text may stand."""


@dataclass(frozen=True)
class EntityType:
    name: str
    labels: Labels
    plural: Labels
    colour: str
    shape: str
    event: bool
    qualifier: str
    attributes: tuple[str, ...]
    sublabels: Mapping[str, str]
    """Level -> further label of the node (a place of level city is a City as well)."""
    level_labels: Mapping[str, Labels]

    def label(self, language: str, level: str = "") -> str:
        """What the user interface calls it: 城市 for a place of level city, else the type's own label."""
        return self.level_labels.get(level, self.labels)[language]


@dataclass(frozen=True)
class EventLink:
    """How a relation that happens as an event is tied to it: head -[head]-> event -[tail]-> tail."""

    type: str
    head: str
    tail: str


@dataclass(frozen=True)
class RelationType:
    name: str
    labels: Labels
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    symmetric: bool
    key: tuple[str, ...]
    attributes: tuple[str, ...]
    event: EventLink | None
    readings: Labels


@dataclass(frozen=True)
class Ontology:
    """The whole vocabulary, checked."""

    version: int
    stages: Mapping[str, Stage]
    values: Mapping[str, Labels]
    """Labels of the closed sets' values."""
    attributes: Mapping[str, Attribute]
    entities: Mapping[str, EntityType]
    relations: Mapping[str, RelationType]

    def entity_labels(self) -> list[str]:
        """All labels that an entity node may carry besides the base label, sub-labels included."""
        found = list(self.entities)
        found += [label for entity in self.entities.values() for label in entity.sublabels.values()]
        return found

    def allows(self, relation: str, head: str, tail: str) -> bool:
        """Whether a relation of this type may run from a head to a tail of these types."""
        known = self.relations.get(relation)
        return known is not None and head in known.heads and tail in known.tails

    def distinguishing(self, predicate: str) -> tuple[str, ...]:
        """The attributes that make two facts of this predicate with the same ends different."""
        relation = self.relations.get(predicate)
        return relation.key if relation else ()

    def value_label(self, attribute: str, value: str, language: str) -> str:
        """A stored attribute value in the words of the user interface."""
        if attribute == "stage" and value in self.stages:
            return self.stages[value].labels[language]
        return self.values.get(value, {}).get(language, value)


@cache
def ontology() -> Ontology:
    """The vocabulary that ships with Tieline, read and checked once."""
    text = (files("graph.ontology") / "ontology.yaml").read_text(encoding="utf-8")
    return parse(yaml.safe_load(text))


def parse(data: Mapping[str, Any]) -> Ontology:
    """The vocabulary that this mapping (the parsed YAML) describes.

    Raises OntologyError naming the entry that is wrong.
    """
    stages = {row["name"]: Stage(**row) for row in data["stages"]}
    found = Ontology(
        version=data["version"],
        stages=stages,
        values=data["values"],
        attributes={name: _attribute(name, row, stages) for name, row in data["attributes"].items()},
        entities={name: _entity(name, row) for name, row in data["entities"].items()},
        relations={name: _relation(name, row) for name, row in data["relations"].items()},
    )
    problems = list(_problems(found))
    if problems:
        raise OntologyError("; ".join(problems))
    return found


def _attribute(name: str, row: Mapping[str, Any], stages: Mapping[str, Stage]) -> Attribute:
    values = row.get("values", ())
    return Attribute(name, row["labels"], tuple(stages) if values == "stages" else tuple(values))


def _entity(name: str, row: Mapping[str, Any]) -> EntityType:
    return EntityType(
        name=name,
        labels=row["labels"],
        plural=row["plural"],
        colour=row["colour"],
        shape=row["shape"],
        event=row.get("event", False),
        qualifier=row.get("qualifier", ""),
        attributes=tuple(row["attributes"]),
        sublabels=row.get("sublabels", {}),
        level_labels=row.get("level_labels", {}),
    )


def _relation(name: str, row: Mapping[str, Any]) -> RelationType:
    return RelationType(
        name=name,
        labels=row["labels"],
        heads=tuple(row["heads"]),
        tails=tuple(row["tails"]),
        symmetric=row.get("symmetric", False),
        key=tuple(row.get("key", ())),
        attributes=tuple(row["attributes"]),
        event=EventLink(**row["event"]) if "event" in row else None,
        readings=row["readings"],
    )


def _problems(found: Ontology) -> Iterator[str]:
    for name, entity in found.entities.items():
        unknown = set(entity.attributes) - set(found.attributes)
        if unknown:
            yield f"entity {name}: unknown attributes {sorted(unknown)}"
    for name, relation in found.relations.items():
        yield from _relation_problems(name, relation, found)
    clash = set(found.entity_labels()) & set(found.relations)
    if clash:
        yield f"a label may not be a relation type too: {sorted(clash)}"
    for name, attribute in found.attributes.items():
        unlabelled = set(attribute.values) - set(found.values) - set(found.stages)
        if unlabelled:
            yield f"attribute {name}: values without labels {sorted(unlabelled)}"
    for labels in _all_labels(found):
        if set(labels) != set(LANGUAGES):
            yield f"labels {dict(labels)} do not cover {LANGUAGES}"


def _relation_problems(name: str, relation: RelationType, found: Ontology) -> Iterator[str]:
    unknown_ends = {*relation.heads, *relation.tails} - set(found.entities)
    if unknown_ends:
        yield f"relation {name}: unknown ends {sorted(unknown_ends)}"
    unknown = {*relation.attributes, *relation.key} - set(found.attributes)
    if unknown:
        yield f"relation {name}: unknown attributes {sorted(unknown)}"
    if set(relation.key) - set(relation.attributes):
        yield f"relation {name}: key {relation.key} is not among its attributes"
    if relation.symmetric and relation.heads != relation.tails:
        yield f"relation {name}: symmetric, but its ends differ"
    if relation.event and not {relation.event.head, relation.event.tail} <= set(found.relations):
        yield f"relation {name}: its event names an unknown relation"


def _all_labels(found: Ontology) -> Iterator[Labels]:
    for stage in found.stages.values():
        yield stage.labels
    yield from found.values.values()
    for attribute in found.attributes.values():
        yield attribute.labels
    for entity in found.entities.values():
        yield entity.labels
        yield entity.plural
        yield from entity.level_labels.values()
    for relation in found.relations.values():
        yield relation.labels
        yield relation.readings
