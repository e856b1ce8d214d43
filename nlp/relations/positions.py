"""POSITION: who holds which office where.

Must stay true: one fact for each office; a title that leads a delegation (团长) or describes (侨领) is no office.
"""

import re
from collections.abc import Iterator

from nlp.context import Context
from nlp.reading import Fact, Item, Line, Ref
from nlp.vocabulary import word_set

_OFFICE_KINDS = {"Country", "Place", "Organisation", "Self", "Pronoun", "Project"}
_PLAIN_GAP = re.compile(r"^(?:的)?[\u4e00-\u9fff]{0,8}$")
_BREAKS = re.compile(r"访问|率|来|赴|抵|接待|会见|参加|为|在|与|和|由|以|对|向|举行|组织|团|到|等|经|方面")
_LIST = re.compile(r"^(?:、|和|及|与|以及|兼|，|暨|，?同时|，?又|，?还)?(?:担任|任|是|为|兼任)?$")
_LINK = re.compile(r"(?:现为|现任|兼任|担任|出任|身兼|任|是|为|既是|当选|当选为|受聘为|受聘担任|系|又是|还是)$")
_NUMBER = re.compile(
    r"^(?:[一二两三四五六七八九十0-9]+[国家个位]?(?:企业|公司|单位|机构|国)?的?|前后[两二]任|等[一二三四五六七八九十]+国)$"
)
_OWN_BODY = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[时由在和与、，])([省市县区][\u4e00-\u9fff]{1,12}|(?:外办|外事办|外侨办|侨办|友协|贸促会|政协|人大|侨联|妇联))$"
)
"""市外办 or 市委 in front of a title, with no place named: a body of the reporting locality."""
_MEETS = re.compile("(?:与|同|会见|会晤|拜会|拜访|受到)了?$")
_HOSTED = re.compile("(?:访问|到访|出访|抵达|走访|考察|来到|前往|赴|访)了?C?$")
_LEVEL = re.compile("([省市县州郡区])长$")
_HONORARY = re.compile("名誉|荣誉")
_FORMER = re.compile("^(?:前|原)|前任|原任")


class _Office:
    """A title with the places or bodies it belongs to."""

    def __init__(self, places: list[Ref], title: Item, prefix: str) -> None:
        self.places = places
        self.title = title
        self.name = prefix + title.text


def find(line: Line, context: Context) -> Iterator[Fact]:
    """The positions in a line; also notes in the context which offices each person holds."""
    for person, office, place in _pairs(line, context):
        title = office.title
        if title.text not in word_set("group_titles") and title.text not in word_set("not_offices"):
            context.offices.setdefault(person.ref, [])
            if place not in context.offices[person.ref]:
                context.offices[person.ref].append(place)
            yield _fact(line, person, office, place)


def _fact(line: Line, person: Item, office: _Office, place: Ref) -> Fact:
    status = "honorary" if _HONORARY.search(office.name) else "former" if _FORMER.search(office.name) else "current"
    start, end = min(person.start, office.title.start), max(person.end, office.title.end)
    attributes = (("status", status), ("title", office.name))
    return Fact("POSITION", person.ref, place, "position.title", start, end, "", attributes, line.date_at(start))


def _pairs(line: Line, context: Context) -> Iterator[tuple[Item, _Office, Ref]]:
    held: list[_Office] = []
    last: _Office | None = None
    holder: Item | None = None
    for index, item in enumerate(line.items):
        if item.kind != "Title":
            continue
        office = _office(line, context, index, last)
        if office is None:
            continue
        last = office
        before = line.items[index - 1] if index else None
        persons = _followers(line, index)
        if persons:
            yield from _share(persons, [*held, office])
            held, holder = [], persons[-1]
        elif before and before.kind == "Person" and line.gap(before, item) == "":
            yield from _share([before], [*held, office])
            held, holder = [], before
        elif (owner := _owner(line, index, office)) or (holder and held == [] and _continues(line, holder, index)):
            holder = owner or holder
            if holder:
                yield from _share([holder], [office])
        elif _list_goes_on(line, index):
            held.append(office)
        else:
            held = []


def _share(persons: list[Item], offices: list[_Office]) -> Iterator[tuple[Item, _Office, Ref]]:
    """Persons and offices of one phrase: pairwise where a title has as many places as there are persons."""
    for office in offices:
        if len(office.places) == len(persons) > 1:
            for person, place in zip(persons, office.places, strict=True):
                yield person, office, place
        else:
            for person in persons:
                for place in office.places[-1:]:
                    yield person, office, place


def _office(line: Line, context: Context, index: int, last: _Office | None) -> _Office | None:
    """The office of the title at this index: the body or place before it, the one of the title before, or home."""
    title = line.items[index]
    before = line.items[index - 1] if index else None
    if before and before.kind in _OFFICE_KINDS:
        gap = line.gap(before, title)
        numbered = _NUMBER.match(gap)
        if numbered or (_PLAIN_GAP.match(gap) and not _BREAKS.search(gap)):
            places = _listed_places(line, context, index - 1)
            return _Office(places, title, "" if numbered else gap.removeprefix("的")) if places else None
    if before and before.kind == "Person" and index > 1:
        owner = line.items[index - 2]
        if owner.kind in _OFFICE_KINDS and line.gap(before, title) == "" and line.gap(owner, before) in ("", "的"):
            place = context.resolve(line, owner)
            return _Office([place], title, "") if place else None
    return _inherited(line, context, index, last)


