"""Rows of a table of journeys: who led, whose group it was, where it went or that it came here.

Must stay true: a column is read for what its head says and for nothing else; a row that says it was called off tells of
no journey.
"""

import re
from collections.abc import Iterator, Sequence

from nlp.context import Traveller
from nlp.reading import Item, Line, Ref
from nlp.relations.cells import BAR
from nlp.relations.travellers import Told, body_of
from nlp.vocabulary import alternation

_WHERE = re.compile(alternation("heads_where"))
_WHO = re.compile(alternation("heads_leader"))
_WHOSE = re.compile(alternation("heads_group"))
_HERE = re.compile("来访|来宾|嘉宾|贵宾|与会|参会|客人|外宾|来校|来院|来市|接待|来华|来我")
_AWAY = re.compile("出访|派出|派往|外派|赴外|出国|出境|赴[\u4e00-\u9fff]{1,4}(?:考察|研修|进修|任教|学习|培训)")
_JOURNEY = re.compile(
    "目的地|前往|访|派往|派驻|去向|来宾|客人|带队|团长|领队|率团|团组|研修|任教|进修|赴|抵|接待日期|出国|因公|推介"
)
"""What the heads or the words above a table say when it is one of journeys."""
_TIES = re.compile("结好|签约|签字|缔结|友好城市|友好港|签署|协议|捐")
_GOAL = re.compile("目的地|前往|出访|到访|去向")
"""Beside a column of leaders: a table of journeys, whatever came of them."""
_OTHER_SIDE = re.compile("对接|接待|合作|主办|邀请|对方|会见|陪同|接洽")
_OFF = re.compile("取消|未成行|推迟|延期|拟|未去|暂缓|搁置|待定|计划")


def tells(heads: Sequence[str], caption: str) -> bool:
    """Whether a table with these heads, under these words, tells of journeys."""
    text = BAR.join(heads) + BAR + caption[-40:]
    trips = any(map(_GOAL.search, heads)) and any(map(_WHO.search, heads))
    if (_TIES.search(text) and not trips) or not _JOURNEY.search(text):
        return False
    return bool(_WHERE.search(text) or (_HERE.search(text) and (_WHO.search(text) or _WHOSE.search(text))))


def journeys(text: Told, heads: Sequence[str], caption: str) -> Iterator[tuple[list[Traveller], list[Ref]]]:
    """(travellers, destinations) of the rows that a line holds; rows may run together."""
    line, context = text.line, text.context
    table = BAR.join([*heads, caption])
    inbound = bool(_HERE.search(table)) and not _AWAY.search(table)
    heads = ["" if _OTHER_SIDE.search(head) else head for head in heads]
    for items in _rows(line, len(heads)):
        who, groups, where = _columns(items, heads, inbound)
        if inbound:
            where = []
        places = [context.scope] if inbound else _last_of_chains(line, where)
        found = _travellers(text, who, groups, inbound)
        if found and places:
            yield found, places


def _rows(line: Line, width: int) -> Iterator[list[tuple[int, Item]]]:
    """The items of each row with the column they stand in; a row that was called off is left out."""
    if _OFF.search(line.text):
        return
    edges = [match.start() for match in re.finditer(re.escape(BAR), line.text) if not _within(line, match.start())]
    column = {item: sum(edge < item.start for edge in edges) for item in line.items}
    if width and len(edges) == width - 1:
        yield [(column[item], item) for item in line.items]


def _within(line: Line, bar: int) -> bool:
    """Whether a bar only parts a name from the title of its holder, as a wide blank does in a cell of both."""
    before = [item for item in line.items if item.end <= bar]
    after = [item for item in line.items if item.start > bar]
    named = bool(before and after) and (before[-1].kind, after[0].kind) == ("Person", "Title")
    return named and not line.text[before[-1].end : after[0].start].strip(f" {BAR}") and "职" in line.heads


def _columns(
    items: Sequence[tuple[int, Item]], heads: Sequence[str], inbound: bool
) -> tuple[list[Item], list[Item], list[Item]]:
    """The leaders, whose group it is, and where it goes."""
    who = [item for at, item in items if item.kind == "Person" and (_WHO.search(heads[at]) or _WHOSE.search(heads[at]))]
    groups = [item for at, item in items if item.kind in {"Place", "Organisation", "Self"} and _WHOSE.search(heads[at])]
    if not who and inbound:
        who = [item for _, item in items if item.kind == "Person"][:1]
    where = [item for at, item in items if item.kind in {"Place", "Country"} and _WHERE.search(heads[at])]
    return who, groups, where


def _last_of_chains(line: Line, items: Sequence[Item]) -> list[Ref]:
    """The places; of a country with a place right behind it, or a province with its city, the last."""
    following = zip(items, [*items[1:], None], strict=False)
    chosen = [item for item, after in following if not after or line.gap(item, after)]
    return list(dict.fromkeys(item.ref for item in chosen))


def _travellers(text: Told, who: Sequence[Item], groups: Sequence[Item], inbound: bool) -> list[Traveller]:
    context = text.context
    origins = [ref for item in groups[-1:] if (ref := context.resolve(text.line, item))]
    bodies = [body for person in who if (body := body_of(text, person))]
    origins = origins or list(dict.fromkeys(bodies))
    if not origins and not inbound and context.scope.normal:
        origins = [context.scope]
    found = [Traveller(person.ref, "leader", origins[0] if origins else person.ref) for person in who]
    return [*found, *(Traveller(origin, "delegation", origin) for origin in origins)]
