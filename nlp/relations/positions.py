"""POSITION: who holds which office where.

Must stay true: one fact for each office; a title that leads a delegation (团长) or describes (侨领) is no office.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from nlp.components.titles import simple
from nlp.context import Context
from nlp.reading import Fact, Item, Line, Ref
from nlp.relations import cells, offices
from nlp.vocabulary import alternation, word_set

_OFFICE_KINDS = {"Country", "Place", "Organisation", "Self", "Pronoun", "Project"}
_PLAIN_GAP = re.compile(r"^(?:（[^（）]{1,20}）)?(?:的)?[\u4e00-\u9fff]{0,10}$")
_BREAKS = re.compile(
    r"访问|率|来(?!宾)|赴|抵|接待|会见|参加|为|在|与|和|由|以|对(?!外)|向|举行|组织|团(?!委)|到|等(?!级)|经(?![济贸营理])|方面|派(?!驻)|时任.+任|见证|邀请|签|授予|贵[市省县州区]|(?<!特)聘|推选|选举|被|给|说|送|随"
)
_LIST = re.compile(r"^(?:、|和|及|与|以及|兼|，|暨|，?同时|，?又|，?还)?(?:担任|任|是|为|兼任)?$")
_ADVERB = "(?:现|又|还|并|同时|曾|曾经|亦|也|均|身|先后|后来|后|今|去岁|忝|向|一直|历|连|续|新)?"
_VERB = (
    "(?:任|是|为|系|当选为?|受聘(?:为|担任)|担任|兼任|出任|兼|兼着|既是|就任|升任|调任|接任|继任|荣任|获选为?|获推为?|"
    "当|做过|做|接了|聘为|推为|选为|推举为|推选为|选举为|任命为)"
)
_TERM = r"(?:我)?(?:第?[0-9一二三四五六七八九十两]+[届任]|首[任届])?"
_LINK = re.compile(rf"{_ADVERB}{_VERB}{_TERM}$")
"""Words between a person and an office held."""
_NUMBER = re.compile(
    r"^(?:（[^（）]{1,20}）)?(?:等?[一二两三四五六七八九十0-9]+[国家个位地市校]*(?:驻华)?(?:企业|公司|单位|机构|国|大使馆|使馆|总领事馆|商会|协会|大学|院校|高校)?的?|前后[两二]任)[\u4e00-\u9fff]{0,4}$"
)
_OWN_BODY = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[时由在和与及有为是请向出以同、，])([省市县区州][\u4e00-\u9fff]{1,12}|(?:外办|外事办|外侨办|侨办|友协|贸促会|政协|人大|侨联|妇联))$"
)
"""市外办 or 市委 in front of a title, with no place named: a body of the reporting locality."""
_BARE_BODY = re.compile("^[省市县区州](?!(?:政府)?[\u4e00-\u9fff]*[市县]).")
"""A body named by its level alone: 市文物局."""
_SENT = re.compile("^(?:特)?派(?:来|出|遣|了)*")
"""Between a place and the title of whom it sent."""
_HONORARY = re.compile("名誉|荣誉")
_FORMER = re.compile("^(?:前|原)|前任|原任")
_COURTESY = "(?:先生|女士|教授|博士|小姐|同志|夫妇|阁下)?"
_AND = re.compile(rf"{_COURTESY}(?:（[^（）]{{0,40}}）)?(?:、|和|及|以及)")
_LABEL = re.compile(r"[：\s]*|，?依次为|分别为|，?分别是")
_PEOPLE = rf"(?:NT?{_COURTESY}(?:（[^（）]{{0,40}}）)?[、和与及]?){{1,8}}"
_NEXT_TITLE = re.compile(
    rf"^：?(?:{_PEOPLE}(?:，|、|及|和|与|以及|及其|偕|暨|携|率|率领|以及其|；)?[\u4e00-\u9fff]{{0,10}}|[、，和及与]N)$"
)
"""What stands between two titles of one body: …会长N、秘书长N."""
_BETWEEN_PERSONS = re.compile(rf"^{_COURTESY}(?:，|、|和|与|及|以及)(?:[COPT籍兼、]|[\u4e00-\u9fff]{{1,8}}(?=T))*$")
_WEAK = re.compile(
    rf"(?:^|(?<=[OPCSR、和及与，派]))(?:派[来出遣]?)?(?P<title>[\u4e00-\u9fff]{{0,8}}{alternation('weak_titles')})(?=N)"
)
_NO_OFFICE = re.compile("老师$|大师$|退休|籍|(?:人|成|学|团|雇|船|球|职|店|社|演|动|党|教)员$")
_WEAK_RULE = "weak"
_OF_A_COUNTRY = re.compile("专家|记者|教授|教练|教师|学者|律师")
"""What somebody from a country is called, and no office of it."""
_ENDS = re.compile(r"^\s*(?:[，、；。）|暨兼和及与]|\s*$|同时|并|等)")
_MODIFIER = re.compile(r"[\u4e00-\u9fff]{1,6}$")
_ENTRY = re.compile(
    r"^[^\u4e00-\u9fffA-Za-z]*(?:[0-9一二三四五六七八九十]+[、.．])?\s*(?:(?:T|[\u4e00-\u9fff]{1,4})：)?N"
)
"""An entry about one person opens with the name."""
_LEVEL = re.compile("([市省县州郡区镇])长$")


class _Office:
    """A title with the places or bodies it belongs to."""

    def __init__(self, places: list[Ref], title: Item, prefix: str, *, shared: bool = False) -> None:
        self.places = places
        self.shared = shared
        """Whether one person holds it in all of them: O暨P会长."""
        self.title = title
        self.name = prefix + title.text


_Held = Iterator[tuple[Item, _Office, Ref]]


def find(line: Line, context: Context) -> Iterator[Fact]:
    """The positions in a line; also notes in the context which offices each person holds."""
    line = _with_weak_titles(line)
    for person, office, place in dict.fromkeys(_pairs(line, context)):
        title = simple(office.title.text)
        if title not in word_set("group_titles") and title not in word_set("not_offices"):
            context.offices.setdefault(person.ref, [])
            if place not in context.offices[person.ref]:
                context.offices[person.ref].append(place)
            yield _fact(line, person, office, place)


def _with_weak_titles(line: Line) -> Line:
    """The line with the titles that count only between a body or place and a person: 派技师N."""
    found = [
        Item("Title", line.offset(match.start("title")), line.offset(match.end("title")), match["title"], _WEAK_RULE)
        for match in _WEAK.finditer(line.skeleton)
        if not _BREAKS.search(match["title"]) and not _NO_OFFICE.search(match["title"])
    ]
    return replace(line, items=sorted([*line.items, *found], key=lambda item: item.start)) if found else line


def _fact(line: Line, person: Item, office: _Office, place: Ref) -> Fact:
    status = "honorary" if _HONORARY.search(office.name) else "former" if _FORMER.search(office.name) else "current"
    start, end = min(person.start, office.title.start), max(person.end, office.title.end)
    attributes = (("status", status), ("title", office.name))
    return Fact("POSITION", person.ref, place, "position.title", start, end, "", attributes, line.date_at(start))


def _pairs(line: Line, context: Context) -> _Held:
    return _Reader(line, context).pairs()


class _Reader:
    """Reads the titles of a line in order, each with its holders: behind it, right before it, or told of before."""

    def __init__(self, line: Line, context: Context) -> None:
        self.line = line
        self.context = context
        self.held: list[_Office] = []
        """Offices whose holder is still to come: O会长、P理事N."""
        self.group: list[_Office] = []
        """The offices of those named last."""
        self.holder: Item | None = None

    def pairs(self) -> _Held:
        for index, item in enumerate(self.line.items):
            if item.kind == "Title" and not _courtesy(self.line, index):
                yield from self._title(index)

    def _title(self, index: int) -> _Held:
        line = self.line
        persons = _followers(line, index) or _right_before(line, index)
        office = _office(line, self.context, index, self.group, persons)
        goes_on = _list_goes_on(line, index)
        if office is None:
            self.held = self.held if goes_on else []
            return
        if persons:
            yield from self._give(persons, [*self.held, office])
            return
        owner = _owner(line, index)
        if owner is None and _continues(line, self.holder, self.group, index):
            owner = self.holder
        if owner and _in_bracket(line, office.title):
            yield from _share([owner], [office])
        elif owner:
            yield from self._give(_coordinated(line, owner, index), [office])
        else:
            self.held = [*self.held, office] if goes_on else []
            self.group = [office]

    def _give(self, persons: list[Item], offices_held: list[_Office]) -> _Held:
        yield from _share(persons, offices_held)
        self.held, self.group, self.holder = [], offices_held, persons[-1]


def _right_before(line: Line, index: int) -> list[Item]:
    before = line.items[index - 1] if index else None
    return [before] if before and before.kind == "Person" and line.gap(before, line.items[index]) == "" else []


def _in_bracket(line: Line, item: Item) -> bool:
    return line.text.count("（", 0, item.start) > line.text.count("）", 0, item.start)


def _coordinated(line: Line, person: Item, index: int) -> list[Item]:
    """The persons that share an office told behind them: O会长N，P理事N（分别）受聘为Q顾问."""
    told = line.text[person.end : line.items[index].start]
    if not re.search("分别|均|一并|一同|同时|共同|都|[受获被]", told):
        return [person]
    found = [person]
    for other in reversed(line.items[: line.items.index(person)]):
        between = line.skeleton[line.index_of(other) + 1 : line.index_of(found[0])]
        if other.kind == "Person" and not _BETWEEN_PERSONS.match(between):
            break
        if other.kind == "Person":
            found.insert(0, other)
    return found


def _courtesy(line: Line, index: int) -> bool:
    """Whether a title only honours whom another title introduces: 主任N教授."""
    item = line.items[index]
    if index < 2 or simple(item.text) not in word_set("courtesy"):
        return False
    person, before = line.items[index - 1], line.items[index - 2]
    return (
        person.kind == "Person" and before.kind == "Title" and line.gap(person, item) == line.gap(before, person) == ""
    )


def _share(persons: list[Item], held: list[_Office]) -> _Held:
    """Persons and offices of one phrase: pairwise where a title has as many places as there are persons."""
    for office in held:
        if len(office.places) == len(persons) > 1:
            for person, place in zip(persons, office.places, strict=True):
                yield person, office, place
        else:
            for person in persons:
                for place in office.places if office.shared else office.places[-1:]:
                    yield person, office, place


def _office(line: Line, context: Context, index: int, group: list[_Office], persons: list[Item]) -> _Office | None:
    """The office of the title at this index: the body or place before it, the one of the title before, or home."""
    stated = _stated(line, context, index, persons)
    if stated:
        return None if _describes(stated) else stated
    title = line.items[index]
    lead = line.text[line.items[index - 1].end if index else 0 : title.start]
    inherited = _inherited(line, context, group, title)
    if inherited:
        return inherited
    known = next((context.offices[person.ref] for person in persons if context.offices.get(person.ref)), None)
    if known:
        return _Office(known[:1], title, "")
    own = _OWN_BODY.search(simple(lead))
    place = (
        offices.of_level(line, context, index, persons, own.group(1)[0])
        if own
        else offices.bare(line, context, index, persons)
    )
    return _Office([place], title, own.group(1) if own else "") if place else None


def _describes(office: _Office) -> bool:
    """Whether a title behind a country only says where somebody is from: 美国专家."""
    return office.places[-1].type == "Country" and bool(
        office.title.rule == _WEAK_RULE or _OF_A_COUNTRY.search(office.title.text)
    )


def _inherited(line: Line, context: Context, group: list[_Office], title: Item) -> _Office | None:
    """The office at the body of the title before: …会长兼理事长, …会长N、秘书长N."""
    if not group:
        return None
    local = offices.local(simple(title.text))
    if _joined(line, group[-1], title):
        places = group[-1].places[-1:]
        if local and places and places[0].type == "Organisation":
            places = [offices.place_of(line, context, places[0]) or places[0]]
        return _Office(places, title, "")
    fitting = [office for office in group if offices.fits(title.text, context.name(office.places[-1]))]
    last = (fitting or group)[-1] if not local else group[-1]
    return _Office(last.places[-1:], title, "") if _follows(line, context, group[-1], last, title) else None


def _stated(line: Line, context: Context, index: int, persons: list[Item]) -> _Office | None:
    """The office whose body or place stands right before the title, or before the person: O的N会长."""
    title = line.items[index]
    at = _out_of_bracket(line, index)
    before = line.items[at] if at >= 0 else None
    if before and before.kind in _OFFICE_KINDS:
        gap = _SENT.sub(
            "", re.sub("^[^）]*）", "", line.gap(before, title)) if at < index - 1 else line.gap(before, title)
        )
        numbered = _NUMBER.match(gap)
        if numbered or (_PLAIN_GAP.match(gap) and not _BREAKS.search(gap)):
            places = _listed_places(line, context, at, persons)
            shared = at > 0 and line.gap(line.items[at - 1], before) == "暨"
            prefix = "" if numbered else gap.removeprefix("的")
            return _Office(places, title, prefix, shared=shared) if places else None
    if before and before.kind == "Person" and index > 1:
        owner = line.items[index - 2]
        if owner.kind in _OFFICE_KINDS and line.gap(before, title) == "" and line.gap(owner, before) in ("", "的"):
            place = context.resolve(line, owner)
            return _Office([place], title, "") if place else None
    return None


def _out_of_bracket(line: Line, index: int) -> int:
    """The index of the item before a title; of the one before a bracket with a second name (O（O2）会长) or a count
    (A国、B国两国大使)."""
    before = line.items[index - 1] if index > 1 else None
    if (
        before
        and before.kind == "Pronoun"
        and before.text[0] in "两三四"
        and not line.gap(line.items[index - 2], before)
    ):
        return index - 2
    if index > 1 and "）" in line.gap(line.items[index - 1], line.items[index]):
        gap = line.gap(line.items[index - 2], line.items[index - 1])
        return index - 2 if gap.startswith("（") and "）" not in gap else index - 1
    return index - 1


def _joined(line: Line, last: _Office, title: Item) -> bool:
    """会长兼理事长: two titles of one body."""
    gap = line.text[last.title.end : title.start]
    return bool(re.match(r"^[兼、和及暨]", gap)) and len(gap) < 40 and not re.search("[。；|]", gap)


def _follows(line: Line, context: Context, before: _Office, last: _Office, title: Item) -> bool:
    """Whether the title goes on the list of a body's people: …会长N、秘书长N."""
    start, end = line.index_of(before.title) + 1, line.index_of(title)
    level = _LEVEL.search(simple(title.text))
    if level and not context.name(last.places[-1]).endswith(level.group(1)):
        return False
    own = _OWN_BODY.search(line.text[: title.start])
    return bool(_NEXT_TITLE.match(line.skeleton[start:end])) and not (own and context.is_home(last.places[-1]))


