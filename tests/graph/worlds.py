"""Small worlds of several departments and share classes, and what a viewer may see of one as a graph of its own.

Must stay true: that graph holds the viewer's documents alone, read and folded as always, with one thing imposed: which
of their units are one entity is taken from the whole graph. People's links do not exist yet, and the fold makes its
own anew, so `plant_alone` puts the whole graph's answer in the place of `graph.resolution.resolve` while it folds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from unittest import mock

from hypothesis import strategies as st

from graph import evidence, resolution
from graph.database import Database
from graph.evidence import Reading
from graph.fold import run as folding
from graph.ontology.types import ShareClass, Viewer, audience_key
from tests.graph.made import DATES, OTHERS, PLACES, STAGES, Said, empty, reading

DEPARTMENTS = ("外事办公室", "商务局", "云川大学")
CLASSES = (ShareClass.PUBLIC, ShareClass.OPEN, ShareClass.CLOSED)

DAY = 86_400_000


@dataclass(frozen=True)
class World:
    """What was read first, and what is there in the end: a document of both was read again, one of the first alone was
    taken out."""

    first: tuple[Reading, ...]
    last: tuple[Reading, ...]

    @property
    def audiences(self) -> list[str]:
        """All audience keys of its documents, then and now."""
        return sorted({one.document.audience for one in (*self.first, *self.last)})


def plant(db: Database, world: World) -> None:
    """The whole graph of this world, folded change by change."""
    empty(db)
    _write(db, world.first)
    kept = {one.document.uid for one in world.last}
    evidence.remove(db, sorted({one.document.uid for one in world.first} - kept))
    folding.fold(db)
    half = len(world.last) // 2
    _write(db, world.last[:half])
    _write(db, world.last[half:])
    _set_run_data(db)


def plant_alone(db: Database, world: World, viewer: Viewer, parts: Mapping[str, str]) -> None:
    """The viewer's documents alone, their units put together as `parts` (each unit with its entity) says."""
    empty(db)
    evidence.write(db, [one for one in world.last if one.document.audience in viewer.keys])

    def imposed(candidates: Iterable[resolution.Candidate]) -> list[resolution.Link]:
        return [replace(link, root=parts[link.unit]) for link in resolution.resolve(candidates)]

    with mock.patch.object(folding, "resolve", imposed):
        folding.fold(db)
    _set_run_data(db)


def _write(db: Database, readings: Sequence[Reading]) -> None:
    evidence.write(db, readings)
    folding.fold(db)


def _set_run_data(db: Database) -> None:
    """Run data that do not depend on the run; several documents share their day."""
    db.write(
        "MATCH (d:Document) SET d.created_at = $day * (1 + size(d.date) % 3), d.ingested_at = d.created_at", day=DAY
    )


# Worlds by chance

CITIES = ("云川市", "鲁堡市", "松谷市", "鲁堡", "松谷")

LEVELS = ("city", "county", "province")

TIES = st.builds(
    lambda ends, stage, date, sure: Said("TIE", ends[0], ends[1], (("stage", stage),), date, sure=sure),
    st.permutations(CITIES).filter(lambda ends: ends[0].removesuffix("市") != ends[1].removesuffix("市")),
    STAGES,
    DATES,
    st.sampled_from([0.6, 0.8, 0.9]),
)

TRIPS = st.builds(
    lambda who, where, heads, date: Said("VISITED", who, where, (("head_count", heads),), date, trip=True),
    st.sampled_from(["陆以宁", "云川市国际商会", "云川市"]),
    st.sampled_from(["鲁堡市", "松谷市", "德国"]),
    st.sampled_from(["3", "5", "12"]),
    st.sampled_from(["", "2019", "2019-05", "2019-05-06", "2020"]),
)

MORE = st.one_of(
    st.builds(lambda who: Said("SIGNED", who, "云鲁备忘录"), st.sampled_from(CITIES)),
    st.builds(lambda where, level: Said("level", where, level), st.sampled_from(CITIES), st.sampled_from(LEVELS)),
    st.builds(
        lambda role, amount: Said("SUPPORTS", "云川市国际商会", "丹若计划", (("amount", amount), ("role", role))),
        st.sampled_from(["donor", "host"]),
        st.sampled_from(["3万元", "5万元"]),
    ),
    st.builds(lambda where: Said("COOPERATES", where, "丹若计划"), st.sampled_from(PLACES)),
)

QUALIFIERS = st.fixed_dictionaries(
    {
        "松谷": st.sampled_from(["", "德国", "法国"]),
        "鲁堡": st.sampled_from(["德国", ""]),
        "云鲁备忘录": st.sampled_from(["", "2019", "2019-05", "2020"]),
    }
)


