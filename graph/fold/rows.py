"""What the fold writes, computed from what it read: pure functions from units and claims to rows of knowledge.

Must stay true: one row per (fact, audience); merging the rows of a fact is a union, so it is associative and
commutative; rows come
out in the same order whatever order the evidence came in.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.claims import fact_key, normal_value
from graph.ontology.ids import uid
from graph.ontology.vocabulary import ontology

Row = dict[str, Any]

FIELD = "\x1f"
"""Separates date, attribute, value and source inside one entry of `values`."""


@dataclass(frozen=True)
class UnitRow:
    """A unit as stored, with what the fold needs of its document."""

    uid: str
    block: str
    type: str
    name: str
    qualifier: str
    names: Mapping[str, int]
    document: str
    audience: str
    source: str


@dataclass(frozen=True)
class ClaimRow:
    """A claim as stored, its ends already resolved to entities."""

    uid: str
    pair: str
    predicate: str
    head: str
    tail: str
    value: str
    attributes: Mapping[str, str]
    date: str
    audience: str
    source: str
    confidence: float


def entry(date: str, name: str, value: str, source: str) -> str:
    """One dated value of an attribute with the file that says so, as one string of a row's `values`."""
    return FIELD.join((date, name, value, source))


def name_rows(entity: str, units: Iterable[UnitRow]) -> list[Row]:
    """One Name row per surface and audience: how often it occurs, in which files, and the least unit that bears it."""
    counts: Counter[tuple[str, str]] = Counter()
    sources: dict[tuple[str, str], set[str]] = defaultdict(set)
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for unit in units:
        for text, count in _surfaces(unit).items():
            counts[text, unit.audience] += count
            sources[text, unit.audience].add(unit.source)
            bearers[text, unit.audience].add(unit.uid)
    return [
        {
            "uid": uid("name", entity, text, audience),
            "entity": entity,
            "text": text,
            "audience": audience,
            "count": counts[text, audience],
            "sources": sorted(sources[text, audience]),
            "unit": min(bearers[text, audience]),
        }
        for text, audience in sorted(counts)
    ]


def _surfaces(unit: UnitRow) -> Mapping[str, int]:
    """The names that a unit is shown under: for an event the one that tells it from others of its kind."""
    if ontology().entities[unit.type].event or not unit.names:
        return {unit.name: sum(unit.names.values()) or 1}
    return unit.names


def mention_rows(entity_of: Mapping[str, str], units: Iterable[UnitRow]) -> list[Row]:
    """One MENTIONED_IN row per entity and document."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for unit in units:
        counts[entity_of[unit.uid], unit.document, unit.audience] += sum(unit.names.values())
    return [
        {
            "uid": uid("mentioned-in", entity, document),
            "head": entity,
            "tail": document,
            "audience": audience,
            "count": count,
        }
        for (entity, document, audience), count in sorted(counts.items())
    ]


def fact_rows(claims: Iterable[ClaimRow]) -> list[Row]:
    """One row per fact and audience, of relations and attributes alike (`tail` is "" for an attribute)."""
    groups: dict[tuple[str, str], list[tuple[ClaimRow, Row]]] = defaultdict(list)
    for claim in claims:
        head, tail = _ends(claim)
        if head == tail:
            continue  # two names of one thing: nothing relates to itself
        fact = fact_id(claim)
        groups[fact, claim.audience].append((claim, {"fact": fact, "head": head, "tail": tail}))
    return [_fact_row(audience, groups[fact, audience]) for fact, audience in sorted(groups)]


def current(values: Iterable[str]) -> dict[str, str]:
    """What holds of each attribute among dated entries: the latest date wins, at equal dates the furthest stage, then
    the
    value that most files give."""
    support: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for date, name, value, _ in (item.split(FIELD) for item in values):
        if name:
            support[name][date, value] += 1
    return {name: max(_precedence(name, *dated, n) for dated, n in found.items())[3] for name, found in support.items()}


def latest(values: Iterable[str]) -> str:
    """The latest date among entries, "" if none is dated."""
    return max((item.split(FIELD, 1)[0] for item in values), default="")


def _precedence(name: str, date: str, value: str, count: int) -> tuple[str, int, int, str]:
    stage = ontology().stages.get(value) if name == "stage" else None
    return date, stage.rank if stage else 0, count, value


def _ends(claim: ClaimRow) -> tuple[str, str]:
    relation = ontology().relations.get(claim.predicate)
    if relation and relation.symmetric:
        head, tail = sorted((claim.head, claim.tail))
        return head, tail
    return claim.head, claim.tail


def fact_id(claim: ClaimRow) -> str:
    """The fact that this claim supports: its predicate, a dash and a hash of the ends and what distinguishes it."""
    head, tail = _ends(claim)
    parts = fact_key(claim.predicate, claim.attributes) if tail else [normal_value(claim.value)]
    return f"{claim.predicate}-{uid('fact', head, tail, *parts)}"


def _fact_row(audience: str, group: Sequence[tuple[ClaimRow, Row]]) -> Row:
    claims = sorted((claim for claim, _ in group), key=lambda claim: claim.uid)
    ends = group[0][1]
    values = sorted({item for claim in claims for item in _entries(claim)})
    first = claims[0]
    now = current(values)
    row = {
        **ends,
        "uid": uid("row", ends["fact"], audience),
        "predicate": first.predicate,
        "pair": first.pair,
        "audience": audience,
        "evidence": len(claims),
        "confidence": max(claim.confidence for claim in claims),
        "claims": [claim.uid for claim in claims],
        "sources": sorted({claim.source for claim in claims}),
        "values": values,
        "date": latest(values),
    }
    return row | ({name: now.get(name) for name in _attribute_names(first.predicate)} if ends["tail"] else now)


def _attribute_names(predicate: str) -> tuple[str, ...]:
    return ontology().relations[predicate].attributes


def _entries(claim: ClaimRow) -> list[str]:
    if not claim.tail:
        return [entry(claim.date, "value", claim.value, claim.source)]
    stated = [entry(claim.date, name, value, claim.source) for name, value in claim.attributes.items()]
    return stated or [entry(claim.date, "", "", claim.source)]
