"""VISITED: who came and who went, with the Visit that holds the trip together.

Must stay true: leader and group are two visitors of one trip; hosts and inviters are none; a later sentence about
代表团 or 客人 goes on with the same trip.
"""

import re
from collections.abc import Iterator

from nlp.context import Context, Trip
from nlp.reading import Fact, Item, Line, Ref, clauses

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
_INVITED = re.compile(r"应[^，。；]{0,60}?(?:邀请|之邀|要求|约请|邀)")
_COMPANY = re.compile(r"在[^，。；]{0,20}陪同下|由[^，。；]{0,30}联系[^，。；]{0,6}促成的")
_HOSTS = re.compile(r"(?:会见|接见|宴请|陪同)了?[^，。；]{0,30}")
_COUNT = re.compile(r"(?:一行|共)?(\d+)(?:余|多)?人")
_SAME = re.compile(r"代表团|访问团|考察团|先遣团|使节团|客人|来宾|团员|外宾|宾主|一行|其间|期间|并|还|随后")
_OUTING = re.compile(r"S(?:[^，。；]{0,4}一行|[^，。；]{0,4}率团|派[^，。；]{0,12}|[^，。；]{0,8}D)")
_ABROAD = re.compile(r"赴(?:日|韩|美|俄|德|法|英|澳|欧)(?=访问|考察|参观|进修)")
_LEADS = re.compile(r"[^。；]{0,80}?(?P<who>N)(?:任|为|担任)(?:代表团)?T")
"""The leader said after the trip: …，市长N任团长."""
_LABELS = {"inbound": "来访", "outbound": "出访", "other": "访问"}
"""How a visit is called on the page, after who and where."""
_NOWHERE = Ref("Visit", "")
"""The visit of a delegation whose destination is not said yet."""
_GROUP_GAP = re.compile(r"^[\u4e00-\u9fffT“”]{0,14}$")
_COUNTED_STATES = re.compile(r"^等?[一二三四五六七八九十0-9]+国")
_SUBJECT_GAP = re.compile(r"[\u4e00-\u9fff]{0,6}")
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
            yield from _facts(line, trip, destinations, (line.offset(match.start()), line.offset(match.end())))
    _set_out(line, context, start, stop, at)


def _set_out(line: Line, context: Context, start: int, stop: int, at: int) -> None:
    """A delegation that is introduced without saying where it goes: what follows tells."""
    if at == start and (
        re.search("为(?:首|T)", line.skeleton[start:stop]) or _ABROAD.search(line.skeleton, start, stop)
    ):
        visitors = _visitors(line, context, start, stop)
        if visitors:
            context.trip = Trip(visitors, _NOWHERE, "other")


def _triggers(line: Line, start: int, stop: int) -> list[re.Match[str]]:
    """Matches of the verbs, in order; of two that begin together the first pattern's."""
    order = [_GUESTS, _SENT, _GO, _TOWARDS, _AT, _COME, _RECEIVE, _TOUR]
    found = [match for pattern in order for match in pattern.finditer(line.skeleton, start, stop)]
    return sorted(found, key=lambda match: (match.start(), order.index(match.re)))


def _destinations(line: Line, context: Context, match: re.Match[str]) -> list[Ref]:
    if match.re is _COME:
        short = match["short"]
        known = not short or short in context.scope.normal or short in context.home.normal or short == "华"
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
    visitors = [(ref, part) for ref, part in _visitors(line, context, start, stop) if ref != destination]
    subject = line.skeleton[start:stop]
    if not visitors and _OUTING.search(subject) and not context.is_home(destination):
        visitors = [(context.scope, "delegation")]
    goes_on = _SAME.search(line.text[line.offset(start) : line.offset(stop)]) or len(subject) < 3
    if visitors:
        context.trip = _new_trip(line, context, visitors, destination, start, stop)
    elif not (context.trip and goes_on):
        return None
    elif context.trip.event == _NOWHERE:
        context.trip = _new_trip(line, context, context.trip.visitors, destination, start, stop)
    return context.trip


def _new_trip(
    line: Line, context: Context, visitors: list[tuple[Ref, str]], destination: Ref, start: int, stop: int
) -> Trip:
    """The trip of these visitors, named by where they come from and where they go first."""
    origin = next((ref for ref, part in visitors if part == "delegation"), visitors[0][0])
    date = line.date_at(line.offset(stop))
    counted = _COUNT.search(line.text, line.offset(start), line.offset(stop))
    home = context.is_home(destination)
    own = any(context.is_home(ref) for ref, _ in visitors)
    direction = "inbound" if home else "outbound" if own else "other"
    event = Ref("Visit", f"{origin.normal}>{destination.normal}" + (f"@{date}" if date else ""))
    label = f"{context.name(origin)}—{context.name(destination)} {_LABELS[direction]}"
    return Trip(visitors, event, direction, counted.group(1) if counted else "", date, label)


