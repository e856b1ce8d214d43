"""Who travels: the leaders, and where their groups come from. A helper of the rules for visits.

Must stay true: inviters, companions at home, hosts and those whom somebody meets are no travellers; a leader belongs to
the next group named behind him.
"""

import re
from dataclasses import dataclass

from nlp.components.titles import simple
from nlp.context import Context, Traveller
from nlp.reading import Item, Line, Ref
from nlp.vocabulary import CHINA, alternation

_INVITED = re.compile(
    r"应(?!邀(?![^，。；]{0,20}邀请))[^，。；]{0,60}?(?:邀请|之邀|之请|要求|约请|邀约|邀)|"
    r"[受承][^，。；]{1,40}?(?:邀请|之邀|邀约|委托|派遣|委派|指派|资助)"
)
_ASIDE = re.compile(
    r"在[^，。；]{0,40}?(?:陪同|见证|主持|协助|支持|倡议|部署|指导|安排|关心|帮助)(?:之?下)|"
    r"由[^，。；]{0,40}?(?:陪同|会见|接待|承担|主持|牵线|牵头|促成|负责)|"
    r"随(?:同)?[^，。；ND]{0,16}?[DO](?=赴|访|出访|前往|到)|(?:从|自|(?<!途)经)(?:C?P|C)(?:、(?:C?P|C))*|"
    r"（(?!(?:由|T)?T?N(?:、T?N)*(?:率团|率领|带队|等|任T|为T)?[^（）]{0,6}）)[^（）]{0,80}）|"
    r"[^，。；]{0,12}(?:记者|通讯员)[ ：]?N"
)
_MET = re.compile(
    r"(?:会见|接见|拜会|拜访|拜谒|看望|慰问|宴请|陪同|感谢|授予|迎接|会晤|祝贺|听取|接待|欢迎|聘任|受到|接替|授权|告诉|告知|通知|称赞|访晤|走访慰问)(?:了)?[^，。；]{0,60}"
)
_WITH = re.compile(
    r"(?:[与同跟](?![行日年时期样来]|一)|就)[^，。；]{1,60}?(?:会谈|会见|会晤|见面|座谈|晤谈|签|商定|洽谈|磋商|协商|商讨|交换|交流|举行|达成|互|"
    r"探讨|建立|结为|结成|结好|约定|讨论|缔结|联欢|比赛|合作|联谊|接触)"
)
_CALLED = re.compile(
    r"[^，。；]{0,40}(?:邀请|聘请|特邀|延聘|恳请|延请|邀约|请来|接收|引进)(?:了)?"
    r"(?=[^，。；]{0,50}(?:来|到|赴|前往|抵))"
)
"""A邀请B来…: A stays."""
_GROUP_GAP = re.compile(r"^[\u4e00-\u9fffTD·“”]{0,20}$")
_LEADS = re.compile(r"[^。；]{0,80}?(?P<who>N)(?:任|为|担任)(?:代表团)?T")
"""The leader said after the trip: …，市长N任团长."""
_SENDS = re.compile(r"(?:派出?|选派|派遣|委派|组派|选送|派来|派往|派员|派人|外派|委托)了?")
_NUMBER = "[0-9０-９一二三四五六七八九十百千两几数多余]"
_TAIL = re.compile(
    rf"(?:的|籍|市内|当地)?(?:[\u4e00-\u9fff0-9]{{0,12}}?{alternation('travelling_people')})?(?:等|等地|方面)?(?:的?{_NUMBER}{{1,6}}[余多]?(?:人|名|位|批|家)[\u4e00-\u9fff]{{0,6}}?|一行)?"
    rf"(?:{alternation('travel_adverbs')}|{_NUMBER}{{1,4}}[次度年月日批]|率?团|于){{0,6}}"
)
"""What may stand between a place or body and its verb for the place or body to be the subject."""
_LOOSE_TAIL = re.compile(r"[^，。；：、（）“”A-Z在与同对为由从被把将向于经以并就其未]{0,18}")
"""The same where the verb itself shows that somebody comes: …队员20人来校交流."""
_HEADS = re.compile(rf"(?:演员|队员|师生|学生|教师|会员|代表)?(?:一行)?{_NUMBER}{{1,4}}[余多]?[人名]|一行")
_OFFICIAL = re.compile("(?:长|议员|大使|公使|领事|知事|市尹|府尹|郡守|助役|参赞)$")
_OFFICE_GAP = re.compile(r"的?[\u4e00-\u9fffT]{1,12}")
_FOREIGN_NAME = re.compile("[·A-Za-z]")
_JOINED = re.compile("、|和|与|及|以及|，")
_PREPOSITIONS = frozenset("在于到从自由至往赴抵对向经过开")
_SOURCES = frozenset({"Place", "Organisation", "Country", "Self", "Pronoun"})


