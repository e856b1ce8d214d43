"""Who stands with whom: A与B、C和D；A、B分别与C、D. The parties of ties, signatures and contacts.

Must stay true: every member of a coordination is a party; 分别 pairs one to one where both sides are equally many.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.context import Context
from nlp.reading import Item, Line, Ref, clauses

_ONE = r"(?:C?(?:的|友城|友好城市)?[PO](?:（C）)?|S|R)"
_LIST = re.compile(
    rf"(?P<prefix>(?:[与同和跟])(?:[\u4e00-\u9fff]{{2,8}}、){{0,2}})?(?P<list>{_ONE}(?:(?:、|以及|[和与同及跟]|[—–－]{{1,2}}){_ONE}){{0,40}})(?:等[国市地]?(?:[^，。；]{{0,4}}城市和地区)?)?"
)
_WITH = re.compile(
    r"(?:等?[0-9一二三四五六七八九十多余个座国家的和地区城市省州县港]{0,16})"
    r"(?:分别|先后|拟|已|也|还|都|均|正式|共同|再次|曾|亦|就此|陆续|相继|有意|希望|愿意|表示|提出){0,4}$"
)
_ADVERBIAL = re.compile("(?:在|于|赴|抵|往|经|应|由于|作为|访问了?|到访|出访|走访)$")
"""Words in front that make a list no party: 在A市签署, 访问A市和B市."""
_PARTIES = "POSR"
_BOTH = re.compile("(?:[两双宾]|各方|对方)")


@dataclass(frozen=True)
class Pairing:
    """Two sides named together, with the words of the clause that follow them (skeleton offsets)."""

    left: tuple[Ref, ...]
    right: tuple[Ref, ...]
    start: int
    end: int
    stop: int
    respectively: bool = False
    """Whether 分别 pairs the sides one to one."""
    assumed: bool = False
    """Whether the left side is not named: the reporting locality is meant."""

    def pairs(self) -> Iterator[tuple[Ref, Ref]]:
        if self.respectively and len(self.left) == len(self.right) > 1:
            yield from zip(self.left, self.right, strict=True)
            return
        for left in self.left:
            for right in self.right:
                if left != right:
                    yield left, right


def pairings(line: Line, context: Context) -> list[Pairing]:
    """All pairings of a line, in order; keeps the last one in mind for 两市, 双方."""
    found: list[Pairing] = []
    for start, stop in clauses(line.skeleton):
        found += _in_clause(line, context, start, stop)
    for match in _LIST.finditer(line.skeleton):
        members = list(dict.fromkeys(ref for _, ref in _members(line, context, match)))
        context.company = members if len(members) > 2 else context.company
    return found


def _in_clause(line: Line, context: Context, start: int, stop: int) -> Iterator[Pairing]:
    matches = [
        match
        for match in _LIST.finditer(line.skeleton, start, stop)
        if line.between(*match.span("list"), _PARTIES) and not _ADVERBIAL.search(line.skeleton, start, match.start())
    ]
    subject: tuple[Ref, ...] = ()
    previous_end = start
    for index, match in enumerate(matches):
        following = next((later.start() for later in matches[index + 1 :] if _opens(line, later)), stop)
        gap = line.skeleton[previous_end : match.start()]
        members = _members(line, context, match)
        if match["prefix"]:
            to_home = bool(members) and all(context.is_home(ref) for _, ref in members)
            adjoining = subject if subject and (to_home or len(gap) < 60) else ()
            left, assumed = (adjoining, False) if adjoining else (_home(context), True)
            respectively = "分别" in gap[-4:] or "分别" in line.skeleton[match.end() : match.end() + 4]
            made = [
                Pairing(
                    left, tuple(ref for _, ref in members), match.start(), match.end(), following, respectively, assumed
                )
            ]
        elif _is_left(line, matches, index):
            made = []
            subject = tuple(ref for _, ref in members)
        else:
            made = list(_sides(line, context, match, members, following))
            subject = made[-1].left if made else tuple(ref for _, ref in members)
        for pairing in made:
            if pairing.left and pairing.right:
                context.pair = (pairing.left[0], pairing.right[-1])
                yield pairing
        previous_end = match.end()


def _is_left(line: Line, matches: list[re.Match[str]], index: int) -> bool:
    """Whether a list is the left side of the next one: A、B分别与C、D."""
    if index + 1 >= len(matches) or not matches[index + 1]["prefix"]:
        return False
    return bool(_WITH.match(line.skeleton[matches[index].end() : matches[index + 1].start()]))


def _opens(line: Line, match: re.Match[str]) -> bool:
    """Whether a list begins a statement of its own: after 与, after a comma, or as the first of two sides."""
    before = line.skeleton[max(0, match.start() - 1) : match.start()]
    if _BOTH.match(line.text, line.offset(match.start("list"))) and not match["prefix"]:
        return False
    sides = len(line.between(*match.span("list"), _PARTIES)) > 1 and bool(re.search("[与同跟]", match["list"]))
    return (
        bool(match["prefix"])
        or before in ("，", "。", "；")
        or sides
        or line.skeleton[match.end() : match.end() + 1] == "与"
    )


def _home(context: Context) -> tuple[Ref, ...]:
    return (context.scope,)


def _members(line: Line, context: Context, match: re.Match[str]) -> list[tuple[Item, Ref]]:
    """The members of a list with the units they stand for."""
    members = []
    for item in line.between(*match.span("list"), _PARTIES):
        if item.kind == "Pronoun" and _BOTH.match(item.text):
            continue
        ref = context.resolve(line, item)
        if ref:
            members.append((item, ref))
    return members


def _sides(
    line: Line, context: Context, match: re.Match[str], members: list[tuple[Item, Ref]], stop: int
) -> Iterator[Pairing]:
    """The pairings inside one list without a preposition in front: A与B、C与D、E."""
    only = line.between(*match.span("list"), "R")
    if not members and only and _BOTH.match(only[0].text):
        pair = context.host_and_guest() if only[0].text == "宾主" else context.both()
        if pair:
            yield Pairing((pair[0],), (pair[1],), match.start(), match.end(), stop)
        return
    cuts = [at for at in range(1, len(members)) if _joined(line, members[at - 1][0], members[at][0])]
    if not cuts:
        yield from _flat(context, match, members, stop)
        return
    for index, cut in enumerate(cuts):
        first = 0 if index == 0 else cut - 1
        last = cuts[index + 1] - 1 if index + 1 < len(cuts) else len(members)
        left, right = [ref for _, ref in members[first:cut]], [ref for _, ref in members[cut:last]]
        if right:
            yield Pairing(
                tuple(left),
                tuple(right),
                match.start(),
                match.end(),
                stop,
                "分别" in line.skeleton[match.end() : stop][:6],
            )


def _joined(line: Line, left: Item, right: Item) -> bool:
    """Whether 与, 同 or 跟 (not 和, 、) stands between two members, a country of the second apart."""
    gap = line.text[left.end : right.start]
    return bool(re.match("^(?:（[^（）]*）)?[与同跟—–－]", gap))


def _flat(context: Context, match: re.Match[str], members: list[tuple[Item, Ref]], stop: int) -> Iterator[Pairing]:
    """A和B: home against the others; two others against each other."""
    units = list(dict.fromkeys(ref for _, ref in members))
    home = [ref for ref in units if context.is_home(ref)]
    others = [ref for ref in units if ref not in home]
    if home and others:
        yield Pairing((home[0],), tuple(others), match.start(), match.end(), stop)
    elif len(units) == 2 and "、" not in match["list"]:
        yield Pairing((units[0],), (units[1],), match.start(), match.end(), stop)
