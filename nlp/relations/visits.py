"""VISITED: who came and who went, with the Visit that holds the trip together.

Must stay true: leader and group are two visitors of one trip; hosts and inviters are none; a later sentence about
代表团 or 客人 goes on with the same trip.
"""

import re
from collections.abc import Iterator

from nlp.context import Context, Traveller, Trip
from nlp.reading import Fact, Item, Line, Ref, clauses
from nlp.relations.travellers import travellers

_LIST = r"(?P<list>(?:[CP]的)?(?:C?[PSC])(?:(?:、|和|与|及|以及)(?:C?[PSC])){0,20})"
_GO = re.compile(
    r"(?:应邀访问|出访|走访|顺访|回访|拜会|访问(?!团|学者|期间|讲学|活动|采访|交流)|飞抵|抵达|前往|奔赴|转赴|转往|飞往|飞赴|远赴|遍访|巡访|赴(?!华|会)|抵|来到|"
    r"到访(?=[PSC])|来(?=[PSC])|到过?(?=[SPC])|莅临|造访)(?:了|过)?" + _LIST
)
_TOWARDS = re.compile(r"对" + _LIST + r"[^，。；]{0,6}?(?:进行|作|开展)了?[^，。；]{0,14}?(?:访问|考察|参观|友好交流)")
_AT = re.compile(r"(?:参加|出席)[^，。；P]{0,10}在(?P<list>P{1,3})(?:举[行办]|召开)")
_TOUR = re.compile(r"(?:参观|考察|游览|视察|访问|拜会)(?:了)?(?P<list>[^，。；]{0,60})")
_COME = re.compile(
    r"来访(?!的?(?:有|客人|团组|外宾|者|人员))|(?:相继|先后|都|也|陆续)?到访(?!了?[PSC])|(?<!下)来了(?=[，。；、]|$)|"
    r"(?:来|抵|到|访|赴)(?:过)?(?P<short>[\u4e00-\u9fff])"
)
_RECEIVE = re.compile(r"(?:接待|迎来|迎接)(?:了)?(?P<rest>[^。；]{0,200})")
_GUESTS = re.compile(
    r"(?:(?:元首|领导人|政要|使节|来宾|国宾|党宾|要客|贵宾|外宾|团组|客人|城市|省市)(?:中|方面|里)?[^，。；]{0,8}[，：]?"
    r"|(?:来访|到访|来[\u4e00-\u9fff]|来[PS])[^，。；]{0,10}?)的?(?:还|主要|先后)?(?:有(?![关意着所无])|包括|：|，一位是|，先是)(?P<rest>[^。]{0,200})"
)
_SENT = re.compile(r"派来了?(?P<rest>[^。；]{0,60})")
_BESIDES = re.compile(r"除(?P<also>[^。；]{4,80})(?:之外|以外|外)，[^。；]{0,6}$")
_RULES = {
    _GO: "visited.go",
    _TOWARDS: "visited.towards",
    _AT: "visited.event",
    _TOUR: "visited.tour",
    _COME: "visited.come",
    _RECEIVE: "visited.received",
    _GUESTS: "visited.guests",
    _SENT: "visited.sent",
}
_COUNT = re.compile(r"(?:一行|共)?(\d+)(?:余|多)?人")
_SAME = re.compile(r"代表团|访问团|考察团|先遣团|使节团|客人|来宾|团员|外宾|宾主|一行|其间|期间|并|还|随后")
_OUTING = re.compile(r"S(?:[^，。；]{0,4}一行|[^，。；]{0,4}率团|派[^，。；]{0,12}|[^，。；]{0,8}D)")
_ABROAD = re.compile(r"赴(?:日|韩|美|俄|德|法|英|澳|欧)(?=访问|考察|参观|进修)")
_LABELS = {"inbound": "来访", "outbound": "出访", "other": "访问"}
"""How a visit is called on the page, after who and where."""
_COUNTED_STATES = re.compile(r"^等?[一二三四五六七八九十0-9]+国")
_NOT_RECEIVED = re.compile("的|人数|工作|外宾|能力|礼宾|境外|海外|党宾|国宾|来宾|任务")


def find(line: Line, context: Context) -> Iterator[Fact]:
    for start, stop in clauses(line.skeleton):
        yield from _in_sentence(line, context, start, stop)


def _in_sentence(line: Line, context: Context, start: int, stop: int) -> Iterator[Fact]:
    at = start
    for match in _triggers(line, start, stop):
        if match.start() < at:
            continue
        if match.re in (_RECEIVE, _GUESTS, _SENT):
            facts = list(_received(line, context, match))
            at = match.end() if facts else at
            yield from facts
            continue
        destinations = _destinations(line, context, match)
        trip = _trip(line, context, at, match.start(), destinations[0]) if destinations else None
        if destinations:
            at = match.end()
        if trip:
            span = (line.offset(match.start()), line.offset(match.end()))
            yield from _facts(_RULES[match.re], context, trip, destinations, span)
    _set_out(line, context, start, stop, at)


def _set_out(line: Line, context: Context, start: int, stop: int, at: int) -> None:
    """A delegation that is introduced without saying where it goes: what follows tells."""
    if at == start and (
        re.search("为(?:首|T)", line.skeleton[start:stop]) or _ABROAD.search(line.skeleton, start, stop)
    ):
        found = travellers(line, context, start, stop)
        if found:
            context.trip = Trip(found)