def _listed_places(line: Line, context: Context, index: int, persons: list[Item]) -> list[Ref]:
    """The item at this index and those listed before it (A、B和C大使); a country before its place is skipped."""
    found = [_holder_of_office(line, context, index, persons)]
    at = index
    while at > 0:
        item, before = line.items[at], line.items[at - 1]
        gap = line.gap(before, item)
        if (
            gap in ("、", "和", "与", "及", "暨")
            and before.kind in _OFFICE_KINDS
            and before.kind == line.items[index].kind
        ):
            found.insert(0, context.resolve(line, before))
        elif not (gap in ("", "的") and before.kind == "Country"):
            break
        at -= 1
    return [ref for ref in found if ref]


def _holder_of_office(line: Line, context: Context, index: int, persons: list[Item]) -> Ref | None:
    """The unit that an office belongs to; for 市文物局 the reporting locality, for a foreigner's 该市 one elsewhere."""
    item = line.items[index]
    if item.kind == "Organisation" and _BARE_BODY.match(simple(item.text)) and context.scope.normal:
        return offices.of_level(line, context, index, persons)
    if item.kind == "Pronoun" and item.text[1:] in "市县省州郡区镇" and offices.foreign(persons):
        return offices.elsewhere(line, context, item, item.text[1])
    return context.resolve(line, item)


