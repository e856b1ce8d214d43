"""Whose title it is where no place or body stands right before it: 市长 of the city that is visited, 会长 of the
association named last, 院长 of the hospital that reports.

Must stay true: a title goes to a body of its own kind only (会长 to an association, 校长 to a school); whoever has a
name of foreign form holds no office of a Chinese locality.
"""

import re
from collections.abc import Iterator

from nlp.components.titles import simple
from nlp.context import Context
from nlp.reading import Item, Line, Ref
from nlp.relations import cells
from nlp.vocabulary import SPECIAL_REGIONS, divisions, word_set, words

_KINDS = (
    (re.compile("校长|校监|校董|教导主任|教师|教务"), re.compile("大学|学院|学校|[中小]学|高中|校$|书院|幼儿园")),
    (re.compile("教授|讲师|系主任|研究员"), re.compile("大学|学院|研究[院所]|中心")),
    (re.compile("院长|护士长|护师|医师|医生"), re.compile("院$|医疗中心|大学")),
    (re.compile("馆长"), re.compile("馆$|中心$")),
    (re.compile("社长"), re.compile("社$|会社")),
    (re.compile("所长"), re.compile("所$")),
    (re.compile("厂长"), re.compile("厂$")),
    (re.compile("台长"), re.compile("台$")),
    (re.compile("园长"), re.compile("园$")),
    (re.compile("[局署]长"), re.compile("[局署]$")),
    (re.compile("厅长"), re.compile("厅$")),
    (re.compile("处长|科长|课长"), re.compile("[局处办厅会]$|办公室$")),
    (re.compile("行长"), re.compile("银行")),
    (re.compile("部长|国务秘书"), re.compile("部$")),
    (re.compile("大使|公使|参赞|武官|等秘书"), re.compile("大使馆|使馆")),
    (re.compile("总领事|领事"), re.compile("领事馆|总领馆")),
    (
        re.compile("董事会?|总裁|经理|首席|总监|主管|合伙人|总工程师|总会计师|东主"),
        re.compile("公司|集团|[厂社行店]$|控股|企业|株式会社|[A-Za-z.]$"),
    ),
    (
        re.compile("会长|会董|会头|理事|监事|干事|主席|秘书|司库|总务|委员|顾问|常委|司理"),
        re.compile("(?:[会社堂局馆]|友协|侨联|联盟|组织|政协|工商联|公所|[A-Za-z.])$"),
    ),
    (re.compile("主任"), re.compile("[办委会处所室部]$|中心$|办公室|医院$|机构")),
    (re.compile("书记"), re.compile("委$|党$|[会校院]$|大学|学院")),
    (re.compile("[团队组]长"), re.compile("[团队组]$")),
)
"""What a title is called and the bodies that have such an office."""
_OURS = re.compile(
    "(?:我|本|敝|中)(?:方|会|司|公司|馆|中心|队|团|局|社|所|厂|集团|办|院|校|行|港|商会|协会)?(?:[为是：的]|方[\u4e00-\u9fff]{0,6})?$"
)
_THEIRS = re.compile(
    "(?:[\u4e00-\u9fff]方|贵[市省县区州国镇港]|前者|后者|当地|来访的|[该該][市省县縣州区區郡镇港国])的?$|方面[^，。；]{0,8}$"
)
_HERE = re.compile(
    "(?:在|于|至|到|抵|抵达|转往|飞抵|前往|赴|访问|考察|走访|拜会|出访|到访|参访|顺访|来到|飞赴|转赴|途经|参观)了?(?:C?P、|C)*C?P"
)
_BROUGHT = re.compile("^N?(?:等)?(?:率领|带领|带队|率|为(?:首|团长|领队))的?[CP]{0,3}(?P<place>[PO])")
_SENT = re.compile("P(?:政府)?(?:派|派来|派出|派遣|方面)[^P。；]{0,12}$")
_FOREIGN_NAME = re.compile("[·A-Za-z.]")
_SENDS = re.compile("派(?:来|出|遣|了)*$")
_INNER = 3
"""Characters in front of a title that may tell its kind: 董事会秘书."""
_OTHER_SIDE = re.compile("(?:[与同跟赴到受应经驻向]|访问|考察|走访|拜会)了?[CP]*的?$")
_MET = re.compile("(?:听取|拜会|会见|会晤|看望|与|同|向|应)了?其?$")
"""In front of one who is met: of the other side."""
_GUESTS_COME = re.compile("N[^，。；]{0,4}(?:邀请|之邀)，(?:以)?C[^。；]{0,60}?(?:来|抵|到访|访华|访问S)")
_ARRIVES = re.compile(
    "(?:先生|女士|等|一行|等?[0-9一二三四五六七八九十]+人|夫妇){0,2}(?:亲自|亲|应邀|专程|再度|再次){0,2}(?:来(?!电|信|函|自)|回访我)"
)
_GREETING = re.compile("尊敬的$")
_OPENING = 12
"""How far into a passage a title still goes on about the body named before."""
_MODIFIERS = re.compile("^(?:时任|现任|新任|前任|原任|候任|连任|历任|首任|荣休|前|原|代)+|助理$")
_LEVEL = re.compile("([市省县州郡道区镇乡府])(?:委书记|议会议长|长)$")