@dataclass(frozen=True)
class Told:
    """A line as the rules for visits read it; all strings are as long as its skeleton.

    `words` is the skeleton in simplified script without those who invite or accompany; in `who` those whom somebody
    meets are blotted out as well, so that what is left of the names may travel.
    """

    line: Line
    context: Context
    words: str
    who: str

    def visible(self, start: int, stop: int, kinds: str = "") -> list[Item]:
        """The items between two skeleton offsets that may travel."""
        found = self.line.between(start, stop, kinds)
        return [item for item in found if self.who[self.line.index_of(item)] != "·"]

    def unmasked(self) -> "Told":
        """The same with those whom somebody meets: both sides sign, guests stand behind the verb."""
        return Told(self.line, self.context, self.words, self.words)


def told(line: Line, context: Context) -> Told:
    words = simple(line.skeleton)
    for pattern in (_INVITED, _ASIDE):
        words = _blot(pattern, words)
    who = words
    for pattern in (_CALLED, _MET, _WITH):
        who = _blot(pattern, who)
    return Told(line, context, words, who)


def _blot(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: "·" * len(match.group()), text)


def travellers(text: Told, start: int, stop: int, bare: bool = True, loose: bool = False) -> list[Traveller]:
    """Who travels, among the items between two skeleton offsets, in the order of the text."""
    items = text.visible(start, stop)
    line = text.line
    groups = [(item, origin) for item in items if item.kind == "Group" and (origin := _origin(text, items, item))]
    groups += [(item, item.ref) for item in items if item.kind == "Organisation" and _counted(text, item)]
    leaders = [item for item in items if item.kind == "Person"]
    later = _LEADS.match(text.words, stop)
    if later and any(item.kind == "Group" for item in items):
        leaders += line.between(*later.span("who"), "N")
    found = [traveller for leader in leaders for traveller in _led(text, leader, groups)]
    found += [Traveller(origin, "delegation", origin) for _, origin in groups]
    found += _senders(text, start, stop)
    found = [one for one in found if one.ref.normal != CHINA]
    if not found and bare:
        subject = _bare_subject(text, items, stop, _LOOSE_TAIL if loose else _TAIL)
        found = [Traveller(ref, "delegation", ref) for ref in subject]
    return list(dict.fromkeys(found))


def _counted(text: Told, body: Item) -> bool:
    """Whether a body stands for those of it who travel: O一行, O演员20人."""
    return bool(_HEADS.match(text.words, text.line.index_of(body) + 1))


def guests(text: Told, start: int, stop: int) -> list[Traveller]:
    """Those who are named behind a verb that receives them: persons, groups, or a plain list of bodies."""
    shown = text.unmasked()
    listed = [Traveller(ref, "delegation", ref) for ref in _listed_bodies(shown, start, stop)]
    plain = len(listed) > 1 and "N" not in shown.words[start:stop]
    return listed if plain else travellers(shown, start, stop) or listed


def _listed_bodies(text: Told, start: int, stop: int) -> list[Ref]:
    """O、O和O等团组: the bodies and places right behind the verb."""
    found: list[Ref] = []
    at = start
    for item in text.visible(start, stop):
        gap = text.words[at : text.line.index_of(item)]
        if item.kind not in {"Organisation", "Place", "Country"} or not (gap == "" or _JOINED.fullmatch(gap)):
            break
        if item.kind == "Organisation":
            found.append(item.ref)
        at = text.line.index_of(item) + 1
    return found


