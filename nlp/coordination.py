"""Who stands with whom: A与B、C和D；A、B分别与C、D. The parties of ties, signatures and contacts.

A member of a coordination is a whole phrase: 日本甲县乙市市长N is the city 乙市 (a place in front only says where it
is) and the person N, who acts for it.

Must stay true: every member of a coordination is a party; 分别 pairs one to one where both sides are equally many.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from nlp.context import Context, Member
from nlp.reading import Item, Line, Ref, clauses
from nlp.vocabulary import alternation, divisions, words

_PAREN = "(?:（[^（）]{0,24}）)"
_PLACE = f"[PO]{_PAREN}?"
_CHAIN = f"(?:C的?)?{_PLACE}(?:(?:的|首府|所属的?|下辖的?|辖下的?|近郊的?|境内的?|友好城市|友城)?{_PLACE}){{0,4}}"
_PERSON = f"T{{0,3}}N{_PAREN}?(?:T|先生|女士)?"
_OWN = "(?:我(?:会|馆|社|镇|乡|处|局|办|团|公司|中心|集团|学院|们|方)|本(?:公司|会|馆|镇|乡|村|社|中心|集团|院))"
_OFFICE = "(?:人民|市|县|区|州|省)?(?:政府|方面|当局|议会|县厅|市厅)"
_TWO = (
    "(?:双方|两(?:[市县省州地港校国方区镇乡村院馆会社]|[座个]?(?:城市|港口|区县)|所(?:学校|大学|院校|高校)|"
    "家(?:单位|协会|医院|企业|公司|机构|商会)?)(?!级|年|次|人|岸|会议))"
)
PHRASE = (
    f"(?:(?:S的?|R的?)?{_CHAIN}(?:{_OFFICE})?(?:的?D)?(?:{_PERSON})?"
    f"|[SR]的?(?:D)?(?:{_PERSON})?|{_OWN}(?:{_PERSON})?|C?{_PERSON}|[前后]者(?:{_PERSON})?|D|{_TWO})"
)
"""A member of a list, in a skeleton: a place, body or person with what stands in front of and behind it."""
_JOIN = "(?:、|，?以及|及|和|与|同|跟|暨|[—–－]{1,2})"
LIST = f"{PHRASE}(?:{_JOIN}{PHRASE}){{0,40}}"
"""A coordination of such members."""
_GROUP = re.compile(
    rf"(?P<prefix>[与同和跟](?:(?:来访|到访|当地|上述|友城|友好城市|姐妹城市|友好港|时任|[\u4e00-\u9fff]方|现任)的?)?(?:[\u4e00-\u9fff]{{2,8}}、){{0,2}})?"
    rf"(?P<list>{LIST})(?:等[国市地]?(?:[^，。；]{{0,4}}城市和地区)?)?"
)
_MEMBER = re.compile(PHRASE)
_WITH = re.compile(
    r"(?:等?[0-9一二三四五六七八九十多余个座国家的和地区城市省州县港两三校所]{0,16})"
    r"(?:分别|先后|依次|各自|拟|已|也|还|都|均|正式|共同|再次|曾|亦|就此|陆续|相继|有意|希望|愿意|表示|提出|又|则|还将|早已|一直|每年|年内|已经|将){0,4}$"
)
_ADVERBIAL = re.compile(
    "(?:在|于|赴|抵|抵达|往|前往|经|应|由于|作为|到|来到|来|飞抵|回访|访问了?|到访|出访|顺访|走访了?|考察了?|参观了?|会见了?|接待了?|拜访了?|"
    "欢迎|邀请|陪同|途经|转往|至|向|对|为|把|将|被)(?:来访的)?$"
)
"""Words in front that make a list no party: 在A市签署, 访问A市和B市."""
_ACCOMPANIED = re.compile(
    "(?:等[^，。；]{0,6})?(?:的?[^，。；]{0,4}(?:见证|主持|陪同|协助|支持|斡旋|推动|牵线)下|(?:到场|现场|共同)?见证|牵线|居中|之?邀(?:请|$|，))"
)
"""Words behind that make it none: 在N见证下, 应A市邀请."""
_NAMELESS = re.compile("(?:附近|境内|所属)?的?(?:一[所家个名座些]|某|部分|多家|几[所家个]|若干)")
"""Words behind that tell of somebody else, who is not named: A市某企业, 与A州的一所大学."""
_VISITED = re.compile("(?:赴|抵|抵达|前往|来到|飞抵|回访|访问了?|到访|出访|走访了?|拜访了?|考察了?|到|来)$")
_COMES = re.compile(
    "[^，。；与同和跟]{0,14}?(?:来访|来[PS]|到访|一行|访问|抵|率|应邀|提出|表示|希望|致函|来函|造访|回访|率团|前来)"
)
_BOUNDARY = re.compile(r"[，。；：！？】）|\s—]")
_OPENER = re.compile(
    rf"(?:[\d〇一二三四五六七八九十廿元～~\-.．、/至年月日号上中下旬初底末“①-⑳●▲■◆※]|{alternation('clause_openers')})*"
)
_SHARED = re.compile(
    r"(?:之后|以后|后)?[，、和及]?(?:又|再|还)?(?:一次)?(?:于|在)?(?:[\d〇一二三四五六七八九十年月日上中下旬初底末]|先后|分别|又){0,14}$"
)
"""What may stand between two counterparts of one verb: 2011年与A、2013年与B结为友好城市."""
_RESPECTIVELY = re.compile("分别|依次|各自|一对一|两两|一一")
_PARTIES = "POSR"
_PAIR_VERB = re.compile(
    "(?:于[^，。；]{0,10}|正式|双方|两地|已){0,2}(?:结为|结成|缔结|互致|互换|互为|建立[^，。；]{0,6}关系)"
)
_TOPIC = re.compile(
    r"[（(]?[一二三四五六七八九十\d①-⑳]{0,3}[）)、.．\s]*(?P<list>C的?P(?:（[^（）]*）)?(?:[、和与]C?P(?:（[^（）]*）)?){0,3})[。：\s]*"
)
"""A line that is nothing but partners abroad: what follows tells of them."""
_BOTH = re.compile("(?:[两双宾三四]|各方)")


@dataclass(frozen=True, slots=True)
class Group:
    """A list of members between two skeleton offsets."""

    members: tuple[Member, ...]
    start: int
    end: int
    prefix: bool
    """Whether 与 or the like stands in front: the counterparts of a subject."""
    subject: bool
    """Whether it opens its clause, as a subject does."""
    both: str = ""
    """两市, 双方, 各方 where the list is nothing else."""
    joined: bool = False
    """Whether 、 joins any of its members."""
    paired: bool = False
    """Whether the verb right behind says that its members pair with each other: A、B结为."""
    pointing: bool = False
    """Whether it is nothing but 对方, 该市 or the like."""


@dataclass(frozen=True)
class Pairing:
    """Two sides named together, with the words of the clause that follow them (skeleton offsets)."""

    left: tuple[Member, ...]
    right: tuple[Member, ...]
    start: int
    end: int
    stop: int
    respectively: bool = False
    """Whether 分别 pairs the sides one to one."""

    def pairs(self) -> Iterator[tuple[Member, Member]]:
        if self.respectively and len(self.left) == len(self.right) > 1:
            yield from zip(self.left, self.right, strict=True)
            return
        for left in self.left:
            for right in self.right:
                if left.unit != right.unit or left.unit is None:
                    yield left, right

    def units(self) -> Iterator[tuple[Ref, Ref]]:
        """The pairs of units."""
        for left, right in self.pairs():
            if left.unit and right.unit and left.unit != right.unit:
                yield left.unit, right.unit


@cache
def _simple() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in words("traditional")}


def simplified(line: Line) -> Line:
    """The line with the traditional characters of the words that rules look for in their simplified form."""
    text = line.text.translate(_simple())
    return line if text == line.text else replace(line, text=text)


def pairings(line: Line, context: Context) -> list[Pairing]:
    """All pairings of a line, in order; keeps the last one in mind for 两市, 双方."""
    line = simplified(line)
    found: list[Pairing] = []
    context.pair_age += 1
    _note_topic(line, context)
    _note_visits(line, context)
    listed = groups(line, context)
    subject = context.leading
    for start, stop in clauses(line.skeleton):
        inside = [group for group in listed if start <= group.start < stop]
        made = list(_in_clause(line, context, inside, subject, start, stop))
        found += _sharing(line, made)
        subject = _going_on(line, context, inside, made, subject, stop)
    context.leading = subject
    for group in listed:
        units = list(dict.fromkeys(member.unit for member in group.members if member.unit))
        context.company = units if len(units) > 2 else context.company
    return found


def _going_on(
    line: Line,
    context: Context,
    inside: Sequence[Group],
    made: Sequence[Pairing],
    before: tuple[Member, ...],
    stop: int,
) -> tuple[Member, ...]:
    """The subject that goes on behind a semicolon: the side that has just been told of; a full stop ends it."""
    if line.skeleton[stop - 1 : stop] != "；":
        return ()
    if made:
        return made[-1].left
    subjects = [group.members for group in inside if group.subject and not group.prefix and not group.both]
    own = [members for members in subjects if any(_is_home(context, member) for member in members)]
    return own[-1] if own else () if subjects else before


def _is_home(context: Context, member: Member) -> bool:
    return member.unit is not None and context.is_home(member.unit)


def groups(line: Line, context: Context) -> list[Group]:
    """The lists of a line that may be parties."""
    found = []
    for match in _GROUP.finditer(line.skeleton):
        group = _group(line, context, match)
        units = [member.unit for member in group.members if member.unit]
        if len(units) == 2:
            context.two = (units[0], units[1])
        if not _beside(line, match):
            found.append(group)
    return found


def _beside(line: Line, match: re.Match[str]) -> bool:
    """Whether a list is no party: where something happens, who is visited, who bears witness."""
    before = "" if match["prefix"] else line.skeleton[max(0, match.start() - 8) : match.start()]
    end = match.end("list")
    return bool(
        _ADVERBIAL.search(before)
        or _ACCOMPANIED.match(line.skeleton, match.end())
        or _NAMELESS.match(line.skeleton, end)
    )


def _meet(context: Context, left: Ref, right: Ref) -> None:
    """From now on 两市, 双方 are these."""
    context.pair, context.pair_age = (left, right), 0


def _note_topic(line: Line, context: Context) -> None:
    """Keep in mind whom a section is about, where its heading is a partner's name."""
    match = _TOPIC.fullmatch(line.skeleton)
    if match or line.kind == "heading":
        listed = members(line, context, *match.span("list")) if match else []
        context.told = tuple(member.unit for member in listed if member.unit)
    for there in context.told[-1:] if match and context.scope.normal else ():
        _meet(context, context.scope, there)


