"""SUPPORTS as a donor: who gives, pays for or sends something, and who gets it.

Must stay true: a gift has a giver and a taker that are named or pointed at; what is planned or refused is none; an
amount is kept as written.
"""

import re
from collections.abc import Iterator, Sequence

from nlp.reading import Fact, Ref
from nlp.relations.phrases import Scene
from nlp.vocabulary import alternation

_GIVE = alternation("gift_verbs")
_VERB = re.compile(
    rf"(?:{_GIVE}|(?<=[各共独])出(?=[一二三四五六七八九十百千万两\d]+元)|提供(?=[^，。；]{{0,16}}(?:援助|资助|资金|元|学金|物资|设备|经费|赞助|善款|器材))|"
    r"[寄带捎送汇携]来了?(?=[^，。；、]{0,12}?[一二三四五六七八九十百千两\d]+[余多]?[万千百]?[元台件套册辆只箱份幅副架部株棵座张盒本批瓶]))"
    r"(?!仪式|者|人(?!民)|方|物[资品]?|活动|情况|名[单录]|总额|协议|证书|单位|事宜|意向|对象|登记|清单|公示|额|项目|芳名|台账|箱|品|书|税|企业|签约|收入|热|环境|下)"
)
_GOVERNING = re.compile(alternation("gift_receivers") + r"[^，。；：]{0,4}$")
_MORE = r"(?:(?:[\u4e00-\u9fff]{0,6}(?:、|和|与|及|以及)[^，。；：NOPJCRST]{0,4}|的|“)?[CPONJRST]){0,20}"
_LIST = rf"(?P<to>[^，。；：NOPJCRST]{{0,8}}?[CPONJRST]{_MORE})"
_TOWARDS = re.compile(rf"(?<!方)(?<!方面)(?:向|给|为|对|予){_LIST}")
_DIRECT = re.compile(
    r"(?:[了给予与于到至以]|的(?=[OJ])|其?(?:家乡|祖籍地?|故乡|母校)){0,2}(?P<to>[CPONJRS]" + _MORE + ")(?P<after>.?)"
)
_HAND = re.compile(rf"(?:{alternation('gift_hands')}|[予给])(?:了)?{_LIST}")
_PURPOSE = re.compile(rf"{alternation('gift_purposes')}[了的]?{_LIST}")
_PLACED = re.compile(r"[在到](?P<to>P{1,3})[^，。；A-Z]{0,4}(?:建|兴办|设立|创办|修|办)")
_MEANS = re.compile("通过“?(?P<to>J)")
_UNDER = re.compile(r"在(?P<who>[^，。；]{1,60}?)的?(?:资助|赞助|援助|捐助|资金支持|大力支持)下")
_MUTUAL = re.compile("互赠|互相(?:捐|赠)|相互(?:捐|赠|支援|驰援)|互捐|互寄(?=[^，。；]{0,6}(?:物资|口罩|防护))")
_GOT_GIFT = re.compile("(?:获赠|喜获|受赠)(?P<who>[^，。；]{1,40}?)(?:的|所|捐|赠)")
_PASSIVE = re.compile("由|经(?!费)")
_PLANNED = re.compile(alternation("planned_words"))
_TO_BE = re.compile("将(?=[向为给于在对捐赠资出投援])")
_CARRY = re.compile(rf"[将把][^，。；]{{1,40}}?(?P<verb>{alternation('gift_hands')})(?:了)?{_LIST}")
_GET = re.compile(
    rf"(?P<get>{alternation('gift_receivers')})(?:了|到|来自)?(?P<who>[^，。；：]{{1,60}}?)(?P<verb>{alternation('gift_things')})"
)
_FUND = re.compile(rf"(?P<verb>{alternation('funding_verbs')})")
_FEES = re.compile("(?:经费|费用|资金|开支|[\u4e00-\u9fff]{1,3}费)[^，。；]{0,6}由")
_AMOUNT = re.compile(
    r"(?:约|近|逾|共|计)?(?:人民币|港币|美金|日元|日币|欧元|坡币|新币|加币|英镑|韩元|法郎)?[\d一二三四五六七八九十百千两][\d,，.一二三四五六七八九十百千零〇]*(?:余|多)?(?:万|亿|千)?(?:余|多)?"
    r"(?:元|美元|日元|欧元|港元|港币|美金|万元|台|件|套|株|棵|册|辆|批|吨|尊|只|箱|份|幅|盒|副|架|部|瓶|间|幢|座|具|支|把|张|顶|艘|匹|所)(?:人民币)?|一批[^，。；]{2,16}"
)
_LATER = re.compile("明年|届时|明春|下一步|如果|倘|凡|拟")
"""Words that make a whole sentence one of plans."""
_UNDONE = re.compile("未到账|未予|未果|落空|未能|未成|暂缓|作罢")
_GENERIC = re.compile(
    "[向给为予对](?:其|来宾|客人|[\u4e00-\u9fff]{0,4}(?P<what>协会|学校|中心|医院|公司|学院|大学|商会|集团|基金会|敬老院|村|校|院|会|市))"
)
"""Someone who is not named gets it: 给学校."""
_INSTITUTION = re.compile(
    "[^，。；]{0,10}(?:学校|小学|中学|[医学]院|卫生院|敬老院|福利院|图书馆|博物馆|幼儿园|灾区|政府|[路桥村楼]|重建|救灾|抗疫)"
)
_THINGS = re.compile(
    r"[^，。；、]{1,10}[一二三四五六七八九十百千两\d]+[余多]?[万千百]?[元台件套册辆只箱份幅副架部个尊株棵间座具支把张顶艘所盒本批吨匹瓶对条]"
)
_NOT_US = frozenset({"投资", "出资", "集资", "筹集", "筹款", "募集", "回赠", "拨款", "转交", "转送", "奉送"})
"""Verbs whose unnamed taker is not the one who reports."""
_FOR_PROJECT = frozenset({"出资", "赞助", "资助", "援助", "投资", "捐资", "集资"})
_FAR = re.compile("[在见赴到访返回谒来应]|参加|出席|参观|考察")
_BLANK = re.compile("[他她其]|[日韩美英法德俄意澳]方|一位|一名|老人|侨胞|同胞|各界|友人|客人|会员|市民|企业|个人|夫妇")
"""Somebody acts who is not named."""
_NUMBER = re.compile(r"[\d一二三四五六七八九十百千万两数几多一批]")
_POINTED_PROJECT = re.compile("(?:该|此|这[一个项次]+)(?:项目|活动|计划|工程|基金|奖学金|展览?|大赛|赛事)")