def bare(line: Line, context: Context, index: int, persons: list[Item]) -> Ref | None:
    """The place or body of the title at this index, for these holders; None where nothing tells."""
    title = line.items[index]
    name = simple(title.text)
    lead = simple(line.text[line.items[index - 1].end if index else 0 : title.start])
    if local(name):
        return _place(line, context, index, persons, lead)
    return _body(line, context, index, name, foreign(persons))


def of_level(line: Line, context: Context, index: int, persons: list[Item], level: str = "") -> Ref | None:
    """The place of a body that is named by its level alone: 市外办, 省卫生厅."""
    title = line.items[index]
    if foreign(persons) or _abroad(line, context, title):
        return elsewhere(line, context, title, level)
    return context.scope if context.scope.normal else None


def foreign(persons: list[Item]) -> bool:
    """Whether a name among these is of foreign form."""
    return any(_FOREIGN_NAME.search(person.text) for person in persons)


def local(name: str) -> bool:
    return (
        _core(name) in word_set("own_titles") or _head(name) in word_set("foreign_titles") or bool(_LEVEL.search(name))
    )


def _core(name: str) -> str:
    """The title without the words for when it was held: 时任副市长."""
    return _MODIFIERS.sub("", name)


def _head(name: str) -> str:
    """The title without its modifiers."""
    return next((head for head in words("title_heads") if name.endswith(head)), name)


def _place(line: Line, context: Context, index: int, persons: list[Item], lead: str) -> Ref | None:
    title = line.items[index]
    name = simple(title.text)
    if _OURS.search(lead):
        return context.scope if context.scope.normal else None
    if _core(name).startswith("驻"):  # who sent an envoy is told with the title or not at all
        return None
    if _asks_here(line, index, lead):
        return context.scope if context.scope.normal else None
    away = foreign(persons) or bool(_THEIRS.search(lead)) or _greeted(line, persons) or _arrives(line, persons)
    brought = _brought(line, index)
    if brought:
        return brought.ref
    if away or _abroad(line, context, title) or _head(name) in word_set("foreign_titles"):
        return elsewhere(line, context, title)
    return context.scope if context.scope.normal and _core(name) in word_set("own_titles") else None


def _greeted(line: Line, persons: list[Item]) -> bool:
    """Whether a speech or letter turns to these: they are the other side."""
    return any(_GREETING.search(line.text[: person.start]) for person in persons)


def _asks_here(line: Line, index: int, lead: str) -> bool:
    """Whether these invite somebody from abroad to come: 应市长N邀请，C国P市市长N率团来访."""
    mark = line.index_of(line.items[index]) + 1
    return lead.endswith("应") and bool(_GUESTS_COME.match(line.skeleton, mark))


def _arrives(line: Line, persons: list[Item]) -> bool:
    """Whether these come here: 市长N亲来签字."""
    return bool(persons) and bool(_ARRIVES.match(simple(line.text[persons[-1].end :])))


def _brought(line: Line, index: int) -> Item | None:
    """由议长N率领的P代表团: the place behind."""
    mark = line.index_of(line.items[index]) + 1
    match = _BROUGHT.match(line.skeleton[mark : mark + 40])
    if not match:
        return None
    at = mark + match.start("place")
    return line.between(at, at + 1)[0]


