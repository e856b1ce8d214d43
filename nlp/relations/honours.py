"""RECEIVED and CONFERRED: honours, who got them and who gave them.

Must stay true: an honour has a name of its own, in quotation marks or ending as honours do; a name inside the name of
the honour neither gives nor gets it; what is planned, proposed or refused is none.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlp.context import Context
from nlp.reading import Fact, Item, Line, Ref
from nlp.relations.phrases import Scene
from nlp.vocabulary import alternation

_PLAIN = (
    r"[^，。；“”《》、：]{0,14}?(?:(?:荣誉|名誉)(?:市民|公民|县民|居民|村民|教授|院长|校长|顾问|会长)|友谊奖|友好使者|形象大使|客座教授|勋章|"
    r"[^，。；“”《》、：的]{2,10}(?:称号|先进单位|先进集体|先进个人|城市|奖章))"
)
_NAME = rf"(?:[“《](?P<name>[^“”《》]{{2,30}})[”》]|(?P<plain>{_PLAIN}))"
_GIVE = "授予|颁授|授给|颁给|追授|(?<!传)(?<!教)(?<!讲)授(?!课|牌|权|信|业)"
_PASSIVE = re.compile(
    rf"(?:被|由)(?P<giver>[^，。；“”]{{0,40}}?)(?:{_GIVE}|评为|评选为|命名为|聘为|聘请为|聘任为|认定为|推举为)(?:了|为)?{_NAME}"
)
_PRESENT = re.compile(rf"[向为给](?P<who>[^，。；“”]{{1,80}}?)(?:颁发|颁授|授予|颁|授)了?{_NAME}")
_ACTIVE = re.compile(rf"(?P<verb>{_GIVE}|给了)(?:了|给)?(?P<who>[^“”《》，。；]{{0,120}}?){_NAME}")
_ENGAGE = re.compile(
    r"(?P<verb>聘请?|特聘)(?P<who>[^“”，。；]{1,60}?)(?:为|担任)(?P<plain>[^，。；“”、T]{0,10}(?:(?:名誉|荣誉|客座)[^，。；、]{2,8}|T))"
)
_GOT = re.compile(
    rf"(?P<verb>获评|荣获|获得|获颁|获授|荣膺|喜获|被评为|评为|受聘为|受聘担任|获)(?:为|了)?(?P<giver>[^“”《》，。；]{{0,30}}?)(?:颁发的?|授予的?|颁授的?|的)?{_NAME}"
)
_PLANNED = re.compile(alternation("planned_words") + "|推荐|申报|提名|可授|拟授|将[^，。；]{0,12}授")
_YOU = re.compile("[您你他她]|专家|人士|同志")
_HONORARY = re.compile("名誉|荣誉|客座")
_HE = re.compile("^(?:[他她您]|其)$")
_PART = re.compile(
    "[^，。；A-Z]{0,12}(?:社区|村|街道|小区|学校|[中小]学|幼儿园|医院|卫生院|公司|企业|部门|单位|家庭|[局处科站馆厂])"
)
"""A part or body of the place before it that has no name of its own here: 某区梧桐社区."""


class _Grant(NamedTuple):
    """An honour with who gave and who got it, and the skeleton offsets of the words that say it."""

    name: str
    givers: list[Ref]
    takers: list[Ref]
    start: int
    end: int


def find(line: Line, context: Context) -> Iterator[Fact]:
    scene = Scene(line, context)
    taken: set[int] = set()
    for pattern in (_PASSIVE, _PRESENT, _ACTIVE, _ENGAGE, _GOT):
        for match in pattern.finditer(scene.text):
            if pattern is _ENGAGE and not _HONORARY.search(_name(scene, match)):
                continue
            if taken.isdisjoint(range(match.start(), match.end())) and not _hypothetical(scene, match.start()):
                taken.update(range(match.start(), match.end()))
                yield from _facts(scene, _grant(scene, match))


def _hypothetical(scene: Scene, at: int) -> bool:
    return bool(_PLANNED.search(scene.text, scene.clause(at).start, at))


def _grant(scene: Scene, match: re.Match[str]) -> _Grant:
    groups = match.re.groupindex
    name = _name(scene, match)
    if "who" in groups:
        givers, takers = _bodies(scene, scene.subject(match.start())), _behind(scene, match)
    else:
        givers = _bodies(scene, scene.items(*match.span("giver"), "POSC"))
        takers = _before(scene, match)
    return _Grant(name, [ref for ref in givers if ref not in takers], takers, match.start(), match.end())


def _before(scene: Scene, match: re.Match[str]) -> list[Ref]:
    """Who gets it in the passive voice: the names before the verb, but for a place that only says where."""
    found = scene.heads(scene.actors_before(match.start()) or scene.subject(match.start()))
    if found and found[-1].kind in ("Place", "Country", "Self"):
        behind = scene.line.index_of(found[-1]) + 1
        if _PART.fullmatch(scene.text[behind : match.start()].removesuffix("被")):
            return []
    return scene.refs(found) or _unsaid(scene, match)


def _name(scene: Scene, match: re.Match[str]) -> str:
    """What the honour is called, as the text has it, without who gave it."""
    quoted = "name" in match.re.groupindex and match["name"]
    said = scene.line.text[slice(*scene.span(*match.span("name" if quoted else "plain")))]
    return re.split("(?:颁发|授予|颁授)的", said.strip())[-1]


def _behind(scene: Scene, match: re.Match[str]) -> list[Ref]:
    """Who gets it in the active voice: the names behind the verb, or the person told of (授予他)."""
    items = scene.heads(scene.items(*match.span("who"), "NOPS"))
    if items:
        return scene.refs(items)
    if _HE.match(scene.text[match.start("who") : match.end("who")].strip()) or scene.items(*match.span("who"), "R"):
        before = scene.items(0, match.start(), "N")
        topic = scene.context.story.topic
        return [before[-1].ref] if before else [topic] if topic else []
    return []


def _unsaid(scene: Scene, match: re.Match[str]) -> list[Ref]:
    """Who got an honour that the sentence names nobody for: the person told of, else the reporting side."""
    story = scene.context.story
    if story.topic and story.on_topic:
        return [story.topic]
    if _YOU.search(scene.text, scene.clause(match.start()).start, match.start()):
        return []
    return [scene.context.scope] if scene.context.scope.normal else []


def _bodies(scene: Scene, items: Sequence[Item]) -> list[Ref]:
    """Bodies, places and countries that give."""
    chosen = scene.heads(items, persons=False)
    return scene.refs([item for item in chosen if item.kind in ("Organisation", "Place", "Country", "Self")])


def _facts(scene: Scene, grant: _Grant) -> Iterator[Fact]:
    key = "+".join(sorted(ref.normal for ref in grant.takers))
    if not key:
        return
    honour = Ref("Honour", f"{grant.name}|{key}")
    span = scene.span(grant.start, grant.end)
    date = scene.line.date_at(span[0])
    for ref in grant.takers:
        yield Fact("RECEIVED", ref, honour, "honour.received", *span, "", (), date, label=grant.name)
    for ref in grant.givers:
        yield Fact("CONFERRED", ref, honour, "honour.conferred", *span, "", (), date, label=grant.name)
