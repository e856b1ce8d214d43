"""What the tests of nlp/ share: one loaded Extractor, and the relations of a short text as plain tuples.

Strategy: the names in these texts are invented (甲江市, 樱川市, 林登市 …); nothing is mocked, the real model runs.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from graph.ontology.types import Claim, Document, Extraction, Passage, PassageKind, Unit
from nlp.pipeline import Extractor

SHARED_GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"
HOME = "甲江市"
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")


@cache
def extractor() -> Extractor:
    return Extractor()


def document(locality: str = HOME, title: str = "工作报告", date: str = "") -> Document:
    return Document("0" * 64, title, "外事办", locality=locality, date=date)


def passages(text: str, kind: str = PassageKind.SENTENCE, context: str = "") -> Iterator[Passage]:
    for order, match in enumerate(_SENTENCE.finditer(text)):
        yield Passage(
            document().uid, order, match.start(), match.end(), match.group(), kind=PassageKind(kind), context=context
        )


def extract(text: str, locality: str = HOME, kind: str = PassageKind.SENTENCE, context: str = "") -> Extraction:
    return extractor().extract(document(locality), list(passages(text, kind, context)))


def names(text: str, kind: str) -> set[str]:
    """The surfaces of this entity type in a text."""
    return {mention.text for mention in extract(text).mentions if mention.type == kind}


def told(found: Extraction, predicate: str) -> set[tuple[str, str]]:
    """(subject, object or value) of the claims of this predicate, by the units' normal forms."""
    units = by_uid(found)
    return {
        (units[claim.subject].normal, units[claim.object].normal if claim.object else claim.value)
        for claim in claims(found, predicate)
    }


def claims(found: Extraction, predicate: str) -> Sequence[Claim]:
    return [claim for claim in found.claims if claim.predicate == predicate]


def by_uid(found: Extraction) -> dict[str, Unit]:
    return {unit.uid: unit for unit in found.units}


def attribute(found: Extraction, predicate: str, name: str) -> dict[str, str]:
    """The value of this attribute by the normal form of the claim's object."""
    units = by_uid(found)
    return {units[claim.object].normal: dict(claim.attributes).get(name, "") for claim in claims(found, predicate)}