@st.composite
def readings(draw: st.DrawFn, number: int, department: str) -> Reading:
    """What this document of this department says, in some share class."""
    return reading(
        number,
        draw(st.lists(TIES | TRIPS | OTHERS | MORE, min_size=1, max_size=5)),
        department=department,
        share_class=draw(st.sampled_from(CLASSES)),
        date=draw(DATES),
        title=draw(st.sampled_from(["出访报告", "工作总结"])),
        invented=draw(st.sampled_from([False, False, True])),
        qualifiers=draw(QUALIFIERS),
    )


@st.composite
def worlds(draw: st.DrawFn, most: int = 6) -> World:
    """Up to `most` documents, two of which may be one file; some were read before, in another share class perhaps."""
    slots = draw(
        st.lists(st.tuples(st.integers(1, most), st.sampled_from(DEPARTMENTS)), min_size=3, max_size=most, unique=True)
    )
    last = tuple(draw(readings(*slot)) for slot in slots)
    earlier = draw(st.lists(st.sampled_from([*slots, (most + 1, DEPARTMENTS[0])]), max_size=3, unique=True))
    return World(tuple(draw(readings(*slot)) for slot in earlier), last)


@st.composite
def viewers(draw: st.DrawFn, world: World, count: int) -> list[Viewer]:
    """Different viewers of this world, none of whom sees all of it where there is more than one audience."""
    keys = st.frozensets(st.sampled_from(world.audiences), min_size=1, max_size=max(1, len(world.audiences) - 1))
    return [
        Viewer(f"viewer {number}", found)
        for number, found in enumerate(draw(st.lists(keys, min_size=1, max_size=count, unique=True)))
    ]


# A world made to tempt

OFFICE, COMMERCE, SCHOOL = DEPARTMENTS


def tempting() -> World:
    """Everything that two departments tell openly, the office's closed documents tell otherwise or better."""
    tie = Said("TIE", "云川市", "松谷", (("stage", "memorandum"),), "2015", sure=0.6)
    trip = Said("VISITED", "陆以宁", "鲁堡", (("head_count", "3"), ("part", "delegation")), "2019", trip=True)
    told = [
        tie,
        trip,
        Said("LOCATED_IN", "鲁堡", "德国"),
        Said("SIGNED", "云川市", "云鲁备忘录"),
        Said("level", "鲁堡", "county"),
        Said("POSITION", "陆以宁", "云川市国际商会", (("title", "会长"),)),
    ]
    closed = [
        Said("TIE", "松谷市", "云川市", (("stage", "ended"),), "2022"),
        replace(trip, object="鲁堡市", stated=(("head_count", "12"), ("part", "leader")), date="2019-05"),
        Said("level", "鲁堡市", "city", date="2023"),
        Said("level", "鲁堡市", "city", date="2022"),
        Said("SIGNED", "鲁堡市", "云鲁备忘录", date="2024"),
        Said("COOPERATES", "鲁堡市", "丹若计划"),
        Said("COOPERATES", "松谷市", "丹若计划"),
        Said("COOPERATES", "云川市国际商会", "丹若计划"),
        Said("POSITION", "陆以宁", "云川市国际商会", (("status", "former"), ("title", "会长")), "2024"),
        Said("native_place", "陆以宁", "云川"),
    ]
    abroad = {"松谷": "德国", "鲁堡": ""}
    brief = reading(6, told[2:4], department=OFFICE, share_class="public", title="简报")
    kept = reading(1, [*closed, *told], department=OFFICE, share_class="closed", title="年报", date="2025")
    return World(
        first=(
            reading(1, closed, department=COMMERCE, title="年报", date="2024", qualifiers={"云川市国际商会": ""}),
            reading(4, [*told, *closed], department=OFFICE, title="后来不再公开"),
            reading(9, closed, department=SCHOOL, title="旧报告"),
            brief,
            kept,
        ),
        last=(
            reading(1, told, department=COMMERCE, title="年报", date="2019", invented=True, qualifiers={"松谷": ""}),
            reading(2, told, department=SCHOOL, title="年报", date="2019", invented=True, qualifiers=abroad),
            reading(3, told[:1], department=SCHOOL, title="年报", date="2019", qualifiers={"松谷": "法国"}),
            reading(
                4, closed, department=OFFICE, share_class="closed", qualifiers={"松谷": "法国", "云鲁备忘录": "2024"}
            ),
            reading(5, closed[:3], department=OFFICE, share_class="closed", qualifiers=abroad),
            reading(18, closed[:1], department=OFFICE, share_class="closed", qualifiers={"松谷": "德国"}),
            kept,
            brief,
        ),
    )


def tempted() -> list[Viewer]:
    """Who looks at the tempting world: who sees all that is open, and who sees what one department holds openly."""
    openly = {name: audience_key(name, "open") for name in DEPARTMENTS}
    return [
        Viewer("all that is open", frozenset({*openly.values(), audience_key(OFFICE, "public")})),
        Viewer("commerce", frozenset({openly[COMMERCE]})),
        Viewer("school", frozenset({openly[SCHOOL]})),
    ]