def _note_visits(line: Line, context: Context) -> None:
    """After a visit 双方 means the guests and the place they came to."""
    for match in _GROUP.finditer(line.skeleton):
        if not match["prefix"] and _VISITED.search(line.skeleton, max(0, match.start() - 4), match.start()):
            units = [member.unit for member in members(line, context, *match.span("list")) if member.unit]
            if units and _is_abroad(line, context, match, units[-1]):
                _meet(context, context.scope, units[-1])


def _is_abroad(line: Line, context: Context, match: re.Match[str], there: Ref) -> bool:
    """Whether a place that is visited is one elsewhere, not a place of ours that guests are shown."""
    named = [item.text for item in line.between(*match.span("list"), "P")]
    ours = context.is_home(there) or not named or named[-1] in divisions() or named[-1].endswith(("村", "街道"))
    return there.type == "Place" and not ours and bool(context.scope.normal)


def _group(line: Line, context: Context, match: re.Match[str]) -> Group:
    listed = members(line, context, *match.span("list"))
    items = line.between(*match.span("list"), "POSRNCD")
    both = items[0].text if len(items) == 1 and items[0].kind == "Pronoun" and items[0].text[0] in "两双宾兩雙" else ""
    both = both or (match["list"] if re.fullmatch(_TWO, match["list"]) else "")
    delegation = line.skeleton[match.end() - 1 : match.end()] == "D"
    return Group(
        tuple(listed), match.start(), match.end(), bool(match["prefix"]),
        delegation or opens_clause(line.skeleton, match.start()), both, "、" in match["list"],
        bool(_PAIR_VERB.match(line.skeleton, match.end())), len(items) == 1 and items[0].kind == "Pronoun",
    )  # fmt: skip