def _led(text: Told, leader: Item, groups: list[tuple[Item, Ref]]) -> list[Traveller]:
    """A leader with the group behind him; without any group he brings the place or body of his one office."""
    behind = [origin for item, origin in groups if item.start > leader.start]
    if groups:
        return [Traveller(leader.ref, "leader", behind[0] if behind else groups[-1][1])]
    brought = body_of(text, leader)
    if brought is None:
        return [Traveller(leader.ref, "leader", leader.ref)]
    return [Traveller(leader.ref, "leader", brought), Traveller(brought, "delegation", brought)]


def body_of(text: Told, person: Item) -> Ref | None:
    """The place or body of a person's one office, or the one that stands before what he is called."""
    offices = text.context.offices.get(person.ref, [])
    if offices:
        foreign = _FOREIGN_NAME.search(person.text) and text.context.is_home(offices[0])
        return offices[0] if len(offices) == 1 and not foreign else None
    mark = text.line.index_of(person)
    before = [item for item in text.line.between(max(0, mark - 16), mark) if item.kind != "Title"]
    if not before or before[-1].kind not in {"Place", "Organisation", "Self"}:
        return None
    gap = text.line.text[before[-1].end : person.start]
    plain = _OFFICE_GAP.fullmatch(gap) and not re.search("[在与由向对率派]", gap)
    fits = before[-1].kind == "Organisation" or _OFFICIAL.search(gap)
    return text.context.resolve(text.line, before[-1]) if plain and fits else None


def _senders(text: Told, start: int, stop: int) -> list[Traveller]:
    """Who sends somebody: the place or body in front of 派; the reporting locality where none is named."""
    sent = _SENDS.search(text.who, start, stop)
    if not sent:
        return []
    items = [item for item in text.visible(start, sent.start()) if item.kind in _SOURCES]
    if items:
        refs = [text.context.resolve(text.line, item) for item in _last_list(text, items)]
    else:
        led = "N" in text.who[start : sent.start()] or "D" in text.who[start : sent.start()]
        refs = [] if led or not text.context.scope.normal else [text.context.scope]
    return [Traveller(ref, "delegation", ref) for ref in refs if ref]


def _last_list(text: Told, items: list[Item]) -> list[Item]:
    """The last of these items and those listed with it."""
    first = len(items) - 1
    while first > 0 and _JOINED.fullmatch(text.line.gap(items[first - 1], items[first])):
        first -= 1
    return items[first:]


def _origin(text: Told, items: list[Item], group: Item) -> Ref | None:
    """Where a group comes from: the last place, body or country before the word for it, in the same phrase."""
    index = items.index(group)
    for item in reversed(items[:index]):
        line = text.line
        gap = text.words[line.index_of(item) + 1 : line.index_of(group)]
        quoted = line.text.count("“", item.end, group.start) < line.text.count("”", item.end, group.start)
        if item.kind == "Title" or quoted or (item.kind == "Group" and not gap):
            continue
        if item.kind not in _SOURCES or not _GROUP_GAP.match(gap):
            return None
        return text.context.resolve(line, item)
    return None


def _bare_subject(text: Told, items: list[Item], stop: int, tail: re.Pattern[str]) -> list[Ref]:
    """A place, body or country that is itself the subject, right before the verb."""
    found: list[Ref] = []
    end = stop
    for item in reversed(items):
        mark = text.line.index_of(item)
        gap = text.who[mark + 1 : end]
        fits = tail.fullmatch(gap) if not found else gap in ("、", "和", "与", "及", "以及")
        if item.kind not in _SOURCES or not fits or text.words[mark - 1 : mark] in _PREPOSITIONS:
            if item.kind in {"Title", "Group"} or (found and item.kind == "Country" and gap == ""):
                end = mark
                continue
            break
        if item.kind == "Country" and not found and gap:
            break
        found += text.context.all_of(text.line, item)[:1] if item.kind == "Pronoun" else [_ref(text, item)]
        end = mark
    return found


def _ref(text: Told, item: Item) -> Ref:
    return text.context.scope if item.kind == "Self" else item.ref
