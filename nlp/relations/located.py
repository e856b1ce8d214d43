"""LOCATED_IN: a place or body with the country or place that the text puts it in.

Must stay true: only a country in front of a body's name says where it is, not one further inside; a mission is
where it is sent to (驻).
"""

import re
from collections.abc import Iterator

from nlp.context import Context
from nlp.reading import Fact, Item, Line, Ref
from nlp.vocabulary import CHINA, SPECIAL_REGIONS, divisions

OWN_SIDE = re.compile("我方|中方|我市|本市|国内")
"""What heads the column of our side in a table of partners."""
_MISSION = re.compile(r"驻(?!华)")
_JOIN = re.compile(r"^》?(?:、|和|与|及|以及)《?$")
_APART = ("《", "：", "（", "“", "的", "国", "友城", "友好城市", "港口城市", "首都", "的《")
"""Words between a country and what is in it."""
_PAREN = re.compile(r"[PO]（C）")
_CONTAINED = re.compile(
    r"(?P<name>[PO])(?:（[^（）]{0,20}）)?(?:系|位于|地处|坐落于|坐落在|隶属于?|是(?=C))(?P<outer>C?的?P{0,3})"
)
_CLAUSE = re.compile(r"(?:在|访问|赴|抵达|出访)(?P<country>C)(?:期间|时|境内)?，(?P<rest>[^。；C]{0,80})")


def find(line: Line, context: Context) -> Iterator[Fact]:
    yield from _adjacent(line, context)
    yield from _carried(line, context)
    yield from _inside(line)
    yield from _row(line)
    yield from _said(line, context)
    for match in _PAREN.finditer(line.skeleton):
        name, country = line.between(match.start(), match.end())
        yield _fact("located.bracket", line, name, country)


def _fact(rule: str, line: Line, inner: Item, outer: Item) -> Fact:
    start, end = min(inner.start, outer.start), max(inner.end, outer.end)
    return Fact("LOCATED_IN", inner.ref, outer.ref, rule, start, end)


def _adjacent(line: Line, context: Context) -> Iterator[Fact]:
    """The larger right before the smaller, or with 的, or a newspaper's 《 between."""
    for left, right in zip(line.items, line.items[1:], strict=False):
        gap = line.gap(left, right)
        if (
            left.kind not in {"Country", "Place"}
            or right.kind not in {"Place", "Organisation"}
            or left.ref == right.ref
        ):
            continue
        apart = gap in _APART and (left.kind == "Country" or left.text in SPECIAL_REGIONS)
        if (gap == "" or apart) and (left.kind == "Country" or _larger(left, right)):
            yield _fact("located.adjacent", line, right, left)
            yield from _chain(line, left, right)


def _chain(line: Line, middle: Item, inner: Item) -> Iterator[Fact]:
    """Country, place, smaller place in a row: the smallest is in the country as well."""
    at = line.items.index(middle)
    if middle.kind == "Place" and inner.kind == "Place" and at > 0:
        outer = line.items[at - 1]
        if outer.kind == "Country" and line.gap(outer, middle) == "":
            yield _fact("located.chain", line, inner, outer)


def _larger(left: Item, right: Item) -> bool:
    """Whether a place may hold what follows it directly; 香港, 澳门 and 台湾 hold bodies."""
    if right.kind == "Organisation":
        return True
    order = "国省州市郡县区镇乡村"
    ranks = [order.find(item.text[-1]) for item in (left, right)]
    return ranks[0] < ranks[1] if min(ranks) >= 0 else right.text.endswith(("地区", "街道", "港", "郡", "区"))


def _carried(line: Line, context: Context) -> Iterator[Fact]:
    """A country in front of a list of places holds until the next country: 巴西A市、B市、芬兰C市."""
    country: Item | None = None
    bodies = False
    for left, right in zip(line.items, line.items[1:], strict=False):
        gap = line.gap(left, right)
        if left.kind == "Country":
            country = left if right.kind in {"Place", "Organisation"} and gap in ("", *_APART) else None
            bodies = right.kind == "Organisation" and gap != ""
        elif left.kind != right.kind or not _JOIN.match(gap) or (left.kind == "Organisation" and not bodies):
            country = None
        if country and left.kind in {"Place", "Organisation"} and not _chinese(right, context):
            yield _fact("located.list", line, right, country)


def _chinese(item: Item, context: Context) -> bool:
    return item.text in divisions() or context.is_home(item.ref)


def _said(line: Line, context: Context) -> Iterator[Fact]:
    """P位于C; 在C，与P…: the country is said apart from the place."""
    for match in _CONTAINED.finditer(line.skeleton):
        name = line.between(*match.span("name"))[0]
        for outer in line.between(*match.span("outer")):
            yield _fact("located.said", line, name, outer)
    for match in _CLAUSE.finditer(line.skeleton):
        country = line.between(*match.span("country"))[0]
        for item in line.between(*match.span("rest"), "P"):
            if not _chinese(item, context):
                yield _fact("located.clause", line, item, country)


def _row(line: Line) -> Iterator[Fact]:
    """A table row with one country: its first place is there, behind our own side if that has a column."""
    own = 1 if OWN_SIDE.search(line.heads) else 0
    places = [item for item in line.items if item.kind == "Place"][own:]
    countries = [item for item in line.items if item.kind == "Country"]
    if line.kind == "row" and places and len({item.ref for item in countries}) == 1:
        yield _fact("located.row", line, places[0], countries[0])


def _inside(line: Line) -> Iterator[Fact]:
    """A country or place at the beginning of a body's name; for a mission the place after 驻."""
    for outer in line.items:
        if outer.kind != "Organisation":
            continue
        parts = [item for item in line.inner if outer.start <= item.start and item.end < outer.end]
        mission = _MISSION.search(outer.text)
        at = outer.start + mission.end() if mission else outer.start
        for part in parts:
            if part.start == at and part.kind in {"Country", "Place"}:
                yield _fact("located.inside", line, outer, part)
                yield from _apart_from(line, outer, part)


def _apart_from(line: Line, outer: Item, part: Item) -> Iterator[Fact]:
    """A country in front of a body's name that begins with a place: the place is in the country as well."""
    at = line.items.index(outer)
    if at and part.kind == "Place" and part.text[-1] in "市县省州府郡道区":
        before = line.items[at - 1]
        if before.kind == "Country" and line.gap(before, outer) == "":
            yield _fact("located.inside", line, part, before)


def country_of(ref: Ref, name: str) -> str:
    """The country that the vocabulary alone gives a place: China for its divisions."""
    if ref.type == "Place" and (name in divisions() or name in SPECIAL_REGIONS):
        return CHINA
    return ""