def opens_clause(skeleton: str, at: int) -> bool:
    """Whether nothing but dates and adverbs stands between the last mark and this skeleton offset."""
    start = max((match.end() for match in _BOUNDARY.finditer(skeleton, max(0, at - 40), at)), default=max(0, at - 40))
    return bool(_OPENER.fullmatch(skeleton, start, at))


def members(line: Line, context: Context, start: int, stop: int) -> list[Member]:
    """The members of a list between two skeleton offsets, with the units they stand for; 两市 stands for none here."""
    found = []
    for match in _MEMBER.finditer(line.skeleton, start, stop):
        items = _outside_brackets(line, match)
        person = next((item.ref for item in items if item.kind == "Person"), None)
        unit = _unit(line, context, match, items, person)
        apart = line.skeleton[match.start() - 1 : match.start()] in tuple("与同跟—–－") and match.start() > start
        if unit or person:
            found.append(Member(unit, person, apart))
        elif items and items[-1].kind == "Pronoun" and items[-1].text[0] in "三四各" and len(context.company) > 2:
            found += [Member(ref) for ref in context.company]
    return found


def _outside_brackets(line: Line, match: re.Match[str]) -> list[Item]:
    hidden = [
        item for bracket in re.finditer(_PAREN, match.group())
        for item in line.between(match.start() + bracket.start(), match.start() + bracket.end())
    ]  # fmt: skip
    return [item for item in line.between(*match.span()) if item not in hidden]