def find(scene: Scene) -> Iterator[Fact]:
    taken: set[int] = set()
    for reading in (_received, _carried, _mutual, _given, _funded, _under):
        for verb, facts in reading(scene):
            if facts and verb not in taken:
                taken.add(verb)
                yield from facts


_Told = Iterator[tuple[int, list[Fact]]]


def _received(scene: Scene) -> _Told:
    """T收到S捐赠: who gives stands behind."""
    for match in [*_GET.finditer(scene.text), *_GOT_GIFT.finditer(scene.text)]:
        givers = scene.heads(scene.items(*match.span("who"), "NOPSCR"))
        lead = scene.items(scene.sentence_start(match.start()), match.start(), "J")
        takers = lead[:1] or scene.heads(scene.subject(match.start()), persons=False)
        start = scene.clause(match.start()).start
        verb = match.start("verb") if "verb" in match.re.groupindex else match.start() + 1
        if givers and not _hypothetical(scene, start, verb):
            about = _home(scene) if not takers else scene.refs([item for item in takers if item not in givers])
            yield verb, _facts(scene, scene.refs(givers), about, match.start(), match.end())


def _mutual(scene: Scene) -> _Told:
    """A与B互赠: each gives to the other."""
    for match in _MUTUAL.finditer(scene.text):
        sides = scene.refs(scene.heads(scene.actors_before(match.start()) or scene.subject(match.start())))
        if len(sides) == 2 and not _hypothetical(scene, scene.clause(match.start()).start, match.start()):
            span = (match.start(), match.end())
            yield (
                match.start(),
                [*_facts(scene, sides[:1], sides[1:], *span), *_facts(scene, sides[1:], sides[:1], *span)],
            )