def _visitors(line: Line, context: Context, start: int, stop: int) -> list[tuple[Ref, str]]:
    """Who travels, among the items of this stretch: leaders with their one office, and where groups come from."""
    text_start, text_stop = line.offset(start), line.offset(stop)
    hidden = [
        match.span()
        for pattern in (_INVITED, _COMPANY, _HOSTS)
        for match in pattern.finditer(line.text, text_start, text_stop)
    ]
    items = [item for item in line.between(start, stop) if not any(a <= item.start < b for a, b in hidden)]
    leaders = [item for item in items if item.kind == "Person"]
    found: list[tuple[Ref, str]] = [(item.ref, "leader") for item in leaders]
    later = _LEADS.match(line.skeleton, stop)
    if later and _groups(items):
        found += [(item.ref, "leader") for item in line.between(*later.span("who"), "N")]
    groups = [origin for item in items if item.kind == "Group" and (origin := _origin(line, context, items, item))]
    found += [(ref, "delegation") for ref in groups]
    found += [(ref, "delegation") for item in leaders if not groups for ref in _one_office(context, item.ref)]
    if not found:
        found = [(ref, "delegation") for ref in _bare_subject(line, context, items, stop)]
    return list(dict.fromkeys(found))


def _groups(items: list[Item]) -> list[Item]:
    return [item for item in items if item.kind == "Group"]


def _one_office(context: Context, person: Ref) -> list[Ref]:
    offices = context.offices.get(person, [])
    return offices if len(offices) == 1 else []


def _origin(line: Line, context: Context, items: list[Item], group: Item) -> Ref | None:
    """Where a group comes from: the last place, body or country before the word for it, in the same phrase."""
    index = items.index(group)
    for item in reversed(items[:index]):
        gap = line.text[item.end : group.start]
        quoted = line.text.count("“", item.end, group.start) < line.text.count("”", item.end, group.start)
        if item.kind == "Title" or quoted or (item.kind == "Group" and not gap):
            continue
        if item.kind not in {"Place", "Organisation", "Country", "Self", "Pronoun"} or not _GROUP_GAP.match(gap):
            return None
        return context.resolve(line, item)
    return None


def _bare_subject(line: Line, context: Context, items: list[Item], stop: int) -> list[Ref]:
    """A place, body or country that is itself the subject, right before the verb."""
    found: list[Ref] = []
    end = line.offset(stop)
    for item in reversed(items):
        gap = line.text[item.end : end]
        plain = _SUBJECT_GAP.fullmatch(gap) if not found else gap in ("、", "和", "与", "及")
        if item.kind not in {"Organisation", "Place", "Country", "Self"} or not plain:
            if item.kind == "Title" or (found and item.kind == "Country" and gap == ""):
                end = item.start
                continue
            break
        ref = context.resolve(line, item)
        found += [ref] if ref else []
        end = item.start
    return found


def _received(line: Line, context: Context, match: re.Match[str]) -> Iterator[Fact]:
    """接待了X: the guests stand behind the verb."""
    start, stop = match.span("rest")
    guests = _visitors(line, context, start, stop)
    if _NOT_RECEIVED.match(match["rest"]):
        guests = [(ref, part) for ref, part in guests if part == "delegation" and line.between(start, stop, "D")]
    besides = _BESIDES.search(line.skeleton, 0, match.start())
    if besides:
        guests += _visitors(line, context, *besides.span("also"))
    visitors = [(ref, part) for ref, part in guests if not context.is_home(ref)]
    if visitors:
        context.trip = _new_trip(line, context, visitors, context.scope, start, stop)
        yield from _facts(line, context.trip, [context.scope], (line.offset(match.start()), line.offset(stop)))


def _facts(line: Line, trip: Trip, destinations: list[Ref], span: tuple[int, int]) -> Iterator[Fact]:
    for visitor, part in trip.visitors:
        for destination in destinations:
            if visitor != destination:
                pairs = {"direction": trip.direction, "part": part, "head_count": trip.head_count}
                attributes = tuple(sorted((name, value) for name, value in pairs.items() if value))
                yield Fact(
                    "VISITED",
                    visitor,
                    destination,
                    "visited",
                    *span,
                    "",
                    attributes,
                    trip.date,
                    trip.event,
                    label=trip.label,
                )
