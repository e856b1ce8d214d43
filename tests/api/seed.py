"""Documents written for these tests: sentences with their names marked, and the claims that they make.

Nothing here goes through nlp/: the pages are tested on knowledge whose every detail is known.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph import evidence
from graph.database import Database
from graph.evidence import Reading, stamp_of
from graph.fold.run import fold
from graph.lease import writer
from graph.ontology.types import (
    Claim,
    Document,
    Extraction,
    Mention,
    Passage,
    PassageKind,
    ShareClass,
    Unit,
    attributes,
)

HOSTILE = """<script>alert(1)</script>&"'"""
"""A name that must show as text wherever a name shows."""

EXTRACTOR = "tests"
VERSION = "1"
NAMED = re.compile(r"\[(\w+):([^\]]+)\]")


@dataclass(frozen=True)
class Said:
    """A sentence like "[Place:云水市]…" and its claims as (predicate, subject, object or value, attributes)."""

    text: str
    claims: Sequence[tuple[str, str, str, dict[str, str]]] = ()
    kind: PassageKind = PassageKind.SENTENCE
    page: int = 1
    context: str = ""


@dataclass
class _Reader:
    document: Document
    offset: int = 0
    passages: list[Passage] = field(default_factory=list)
    units: dict[str, Unit] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def take(self, said: Said) -> None:
        plain = NAMED.sub(lambda match: match[2], said.text)
        end = self.offset + len(plain)
        order, uid = len(self.passages), self.document.uid
        passage = Passage(uid, order, self.offset, end, plain, said.page, said.kind, said.context)
        self.passages.append(passage)
        removed = 0
        for match in NAMED.finditer(said.text):
            start = self.offset + match.start() - removed
            removed += len(match[0]) - len(match[2])
            unit = self._unit(match[1], match[2])
            self.mentions.append(Mention(uid, passage.uid, unit.uid, match[1], start, start + len(match[2]), match[2]))
        self.claims += [self._claim(passage, *claim) for claim in said.claims]
        self.offset = end + 1

    def _unit(self, kind: str, name: str) -> Unit:
        found = Unit(self.document.uid, kind, name, name, names=((name, 1),))
        return self.units.setdefault(name, found)

    def _claim(self, passage: Passage, predicate: str, subject: str, target: str, said: dict[str, str]) -> Claim:
        known = self.units.get(target)
        return Claim(
            document=self.document.uid,
            passage=passage.uid,
            predicate=predicate,
            subject=self.units[subject].uid,
            object=known.uid if known else "",
            value="" if known else target,
            attributes=attributes(**said),
            date=self.document.date,
            confidence=0.9,
            extractor=EXTRACTOR,
            version=VERSION,
            rule=f"{predicate.lower()}.made",
            start=passage.start,
            end=passage.end,
        )


def reading(
    title: str,
    sentences: Sequence[Said],
    *,
    date: str,
    locality: str = "",
    invented: bool = False,
    department: str = "外事办公室",
    share_class: ShareClass = ShareClass.OPEN,
) -> Reading:
    """A document that says these sentences."""
    content = title + date + "".join(said.text for said in sentences)
    document = Document(
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        title=title,
        department=department,
        share_class=share_class,
        date=date,
        locality=locality,
        invented=invented,
    )
    reader = _Reader(document)
    for said in sentences:
        reader.take(said)
    extraction = Extraction(tuple(reader.units.values()), tuple(reader.mentions), tuple(reader.claims))
    return Reading(document, tuple(reader.passages), extraction, stamp_of(document, f"{EXTRACTOR} {VERSION}"))


def _city(name: str) -> tuple[str, str, str, dict[str, str]]:
    return ("level", name, "city", {})


def readings() -> list[Reading]:
    """Two invented documents: ties in each lane, a person, a donor, a hostile name, one tie told twice."""
    summary = reading(
        "云水市对外交往工作总结",
        [
            Said("对外交往工作", kind=PassageKind.HEADING),
            Said(
                "[Place:云水市]与[Place:诺瓦港市]签署友好城市备忘录，与[Place:贝拉河市]正式结为友好城市。",
                [
                    _city("云水市"),
                    _city("诺瓦港市"),
                    _city("贝拉河市"),
                    ("TIE", "云水市", "诺瓦港市", {"stage": "memorandum"}),
                    ("TIE", "云水市", "贝拉河市", {"stage": "formal"}),
                ],
            ),
            Said(
                "[Person:林远舟]任[Organisation:云水海外联谊会]会长。",
                [("POSITION", "林远舟", "云水海外联谊会", {"title": "会长", "status": "current"})],
            ),
            Said(
                f"[Organisation:{HOSTILE}]捐助了[Project:云水图书馆]。",
                [("SUPPORTS", HOSTILE, "云水图书馆", {"role": "donor", "amount": "20万元"})],
                page=2,
            ),
            Said(
                "[Organisation:云水海外联谊会] | [Place:云水市]",
                [("LOCATED_IN", "云水海外联谊会", "云水市", {})],
                kind=PassageKind.ROW,
                page=2,
                context="机构 | 所在地",
            ),
        ],
        date="2023-12",
        locality="云水市",
        invented=True,
    )
    brief = reading(
        f"友城简报 {HOSTILE}",
        [
            Said(
                "[Place:云水市]与[Place:诺瓦港市]正式结为友好城市。",
                [_city("云水市"), _city("诺瓦港市"), ("TIE", "云水市", "诺瓦港市", {"stage": "formal"})],
            ),
            Said(
                "[Place:贝拉河市]与[Organisation:云水海外联谊会]保持合作。",
                [("COOPERATES", "贝拉河市", "云水海外联谊会", {"field": "教育"})],
            ),
        ],
        date="2024-06",
        locality="云水市",
    )
    return [summary, brief]


def plant(db: Database) -> list[Reading]:
    """Store and fold the documents of these tests."""
    made = readings()
    with writer(db):
        evidence.write(db, made)
        fold(db)
    return made