def _followers(line: Line, index: int) -> list[Item]:
    """The persons right behind the title: one, or a list (N、N和N)."""
    found: list[Item] = []
    at = line.items[index]
    for item in line.items[index + 1 :]:
        gap = line.gap(at, item)
        if found and "（" in gap and "）" not in gap:
            continue
        held = gap == "的" and bool(_LINK.search(simple(line.text[: _office_start(line, index)])))
        if item.kind != "Person" or not (held or (_AND if found else _LABEL).fullmatch(gap)):
            break
        if found and _titled(line, item):
            break
        found.append(item)
        at = item
    return found


def _titled(line: Line, person: Item) -> bool:
    following = line.items.index(person) + 1
    return (
        following < len(line.items)
        and line.items[following].kind == "Title"
        and line.gap(person, line.items[following]) == ""
    )


def _owner(line: Line, index: int) -> Item | None:
    """The person before: in N（O会长）, in N现为O会长, in an entry N，…，O会长, or in a row N | O会长."""
    title = line.items[index]
    persons = [item for item in line.items[:index] if item.kind == "Person"]
    if not persons:
        return None
    person = persons[-1]
    between = line.text[person.end : title.start]
    if between.startswith("（") and "）" not in between and len(between) < 40:
        return person
    lead = line.text[person.end : _office_start(line, index)]
    if len(lead) < 90 and not re.search("[。；|]", between) and _LINK.search(simple(lead)):
        return person
    return _of_entry(line, index, persons)