def _under(scene: Scene) -> _Told:
    """在S的资助下，J……"""
    for match in _UNDER.finditer(scene.text):
        givers = scene.refs(scene.heads(scene.items(*match.span("who"), "NOPC")))
        stop = _end(scene, match.start())
        takers = scene.items(match.end(), stop, "J")[:1] or scene.items(
            scene.sentence_start(match.start()), match.start(), "J"
        )
        yield match.start(), _facts(scene, givers, scene.refs(takers), match.start(), match.end())


def _carried(scene: Scene) -> _Told:
    """S将三万元交给T."""
    for match in _CARRY.finditer(scene.text):
        if not _hypothetical(scene, scene.clause(match.start()).start, match.start()):
            takers = _takers(scene, match)
            yield match.start("verb"), _facts(scene, _givers(scene, match.start()), takers, match.start(), match.end())


def _given(scene: Scene) -> _Told:
    """A verb of giving; who stands before it, for whom around it."""
    matches = [match for match in _VERB.finditer(scene.text) if not _governed(scene, match.start())]
    for index, match in enumerate(matches):
        clause = scene.clause(match.start())
        if _hypothetical(scene, clause.start, match.start()):
            continue
        following = matches[index + 1].start() if index + 1 < len(matches) else len(scene.text)
        passive = _passive(scene, match)
        givers = passive or _givers(scene, match.start())
        takers, end = _for_whom(scene, match, min(following, _end(scene, match.start())), bool(passive))
        takers = [ref for ref in takers if ref not in givers]
        yield match.start(), _facts(scene, givers, takers, match.start(), max(match.end(), end))


def _funded(scene: Scene) -> _Told:
    """经费由S负担, J由S资助: the project stands before or was told of."""
    for match in _FUND.finditer(scene.text):
        clause = scene.clause(match.start())
        givers = scene.heads(scene.listed_before(match.start()), persons=False) or [
            item for item in scene.heads(scene.subject(match.start())) if item.kind in ("Organisation", "Self")
        ]
        if not givers or _hypothetical(scene, clause.start, match.start()):
            continue
        if match.group() in ("负担", "承担") and not _FEES.search(scene.text, clause.start, match.start()):
            continue
        project = _project(scene, match.start(), match.end())
        if project:
            yield match.start(), _facts(scene, scene.refs(givers), [project], match.start(), match.end())


def _project(scene: Scene, start: int, end: int) -> Ref | None:
    """The project that money is for: named in the sentence, or the one told of just before."""
    first = scene.sentence_start(start)
    behind = scene.items(end, scene.clause(end).stop, "J")
    before = scene.items(first, start, "J")
    if behind or before:
        return (behind or before[-1:])[0].ref
    recent = scene.context.story.quiet <= 3
    return scene.context.project if recent else None


def _governed(scene: Scene, verb: int) -> bool:
    """Whether a verb is the object of 收到, 接受."""
    start = scene.clause(verb).start
    return bool(_GOVERNING.search(scene.text[start:verb]))


def _hypothetical(scene: Scene, start: int, verb: int) -> bool:
    if _PLANNED.search(scene.text, start, verb) or _TO_BE.search(scene.text, start, verb + 1):
        return True
    first, clause = scene.sentence_start(verb), scene.clause(verb)
    return bool(_LATER.search(scene.text, first, verb) or _UNDONE.search(scene.text, verb, clause.stop))


def _end(scene: Scene, at: int) -> int:
    """Where the part of the sentence up to a semicolon or full stop ends."""
    ends = [end for mark in "。；！？" if (end := scene.text.find(mark, at)) >= 0]
    return min(ends, default=len(scene.text))


def _passive(scene: Scene, match: re.Match[str]) -> list[Ref]:
    """Those right before the verb behind 由: 由S捐建."""
    start = scene.clause(match.start()).start
    marks = list(_PASSIVE.finditer(scene.text, start, match.start()))
    if not marks:
        return []
    items = scene.heads(scene.items(marks[-1].end(), match.start(), "NOPSCR"))
    return scene.refs(items)