def _inherited(line: Line, context: Context, index: int, last: _Office | None) -> _Office | None:
    title = line.items[index]
    if last is not None:
        gap = line.text[last.title.end : title.start]
        joined = re.match(r"^[兼、和及暨]", gap)
        if joined and len(gap) < 40 and not re.search("[。；]", gap):
            return _Office(last.places[-1:], title, "")
        if (
            title.text[-2:] in ("议长", "市长", "省长", "知事", "县长")
            and not re.search("[。；]|我[市省县区州].*，", gap)
            and len(gap) < 24
        ):
            return _Office(last.places[-1:], title, "")
    office = _OWN_BODY.search(line.text[line.items[index - 1].end if index else 0 : title.start])
    if office and context.scope.normal:
        return _Office([context.scope], title, office.group(1))
    other = _of_its_level(line, context, index)
    if other:
        return _Office([other], title, "")
    own = title.text in word_set("own_titles")
    return _Office([context.scope], title, "") if own and context.scope.normal else None


def _of_its_level(line: Line, context: Context, index: int) -> Ref | None:
    """For 省长 in a city's report: the province named last in the sentence; after 派来 the place that sent; where our
    delegation is told to have gone and to meet 市长, the place it went to."""
    title = line.items[index]
    level = _LEVEL.search(title.text)
    places = [item for item in line.items[:index] if item.kind == "Place" and not context.is_home(item.ref)]
    if not level or not places or "。" in line.text[places[-1].end : title.start]:
        return None
    sent = re.fullmatch("派(?:来|出)?了?", line.text[places[-1].end : title.start])
    home = context.name(context.scope)[-1:]
    met = line.items[index - 1].kind == "Person" and _MEETS.search(line.text[: line.items[index - 1].start])
    hosted = _HOSTED.search(line.text[: places[-1].start]) and _MEETS.search(line.text[: title.start])
    if met or hosted:
        return places[-1].ref
    fits = level.group(1) != home and places[-1].text[-1] == level.group(1)
    return places[-1].ref if sent or fits else None


def _listed_places(line: Line, context: Context, index: int) -> list[Ref]:
    """The item at this index and those listed before it (A、B和C大使); a country before its place is skipped."""
    found = [context.resolve(line, line.items[index])]
    at = index
    while at > 0:
        item, before = line.items[at], line.items[at - 1]
        gap = line.gap(before, item)
        if gap in ("、", "和", "与", "及") and before.kind in _OFFICE_KINDS and before.kind == line.items[index].kind:
            found.insert(0, context.resolve(line, before))
        elif not (gap in ("", "的") and before.kind == "Country"):
            break
        at -= 1
    return [ref for ref in found if ref]


def _followers(line: Line, index: int) -> list[Item]:
    """The persons right behind the title: one, or a list (N、N和N)."""
    found: list[Item] = []
    at = line.items[index]
    for item in line.items[index + 1 :]:
        gap = line.gap(at, item)
        joined = (
            gap in ("、", "和", "与", "及") if found else gap in ("", "：") or re.fullmatch("，?依次为|分别为", gap)
        )
        if item.kind != "Person" or not joined:
            break
        following = line.items.index(item) + 1
        titled = following < len(line.items) and line.items[following].kind == "Title"
        if found and titled and line.gap(item, line.items[following]) == "":
            break
        found.append(item)
        at = item
    return found


def _owner(line: Line, index: int, office: _Office) -> Item | None:
    """The person before: in N（O会长）, or N现为O会长、P理事."""
    title = line.items[index]
    persons = [item for item in line.items[:index] if item.kind == "Person"]
    if not persons:
        return None
    person = persons[-1]
    between = line.text[person.end : title.start]
    if between.startswith("（") and "）" not in between and len(between) < 30:
        return person
    office_item = line.items[index - 1] if line.items[index - 1].kind in _OFFICE_KINDS else title
    lead = line.text[person.end : office_item.start]
    return person if len(lead) < 80 and not re.search("[。；]", between) and _LINK.search(lead) else None


def _continues(line: Line, holder: Item, index: int) -> bool:
    """Whether this title goes on the list of offices of the last holder: …会长，又任O董事长."""
    title = line.items[index]
    between = line.text[holder.end : title.start]
    return len(between) < 60 and bool(re.search("(?:又任|兼任|同时担任|同时任|还任|并任)[^，。；]{0,20}$", between))


def _list_goes_on(line: Line, index: int) -> bool:
    if index + 1 >= len(line.items):
        return False
    title, following = line.items[index], line.items[index + 1]
    return following.kind in {*_OFFICE_KINDS, "Title"} and bool(_LIST.match(line.gap(title, following)))
