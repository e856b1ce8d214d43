"""SUPPORTS as a donor: who gives, pays for or sends something, and who gets it.

Must stay true: a gift has a giver and a taker that are named or pointed at; what is planned or refused is none; an
amount is kept as written.
"""

import re
from collections.abc import Iterator, Sequence

from nlp.reading import Fact, Item, Ref
from nlp.relations.phrases import Scene
from nlp.vocabulary import alternation

_GIVE = alternation("gift_verbs")
_VERB = re.compile(rf"{_GIVE}(?!仪式|者|人(?!民)|方|物[资品]?|活动|情况|名[单录]|总额|协议|证书|单位|事宜|意向|对象|登记|清单|公示|额|项目|芳名|台账|箱|品|书|税|企业|签约|收入|热|环境)")
_GOVERNING = re.compile(alternation("gift_receivers") + r"[^，。；：]{0,4}$")
_NP = r"(?:[CPONJRS][\u4e00-\u9fff的“”]{0,3}?)*?"
_ITEMS = r"[CPONJRST](?:[的、和与及“]|以及|籍|[\u4e00-\u9fff]{0,2}(?=J|”))?"
_LIST = rf"(?P<to>[^，。；：NOPJCRST]{{0,8}}?[CPONJRST](?:(?:、|和|与|及|以及|的|“)?[CPONJRST]){{0,20}})"
_TOWARDS = re.compile(rf"(?<!方)(?<!方面)(?:向|给|为|对|予){_LIST}")
_DIRECT = re.compile(r"(?:[了给予与于到至以]|其?(?:家乡|祖籍地?|故乡|母校)){0,2}(?P<to>[CPONJRS](?:(?:、|和|与|及|以及|的|“)?[CPONJRST]){0,20})(?P<after>.?)")
_HAND = re.compile(rf"(?:{alternation('gift_hands')}|[予给])(?:了)?{_LIST}")
_PURPOSE = re.compile(rf"{alternation('gift_purposes')}(?:了)?{_LIST}")
_PASSIVE = re.compile("由|经(?!费)")
_PLANNED = re.compile(alternation("planned_words"))
_TO_BE = re.compile("将(?=[向为给于在对捐赠资出投援])")
_CARRY = re.compile(rf"将[^，。；]{{1,40}}?(?P<verb>{alternation('gift_hands')})(?:了)?{_LIST}")
_GET = re.compile(
    rf"(?P<get>{alternation('gift_receivers')})(?:了|到|来自)?(?P<who>[^，。；：]{{1,60}}?)(?P<verb>{alternation('gift_things')})"
)
_FUND = re.compile(rf"(?P<verb>{alternation('funding_verbs')})")
_FEES = re.compile("(?:经费|费用|资金|开支|[\u4e00-\u9fff]{1,3}费)[^，。；]{0,6}由")
_AMOUNT = re.compile(
    r"(?:约|近|逾|共|计)?(?:人民币|港币|美金|日元|日币|欧元|坡币|新币|加币|英镑|韩元|法郎)?[\d一二三四五六七八九十百千两][\d,，.一二三四五六七八九十百千零〇]*(?:余|多)?(?:万|亿|千)?(?:余|多)?"
    r"(?:元|美元|日元|欧元|港元|港币|美金|万元|名|台|件|套|株|棵|册|辆|批|吨|尊|人次|只|箱|份|幅|盒|副|架|部|瓶|间|幢|座|具|支|把|张|顶|艘|匹|所)(?:人民币)?|一批[^，。；]{2,16}"
)
_NUMBER = re.compile(r"[\d一二三四五六七八九十百千万两数几多一批]")
_POINTED_PROJECT = re.compile("(?:该|此|这[一个项次]+)(?:项目|活动|计划|工程|基金|奖学金|展览?|大赛|赛事)")


def find(scene: Scene) -> Iterator[Fact]:
    taken: set[int] = set()
    for reading in (_received, _carried, _given, _funded):
        for verb, facts in reading(scene):
            if facts and verb not in taken:
                taken.add(verb)
                yield from facts


_Told = Iterator[tuple[int, list[Fact]]]


def _received(scene: Scene) -> _Told:
    """T收到S捐赠: who gives stands behind."""
    for match in _GET.finditer(scene.text):
        givers = scene.heads(scene.items(*match.span("who"), "NOPSCR"))
        takers = scene.heads(scene.subject(match.start()), persons=False)
        start = scene.clause(match.start()).start
        if givers and not _hypothetical(scene, start, match.start("verb")):
            about = _home(scene) if not takers else scene.refs([item for item in takers if item not in givers])
            yield match.start("verb"), _facts(scene, scene.refs(givers), about, match.start(), match.end())


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
    return bool(_PLANNED.search(scene.text, start, verb) or _TO_BE.search(scene.text, start, verb + 1))


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
    items = scene.subject(verb)
    if items:
        refs = scene.refs(scene.heads(items))
        return [ref for ref in refs if ref.type != "Project"]
    story = scene.context.story
    return [story.topic] if story.topic else _home(scene)


def _home(scene: Scene) -> list[Ref]:
    return [scene.context.scope] if scene.context.scope.normal else []


def _for_whom(scene: Scene, match: re.Match[str], stop: int, passive: bool) -> tuple[list[Ref], int]:
    """(who gets it, where that is said): right behind the verb, behind 向 before it, or behind 给, 用于, 兴建 after it."""
    clause = scene.clause(match.start())
    direct = _DIRECT.match(scene.text, match.end(), stop)
    if direct and _is_taker(scene, direct):
        return _takers(scene, direct), direct.end()
    for before in reversed(list(_TOWARDS.finditer(scene.text, clause.start, match.start()))):
        if found := _takers(scene, before):
            return found, match.end()
    if passive:
        return _before(scene, match.start()), match.end()
    for pattern in (_HAND, _PURPOSE, _TOWARDS):
        behind = pattern.search(scene.text, match.start() if pattern is _PURPOSE else match.end(), stop)
        if behind and (found := _takers(scene, behind)):
            return found, behind.end()
    return _unsaid(scene, match), match.end()


def _is_taker(scene: Scene, direct: re.Match[str]) -> bool:
    """Whether the name right behind the verb gets the gift, and is not where the thing comes from (捐赠日本樱花)."""
    last = scene.items(*direct.span("to"), "CPONJRST")
    if last and last[-1].kind in ("Country", "Place") and direct.start("to") == direct.start():
        return not direct["after"] or bool(re.match(r"[，。；\d一二三四五六七八九十百两]|救|消|医|防|口|中|小|学|图", direct["after"]))
    return True


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
    """Who gets a gift whose taker is not said with it: what the clauses before speak of, else the reporting side."""
    clause = scene.clause(match.start())
    start = scene.sentence_start(match.start())
    if not _NUMBER.search(scene.text, match.end(), clause.stop):
        return []
    subject = scene.subject(match.start())
    named = [item for item in scene.items(start, clause.start, "OPJ") if item not in subject]
    near = [item for item in scene.heads(named, persons=False) if item.kind != "Place"]
    if near:
        return scene.refs(near[-1:])
    return _home(scene)


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


def topic_of(scene: Scene) -> Item | None:
    """The person that a sentence begins with."""
    found = scene.leading(scene.clauses[0].start, scene.clauses[0].stop)
    persons = [item for item in found if item.kind == "Person"]
    return persons[-1] if persons else None