def _abroad(line: Line, context: Context, title: Item) -> bool:
    """Whether what the sentence tells happens at a place elsewhere: 在P，…与市长N会谈; P派…; P方面…."""
    mark = line.index_of(title)
    start = max(line.skeleton.rfind(stop, 0, mark) for stop in "。；") + 1
    told = line.skeleton[start:mark]
    if _SENT.search(told):
        return True
    places = [match.end() - 1 for match in _HERE.finditer(told)]
    if not places:
        return False
    place = line.between(start + places[-1], start + places[-1] + 1)[0]
    return not _domestic(place.ref, place.text, context)


def _domestic(ref: Ref, name: str, context: Context) -> bool:
    return context.is_home(ref) or name in divisions()


def elsewhere(line: Line, context: Context, title: Item, level: str = "") -> Ref | None:
    """The place elsewhere that was named last, of this level or of the one that the title tells."""
    told = _LEVEL.search(simple(title.text))
    level = level or (told.group(1) if told else "")
    nearest: Ref | None = None
    for ref, name in _places_before(line, context, title):
        if _domestic(ref, name, context):
            continue
        nearest = nearest or ref
        if not level or _of_level(level, simple(name)):
            return ref
    return nearest


def _of_level(level: str, name: str) -> bool:
    return name.endswith(level) or (level == "市" and name[-1] not in "省州县郡道区镇乡府国")


def _places_before(line: Line, context: Context, title: Item) -> Iterator[tuple[Ref, str]]:
    for item in reversed(line.items):
        if item.kind == "Place" and item.end <= title.start:
            yield item.ref, item.text
    for ref in reversed(context.named):
        yield ref, context.name(ref)


def _body(line: Line, context: Context, index: int, name: str, from_abroad: bool) -> Ref | None:
    title = line.items[index]
    lead = simple(line.text[line.items[index - 1].end if index else 0 : title.start])
    fits = _kind(name) or _kind(lead[-_INNER:] + name)
    if fits is None:
        return _sender(line, title) if _SENDS.search(lead) else None
    own = context.reporter(lambda body: bool(fits.search(simple(body))))
    if _OURS.search(lead) or (own and not from_abroad and line.text.startswith("：", title.end)):
        return own
    named = _named(line, index, fits, from_abroad or bool(_MET.search(lead)))
    if named or (own and not from_abroad):
        return named or own
    if context.body and not _THEIRS.search(lead) and fits.search(context.body.normal) and title.start < _OPENING:
        return context.body
    return own


def _kind(title: str) -> re.Pattern[str] | None:
    return next((body for what, body in _KINDS if what.search(title)), None)


def fits(title: str, body: str) -> bool:
    """Whether a body of this name may have this title."""
    kind = _kind(simple(title))
    return kind is not None and bool(kind.search(simple(body)))


def _sender(line: Line, title: Item) -> Ref | None:
    """Who sends, where the clause is 派技师N: what the sentence opens with."""
    start = line.text.rfind("。", 0, title.start) + 1
    senders = [
        item for item in line.items if start <= item.start < title.start and item.kind in {"Place", "Organisation"}
    ]
    return senders[0].ref if senders else None


def place_of(line: Line, context: Context, body: Ref) -> Ref | None:
    """The place in front of a body's name: that of 珠海市委 for the mayor who is told after its secretary."""
    for item in line.items:
        if item.ref == body and item.kind == "Organisation":
            inner = [part for part in line.inner if part.start == item.start and part.kind == "Place"]
            return inner[0].ref if inner else context.scope if context.is_home(_first_place(item)) else None
    return None


def _first_place(body: Item) -> Ref:
    return Item("Place", body.start, body.end, re.sub("(?<=[市省县区州]).*|[市省县区州]?委.*", "", body.text)).ref


def _named(line: Line, index: int, fits: re.Pattern[str], from_abroad: bool) -> Ref | None:
    """The body of the right kind named last in the line; in a row the body or port that fills a cell before.

    One of our own is of the side that acts, not of the one that is signed with or gone to (与O签署…，院长N).
    """
    row = line.is_row
    for item in reversed(line.items[:index]):
        entry = row and cells.fills_its_cell(line, item)
        if item.kind == "Organisation" and (entry or fits.search(simple(item.text))):
            if from_abroad or not _other_side(line, item):
                return item.ref
        elif item.kind == "Place" and entry and item.text.endswith("港") and item.text not in SPECIAL_REGIONS:
            return item.ref
    return None


def _other_side(line: Line, body: Item) -> bool:
    mark = line.index_of(body)
    return bool(_OTHER_SIDE.search(line.skeleton[max(0, mark - 8) : mark]))