def _triggers(line: Line, start: int, stop: int) -> list[re.Match[str]]:
    """Matches of the verbs, in order; of two that begin together the first pattern's."""
    order = [_GUESTS, _SENT, _GO, _TOWARDS, _AT, _COME, _RECEIVE, _TOUR]
    found = [match for pattern in order for match in pattern.finditer(line.skeleton, start, stop)]
    return sorted(found, key=lambda match: (match.start(), order.index(match.re)))


def _destinations(line: Line, context: Context, match: re.Match[str]) -> list[Ref]:
    if match.re is _COME:
        short = match["short"]
        known = not short or short in context.scope.normal or short in context.home.normal
        return [context.scope] if context.scope.normal and known else []
    items = line.between(*match.span("list"), "PCS")
    if match.re is _TOUR:
        items = [item for item in items if item.kind == "Place"]
    if match.re is _AT:
        items = items[-1:]
    refs = [ref for item in items if not _of_next(line, item) and (ref := context.resolve(line, item))]
    return list(dict.fromkeys(refs))


def _of_next(line: Line, item: Item) -> bool:
    """Whether a country only says where the place behind it is."""
    following = _next(line, item)
    place = following is not None and following.kind == "Place"
    return item.kind == "Country" and place and following is not None and line.gap(item, following) in ("", "的")


def _next(line: Line, item: Item) -> Item | None:
    index = line.items.index(item) + 1
    return line.items[index] if index < len(line.items) else None


def _trip(line: Line, context: Context, start: int, stop: int, destination: Ref) -> Trip | None:
    """The trip that the words before the verb tell of: a new one, or the one under way."""
    found = [traveller for traveller in travellers(line, context, start, stop) if traveller.ref != destination]
    subject = line.skeleton[start:stop]
    if not found and _OUTING.search(subject) and not context.is_home(destination):
        found = [Traveller(context.scope, "delegation", context.scope)]
    goes_on = _SAME.search(line.text[line.offset(start) : line.offset(stop)]) or len(subject) < 3
    if found:
        context.trip = _new_trip(line, context, found, destination, start, stop)
    elif not (context.trip and goes_on):
        return None
    elif context.trip.destination is None:
        context.trip = _new_trip(line, context, context.trip.travellers, destination, start, stop)
    return context.trip


def _new_trip(line: Line, context: Context, found: list[Traveller], destination: Ref, start: int, stop: int) -> Trip:
    """The trip of these travellers; how many they were is known only of a single group."""
    counted = _COUNT.search(line.text, line.offset(start), line.offset(stop))
    single = len({traveller.origin for traveller in found}) == 1
    own = any(_ours(context, traveller.ref) for traveller in found)
    direction = "inbound" if context.is_home(destination) else "outbound" if own else "other"
    count = counted.group(1) if counted and single else ""
    return Trip(found, destination, direction, count, line.date_at(line.offset(stop)))


def _ours(context: Context, ref: Ref) -> bool:
    """Whether a traveller is from here: the locality itself, or a body named after it."""
    named = ref.type == "Organisation" and bool(context.home.normal) and ref.normal.startswith(context.home.normal)
    return named or context.is_home(ref)


def _received(line: Line, context: Context, match: re.Match[str]) -> Iterator[Fact]:
    """接待了X: the guests stand behind the verb."""
    start, stop = match.span("rest")
    guests = travellers(line, context, start, stop)
    if _NOT_RECEIVED.match(match["rest"]):
        guests = [guest for guest in guests if guest.part == "delegation" and line.between(start, stop, "D")]
    besides = _BESIDES.search(line.skeleton, 0, match.start())
    if besides:
        guests += travellers(line, context, *besides.span("also"))
    found = [guest for guest in guests if not context.is_home(guest.ref)]
    if found:
        context.trip = _new_trip(line, context, found, context.scope, start, stop)
        span = (line.offset(match.start()), line.offset(stop))
        yield from _facts(_RULES[match.re], context, context.trip, [context.scope], span)


def _facts(rule: str, context: Context, trip: Trip, destinations: list[Ref], span: tuple[int, int]) -> Iterator[Fact]:
    for traveller in trip.travellers:
        event, label = _visit(context, trip, traveller)
        for destination in destinations:
            if traveller.ref != destination:
                pairs = {"direction": trip.direction, "part": traveller.part, "head_count": trip.head_count}
                stated = tuple(sorted((name, value) for name, value in pairs.items() if value))
                yield Fact(
                    "VISITED", traveller.ref, destination, rule, *span, "", stated, trip.date, event, label=label
                )


def _visit(context: Context, trip: Trip, traveller: Traveller) -> tuple[Ref, str]:
    """The Visit that a traveller takes part in, and what it is called: who came from where, to where first."""
    origin, first = traveller.origin, trip.destination or context.scope
    event = Ref("Visit", f"{origin.normal}>{first.normal}" + (f"@{trip.date}" if trip.date else ""))
    return event, f"{context.name(origin)}—{context.name(first)} {_LABELS[trip.direction]}"