def _givers(scene: Scene, verb: int) -> list[Ref]:
    items = [item for item in scene.actors_before(verb) or scene.subject(verb) if item.text[0] not in "双两对"]
    if items:
        refs = scene.refs(scene.heads(items))
        return [ref for ref in refs if ref.type != "Project"]
    story = scene.context.story
    if story.topic and story.on_topic:
        return [story.topic]
    return [] if _BLANK.search(scene.text, scene.sentence_start(verb), verb) else _home(scene)


def _home(scene: Scene) -> list[Ref]:
    return [scene.context.scope] if scene.context.scope.normal else []


def _for_whom(scene: Scene, match: re.Match[str], stop: int, passive: bool) -> tuple[list[Ref], int]:
    """(who gets it, where that is said): right behind the verb, behind 向 before it, or behind 给, 用于 after it."""
    clause = scene.clause(match.start())
    direct = _DIRECT.match(scene.text, match.end(), stop)
    means = [ref for found in _MEANS.finditer(scene.text, clause.start, match.start()) for ref in _takers(scene, found)]
    if means:
        return means, match.end()
    if direct and _is_taker(scene, direct):
        return _takers(scene, direct), direct.end()
    for before in reversed(list(_TOWARDS.finditer(scene.text, clause.start, match.start()))):
        if found := _takers(scene, before):
            return found, match.end()
    if passive and not _PURPOSE.search(scene.text, match.start(), clause.stop):
        return _before(scene, match.start()), match.end()
    handed = list(_HAND.finditer(scene.text, match.end(), stop))
    found = [ref for hand in handed for ref in _takers(scene, hand)]
    if found:
        return found, handed[-1].end()
    bought = [*_PURPOSE.finditer(scene.text, match.start(), stop), *_TOWARDS.finditer(scene.text, match.end(), stop)]
    bought += _PLACED.finditer(scene.text, match.end(), stop) if not bought else []
    found = [ref for purpose in bought for ref in _takers(scene, purpose) if ref.type != "Country"]
    if found:
        return list(dict.fromkeys(found)), bought[-1].end()
    return _unsaid(scene, match), match.end()


def _is_taker(scene: Scene, direct: re.Match[str]) -> bool:
    """Whether the name right behind the verb gets the gift, and is not where the thing comes from (捐赠日本樱花)."""
    last = scene.items(*direct.span("to"), "CPONJRST")
    if last and last[-1].kind in ("Country", "Place") and direct.start("to") == direct.start():
        rest = direct["after"]
        things = last[-1].kind == "Place" and _THINGS.match(scene.text, direct.end("to"))
        return not rest or bool(
            things or re.match(r"[，。；\d一二三四五六七八九十百两 ]", rest) or _institution(scene, direct)
        )
    return True


def _institution(scene: Scene, direct: re.Match[str]) -> bool:
    """Whether something of the place is spoken of: 认捐某镇初级中学."""
    return bool(_INSTITUTION.match(scene.text, direct.end("to")))


def _before(scene: Scene, at: int) -> list[Ref]:
    """What a passive speaks of: the last project, body or place before it, or the project told of."""
    start = scene.sentence_start(at)
    cut = max((match.start() for match in _PASSIVE.finditer(scene.text, start, at)), default=at)
    if _POINTED_PROJECT.search(scene.text, start, cut) and scene.context.project:
        return [scene.context.project]
    projects = scene.items(start, cut, "J")
    items = scene.heads(projects[-1:] or scene.leading(scene.clause(cut).start, cut), persons=False)
    return scene.refs(items) or ([scene.context.project] if scene.context.project else [])


