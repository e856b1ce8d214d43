"""SUPPORTS: who gives, hosts, organises or takes part, for a project, a place, a body or a person.

Must stay true: a gift has a giver and a taker that are named; an amount is kept as written.
"""

import re
from collections.abc import Iterator, Sequence

from nlp.context import Context
from nlp.reading import Fact, Item, Line, Ref, clauses

_LIST = r"(?:C?的?[NOPS]|C)(?:(?:、|和|与|及|以及)(?:C?的?[NOPS]|C)){0,20}"
_GIFT = (
    "捐赠|捐助|捐款|捐资|赠送|赠与|赠予|赠给|赠款|援助|支援|驰援|资助|寄送|寄去|提供[^，。；]{0,12}(?:援助|资助|支持)"
)
_NEXT_GIFT = re.compile(_GIFT)
_TO = re.compile(rf"(?<!方)[向给为对](?P<to>{_LIST})[^，。；]{{0,30}}?(?P<verb>{_GIFT})(?!的)")
_DIRECT = re.compile(rf"(?P<verb>{_GIFT}|捐建|援建)(?:给|了)?(?P<to>{_LIST})")
_GOT = re.compile(rf"(?:收到|接收|接受)(?:了|到|来自)?(?P<who>{_LIST})[^，。；]{{0,12}}?(?P<verb>{_GIFT}|寄来)")
_MEANS = re.compile(rf"通过“?J”?(?:项目|计划|活动)?[^，。；]{{0,12}}?(?P<verb>{_GIFT})")
_SPEND = re.compile("(?P<verb>出资|拟?投(?=[0-9])|投资|捐资)[^。；]{0,60}?(?P<to>[JP])")
_ROLES = [
    ("host", re.compile("主办|举办|举行|召开|开幕|发起|倡办")),
    (
        "organiser",
        re.compile(
            "承办|协办|合办|共建|承建|策划|"
            "(?:组织|实施|开展|启动|推进|执行|运营|设立|创办|推出|建立|建成|打造|引进|引入|举行)(?=[^，。；者]{0,24}J)|(?<=J)(?:由|为)?[^，。；J]{0,12}(?:实施|运营|承建|建设)"
        ),
    ),
    ("participant", re.compile("参加|出席|参与|参展|亮相|与会|参赛|参演|演出|表演|献艺|入选|加入(?=[^，。；]{0,10}J)")),
    ("donor", re.compile("赞助|(?:兴建|建设|投建|投资|资助|援建|支持)(?=[^，。；]{0,12}J)")),
]
_BACK = re.compile(
    "(?P<verb>参加|出席|参与|参展|参赛|参演)(?:了)?(?:本届|此次|该)?(?:论坛|大会|开幕式|闭幕式|活动|峰会|年会|博览会|比赛|艺术节|展览|会议|盛会|演出)"
    "|来自[^。；]{2,80}?(?P<join>参加|出席|参与|参展|参赛|参演|与会)"
)
_AFTER = re.compile(
    rf"(?:参加|出席|与会|参展|参赛|参与)[^，。；]{{0,24}}的?[^，。；]{{0,6}}(?:有|包括|：|还有)+(?P<list>{_LIST})"
)
"""Those who take part stand behind: 参加论坛的有A、B."""
_FROM = re.compile("来自|邀请")
_AMOUNT = re.compile(
    r"(?:约|近|逾|共)?\d[\d,，.]*(?:余|多)?(?:万|亿|千)?(?:元|美元|日元|欧元|万元|名|台|件|套|株|棵|册|辆|批|吨|尊|人次|只|箱|份|幅|盒|副|架|部|瓶)(?:人民币)?|一批[^，。；]{2,16}"
)


def find(line: Line, context: Context) -> Iterator[Fact]:
    for start, stop in clauses(line.skeleton):
        yield from _gifts(line, context, start, stop)
        yield from _events(line, context, start, stop)
        yield from _behind(line, context, start, stop)


def _behind(line: Line, context: Context, start: int, stop: int) -> Iterator[Fact]:
    """参加论坛的有A市、B市: who takes part is listed after the verb."""
    for match in _AFTER.finditer(line.skeleton, start, stop):
        named = line.between(start, match.start("list"), "J")
        project = named[-1].ref if named else context.project
        span = (line.offset(match.start()), line.offset(match.end()))
        for ref in _refs(line, context, line.between(*match.span("list"), "NOPSC")):
            if project:
                yield _fact(line, ref, project, "participant", span)


def _fact(line: Line, head: Ref, tail: Ref, role: str, span: tuple[int, int], amount: str = "") -> Fact:
    attributes = tuple(sorted((("role", role), *((("amount", amount),) if amount else ()))))
    return Fact("SUPPORTS", head, tail, f"supports.{role}", *span, "", attributes, line.date_at(span[0]))


def _gifts(line: Line, context: Context, start: int, stop: int) -> Iterator[Fact]:
    """Who gives what to whom; of several readings of one verb the first."""
    taken: set[int] = set()
    for pattern in (_GOT, _MEANS, _TO, _DIRECT, _SPEND):
        for match in pattern.finditer(line.skeleton, start, stop):
            verb = match.start("verb")
            if verb not in taken:
                facts = list(_gift(line, context, start, match))
                if facts:
                    taken.add(verb)
                yield from facts


def _gift(line: Line, context: Context, start: int, match: re.Match[str]) -> Iterator[Fact]:
    givers = _givers(line, context, start, match)
    takers = _takers(line, context, start, match)
    span = (line.offset(match.start()), line.offset(match.end()))
    amount = _AMOUNT.search(line.text, span[0], _end_of_gift(line, span[1]))
    for giver in givers:
        for taker in takers:
            if giver != taker:
                yield _fact(line, giver, taker, "donor", span, amount.group() if amount else "")


