"""LOCATED_IN: a place or body with the country or place that the text puts it in.

Must stay true: a country says where a body is from the front of its name, or right in front of what the body keeps
there (代表处, 校友会); a mission is where it is sent to (驻); the reporting locality in a name says whose the body is.
"""

import re
from collections.abc import Iterator

from nlp.context import Context
from nlp.reading import Fact, Item, Line, Ref
from nlp.relations import cells
from nlp.vocabulary import CHINA, SPECIAL_REGIONS, divisions

OWN_SIDE = re.compile(
    r"我方|中方|我[市省州县区]|本[市省州县区方地]|国内|[省市州县区]内|^\s*(?:[市区州]?县区?|区县)\s*$"
)
"""What heads the column of our side in a table of partners."""
FACING = re.compile(r"(?:单位|区县|县区|市县|[省市县区]名|名称)\s*[|｜]\s*(?:对方|外方|国外|境外)")
"""Heads of two columns that face each other: the first is of our side."""
_ABOUT_PERSONS = re.compile("姓名|祖籍|籍贯|居住地|侨居")
"""Heads of a table of people, where a country is where they live."""
_MISSION = re.compile(r"驻(?!华)")
_BRANCH = re.compile("(?:代表处|办事处|联络处|分公司|分行|分会|分社|支社)$")
"""What a body keeps in the place in front of these words."""
_ABROAD = re.compile("(?:校友会|公司|项目部)$")
"""What a body keeps in the country in front of these words."""
_JOIN = re.compile(r"^》?(?:、|和|与|及|以及)《?$")
_APART = ("《", "：", "（", "“", "的", "国", "友城", "友好城市", "港口城市", "首都", "的《")
"""Words between a country and what is in it."""
_UNDER = re.compile(
    "(?:的|首府|省会|首都|州府|[下所]辖的?|下属的?|所属的?|辖下的?|市区的?|境内的?|国|[东西南北中]部的?)(?:友好|姊妹|姐妹)?(?:城市|学校|院校|港口城市)?"
)
"""Words between a place and what is in it."""
_PAREN = re.compile(
    r"(?P<name>[PO])(?:T|（[^（）]{0,12}）)?（(?:[^，。；（）CP称名作]{0,4})(?P<outer>C?P{0,3})(?:，[^（）]{0,20})?）"
)
_ORIGIN = re.compile("(?:旅居|侨居|祖籍|原籍|定居|现居|寓居)$")
"""Words in front of a place that says where somebody lives or comes from."""
_UPPER = "省州道府都邦"
_LOWER = "市县郡区街镇乡村町面邑里港"
_SMALLEST = "街镇乡村面里町"
_SAME_LEVEL = {("市", "市"), ("县", "市"), ("市", "县"), ("郡", "市"), ("市", "区"), ("市", "郡"), ("区", "区")}
"""Levels whose order differs from country to country."""
_CONTAINED = re.compile(
    r"(?P<name>[PO])(?:（[^（）]{0,20}）)?(?:系|位于|地处|坐落于|坐落在|隶属于?|是(?=C))(?P<outer>C?的?P{0,3})"
)
_CLAUSE = re.compile(r"(?:在|访问|赴|抵达|出访)(?P<country>C)(?:期间|时|境内)?，(?P<rest>[^。；C]{0,80})")


def find(line: Line, context: Context) -> Iterator[Fact]:
    yield from _adjacent(line, context)
    yield from _carried(line, context)
    yield from _inside(line, context)
    yield from _row(line)
    yield from _said(line, context)
    yield from _bracketed(line)


def _fact(rule: str, line: Line, inner: Item, outer: Item) -> Fact:
    start, end = min(inner.start, outer.start), max(inner.end, outer.end)
    return Fact("LOCATED_IN", inner.ref, outer.ref, rule, start, end)


def _bracketed(line: Line) -> Iterator[Fact]:
    """P（C） and P（CP）: the smallest place in the bracket holds it."""
    for match in _PAREN.finditer(line.skeleton):
        name = line.between(*match.span("name"))[0]
        outer = line.between(*match.span("outer"))
        if outer and outer[-1].ref != name.ref and not (outer[-1].text.isascii() and not name.text.isascii()):
            yield _fact("located.bracket", line, name, outer[-1])


def _adjacent(line: Line, context: Context) -> Iterator[Fact]:
    """The larger right before the smaller, or with 的, or a newspaper's 《 between."""
    for left, right in zip(line.items, line.items[1:], strict=False):
        if _holds(line, left, right):
            yield _fact("located.adjacent", line, right, left)


def _holds(line: Line, left: Item, right: Item) -> bool:
    """Whether the text puts what is on the right in what stands before it."""
    if left.kind not in {"Country", "Place"} or right.kind not in {"Place", "Organisation"} or left.ref == right.ref:
        return False
    gap = line.gap(left, right)
    if gap == "" and left.kind == right.kind and _rows_meet(line, left, right):
        return False
    if gap == "的" and (_ORIGIN.search(line.text[: left.start]) or line.text.startswith("籍", right.end)):
        return False
    if left.kind == "Country" or left.text in SPECIAL_REGIONS:
        return gap == "" or gap in _APART or bool(_UNDER.fullmatch(gap))
    return (gap == "" or bool(_UNDER.fullmatch(gap))) and _larger(left, right)


def _rows_meet(line: Line, left: Item, right: Item) -> bool:
    """Whether two rows run together between two places: one ends with P, the next begins with P | C."""
    first = cells.cell(line, left)[0] == left.start
    return line.kind != "row" and line.is_row and first and cells.ends_its_cell(line, right)