def _unsaid(scene: Scene, match: re.Match[str]) -> list[Ref]:
    """Who gets a gift whose taker is not said with it: the project told of, a body that the clauses before speak of,
    those whom a list of gifts is for. Where nothing tells, nobody: the reporting side was right one time in four."""
    clause, story = scene.clause(match.start()), scene.context.story
    first = scene.sentence_start(match.start())
    projects = scene.items(first, match.start(), "J")
    if "来" in match.group():
        return _home(scene)
    if match.group() == "回赠":
        return story.givers
    if match.group() in _FOR_PROJECT and scene.context.project and (projects or story.quiet <= _NEAR):
        return [projects[-1].ref if projects else scene.context.project]
    if not _NUMBER.search(scene.text, match.end(), clause.stop):
        return []
    if generic := _GENERIC.search(scene.text, clause.start, clause.stop):
        return _body_called(scene, generic["what"] or "")
    if match.group() in _NOT_US:
        return []
    return _seen_before(scene, first, clause.start, match.start()) or (story.takers if story.listing else [])


_NEAR = 2
"""Lines within which a project is still what money is given for."""


def _body_called(scene: Scene, what: str) -> list[Ref]:
    """The body named last that ends so: 协会 for 某某协会."""
    body = scene.context.body
    named = [item.ref for item in scene.line.items if item.kind == "Organisation" and item.text.endswith(what)]
    if what and (named or (body and body.normal.endswith(what))):
        return named[-1:] or [body] if body else named[-1:]
    return []


def _seen_before(scene: Scene, first: int, start: int, verb: int) -> list[Ref]:
    """The body or place that an earlier clause of the sentence has somebody see, visit or be at."""
    subject = scene.subject(verb)
    for item in reversed(scene.items(first, start, "OJ")):
        mark = scene.line.index_of(item)
        if item not in subject and _FAR.search(scene.text, max(first, mark - 6), mark) and scene.heads([item], False):
            return [item.ref]
    return []


def _takers(scene: Scene, match: re.Match[str]) -> list[Ref]:
    """The units of a list; a person of a body or place stands for it (交到A小学校长N手中)."""
    items = scene.items(*match.span("to"), "CPONJRS")
    chosen = scene.heads(items, persons=False)
    if len(chosen) == 1 and chosen[0].kind == "Person" and len(items) > 1:
        chosen = items[-2:-1]
    chosen = [item for item in chosen if item.kind != "Country" or len(chosen) == 1]
    return scene.refs(chosen)


def _facts(scene: Scene, givers: Sequence[Ref], takers: Sequence[Ref], start: int, end: int) -> list[Fact]:
    span = scene.span(start, end)
    found = _AMOUNT.search(scene.line.text, span[0], span[1] + 40)
    attributes = (*((("amount", found.group()),) if found else ()), ("role", "donor"))
    date = scene.line.date_at(span[0])
    facts = [
        Fact("SUPPORTS", giver, taker, "supports.donor", *span, "", attributes, date)
        for giver in givers
        for taker in takers
        if giver != taker
    ]
    if facts:
        scene.context.story.takers, scene.context.story.givers = list(takers), list(givers)
    return facts


def remember(scene: Scene) -> None:
    """Keep in mind the person that a line begins with; after a date, an adverb or 他 the one before goes on."""
    story = scene.context.story
    lead = next((found for clause in scene.clauses[:3] if (found := scene.leading(*clause))), [])
    persons = [item for item in lead if item.kind == "Person"]
    by_name = story.topic and re.match(rf"\s*{re.escape(story.topic.normal[:1])}(?:T|先生|女士|老|氏)", scene.text)
    story.on_topic = bool(persons or by_name or (story.on_topic and _GOES_ON.match(scene.text)))
    story.topic = persons[-1].ref if persons else story.topic
    if _ADDRESS.search(scene.line.text) and (
        named := scene.heads(scene.items(0, len(scene.text), "PO"), persons=False)
    ):
        story.addressee = named[-1].ref


_ADDRESS = re.compile(r"^\s*(?:尊敬的|敬爱的|致|亲爱的)|(?:台鉴|大鉴|钧鉴|惠鉴|阁下|先生|女士)：\s*$")
_GOES_ON = re.compile(
    r"[\s“]*(?:[他她其]|先生|女士|[\d一二三四五六七八九十〇○]{4}年|[\d一二三四五六七八九十]+月|同年|次年|翌年|是年|当年|此后|其后|此外|先后|多次|曾|还|又|并|上世纪|近年|多年来|[一二三四五六七八九十几\d]+年来)"
)
