"""Who travels: the leaders, and where their groups come from. A helper of the rules for visits.

Must stay true: inviters, companions and hosts are no travellers; a leader belongs to the next group named behind him.
"""

import re

from nlp.context import Context, Traveller
from nlp.reading import Item, Line, Ref

_INVITED = re.compile(r"应[^，。；]{0,60}?(?:邀请|之邀|要求|约请|邀)")
_COMPANY = re.compile(r"在[^，。；]{0,20}陪同下|由[^，。；]{0,30}联系[^，。；]{0,6}促成的")
_HOSTS = re.compile(r"(?:会见|接见|宴请|陪同)了?[^，。；]{0,30}")
_GROUP_GAP = re.compile(r"^[\u4e00-\u9fffT“”]{0,14}$")
_SUBJECT_GAP = re.compile(r"[\u4e00-\u9fff]{0,6}")
_LEADS = re.compile(r"[^。；]{0,80}?(?P<who>N)(?:任|为|担任)(?:代表团)?T")
"""The leader said after the trip: …，市长N任团长."""


def travellers(line: Line, context: Context, start: int, stop: int) -> list[Traveller]:
    """Who travels, among the items between two skeleton offsets, in the order of the text."""
    items = _visible(line, start, stop)
    groups = [
        (item, origin) for item in items if item.kind == "Group" and (origin := _origin(line, context, items, item))
    ]
    leaders = [item for item in items if item.kind == "Person"]
    later = _LEADS.match(line.skeleton, stop)
    if later and any(item.kind == "Group" for item in items):
        leaders += line.between(*later.span("who"), "N")
    found = [traveller for leader in leaders for traveller in _led(context, leader, groups)]
    found += [Traveller(origin, "delegation", origin) for _, origin in groups]
    if not found:
        found = [Traveller(ref, "delegation", ref) for ref in _bare_subject(line, context, items, stop)]
    return list(dict.fromkeys(found))


def _visible(line: Line, start: int, stop: int) -> list[Item]:
    """The items that are not inside 应…邀请, 在…陪同下 or 会见…"""
    bounds = line.offset(start), line.offset(stop)
    hidden = [
        match.span() for pattern in (_INVITED, _COMPANY, _HOSTS) for match in pattern.finditer(line.text, *bounds)
    ]
    return [item for item in line.between(start, stop) if not any(a <= item.start < b for a, b in hidden)]


def _led(context: Context, leader: Item, groups: list[tuple[Item, Ref]]) -> list[Traveller]:
    """A leader with the group behind him; without any group he brings the place or body of his one office."""
    behind = [origin for item, origin in groups if item.start > leader.start]
    if groups:
        return [Traveller(leader.ref, "leader", behind[0] if behind else groups[-1][1])]
    offices = context.offices.get(leader.ref, [])
    if len(offices) != 1:
        return [Traveller(leader.ref, "leader", leader.ref)]
    return [Traveller(leader.ref, "leader", offices[0]), Traveller(offices[0], "delegation", offices[0])]


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
