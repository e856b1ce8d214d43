"""From a finding to rows of the evidence store: which claims the ontology admits, and by which pair key the fold
finds them again.

Must stay true: a claim supports exactly one fact; its pair depends on types, normal forms and distinguishing
attributes only, never on
how units are clustered, so it is written once and never updated.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from graph.ontology.ids import uid
from graph.ontology.types import Claim, Extraction, Unit
from graph.ontology.vocabulary import ontology


@dataclass(frozen=True)
class AdmittedClaim:
    claim: Claim
    pair: str
    """The predicate, a colon and a hash: claims that may support one fact share it as long as a name decides who is
    who."""


def admit(extraction: Extraction) -> tuple[list[AdmittedClaim], Counter[str]]:
    """The claims that the ontology allows, events spelled out, and the rest counted by reason."""
    units = {unit.uid: unit for unit in extraction.units}
    admitted: dict[str, AdmittedClaim] = {}
    dropped: Counter[str] = Counter()
    for claim in _with_events(extraction.claims):
        reason = _refusal(claim, units)
        if reason:
            dropped[reason] += 1
        else:
            admitted[claim.uid] = AdmittedClaim(claim, _pair(claim, units))
    return list(admitted.values()), dropped


def fact_key(predicate: str, attributes: Mapping[str, str]) -> list[str]:
    """The values that make two facts of one predicate with the same ends different, cleaned for comparison."""
    return [normal_value(attributes.get(name, "")) for name in ontology().distinguishing(predicate)]


def _with_events(claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Each claim, and for one that belongs to an event the claims that tie its ends to the event."""
    for claim in claims:
        yield claim
        relation = ontology().relations.get(claim.predicate)
        if claim.event and relation and relation.event:
            part = tuple(pair for pair in claim.attributes if pair[0] == "part")
            link = replace(claim, event="", attributes=())
            yield replace(link, predicate=relation.event.head, object=claim.event, attributes=part)
            yield replace(link, predicate=relation.event.tail, subject=claim.event)


def _refusal(claim: Claim, units: Mapping[str, Unit]) -> str:
    subject, target = units.get(claim.subject), units.get(claim.object)
    if subject is None or (claim.object and target is None) or bool(claim.object) == bool(claim.value):
        return "claim without its ends"
    if target is None:
        known = claim.predicate in ontology().entities[subject.type].attributes
        return "" if known else f"attribute {claim.predicate} of {subject.type}"
    if claim.subject == claim.object:
        return "claim of a thing about itself"
    allowed = ontology().allows(claim.predicate, subject.type, target.type)
    return "" if allowed else f"{claim.predicate} from {subject.type} to {target.type}"


def _pair(claim: Claim, units: Mapping[str, Unit]) -> str:
    head = units[claim.subject].block
    tail = units[claim.object].block if claim.object else normal_value(claim.value)
    relation = ontology().relations.get(claim.predicate)
    if relation and relation.symmetric:
        head, tail = sorted((head, tail))
    return f"{claim.predicate}:{uid('pair', head, tail, *fact_key(claim.predicate, dict(claim.attributes)))}"


def normal_value(text: str) -> str:
    """A literal in the form in which equal values compare equal."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()