def _unit(line: Line, context: Context, match: re.Match[str], items: list[Item], person: Ref | None) -> Ref | None:
    named = [item for item in items if item.kind in {"Place", "Organisation", "Self", "Pronoun"}]
    if named and named[-1].kind == "Pronoun":
        return _pointed(line, context, named[-1], person)
    if named:
        return context.resolve(line, named[-1])
    if re.match(_TWO, match.group()):
        return None
    if match.group()[0] in "我本":
        return context.scope
    if match.group()[0] in "前后":
        return _of_two(context, match.group()[0])
    if person:
        return next(iter(context.offices.get(person, ())), None)
    return next((guest.origin for guest in context.trip.travellers), None) if context.trip else None


def _pointed(line: Line, context: Context, item: Item, person: Ref | None) -> Ref | None:
    """What 对方, 该市 stand for; 两市市长N means the place of N's office."""
    if item.text == "对方":
        both = context.both()
        return both[1] if both else None
    if _BOTH.match(item.text):
        return next(iter(context.offices.get(person, ())), None) if person else None
    return context.resolve(line, item)


def _of_two(context: Context, which: str) -> Ref | None:
    """Whom 前者 or 后者 means."""
    units = context.two
    return units[0 if which == "前" else 1] if units else None


def _in_clause(
    line: Line, context: Context, inside: Sequence[Group], subject: tuple[Member, ...], start: int, stop: int
) -> Iterator[Pairing]:
    for index, group in enumerate(inside):
        after = inside[index + 1] if index + 1 < len(inside) else None
        following = next((later.start for later in inside[index + 1 :] if later.prefix or _begins(later)), stop)
        made: list[Pairing] = []
        if group.both:
            made = _both(context, group, following)
        elif group.prefix:
            made = [_facing(line, context, group, subject, following)]
        elif after and after.prefix and _WITH.match(line.skeleton[group.end : after.start]):
            subject = group.members
        else:
            made = list(_sides(line, context, group, following))
            subject = made[-1].left if made else _subject(line, group, subject)
        _note(line, context, group)
        for pairing in made:
            _keep(context, pairing)
            yield pairing


