"""Plain frozen types shared by all rooms: what a document says (evidence), what we hold of it (judgement), who is
asking (viewer).

Must stay true: no type here knows a database, a file or a language model; ids are content hashes (`ids.uid`).
All offsets are character offsets into the clean text of the document, end exclusive.
A date is ISO 8601, possibly partial ("2015", "2015-03", "2015-03-12"), so that dates compare as strings; "" is
unknown and sorts oldest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from graph.ontology.ids import uid

Attributes = tuple[tuple[str, str], ...]
"""Attribute names of the ontology with their values, sorted by name; hashable, so that claims are."""


WHEN = "@"
"""What stands before the date in the normal form of a visit."""


def attributes(**values: str | int | None) -> Attributes:
    """The stated values among these, as sorted pairs."""
    return tuple(sorted((name, str(value)) for name, value in values.items() if value not in (None, "")))


class ShareClass(StrEnum):
    """How widely a document may be seen; in the words of the national rules for government information resources."""

    PUBLIC = "public"
    OPEN = "open"
    CONDITIONAL = "conditional"
    CLOSED = "closed"


class PassageKind(StrEnum):
    SENTENCE = "sentence"
    HEADING = "heading"
    ROW = "row"


def audience_key(department: str, share_class: str) -> str:
    """The opaque key of all who may see what this department holds in this share class."""
    return uid("audience", department, share_class)


@dataclass(frozen=True)
class Document:
    """A report as one department holds it. Identity is (department, sha256 of the original file)."""

    sha256: str
    title: str
    department: str
    share_class: str = ShareClass.OPEN
    media_type: str = "text/plain"
    date: str = ""
    language: str = "zh"
    locality: str = ""
    """The reporting locality that 我市/我省/我校 stands for, as a place name; "" where neither user nor text tells."""
    invented: bool = False
    """True for the shipped sample: marked as invented wherever it shows."""
    source_path: str = ""
    """Where the file lay when it was read: run data."""

    @cached_property
    def uid(self) -> str:
        return uid("document", self.department, self.sha256)

    @cached_property
    def audience(self) -> str:
        return audience_key(self.department, self.share_class)


@dataclass(frozen=True)
class Passage:
    """A sentence, heading or table row: the smallest thing that is shown as evidence."""

    document: str
    order: int
    start: int
    end: int
    text: str
    page: int = 1
    kind: PassageKind = PassageKind.SENTENCE
    context: str = ""
    """What a reader sees above it and needs to understand it: for a row, the column heads joined by " | "."""

    @cached_property
    def uid(self) -> str:
        return uid("passage", self.document, self.start, self.end)


@dataclass(frozen=True)
class Unit:
    """The unit of resolution: all mentions of one normal form and type in one document.

    For events (Agreement, Visit, Indicator, Honour) the normal form holds what makes the event one: kind and parties.
    """

    document: str
    type: str
    normal: str
    name: str
    """Its best surface, for display."""
    qualifier: str = ""
    """What tells namesakes apart: for places and bodies the country (normal form), for events the date."""
    names: tuple[tuple[str, int], ...] = ()
    """Surfaces in the document with how often each occurs, sorted; empty for an event that is never named."""

    @cached_property
    def uid(self) -> str:
        return uid("unit", self.document, self.type, self.normal)

    @cached_property
    def block(self) -> str:
        """Units that may be the same by name alone share their block: (type, normal form) without the document.

        The date in a visit's normal form tells it from its siblings in one document only: another document may know
        no more than the month.
        """
        return uid("block", self.type, self.normal.partition(WHEN)[0] if self.type == "Visit" else self.normal)


@dataclass(frozen=True)
class Mention:
    """A place in the text where a unit is named. Only nlp/ makes them; an agreement of three parties has three at one
    span."""

    document: str
    passage: str
    unit: str
    type: str
    start: int
    end: int
    text: str
    confidence: float = 1.0
    rule: str = ""
    """What found it."""

    @cached_property
    def uid(self) -> str:
        return uid("mention", self.document, self.start, self.end, self.unit)


@dataclass(frozen=True)
class Claim:
    """What one passage says: (subject, predicate, object or value), with attributes.

    `predicate` is a relation type or an attribute name of the ontology. Exactly one of `object` (a unit) and `value`
    is set.
    `event` names the unit of the event that the claim belongs to (the Visit of a VISITED), if any.
    """

    document: str
    passage: str
    predicate: str
    subject: str
    object: str = ""
    value: str = ""
    attributes: Attributes = ()
    date: str = ""
    event: str = ""
    confidence: float = 1.0
    extractor: str = ""
    version: str = ""
    rule: str = ""
    start: int = 0
    end: int = 0

    @cached_property
    def uid(self) -> str:
        """Identity of this finding of this extractor at this place."""
        ends = (self.predicate, self.subject, self.object, self.value, self.event)
        where = (self.document, self.passage, self.start, self.end)
        pairs = (f"{name}={value}" for name, value in self.attributes)
        return uid("claim", self.extractor, self.version, *where, *ends, self.date, self.rule, *pairs)

    def key(self, distinguishing: Sequence[str]) -> str:
        """What a judgement names, so that it outlives a new extractor: document, predicate, ends, distinguishing
        attributes."""
        kept = (value for name, value in self.attributes if name in distinguishing)
        return uid("claim-key", self.document, self.predicate, self.subject, self.object, self.value, *kept)


@dataclass(frozen=True)
class Extraction:
    """All that nlp/ found in one document."""

    units: tuple[Unit, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    """What was found and dropped, counted by reason."""


@dataclass(frozen=True)
class Judgement:
    """What we hold of the evidence: a record of its own, by whom and when, never overwritten by a re-run.

    Kind `link`: `subject` (a unit) is the same thing as `object` (the least unit of its cluster).
    """

    kind: str
    subject: str
    object: str
    by: str
    reason: str = ""
    at: str = ""
    """When: for automatic judgements run data, for a person's part of the record."""

    @cached_property
    def uid(self) -> str:
        return uid("judgement", self.kind, self.subject, self.object, self.by)


@dataclass(frozen=True)
class Viewer:
    """Who is asking: the set of audience keys that this viewer may read. Every read takes one."""

    name: str
    keys: frozenset[str]

    @cached_property
    def key_list(self) -> list[str]:
        return sorted(self.keys)