def _end_of_gift(line: Line, start: int) -> int:
    """Where the words about a gift end: before the clause that tells of the next one."""
    following = _NEXT_GIFT.search(line.text, start, start + 60)
    comma = line.text.rfind("，", start, following.start()) if following else -1
    return comma if comma >= 0 else start + 40


def _givers(line: Line, context: Context, start: int, match: re.Match[str]) -> list[Ref]:
    """The persons before the verb, else the bodies or places right before it; the nearest clause that has any."""
    if match.re is _GOT:
        return _refs(line, context, line.between(*match.span("who"), "NOPSC"))
    stop = match.start()
    while stop > start:
        comma = max(line.skeleton.rfind("，", start, stop), start - 1) + 1
        items = [item for item in line.between(comma, stop, "NOPSR") if not _leads_on(line, item)]
        items = [item for item in items if not _passed_by(line, item)]
        persons = [item for item in items if item.kind == "Person"]
        if items:
            return _refs(line, context, persons or items)
        stop = comma - 1
    return []


def _passed_by(line: Line, item: Item) -> bool:
    """Whether a name is where, through whom or to whom, not who: 在A市, 经B, 通过C."""
    return bool(re.search("(?:[向在给为于到经由]|通过)$", line.text[: item.start][-2:]))


def _takers(line: Line, context: Context, start: int, match: re.Match[str]) -> list[Ref]:
    if match.re is _GOT:
        items = line.between(max(start, line.skeleton.rfind("，", start, match.start()) + 1), match.start(), "POS")
        return _refs(line, context, items) or [context.scope]
    if match.re is _MEANS:
        return [item.ref for item in line.between(match.start(), match.end(), "J")]
    return _refs(line, context, line.between(*match.span("to"), "JNOPSC"))


def _refs(line: Line, context: Context, items: Sequence[Item]) -> list[Ref]:
    """The units of these items; a country that only says where the next one is does not count."""
    chosen = [item for item in items if not _leads_on(line, item)]
    return list(dict.fromkeys(ref for item in chosen for ref in context.all_of(line, item)))


def _events(line: Line, context: Context, start: int, stop: int) -> Iterator[Fact]:
    """Every verb of holding or joining in a sentence that names a project, with who stands before it."""
    projects = line.between(start, stop, "J")
    if not projects:
        yield from _events_back(line, context, start, stop)
        return
    context.project = projects[-1].ref
    verbs = sorted(
        (match.span(), role) for role, pattern in _ROLES for match in pattern.finditer(line.skeleton, start, stop)
    )
    at = start
    for (begin, end), role in verbs:
        project = _target(line, projects, begin, end)
        for actor in _actors(line, context, at, begin, role):
            yield _fact(line, actor, project.ref, role, (line.offset(begin), line.offset(end)))
        at = end


def _events_back(line: Line, context: Context, start: int, stop: int) -> Iterator[Fact]:
    """Who takes part in the project of a sentence before: 来自…的代表参加; 出席论坛."""
    if context.project is None:
        return
    for match in _BACK.finditer(line.skeleton, start, stop):
        for actor in _actors(
            line, context, start, match.start("verb") if match["verb"] else match.start("join"), "participant"
        ):
            yield _fact(
                line, actor, context.project, "participant", (line.offset(match.start()), line.offset(match.end()))
            )


def _target(line: Line, projects: list[Item], begin: int, end: int) -> Item:
    """The project that a verb at these skeleton offsets speaks of: the next in its clause, else the last before it."""
    comma = re.compile("[，]").search(line.skeleton, end)
    limit = comma.start() if comma else len(line.skeleton)
    behind = [item for item in projects if end <= line.index_of(item) < limit]
    before = [item for item in projects if line.index_of(item) < begin]
    return behind[0] if behind else before[-1] if before else projects[0]


def _actors(line: Line, context: Context, start: int, stop: int, role: str) -> list[Ref]:
    """Who stands before the verb in its clause; without any person the bodies and places, and where it is held."""
    comma = line.skeleton.rfind("，", start, stop) + 1
    origin = _FROM.search(line.skeleton, start, stop)
    begin = origin.start() if origin and role == "participant" else max(start, comma)
    kinds = "NOPSCR" if role == "participant" else "NOPSR"
    items = [item for item in line.between(begin, stop, kinds) if role == "host" or not _place_of(line, item)]
    if role == "donor":
        items = [item for item in items if item.kind != "Place"] or line.between(start, stop, "NO")[:1]
    if not items and role == "participant":
        items = line.between(line.skeleton.rfind("。", 0, stop) + 1, stop, "NOPS")[:1]
    persons = [item for item in items if item.kind == "Person"]
    return _refs(line, context, persons or items)


def _leads_on(line: Line, item: Item) -> bool:
    """Whether a place or country only says where the name right behind it is (日本樱川市, 樱川市市长N)."""
    index = line.items.index(item) + 1
    following = line.items[index] if index < len(line.items) else None
    near = (
        following is not None
        and item.kind in {"Country", "Place"}
        and line.gap(item, following) in ("", "的", "友城", "友好城市")
    )
    return near and following is not None and following.kind in {"Place", "Organisation", "Title", "Person"}


def _place_of(line: Line, item: Item) -> bool:
    return item.kind in {"Place", "Self"} and line.text[max(0, item.start - 1) : item.start] in {
        "在",
        "赴",
        "到",
        "抵",
        "来",
        "于",
    }