def _subject(line: Line, group: Group, before: tuple[Member, ...]) -> tuple[Member, ...]:
    """Who acts from here on: a list that opens its clause, else who did before; N代表A市 acts for A市."""
    bare = line.skeleton[group.start : group.end] == "D"
    if not group.subject or not group.members or (bare and before):
        return before
    acts_for = line.skeleton[group.start - 2 : group.start] == "代表" and len(before) == len(group.members) == 1
    return (Member(group.members[0].unit, before[0].person),) if acts_for else group.members


def _begins(group: Group) -> bool:
    """Whether a list begins a statement of its own."""
    return group.subject and not group.both and not group.pointing and any(member.unit for member in group.members)


def _note(line: Line, context: Context, group: Group) -> None:
    """Keep in mind that guests have come."""
    units = [member.unit for member in group.members if member.unit]
    foreign = len(units) == 1 and not context.is_home(units[0]) and units[0].type in {"Place", "Organisation"}
    if foreign and group.subject and context.scope.normal and _COMES.match(line.skeleton, group.end):
        _meet(context, context.scope, units[0])


def _keep(context: Context, pairing: Pairing) -> None:
    left = next((member.unit for member in pairing.left if member.unit), None)
    right = next((member.unit for member in reversed(pairing.right) if member.unit), None)
    if left and right and left != right:
        _meet(context, left, right)


def _both(context: Context, group: Group, stop: int) -> list[Pairing]:
    pair = context.host_and_guest() if group.both == "宾主" else context.both() if group.both else None
    return [Pairing((Member(pair[0]),), (Member(pair[1]),), group.start, group.end, stop)] if pair else []


def _facing(line: Line, context: Context, group: Group, subject: tuple[Member, ...], stop: int) -> Pairing:
    """A counterpart behind 与: the subject stands against it; the reporting locality where there is none."""
    left = subject if subject and subject != group.members else (Member(context.scope),)
    around = line.skeleton[max(0, group.start - 4) : group.start] + line.skeleton[group.end : stop].split("，")[0]
    return Pairing(left, group.members, group.start, group.end, stop, bool(_RESPECTIVELY.search(around)))


def _sides(line: Line, context: Context, group: Group, stop: int) -> Iterator[Pairing]:
    """The pairings inside one list without a preposition in front: A与B、C与D、E."""
    listed = group.members
    cuts = [at for at in range(1, len(listed)) if listed[at].apart]
    if not cuts:
        yield from _flat(context, group, stop)
        return
    respectively = bool(_RESPECTIVELY.search(line.skeleton[group.end : stop].split("，")[0]))
    for index, cut in enumerate(cuts):
        first = 0 if index == 0 else cut - 1
        last = cuts[index + 1] - 1 if index + 1 < len(cuts) else len(listed)
        if listed[cut:last]:
            yield Pairing(listed[first:cut], listed[cut:last], group.start, group.end, stop, respectively)


def _flat(context: Context, group: Group, stop: int) -> Iterator[Pairing]:
    """A和B: home against the others; two others against each other."""
    units = list({member.unit or member.person: member for member in group.members}.values())
    home = [member for member in units if _is_home(context, member)]
    others = [member for member in units if member not in home]
    if home and others:
        yield Pairing((home[0],), tuple(others), group.start, group.end, stop)
    elif len(units) == 2 and group.subject and (not group.joined or group.paired or all(unit.person for unit in units)):
        yield Pairing((units[0],), (units[1],), group.start, group.end, stop)


def _sharing(line: Line, made: Sequence[Pairing]) -> Iterator[Pairing]:
    """The pairings, those without a verb of their own with the words of the next: 与A、2013年与B结为友好城市."""
    found: list[Pairing] = []
    following: Pairing | None = None
    for pairing in reversed(made):
        own = line.skeleton[pairing.end : pairing.stop]
        if following and following.start == pairing.stop and _SHARED.match(own):
            pairing = replace(pairing, end=following.end, stop=following.stop)
        found.append(pairing)
        following = pairing
    return reversed(found)
