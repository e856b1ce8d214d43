"""What the read side answers with: plain frozen data, ready to be shown or sent.

Must stay true: nothing here tells of evidence that the viewer may not see; dates may be partial ("2015-03"), "" is
unknown.
"""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class EntityRef:
    """An entity as it appears in lists, facts and pictures."""

    id: str
    """Its address: the least of its units that the viewer may see. That of any other unit answers too."""
    type: str
    name: str
    level: str = ""
    invented: bool = False
    """Whether all documents in which the viewer sees it are invented: marked so wherever it shows."""


@dataclass(frozen=True)
class Span:
    """A stretch of a passage's text, offsets relative to the passage, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True)
class DocumentRef:
    id: str
    title: str
    date: str = ""
    department: str = ""
    invented: bool = False


@dataclass(frozen=True)
class Evidence:
    """One claim behind a fact: the passage it was read from, with the words of both ends marked."""

    claim: str
    document: DocumentRef
    passage: str
    text: str
    context: str
    page: int
    marks: tuple[Span, ...]
    rule: str
    extractor: str
    confidence: float


@dataclass(frozen=True)
class Value:
    """One thing that was said of an attribute: what, when, and in how many documents."""

    value: str
    date: str
    sources: int


@dataclass(frozen=True)
class Fact:
    """A relation between two entities, merged over all that the viewer may see.

    `attributes` holds what is current (the latest date, at equal dates the furthest stage); `history` all dated values.
    `evidence` counts claims, `sources` distinct original files.
    """

    id: str
    predicate: str
    head: EntityRef
    tail: EntityRef
    attributes: dict[str, str]
    date: str
    history: dict[str, tuple[Value, ...]]
    evidence: int
    sources: int
    confidence: float


@dataclass(frozen=True)
class AttributeFact:
    """An attribute of an entity, such as its level: the current value first, then every other that was said."""

    id: str
    name: str
    value: str
    others: tuple[Value, ...]
    evidence: int


@dataclass(frozen=True)
class NameFact:
    """A surface under which the entity appears, with how often."""

    text: str
    count: int
    sources: int


@dataclass(frozen=True)
class EntityPage:
    """All that a page on one entity shows first; facts are grouped by predicate, best supported first."""

    entity: EntityRef
    names: tuple[NameFact, ...]
    attributes: tuple[AttributeFact, ...]
    facts: dict[str, tuple[Fact, ...]]
    fact_counts: dict[str, int]
    """How many facts of each predicate there are, of which `facts` may show fewer."""
    documents: tuple[DocumentRef, ...]
    document_count: int


@dataclass(frozen=True)
class SearchHit:
    entity: EntityRef
    matched: str
    """The name that matched."""
    context: tuple[EntityRef, ...]
    """What it is most connected with, to tell namesakes apart: its country, who leads it, its visits…"""
    links: int


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `cursor` asks for the next one, "" when there is none."""

    items: tuple[T, ...]
    cursor: str = ""


@dataclass(frozen=True)
class GraphNode:
    entity: EntityRef
    distance: int
    links: int
    """All relations of the entity that the viewer may see."""


@dataclass(frozen=True)
class GraphEdge:
    fact: str
    predicate: str
    source: str
    target: str
    stage: str
    evidence: int
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Neighbourhood:
    """The part of the graph around an entity, capped; `hidden` says how many neighbours were left out, by entity
    type."""

    centre: EntityRef
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    hidden: dict[str, int]


@dataclass(frozen=True)
class PathStep:
    """One step of a path; `forward` is false where the relation was walked from its tail to its head."""

    fact: Fact
    forward: bool


@dataclass(frozen=True)
class Path:
    nodes: tuple[EntityRef, ...]
    steps: tuple[PathStep, ...]
    strength: float


@dataclass(frozen=True)
class DocumentRow:
    """A document in a list."""

    document: DocumentRef
    media_type: str
    share_class: str
    locality: str
    passages: int
    mentions: int
    claims: int
    added_at: int
    """Epoch milliseconds of its first ingestion (run data)."""


@dataclass(frozen=True)
class Highlight:
    """A mention inside a passage; offsets relative to the passage."""

    start: int
    end: int
    entity: EntityRef


@dataclass(frozen=True)
class PassageFinding:
    """What was read from a passage, in one line, with the fact it stands behind."""

    fact: str
    predicate: str
    head: EntityRef
    tail: EntityRef | None
    value: str
    attributes: dict[str, str]
    marks: tuple[Span, ...]
    rule: str
    confidence: float


@dataclass(frozen=True)
class PassageView:
    id: str
    order: int
    page: int
    kind: str
    text: str
    context: str
    highlights: tuple[Highlight, ...]
    findings: tuple[PassageFinding, ...]


@dataclass(frozen=True)
class DocumentPage:
    """A document with one stretch of its passages; `cursor` is the order of the next passage, -1 at the end."""

    row: DocumentRow
    passages: tuple[PassageView, ...]
    cursor: int


@dataclass(frozen=True)
class Statistics:
    """Counts over what the viewer may see."""

    documents: int
    passages: int
    entities: dict[str, int]
    relations: dict[str, int]
    ties_by_stage: dict[str, int]
    invented: int = 0
    """How many of the documents are invented."""
