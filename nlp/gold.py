"""An extraction in the form of the annotated reports, which the scorer reads.

Must stay true: the mapping is gold_mapping.yaml and nothing else; extra keys (offsets, confidence, rule, passage) ride
along, the scorer ignores them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from graph.ontology.types import Claim, Document, Extraction, Mention, Passage, Unit
from graph.ontology.vocabulary import ontology
from nlp.locality import reporting_locality
from nlp.normal import normal_form


@cache
def _mapping() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load((files("nlp") / "gold_mapping.yaml").read_text(encoding="utf-8"))
    return data


def with_locality(document: Document, passages: Sequence[Passage]) -> Document:
    """The document with its reporting locality settled: what the text tells, or the word that stands for it there."""
    if document.locality:
        return document
    return replace(document, locality=reporting_locality(passages, document.title) or _mapping()["self"])


def to_gold(document_id: str, document: Document, extraction: Extraction) -> dict[str, Any]:
    """One object of the scorer's output file. Relations to `document.locality` name SELF."""
    units = {unit.uid: unit for unit in extraction.units}
    return {
        "id": document_id,
        "title": document.title,
        "entities": list(_entities(extraction, units)),
        "relations": list(_relations(document, extraction, units)),
    }


def _entities(extraction: Extraction, units: Mapping[str, Unit]) -> Iterator[dict[str, Any]]:
    """Every distinct surface with where it stands; what only lies inside a longer name is left out."""
    grouped: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in extraction.mentions:
        unit = units[mention.unit]
        pointing = not ontology().entities[unit.type].event and normal_form(unit.type, mention.text) != unit.normal
        if mention.type in _mapping()["entities"] and not pointing:
            grouped[_gold_type(unit), mention.text].append(mention)
    for (kind, text), mentions in grouped.items():
        spans = sorted({(mention.start, mention.end) for mention in mentions})
        yield {
            "type": kind,
            "text": text,
            "offsets": spans,
            "confidence": max(mention.confidence for mention in mentions),
            "rules": sorted({mention.rule for mention in mentions}),
            "passages": sorted({mention.passage for mention in mentions}),
        }


def _gold_type(unit: Unit) -> str:
    if unit.type == "Place" and unit.name.endswith(tuple(_mapping()["bodies_among_places"])):
        return "Organisation"
    return str(_mapping()["entities"][unit.type])


def _relations(document: Document, extraction: Extraction, units: Mapping[str, Unit]) -> Iterator[dict[str, Any]]:
    best: dict[tuple[str, str, str, str], tuple[int, dict[str, Any]]] = {}
    said = _surfaces(extraction)
    for claim in extraction.claims:
        if claim.predicate not in _mapping()["relations"]:
            continue
        row = _relation(claim, units, document, said)
        key = (row["type"], row["head"], row["tail"], str(row.get("title") or row.get("role") or ""))
        rank = ontology().stages[dict(claim.attributes)["stage"]].rank if claim.predicate == "TIE" else 0
        if key not in best or rank > best[key][0]:
            best[key] = (rank, row)
    for _, row in best.values():
        yield row


def _surfaces(extraction: Extraction) -> dict[tuple[str, str], list[Mention]]:
    """The mentions of each unit in each passage."""
    found: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in extraction.mentions:
        found[mention.passage, mention.unit].append(mention)
    return found


def _relation(
    claim: Claim, units: Mapping[str, Unit], document: Document, said: Mapping[tuple[str, str], list[Mention]]
) -> dict[str, Any]:
    stated = dict(claim.attributes)
    row: dict[str, Any] = {
        "type": _mapping()["relations"][claim.predicate],
        "head": _end(claim, units[claim.subject], document, said),
        "tail": _end(claim, units[claim.object], document, said),
        "offsets": [claim.start, claim.end],
        "confidence": claim.confidence,
        "rule": claim.rule,
        "passage": claim.passage,
    }
    if claim.predicate == "TIE":
        row["status"] = ontology().stages[stated["stage"]].gold
    for name, gold_name in _mapping()["attributes"].get(claim.predicate, {}).items():
        if name in stated:
            row[gold_name] = stated[name]
    return row


def _end(claim: Claim, unit: Unit, document: Document, said: Mapping[tuple[str, str], list[Mention]]) -> str:
    """The surface of a unit nearest to what the claim says; SELF for the reporting locality where it is only meant."""
    near = [mention for mention in said.get((claim.passage, unit.uid), ()) if mention.text in dict(unit.names)]
    home = unit.type == "Place" and document.locality and unit.normal == normal_form("Place", document.locality)
    if home and not any(claim.start <= mention.start < claim.end for mention in near):
        return str(_mapping()["self"])
    if not near:
        return _surface(unit)
    return min(near, key=lambda mention: (abs(mention.start - claim.start), mention.start)).text


def _surface(unit: Unit) -> str:
    """The name of a unit without the parties that an agreement's name carries: as the text has it."""
    event = ontology().entities[unit.type].event
    return max(unit.names, key=lambda counted: (counted[1], counted[0]))[0] if event and unit.names else unit.name