def _office_start(line: Line, index: int) -> int:
    """Where the phrase of an office begins: at its body, or at the country or place in front of that."""
    at = index
    while at and line.items[at - 1].kind in _OFFICE_KINDS:
        gap = line.gap(line.items[at - 1], line.items[at])
        if not (gap == "" or (at == index and _PLAIN_GAP.match(gap))):
            break
        at -= 1
    return line.items[at].start


def _of_entry(line: Line, index: int, persons: list[Item]) -> Item | None:
    """The person whom an entry or a row is about, where the office is a member of its list of particulars."""
    title = line.items[index]
    start = _office_start(line, index)
    lead = line.text[:start]
    before = (_MODIFIER.sub("", lead) if start == title.start else lead).rstrip()[-1:]
    if not _ENDS.match(line.text[title.end :]):
        return None
    if line.is_row:
        leads = [person for person in persons if cells.leads_its_cell(line, person)]
        return leads[-1] if leads and before in "|、；" else None
    begin = line.text.rfind("；", 0, start) + 1
    persons = [person for person in persons if person.start >= begin]
    told = [
        person for person in persons if line.text[: person.start].count("（") == line.text[: person.start].count("）")
    ]
    mark = line.skeleton.rfind("；", 0, line.index_of(title)) + 1 if begin else 0
    if len(told) != 1 or not _ENTRY.match(line.skeleton[mark:]) or before not in "，、；：":
        return None
    return persons[0] if "。" not in line.text[persons[0].end : title.start] else None


def _continues(line: Line, holder: Item | None, group: list[_Office], index: int) -> bool:
    """Whether this title goes on the list of offices of the last holder: …会长，又任O董事长."""
    if holder is None or not group:
        return False
    last = group[-1]
    start = _office_start(line, index)
    lead = simple(line.text[max(holder.end, last.title.end) : start])
    if last.title.start > holder.start and re.fullmatch(rf"数职|[、，；和及与暨]?(?:{_ADVERB}{_VERB}{_TERM})?", lead):
        return True
    between = line.text[holder.end : start]
    return len(between) < 60 and bool(
        re.search("(?:又任|兼任|同时担任|同时任|还任|并任|并兼)[^，。；]{0,20}$", simple(between))
    )


def _list_goes_on(line: Line, index: int) -> bool:
    if index + 1 >= len(line.items):
        return False
    title, following = line.items[index], line.items[index + 1]
    return following.kind in {*_OFFICE_KINDS, "Title"} and bool(_LIST.match(line.gap(title, following)))
