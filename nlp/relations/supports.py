"""SUPPORTS: who gives, hosts, organises or takes part, for a project, a place, a body or a person.

Must stay true: a gift has a giver and a taker that are named; an amount is kept as written.
"""

import re
from collections.abc import Iterator

from nlp.context import Context
from nlp.reading import Fact, Item, Line, Ref, clauses

_GIVE = re.compile("拟?投(?=[0-9])|资助|捐助|捐赠|捐资|赠送给|赠送|赠款|捐款|捐建|出资|投资|援建|援助")
_ROLES = [
    ("host", re.compile("主办|举办|举行|召开|开幕|发起")),
    ("organiser", re.compile("承办|组织(?=[^，。；者]{0,20}J)|协办")),
    ("participant", re.compile("参加|出席|参与|参展|亮相|与会|参赛|参演|演出|表演|献艺")),
    ("donor", re.compile("赞助|(?:兴建|建设|承建|投建|投资)(?=[^，。；]{0,10}J)")),
]
_BACK = re.compile(
    "(?P<verb>参加|出席|参与|参展|参赛|参演)(?:了)?(?:本届|此次|该)?(?:论坛|大会|开幕式|闭幕式|活动|峰会|年会|博览会|比赛|艺术节|展览|会议|盛会|演出)"
    "|来自[^。；]{2,80}?(?P<join>参加|出席|参与|参展|参赛|参演|与会)"
)
_FROM = re.compile("来自|邀请")
_AMOUNT = re.compile(
    r"(?:约|近|逾|共)?\d[\d,，.]*(?:余|多)?(?:万|亿|千)?(?:元|美元|日元|欧元|万元|名|台|件|套|株|棵|册|辆|批|吨|尊|人次)(?:人民币)?|一批[^，。；]{2,16}"
)


def find(line: Line, context: Context) -> Iterator[Fact]:
    for start, stop in clauses(line.skeleton):
        yield from _gifts(line, context, start, stop)
        yield from _events(line, context, start, stop)


def _fact(line: Line, head: Ref, tail: Ref, role: str, span: tuple[int, int], amount: str = "") -> Fact:
    attributes = tuple(sorted((("role", role), *((("amount", amount),) if amount else ()))))
    return Fact("SUPPORTS", head, tail, f"supports.{role}", *span, "", attributes, line.date_at(span[0]))


def _gifts(line: Line, context: Context, start: int, stop: int) -> Iterator[Fact]:
    for match in _GIVE.finditer(line.skeleton, start, stop):
        donors = _donors(line, context, start, match.start())
        taker = _taker(line, context, match, stop, donors)
        if not donors or taker is None:
            continue
        span = (line.offset(match.start()), line.offset(match.end()))
        amount = _AMOUNT.search(line.text, span[0], min(line.offset(stop), span[1] + 50))
        for donor in donors:
            if donor != taker:
                yield _fact(line, donor, taker, "donor", span, amount.group() if amount else "")
        return


def _donors(line: Line, context: Context, start: int, stop: int) -> list[Ref]:
    """The last person, body or place before the verb that is not introduced by 向, 在 or 为."""
    for item in reversed(line.between(start, stop, "NOP")):
        before = line.text[max(0, item.start - 2) : item.start]
        if re.search("[向在给为于到]$|通过$|经$", before) or line.text[item.end : item.end + 1] == "”":
            continue
        return [item.ref]
    return []


def _taker(line: Line, context: Context, match: re.Match[str], stop: int, donors: list[Ref]) -> Ref | None:
    """Who or what is given to: a project named as the means, what stands before after 向, or what follows the verb."""
    means = [
        item
        for item in line.between(max(0, match.start() - 30), match.start(), "J")
        if "通过" in line.text[max(0, item.start - 4) : item.start]
    ]
    behind = line.between(match.end(), min(stop, match.end() + 40), "JPOSN")
    before = [
        item
        for item in line.between(max(0, match.start() - 30), match.start(), "PSO")
        if re.search("[向给为]$", line.text[: item.start][-2:].rstrip())
    ]
    projects = [item for item in behind if item.kind == "Project"]
    for item in [*means, *projects, *before[-1:], *behind]:
        ref = context.resolve(line, item)
        if ref and ref not in donors:
            return ref
    return None


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
    refs = [ref for item in persons or items if not _leads_on(line, item) for ref in context.all_of(line, item)]
    return list(dict.fromkeys(refs))


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