def _larger(left: Item, right: Item) -> bool:
    """Whether a place may hold what follows it directly."""
    if right.kind == "Organisation":
        return True
    known = divisions()
    if left.text in known and right.text in known:
        codes = known[left.text].code.rstrip("0"), known[right.text].code.rstrip("0")
        return len(codes[0]) < len(codes[1])
    ends = _ending(left), _ending(right)
    if ends[0] in _SMALLEST and ends[1] not in _SMALLEST:
        return False
    if ends[1] in _UPPER:
        return left.text.endswith(("大区", "地区", "联邦区"))
    return ends in _SAME_LEVEL or ends[0] in _UPPER or not (ends[0] in _LOWER and ends[1] in _LOWER) or _order(*ends)


def _ending(place: Item) -> str:
    return "街" if place.text.endswith("街道") else place.text[-1]


def _order(left: str, right: str) -> bool:
    return _LOWER.index(left) < _LOWER.index(right)


def _carried(line: Line, context: Context) -> Iterator[Fact]:
    """What is in front of a list of places or bodies holds until the next one: 巴西A市、B市、芬兰C市; A市的O、P."""
    outer: Item | None = None
    for left, right in zip(line.items, line.items[1:], strict=False):
        gap = line.gap(left, right)
        if left.kind in {"Country", "Place"} and _holds(line, left, right):
            outer = left if left.kind == "Country" or gap else None
            continue
        listed = left.kind == right.kind and left.kind in {"Place", "Organisation"} and _JOIN.match(gap)
        if not listed or (left.kind == "Organisation" and not _apart(line, outer)):
            outer = None
        elif (
            outer
            and not _chinese(right, context)
            and not _own_body(line, right, context)
            and not _starts_chain(line, right)
        ):
            yield _fact("located.list", line, right, outer)


def _apart(line: Line, outer: Item | None) -> bool:
    """Whether a country or place stands apart from the bodies that follow (A国的O、P); in A国O、P only the first is."""
    return outer is not None and not any(item.start == outer.end for item in line.items)


def _starts_chain(line: Line, item: Item) -> bool:
    """Whether a listed place is there to hold what comes next: 埼玉县的A市、千叶县B市."""
    following = line.items[line.items.index(item) + 1 :][:1]
    return bool(following) and _holds(line, item, following[0])


def _own_body(line: Line, item: Item, context: Context) -> bool:
    """Whether a body's name begins with a Chinese place: it is on the other side of 与."""
    return any(part.start == item.start and _chinese(part, context) for part in line.inner)


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
    """A row with a cell that holds nothing but a country, or a country and its places: what the cell before or after
    names is there, behind our own side if that has a column."""
    if not line.is_row:
        return
    for country in line.items:
        outer = _cell_of_country(line, country)
        inner = _beside(line, country, outer) if outer else None
        if inner and outer:
            yield _fact("located.row", line, inner, outer)


def _beside(line: Line, country: Item, outer: Item) -> Item | None:
    """What a row puts in a country: what ends the cell before, fills the cell after, or is nearest; of a person's row
    the place or body of the office in the cell after."""
    own = 1 if OWN_SIDE.search(line.heads) or FACING.search(line.heads) else 0
    named = [item for item in line.items if item.kind in {"Place", "Organisation"}]
    before = [item for item in named if item.end < country.start and cells.ends_its_cell(line, item)][own:]
    after = [item for item in named if item.start > outer.end and _bars(line, outer, item) == 1][:1]
    if _ABOUT_PERSONS.search(line.heads) or any(_person_leads(line, item) for item in line.items[:1]):
        return after[0] if after and _of_an_office(line, after[0]) else None
    if before and _bars(line, before[-1], country) == 1:
        return before[-1]
    if after and after[0].kind == "Place" and cells.fills_its_cell(line, after[0]):
        return after[0]
    return before[-1] if before else None


def _of_an_office(line: Line, item: Item) -> bool:
    following = line.items[line.items.index(item) + 1 :][:1]
    titled = bool(following) and following[0].kind == "Title" and _bars(line, item, following[0]) == 0
    return titled and cells.leads_its_cell(line, item)


def _bars(line: Line, left: Item, right: Item) -> int:
    return line.text.count(cells.BAR, left.end, right.start)


def _person_leads(line: Line, item: Item) -> bool:
    return item.kind == "Person" and cells.leads_its_cell(line, item)


def _cell_of_country(line: Line, country: Item) -> Item | None:
    """The smallest place of a cell that holds a country alone or with places of it; None for other cells."""
    if country.kind != "Country" and country.text not in SPECIAL_REGIONS:
        return None
    start, end = cells.cell(line, country)
    inside = [item for item in line.items if start <= item.start and item.end <= end]
    whole = inside[0].start == start and sum(item.end - item.start for item in inside) == end - start
    return inside[-1] if whole and all(item.kind in {"Country", "Place"} for item in inside) else None


def _inside(line: Line, context: Context) -> Iterator[Fact]:
    """A country or place at the beginning of a body's name; for a mission the place after 驻. The reporting locality in
    a name says whose the body is."""
    for outer in line.items:
        if outer.kind != "Organisation":
            continue
        parts = [item for item in line.inner if outer.start <= item.start and item.end < outer.end]
        mission = _MISSION.search(outer.text)
        at = outer.start + mission.end() if mission else outer.start
        abroad = [outer.start + match.start() for match in _ABROAD.finditer(outer.text)]
        branches = [outer.start + match.start() for match in _BRANCH.finditer(outer.text)]
        for part in parts:
            if part.end in branches or (part.kind == "Country" and part.start > at and part.end in abroad):
                yield _fact("located.inside", line, outer, part)
            elif part.start == at and part.kind in {"Country", "Place"} and not context.is_home(part.ref):
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
