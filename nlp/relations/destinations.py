"""Which words tell of a journey, and where it goes. A helper of the rules for visits.

Must stay true: 来 goes to the locality that reports; of a country, a province and a city in one name only the last is
the destination.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.context import Context
from nlp.reading import Item, Ref
from nlp.relations.travellers import Told
from nlp.vocabulary import alternation, divisions, words

_HAN = "\u4e00-\u9fff"
_GO = re.compile(
    rf"(?:{alternation('visit_verbs')}(?!团|学者|期间|活动|采访|交流)|(?<![直达收得感提谈看听受找送寄遇做想涉交来乃甚以截开搬运遭说接])"
    rf"(?:到|赴|抵|往|去|访|来|莅|进|返|(?<![收换送带寄索要赎买取撤挽驳找夺传转折巡])回)|(?:第[一二三四五六]|头一|首|下一|末)站(?:是|为|到|：)?)了?过?(?:上述|我|本)?(?=[PCSRO])"
)
_TOWARDS = re.compile(
    r"对(?P<list>[PCSR][PCSR、和与及的]{0,40})[^，。；]{0,6}?(?:进行|作|开展)了?[^，。；]{0,14}?"
    r"(?:访问|考察|参观|友好交流)"
)
_STAY = re.compile(r"(?<![设位定落栽建办刊登存挂埋安放收葬居住现])在(?=[PCS])")
_EVENT = re.compile(r"(?:参加|出席|亮相|参展|参赛|见证|观摩|赴会)了?(?P<what>[^，。；]{0,40})")
_HAPPENS = re.compile(r"在(?:C?P)*(?P<place>[PC])[^，。；]{0,8}?(?:举[行办]|召开|开幕|举行的)")
_TOUR = re.compile(r"(?:参观|考察|游览|视察|访问|调研|察看|走访|参访|踏勘|游)(?:了|过)?(?P<list>[^，。；]{0,60})")
_CHILD = r"[校院区县馆会司园港市州省镇村厂社团店队乡矿所]"
_NEVER_BEFORE = "".join(words("not_before_come"))
_PLAIN_COME = rf"(?:(?<=领下)|(?<![{_NEVER_BEFORE}])(?<![^先]后)(?<![^最]近)(?<![0-9一二三四五六七八九十多几]年))来"
"""来 that is a verb of its own; 近来, 后来 and 用来 are not."""
_COME = re.compile(
    rf"前来|派[员人]?来|来访(?!的|者|人员|团组|外宾)|返乡|回乡|返里|归里|归省|返校|回校|归乡|莅临(?![CPSR])|光临|亲临(?![CPSR])|到访(?![CPSR]|的)|"
    rf"入境(?![0-9人管检游口])|(?:到场|到会|抵此|抵境)(?![CPSR])|抵达(?=[，。；、后时])|回到家乡|踏上故土|[到抵返](?:{_CHILD})(?=[{_HAN}，。、])(?![议见长内外区合于])|"
    rf"(?:回访|来到|走访|访问|来|到|抵)我(?:厂|会|司|所|局|馆|社|处|室|行|公司|集团|中心|协会)(?![长员])|"
    rf"(?:{_PLAIN_COME}|[到抵])(?:中心|基地|园区|公司|集团|工厂|现场|学校|医院|企业)|"
    rf"{_PLAIN_COME}(?:{_CHILD}(?![{_HAN}]?(?:[长家]|源))|[此这]|{alternation('purposes')}|了(?=[，。；、几数一二三四五六七八九十两0-9]))|"
    rf"{_PLAIN_COME}(?![自函信电源往宾意料年])(?P<short>[{_HAN}])(?=[，。；、]|的|{alternation('purposes')}|[一二三四五六七八九十两几多]|进行|开展|就|与|商|调|考|访|为)|"
    rf"{_PLAIN_COME}(?P<named>[{_HAN}])(?=[{_HAN}0-9])|"
    rf"[抵到访赴返回莅](?P<near>[{_HAN}])(?=[，。；、]|的|{alternation('purposes')}|进行|开展|就|与|商|调|考|访|时|期|后)"
)
_NO_PLACE = frozenset(
    "说讲看过临得着的了回日者路历源头势件稿访信函电往宾意料年自此这我他她它不去做办听学问谈玩住找取接送参考洽商演"
)
"""What a single character behind 来 may be that is no name for a place."""
_ABROAD = re.compile(
    "(?:再?次?赴|出访|访)[日韩美俄德法英澳新加意泰印西葡荷比瑞奥埃巴南欧非](?=[，。；考访参商洽学进研演出培招])"
)
"""赴日: a country that only its first character names; the inviters tell where."""
_INVITED = re.compile("[应受承][^，。；]*?(?:邀请|之邀|约请|邀约|之请)")
_INSIDE = re.compile("的?(?:首府|首都|省会|州府|府城|境内的?|下辖的?|所属的?|所辖的?|属下的?|属)?")
_CONJUNCTION = re.compile("、|和|与|及|以及|并|，|等地?和")
_RETURN = re.compile("(?:回访|前去|前往|赴会)(?=[，。；的])")
_HERE = re.compile(
    rf"{alternation('acts_here')}|到(?![CPSRO])[{_HAN}0-9]{{1,12}}?(?:{alternation('acts_of_visitors')}|了解|视察|察看|洽购|踏访)"
)
"""What somebody from abroad does here: with 参观…, or to a place that is no name."""


@dataclass(frozen=True)
class Step:
    """Words that tell of a journey: what kind they are, where they stand (skeleton offsets), where it goes."""

    kind: str
    start: int
    end: int
    destinations: tuple[Ref, ...] = ()


def steps(text: Told, start: int, stop: int) -> list[Step]:
    """What the words between two skeleton offsets tell of journeys, in order; where two overlap, the first kind."""
    readers = (_goings, _returns, _comings, _events, _stays, _tours, _acts)
    found = [step for read in readers for step in read(text, start, stop)]
    kept: list[Step] = []
    for step in found:
        if all(step.end <= other.start or other.end <= step.start for other in kept):
            kept.append(step)
    return sorted(kept, key=lambda step: step.start)


def _goings(text: Told, start: int, stop: int) -> Iterator[Step]:
    for match in _GO.finditer(text.words, start, stop):
        yield from _step(text, "go", match.start(), match.end(), stop)
    for match in _ABROAD.finditer(text.words, start, stop):
        far = _inviter(text, start, match.start())
        if far:
            yield Step("go", match.start(), match.end(), (far,))
    for match in _TOWARDS.finditer(text.words, start, stop):
        yield from _step(text, "towards", match.start(), match.start("list"), stop)


def _inviter(text: Told, start: int, stop: int) -> Ref | None:
    """Where those who invite are: their place, or their country."""
    line = text.line
    invited = _INVITED.search(line.skeleton, start, stop)
    if not invited:
        return None
    first, last = line.offset(invited.start()), line.offset(invited.end())
    named = [item.ref for item in [*line.items, *line.inner] if first <= item.start < last]
    places = [ref for ref in named if ref.type == "Place" and not text.context.is_home(ref)]
    countries = [ref for ref in named if ref.type == "Country"]
    known: list[Ref] = places or countries
    return known[-1] if known else None


def _step(text: Told, kind: str, start: int, at: int, stop: int) -> Iterator[Step]:
    """The step of a verb that ends at `at` and has its destinations right behind."""
    places, end = destinations(text, at, stop)
    if places:
        yield Step(kind, start, max(end, at), tuple(places))
    elif kind == "go" and text.context.scope.normal and text.line.between(at, at + 1, "O"):
        comes = text.words[at - 1] == "来" or text.words[at - 2 : at] == "来到"
        yield Step("come" if comes else "here", start, at, (text.context.scope,))


def destinations(text: Told, at: int, stop: int) -> tuple[list[Ref], int]:
    """The places named from this skeleton offset on, and where their list ends."""
    line, end = text.line, at
    found: list[Ref] = []
    last: Item | None = None
    for item in line.between(at, stop, "PCSROD"):
        mark = line.index_of(item)
        gap = text.words[end:mark]
        if last is not None and last.kind in {"Place", "Country"} and _INSIDE.fullmatch(gap) and item.kind == "Place":
            found.pop()
        elif not _goes_on(text, gap, mark, first=last is None):
            break
        refs = _places_of(text, item)
        if not refs:
            break
        found += refs
        last, end = item, mark + 1
        bracket = re.match("·+(?=[、和与及])", text.words[end:stop])
        end += len(bracket.group()) if bracket else 0
    return list(dict.fromkeys(found)), end


def _goes_on(text: Told, gap: str, mark: int, first: bool) -> bool:
    """Whether what stands at this offset is the next of a list; behind a comma only if the list goes on behind it."""
    if first:
        return gap == ""
    listed = gap != "，" or text.words[mark + 1 : mark + 2] in tuple("、和与及")
    return listed and bool(_CONJUNCTION.fullmatch(gap))


def _places_of(text: Told, item: Item) -> list[Ref]:
    context = text.context
    if item.kind == "Organisation":
        return [context.scope] if is_ours(context, item.ref) else []
    if item.kind == "Pronoun":
        return _pointed(text, item)
    if item.kind == "Group":
        return []
    ref = context.resolve(text.line, item)
    return [ref] if ref else []


def _pointed(text: Told, item: Item) -> list[Ref]:
    """What 该市 or 对方 means; 两国 and 三国 the countries named before."""
    if item.text[0] in "两三四双":
        kind = "Country" if item.text[1] == "国" else "Place"
        named = sorted([*text.line.items, *text.line.inner], key=lambda other: other.start)
        distinct = list(dict.fromkeys(other.ref for other in named if other.kind == kind and other.end <= item.start))
        count = {"三": 3, "四": 4}.get(item.text[0], 2)
        return distinct[-count:] if len(distinct) >= count else []
    ref = text.context.resolve(text.line, item) or partner(text.context, item.text)
    return [ref] if ref and ref.type in {"Place", "Country"} else []


def partner(context: Context, pointed: str = "对方") -> Ref | None:
    """The place elsewhere that is spoken of: for 该区 the last district named."""
    level = pointed[1:] if pointed[0] == "该" else ""
    spoken_of: list[Ref] = [*context.named[::-1], *(context.pair or ())[::-1]]
    for ref in spoken_of:
        name = context.name(ref)
        if not context.is_home(ref) and ref.type == "Place" and name.endswith(level) and name not in divisions():
            return ref
    return None


def is_ours(context: Context, ref: Ref) -> bool:
    """Whether a unit is of the locality that reports: the place itself, or a body named after it."""
    home = context.home.normal
    return context.is_home(ref) or (ref.type == "Organisation" and bool(home) and ref.normal.startswith(home))


def _comings(text: Told, start: int, stop: int) -> Iterator[Step]:
    context = text.context
    for match in _COME.finditer(text.words, start, stop):
        if match["named"] and match["named"] not in context.scope.normal:
            continue
        short = match["near"] or match["short"]
        if context.scope.normal and (not short or _means_home(context, short, bool(match["short"]))):
            yield Step("come", match.start(), match.end(), (context.scope,))


def _returns(text: Told, start: int, stop: int) -> Iterator[Step]:
    """回访 without saying where: ours go to the partner spoken of, guests come here."""
    far = partner(text.context)
    if far and text.context.scope.normal:
        for match in _RETURN.finditer(text.words, start, stop):
            if text.words[match.start() - 1 : match.start()] in tuple("PCSRO"):
                continue
            yield Step("return", match.start(), match.end(), (far, text.context.scope))


def _means_home(context: Context, short: str, coming: bool) -> bool:
    """Whether one character stands for the locality that reports: one of its name, a name of old for a
    city, or behind 来 any that is no word of its own there."""
    if short in context.scope.normal or short in context.home.normal:
        return True
    if coming:
        return short not in _NO_PLACE
    return context.home.normal == "self" and short in words("short_places")


def _events(text: Told, start: int, stop: int) -> Iterator[Step]:
    for match in _EVENT.finditer(text.words, start, stop):
        if "D" in match["what"]:
            continue
        happens = _HAPPENS.search(match["what"])
        at = match.start("what") + (happens.start("place") if happens else 0)
        named = re.match(r"[^，。；PCS]{0,6}(?=[PCS])", text.words[at : match.end()])
        places = destinations(text, at + (named.end() if named else 0), match.end())[0] if named else []
        end = match.start("what") + (happens.end() if happens else 0)
        if places:
            yield Step("event", match.start(), end, tuple(places[:1]))
        elif text.context.scope.normal:
            yield Step("here", match.start(), end, (text.context.scope,))


def _stays(text: Told, start: int, stop: int) -> Iterator[Step]:
    for match in _STAY.finditer(text.words, start, stop):
        yield from _step(text, "stay", match.start(), match.end(), stop)


def _tours(text: Told, start: int, stop: int) -> Iterator[Step]:
    """What guests are shown counts as a place they went to where it is a town, no sight or zone."""
    for match in _TOUR.finditer(text.words, start, stop):
        items = [item for item in text.line.between(*match.span("list"), "P") if _shown(text, item)]
        if items:
            yield Step("tour", match.start(), match.start("list"), tuple(item.ref for item in items))


def _shown(text: Told, item: Item) -> bool:
    """Whether a place is a member of its own in a list, no part of a longer name or of an address."""
    mark = text.line.index_of(item)
    return text.words[mark + 1 : mark + 2] in ("、", "，", "。", "；", "和", "与", "及", "等", "")


def _acts(text: Told, start: int, stop: int) -> Iterator[Step]:
    if text.context.scope.normal:
        for match in _HERE.finditer(text.words, start, stop):
            yield Step("here", match.start(), match.end(), (text.context.scope,))
