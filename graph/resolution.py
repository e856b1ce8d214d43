"""Decides which units are the same thing: pure, deterministic, independent of the order of documents.

Must stay true: an entity is a cluster of units and its id is its least unit's id; scores look only at the units and
what their own
documents say of them. The first method is exact: same type and normal form, told apart by country or date. A better one
returns the same links.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.ontology.vocabulary import ontology

METHOD = "resolution/2"


@dataclass(frozen=True)
class Candidate:
    """What resolution may know of a unit."""

    uid: str
    block: str
    type: str
    qualifier: str


@dataclass(frozen=True)
class Link:
    """A unit is the same thing as the least unit of its cluster (`root`, the entity's id), for this reason, which is as
    visible as the unit."""

    unit: str
    root: str
    reason: str


def resolve(candidates: Iterable[Candidate]) -> list[Link]:
    """One link for each candidate. All units of every block that occurs must be among the candidates."""
    blocks: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        blocks[candidate.block].append(candidate)
    return [link for block in sorted(blocks) for link in _resolve_block(blocks[block])]


def _resolve_block(units: Sequence[Candidate]) -> list[Link]:
    dated = ontology().entities[units[0].type].qualifier == "date"
    home = _homes({unit.qualifier for unit in units}, dated)
    clusters: dict[str, list[Candidate]] = defaultdict(list)
    for unit in units:
        clusters[home[unit.qualifier]].append(unit)
    return [link for _, members in sorted(clusters.items()) for link in _links(members)]


def _homes(qualifiers: set[str], dated: bool) -> Mapping[str, str]:
    """Each qualifier with the one whose cluster it joins: a less exact one joins only if exactly one exact one fits."""
    exact = {q for q in qualifiers if not any(_refines(other, q, dated) for other in qualifiers)}
    homes = {}
    for qualifier in qualifiers:
        fitting = [other for other in exact if _refines(other, qualifier, dated)]
        homes[qualifier] = fitting[0] if len(fitting) == 1 else qualifier
    return homes


def _refines(exact: str, vague: str, dated: bool) -> bool:
    if vague == "":
        return exact != ""
    return dated and exact.startswith(f"{vague}-")


def _links(members: Sequence[Candidate]) -> list[Link]:
    root = min(member.uid for member in members)
    return [Link(member.uid, root, _reason(member)) for member in members]


def _reason(unit: Candidate) -> str:
    """Tells of the unit alone: what others say of the same thing may stand in documents that its reader may not see."""
    return f"same type and normal form; {unit.qualifier or 'nothing more is told of it'}"
