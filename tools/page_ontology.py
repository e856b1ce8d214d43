"""docs/ontology.md: stages, entity types, relation types and attributes.

Must stay true: nothing stands here that the ontology does not say.
"""

from collections.abc import Iterator

from graph.ontology.vocabulary import Attribute, EntityType, Ontology, RelationType, ontology
from tools.markdown import Row, code, page, table


def ontology_page() -> str:
    known = ontology()
    return page(
        "Ontology",
        "What Tieline knows how to say. The source is `graph/ontology/ontology.yaml`: tables of the database, the "
        f"API's schemas, labels and colours come from it. Version {known.version}.",
        "## Entity types",
        table(["Type", "中文", "English", "Attributes", "Told apart by", "Notes"], _entity_rows(known)),
        "## Relation types",
        table(["Type", "中文", "English", "From", "To", "Attributes", "Notes"], _relation_rows(known)),
        "## Attributes",
        table(["Attribute", "中文", "English", "Values"], _attribute_rows(known)),
        "## Stages of a tie",
        "In their order; at equal dates the furthest wins. The coarser status is that of the annotated reports.",
        table(["Stage", "中文", "English", "Coarser status"], _stage_rows(known)),
    )


def _entity_rows(known: Ontology) -> Iterator[Row]:
    for name, entity in known.entities.items():
        labels = [entity.labels["zh"], entity.labels["en"]]
        yield [
            f"`{name}`",
            *labels,
            code(entity.attributes),
            code(filter(None, [entity.qualifier])),
            _entity_notes(entity),
        ]


def _entity_notes(entity: EntityType) -> str:
    notes = ["an event: kind, parties and date make it one"] if entity.event else []
    notes += [f"of level `{level}` also `{label}`" for level, label in entity.sublabels.items()]
    return "; ".join(notes)


def _relation_rows(known: Ontology) -> Iterator[Row]:
    for name, relation in known.relations.items():
        labels = [relation.labels["zh"], relation.labels["en"]]
        ends = [code(relation.heads), code(relation.tails)]
        yield [f"`{name}`", *labels, *ends, code(relation.attributes), _relation_notes(relation)]


def _relation_notes(relation: RelationType) -> str:
    notes = ["both ways"] if relation.symmetric else []
    if relation.key:
        notes.append(f"one for each {code(relation.key)}")
    if relation.event:
        event = relation.event
        notes.append(f"happens as a `{event.type}`, by `{event.head}` and `{event.tail}`")
    return "; ".join(notes)


def _attribute_rows(known: Ontology) -> Iterator[Row]:
    for name, attribute in known.attributes.items():
        yield [f"`{name}`", attribute.labels["zh"], attribute.labels["en"], _attribute_values(attribute, known)]


def _attribute_values(attribute: Attribute, known: Ontology) -> str:
    if attribute.name == "stage":
        return "see below"
    return ", ".join(f"`{value}` {known.value_label(attribute.name, value, 'zh')}" for value in attribute.values)


def _stage_rows(known: Ontology) -> Iterator[Row]:
    for stage in sorted(known.stages.values(), key=lambda stage: stage.rank):
        yield [f"`{stage.name}`", stage.labels["zh"], stage.labels["en"], f"`{stage.gold}`"]
