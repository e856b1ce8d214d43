"""Readings made by hand or by hypothesis, for tests of the graph that need no language model.

Must stay true: a made reading is what nlp could have found: spans lie in the text and units are those of the document.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from hypothesis import strategies as st

from graph import exchange, viewers
from graph.database import Database
from graph.evidence import Reading, stamp_of
from graph.ontology.types import WHEN, Claim, Document, Extraction, Mention, Passage, ShareClass, Unit, attributes

EXTRACTOR, VERSION = "made", "1"

NO_QUALIFIERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Said:
    """One sentence: predicate, subject, object (a name) or value, attributes and date; whether a visit is told as an
    event, and how sure the claim is."""

    predicate: str
    subject: str
    object: str
    stated: tuple[tuple[str, str], ...] = ()
    date: str = ""
    trip: bool = False
    sure: float = 0.9


NAMES: Mapping[str, tuple[str, str]] = {
    "云川市": ("Place", "中国"),
    "松谷市": ("Place", ""),
    "鲁堡市": ("Place", "德国"),
    "德国": ("Country", ""),
    "云川市国际商会": ("Organisation", "中国"),
    "陆以宁": ("Person", ""),
    "丹若计划": ("Project", ""),
    "鲁堡": ("Place", "德国"),
    "松谷": ("Place", ""),
    "云鲁备忘录": ("Agreement", ""),
}
"""Name -> type and qualifier of a small world. Names that differ in 市 alone have one normal form."""

PLACES = ["云川市", "松谷市", "鲁堡市"]


def reading(
    number: int,
    said: Sequence[Said],
    *,
    department: str = "外事办公室",
    share_class: str = ShareClass.OPEN,
    date: str = "",
    title: str = "",
    text: str = "",
    invented: bool = False,
    qualifiers: Mapping[str, str] = NO_QUALIFIERS,
) -> Reading:
    """A document (its content is `number`) whose passages say these things, a sentence each.

    `qualifiers` (by normal form) are what this document says otherwise than NAMES: a country, or an event's date.
    """
    document = Document(
        sha256=f"{number:016x}" * 4,
        title=title or f"文件{number}",
        department=department,
        share_class=share_class,
        date=date,
        invented=invented,
    )
    passages, mentions, claims = [], [], []
    counts: dict[str, int] = {}
    visits: dict[str, Unit] = {}
    start = 0
    for order, sentence in enumerate(said):
        body = text or _sentence(sentence)
        passage = Passage(document.uid, order, start, start + len(body), body)
        passages.append(passage)
        visit = _visit(document, sentence) if sentence.trip else None
        visits |= {visit.uid: visit} if visit else {}
        for name in _names(sentence):
            counts[name] = counts.get(name, 0) + 1
            at = start + max(body.find(name), 0)
            named = (_unit(document, name), *([visit] if visit and name == sentence.object else ()))
            mentions += [Mention(document.uid, passage.uid, u.uid, u.type, at, at + len(name), name) for u in named]
        claims.append(_claim(document, passage, sentence, visit))
        start += len(body) + 1
    units = (*_units(document, counts, qualifiers), *visits.values())
    extraction = Extraction(units, tuple(mentions), tuple(claims))
    return Reading(document, tuple(passages), extraction, stamp_of(document, f"{EXTRACTOR} {VERSION}"))


def _names(sentence: Said) -> list[str]:
    return [name for name in (sentence.subject, sentence.object) if name in NAMES]


def _sentence(sentence: Said) -> str:
    stated = "，".join(f"{name}={value}" for name, value in sentence.stated)
    return f"{sentence.subject} {sentence.predicate} {sentence.object} {stated} {sentence.date}。"


def _unit(document: Document, name: str) -> Unit:
    kind, qualifier = NAMES[name]
    return Unit(document.uid, kind, name.removesuffix("市"), name, qualifier)


def _units(document: Document, counts: Mapping[str, int], qualifiers: Mapping[str, str]) -> list[Unit]:
    """The units that bear these names, each under the longest of its own."""
    bare = {unit.uid: unit for name in sorted(counts, key=len) for unit in [_unit(document, name)]}
    surfaces: dict[str, list[tuple[str, int]]] = {uid: [] for uid in bare}
    for name, count in sorted(counts.items()):
        surfaces[_unit(document, name).uid].append((name, count))
    return [
        replace(unit, names=tuple(surfaces[uid]), qualifier=qualifiers.get(unit.normal, unit.qualifier))
        for uid, unit in sorted(bare.items())
    ]


def _visit(document: Document, sentence: Said) -> Unit:
    """The event that this sentence tells, named where it says whither."""
    names = (sentence.subject.removesuffix("市"), sentence.object.removesuffix("市"))
    normal = ">".join(names) + (WHEN + sentence.date if sentence.date else "")
    return Unit(document.uid, "Visit", normal, f"{sentence.subject}—{sentence.object}", sentence.date)


def _claim(document: Document, passage: Passage, sentence: Said, visit: Unit | None) -> Claim:
    is_name = sentence.object in NAMES
    return Claim(
        document=document.uid,
        passage=passage.uid,
        predicate=sentence.predicate,
        subject=_unit(document, sentence.subject).uid,
        object=_unit(document, sentence.object).uid if is_name else "",
        value="" if is_name else sentence.object,
        attributes=attributes(**dict(sentence.stated)),
        date=sentence.date,
        event=visit.uid if visit else "",
        confidence=sentence.sure,
        extractor=EXTRACTOR,
        version=VERSION,
        rule="made",
        start=passage.start,
        end=passage.end,
    )


DATES = st.sampled_from(["", "2015", "2015-03", "2019-05-06", "2021"])

STAGES = st.sampled_from(["intent", "memorandum", "approval", "exchange", "formal", "ended"])

TIES = st.builds(
    lambda ends, stage, date: Said("TIE", ends[0], ends[1], (("stage", stage),), date),
    st.permutations(PLACES),
    STAGES,
    DATES,
)

OTHERS = st.sampled_from(
    [
        Said("LOCATED_IN", "鲁堡市", "德国"),
        Said("LOCATED_IN", "松谷市", "德国"),
        Said("POSITION", "陆以宁", "云川市国际商会", (("title", "会长"),)),
        Said("POSITION", "陆以宁", "云川市国际商会", (("title", "名誉会长"), ("status", "honorary"))),
        Said("SUPPORTS", "云川市国际商会", "丹若计划", (("amount", "3万元"), ("role", "donor"))),
        Said("COOPERATES", "云川市", "云川市国际商会"),
        Said("VISITED", "陆以宁", "鲁堡市", (("part", "leader"),), "2019"),
        Said("level", "鲁堡市", "city"),
        Said("level", "松谷市", "county"),
        Said("native_place", "陆以宁", "云川"),
    ]
)

SENTENCES = st.lists(TIES | OTHERS, min_size=1, max_size=4)


@st.composite
def corpora(draw: st.DrawFn, most: int = 4) -> list[Reading]:
    """Up to `most` documents of the small world, of two departments."""
    bodies = draw(st.lists(SENTENCES, min_size=1, max_size=most))
    departments = draw(st.lists(st.sampled_from(["外事办公室", "商务局"]), min_size=len(bodies), max_size=len(bodies)))
    dates = draw(st.lists(DATES, min_size=len(bodies), max_size=len(bodies)))
    return [
        reading(number, said, department=department, date=date)
        for number, (said, department, date) in enumerate(zip(bodies, departments, dates, strict=True), 1)
    ]


def export_of(db: Database) -> str:
    """The canonical export of all that the graph holds."""
    out = io.StringIO()
    exchange.export(db, viewers.local_owner(db), out)
    return out.getvalue()


def empty(db: Database) -> None:
    """Remove everything but the schema, as the `database` fixture does between tests."""
    while db.write("MATCH (n) WHERE NOT n:Meta WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS removed")[0][
        "removed"
    ]:
        pass
