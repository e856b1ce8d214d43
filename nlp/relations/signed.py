"""SIGNED: the parties of an agreement. One agreement unit for each counterpart.

Must stay true: with A、B、C签署备忘录 makes three agreements, each signed by both its parties, all at one span; what
was not signed, or is still to be, has no signers.
"""

import re
from collections.abc import Iterator, Sequence

from nlp.context import Context, Member
from nlp.coordination import LIST, Pairing, members, simplified
from nlp.reading import Fact, Item, Line, Ref
from nlp.relations.ties import has_own_side, named_parties
from nlp.vocabulary import alternation, words

_SIGN = re.compile(alternation("sign_verbs"))
_OF = re.compile(r"^(?:[签署订立达成了过的于共同\d年月日]{1,14})?的?《?A")
_RUN = re.compile(r"《?A》?(?:(?:、|和|与|及|以及)?《?A》?)*")
"""Agreements named together: 《A》《B》和《C》."""
_UNSIGNED = re.compile(
    "未(?!来)|没有(?!辜负)|拟(?!定)|准备|计划(?!》)|争取|建议|待(?!遇)|暂缓|草案|将(?:于|在|签|与)|打算|有望|有意|希望|有待|提议|起草|商定(?:续|再|适时)|择日|另行|力争|报批|审批|审核|正在办理"
)
_DRAFT = re.compile("》?(?:的)?(?:草案|文本|初稿|样本)(?:[^，。；]{0,12}(?:审|商|待|拟))")
_MANY = re.compile(
    rf"(?P<list>{LIST})(?:等[^，。；]{{0,10}})?"
    r"[^，。；A]{0,12}?(?:签署|签订|发表|发布|通过|发起|签)[^，。；A]{0,12}(?P<what>A)"
)
_FAR = re.compile(
    rf"(?P<list>{LIST})[^。；A]{{0,30}}?(?:共同|联合|一致)(?:签署|签订|发表|发布|通过|发起)[^，。；A]{{0,12}}(?P<what>A)"
)
_ALL = re.compile(
    r"(?:R|各方|与会[^，。；]{0,8}|各[市城国]|[四五六七八九十]+[方市城地国]|\d+个?(?:城市|市|方|国))"
    r"[^，。；A]{0,14}?(?:签署|签订|发表|发布|通过|发起)[^，。；A]{0,10}(?P<what>A)"
)
_SIGNERS = re.compile(
    r"(?:[与同和](?P<here>[PS])[^，。；CP]{0,6})?签[^，。；CPA]{0,8}(?P<what>A)[^，。；CP]{0,4}的?(?:城市|国家|地区|省市|对象)?"
    rf"(?:有|是|为|包括|：|还有|分别[是为])+(?P<list>{LIST})"
)
_SIGNING = re.compile(
    rf"(?P<who>{LIST})等?(?:[与和同](?:对方)?)?(?:分别|共同|先后|正式|当场|在[^，。；]{{0,16}}?|(?:分别)?代表[^，。；]{{0,24}}?){{0,3}}"
    r"(?:签字|签署|签约|签了?(?=[《A])|签订|出席[^，。；]{0,6}签[^，。；]{0,4}并)"
)
"""Persons who sign for their sides: N和N分别代表双方签字."""
_BY = re.compile(rf"由(?P<who>{LIST})(?:分别|共同|代表[^，。；]{{0,14}}?){{0,2}}(?:签字|签署|签订|签)")
_OTHERS = re.compile("^(?:并|还|又|也)?[与同和跟][\u4e00-\u9fff]{2,12}签")
"""In the agreement's own clause: somebody else signs who is not named."""
_FRONTED = re.compile("(?:一文)?[，]?(?:即|系|是|已|均|为)?(?:[^，。；]{0,12}，)?由?")
"""What stands between an agreement and its parties where it comes first: A，由X与Y签署."""
_MET = re.compile("会谈|会见|座谈|会晤|交换意见|来访|到访|一行|带来的|率领的|带领的|双方|R")
"""Words after which the persons named before are not said to sign themselves."""
_TWO_HEADS = re.compile(r"(?:R|两位|双方)(?:的)?(?:T|领导|负责人|代表|市长|校长|会长)[^，。；A]{0,14}?签")
_ALONE = re.compile(
    r"(?:^|[，。；：]|并|后|当场|上|期间|间|遂|即|年|月|日|T|N)[^，。；A与同和跟]{0,14}?(?:签署|签订|签下了?|订立|签了|签|续签|达成)(?:了)?[^，。；A]{0,8}$"
)
"""Words in front of an agreement that say it is signed without naming who does."""
_SIGNED_BEHIND = re.compile("(?:已|也|于|在)[^，。；与同和由A]{0,14}签(?:字|署|订)")
"""Words behind it that do: 《A》在拉萨签字."""
_ADVERBS = 6
"""Characters in front of a counterpart in which 拟, 尚未 and the like stand: 我市拟与…"""
_SHEET = re.compile("签|协议|文件|文本|协定|备忘录")
_OUR_SIGNER = re.compile("签字人|签署人|签约人")


def find(line: Line, context: Context, pairings: Sequence[Pairing]) -> Iterator[Fact]:
    line = simplified(line)
    if line.is_row:
        yield from _row(line, context)
        return
    reader = _Signatures(line, context)
    facts = [
        *reader.of_pairings(pairings),
        *reader.of_many(),
        *reader.of_listed(),
        *reader.titled(),
        *reader.understood(),
        *reader.of_persons(),
    ]
    if reader.known:
        context.signed = [(event, item.text) for item, events in reader.known.items() for event in events]
    yield from facts


def agreement_ref(agreement: Item, parties: Sequence[Ref]) -> Ref:
    """The unit of an agreement: what it is, and its parties."""
    names = "+".join(sorted(party.normal for party in parties if party.normal))
    return Ref("Agreement", f"{kind_of(agreement.text)}:{names}")


def kind_of(name: str) -> str:
    """The kind of document: 备忘录, 意向书, 框架协议 …"""
    return next((suffix for suffix in words("agreement_suffixes") if name.endswith(suffix)), name)


def _signed(rule: str, line: Line, party: Ref, event: Ref, span: tuple[int, int], agreement: Item | None) -> Fact:
    return Fact("SIGNED", party, event, rule, *span, "", (), line.date_at(span[0]), anchor=agreement)


def _parties(*sides: Member) -> list[Ref]:
    """The units and persons of these sides, units first."""
    units = [side.unit for side in sides if side.unit]
    return list(dict.fromkeys([*units, *(side.person for side in sides if side.person)]))


class _Signatures:
    """The signatures that one line tells of."""

    def __init__(self, line: Line, context: Context) -> None:
        self._line = line
        self._context = context
        self._runs = [(match.start(), match.end()) for match in _RUN.finditer(line.skeleton)]
        self.known: dict[Item, list[Ref]] = {}
        """The agreements that have signers so far, with the units made of them."""

    def of_pairings(self, pairings: Sequence[Pairing]) -> Iterator[Fact]:
        """A与B签署X: both sides, with the persons who act for them."""
        for pairing in pairings:
            found = self._agreements(pairing)
            if found:
                yield from self._paired(pairing, found)

    def _paired(self, pairing: Pairing, found: list[Item]) -> Iterator[Fact]:
        pairs = list(pairing.pairs())
        one_each = len(found) > 1 and len(found) == len(pairs)
        for index, (left, right) in enumerate(pairs):
            for agreement in found[index : index + 1] if one_each else found:
                parties = self._signing(pairing, agreement, left, right)
                if len(parties) > 1:
                    start = min(self._line.offset(pairing.start), agreement.start)
                    span = (start, max(self._line.offset(pairing.end), agreement.end))
                    yield from self._event("signed.with", agreement, parties, span)

    def _signing(self, pairing: Pairing, agreement: Item, left: Member, right: Member) -> list[Ref]:
        """The two sides of an agreement, with the persons if it is they who sign."""
        mark = self._line.index_of(agreement)
        behind = self._line.skeleton[pairing.end : max(mark, pairing.end)]
        front = self._line.skeleton[max(0, pairing.start - 30) : pairing.start].rsplit("。", 1)[-1]
        guests = bool(re.search("来访|到访|一行", front))
        return _parties(
            left._replace(person=None) if guests or _MET.search(behind) else left,
            right._replace(person=None) if _MET.search(behind) else right,
        )

    def _event(self, rule: str, agreement: Item, parties: Sequence[Ref], span: tuple[int, int]) -> Iterator[Fact]:
        units = [party for party in parties if party.type != "Person"] or list(parties)
        event = agreement_ref(agreement, units[:2] if rule == "signed.with" else units)
        events = self.known.setdefault(agreement, [])
        if event not in events:
            events.append(event)
        self._context.names.setdefault(event, agreement.text)
        for party in parties:
            yield _signed(rule, self._line, party, event, span, agreement)

    def _agreements(self, pairing: Pairing) -> list[Item]:
        """The agreements that this pairing signed: behind it in the clause, or right before it (A，由X与Y签署)."""
        found = []
        behind = self._line.skeleton[pairing.end : pairing.stop]
        for start, end in self._runs:
            if pairing.end <= start < pairing.stop and self._is_signed(pairing, start, end):
                found += self._line.between(start, end, "A")
        if found or not _SIGN.search(behind[:12]):
            return found
        before = [run for run in self._runs if run[1] <= pairing.start]
        near = before and _FRONTED.fullmatch(self._line.skeleton, before[-1][1], pairing.start)
        return self._line.between(*before[-1], "A") if near and "A" not in behind else []

    def _is_signed(self, pairing: Pairing, start: int, end: int) -> bool:
        lead = self._line.skeleton[pairing.end : start]
        after = self._line.skeleton[end : pairing.stop]
        after = after.split("，")[0]
        said = _SIGN.search(lead) or _OF.match(self._line.skeleton[pairing.end : pairing.stop]) or _SIGN.search(after)
        return (
            bool(said)
            and not _OTHERS.search(re.split("[，。；]", lead)[-1])
            and not self._unsigned(start, end, max(0, pairing.start - _ADVERBS))
        )

    def _unsigned(self, start: int, end: int, earliest: int = 0) -> bool:
        """Whether the clause of an agreement says that it is not signed, or not yet."""
        lead = re.split("[，。；]", self._line.skeleton[max(earliest, start - 40) : start])[-1]
        after = re.split("[，。；]", self._line.skeleton[end : end + 30])[0]
        return bool(_UNSIGNED.search(lead) or _UNSIGNED.search(after) or _DRAFT.match(self._line.skeleton, end))

    def of_many(self) -> Iterator[Fact]:
        """A、B、C共同签署X, or 各方 after such a list: one agreement of many parties."""
        for match in [found for pattern in (_MANY, _FAR, _ALL) for found in pattern.finditer(self._line.skeleton)]:
            agreement = self._line.between(*match.span("what"))[0]
            parties = self._many(match)
            if agreement not in self.known and len(parties) > 1 and not self._unsigned(*match.span("what")):
                span = (self._line.offset(match.start()), agreement.end)
                yield from self._event("signed.many", agreement, parties, span)

    def _many(self, match: re.Match[str]) -> list[Ref]:
        if match.re is not _ALL:
            listed = members(self._line, self._context, *match.span("list"))
            return _parties(*listed) if len(listed) > 1 else []
        pronoun = match.group()[:1] == "R"
        everybody = not pronoun or self._line.text[self._line.offset(match.start())] == "各"
        return list(self._context.company) if everybody else []

    def of_listed(self) -> Iterator[Fact]:
        """与我市签署A的有B市、C市: the counterparts stand behind."""
        for match in _SIGNERS.finditer(self._line.skeleton):
            agreement = self._line.between(*match.span("what"))[0]
            named = self._line.between(*match.span("here")) if match["here"] else []
            here = self._context.resolve(self._line, named[0]) if named else self._context.scope
            span = (self._line.offset(match.start()), self._line.offset(match.end()))
            for member in members(self._line, self._context, *match.span("list")):
                if here and member.unit and member.unit != here:
                    yield from self._event("signed.list", agreement, [here, *_parties(member)], span)

    def titled(self) -> Iterator[Fact]:
        """The name of the document says who signed it, where the sentence does not."""
        for agreement, pair in named_parties(self._line):
            if agreement not in self.known:
                yield from self._event("signed.titled", agreement, list(pair), (agreement.start, agreement.end))

    def understood(self) -> Iterator[Fact]:
        """双方 or nobody is named: the two sides that were told of last."""
        for start, end in self._runs:
            lead = self._line.skeleton[max(0, start - 40) : start]
            pair = self._context.both()
            alone = _ALONE.search(lead) or _SIGNED_BEHIND.match(self._line.skeleton, end)
            if not pair or not alone or self._unsigned(start, end):
                continue
            for agreement in self._line.between(start, end, "A"):
                if agreement not in self.known:
                    span = (self._line.offset(max(0, start - 10)), agreement.end)
                    yield from self._event("signed.with", agreement, list(pair), span)

    def of_persons(self) -> Iterator[Fact]:
        """N和N代表双方签字: the persons, of the agreement behind, else of the one told of last."""
        for match in _SIGNING.finditer(self._line.skeleton):
            persons = [who for who in members(self._line, self._context, *match.span("who")) if who.person]
            if persons and not _UNSIGNED.search(self._line.skeleton[match.start() : match.end() + 4]):
                yield from self._signers(match, persons)
        for match in _TWO_HEADS.finditer(self._line.skeleton):
            yield from self._signers(match, self._heads())

    def _signers(self, match: re.Match[str], persons: list[Member]) -> Iterator[Fact]:
        behind = re.match("[^。；A]{0,24}?A", self._line.skeleton[match.end() :])
        agreement = self._line.between(match.end(), match.end() + behind.end(), "A")[0] if behind else None
        span = (self._line.offset(match.start()), self._line.offset(match.end()))
        if agreement and agreement not in self.known:
            pair = self._context.both() or ()
            units = [who.unit for who in persons if who.unit]
            parties = list(dict.fromkeys([*(units if len(units) > 1 else pair), *_parties(*persons)]))
            if len(parties) > 1:
                yield from self._event("signed.person", agreement, parties, span)
            return
        yield from self._joining(agreement, persons, span)

    def _joining(self, agreement: Item | None, persons: list[Member], span: tuple[int, int]) -> Iterator[Fact]:
        """The persons as signers of an agreement that is known already, in this line or before it."""
        last = [(item, event) for item, events in self.known.items() for event in events if agreement in (None, item)]
        known: list[tuple[Item | None, Ref]] = [*last] or [(None, event) for event, _ in self._context.signed]
        for item, event in known:
            sides = [who for who in persons if who.unit and who.unit.normal in event.normal] or persons
            for who in sides if len(known) > 1 else persons:
                if who.person:
                    yield _signed("signed.person", self._line, who.person, event, span, item)

    def _heads(self) -> list[Member]:
        """The persons last named of either side of the pair told of last: 两位市长."""
        pair = self._context.both() or ()
        found = []
        for unit in pair:
            holders = [person for person, offices in self._context.offices.items() if unit in offices]
            found += [Member(unit, holders[-1])] if holders else []
        return found


def _row(line: Line, context: Context) -> Iterator[Fact]:
    """A row of a table of agreements: the agreement, the other side, and who signed if the head says so."""
    heads = f"{context.caption} | {line.heads}"
    agreements = [item for item in line.items if item.kind == "Agreement"]
    others = [item for item in line.items if item.kind in {"Place", "Organisation"} and not context.is_home(item.ref)]
    if len(agreements) != 1 or not others or not _SHEET.search(heads + line.text):
        return
    ours = [item for item in line.items if item.kind in {"Place", "Organisation"} and context.is_home(item.ref)]
    other = _counterpart(line, others)
    pair = [context.scope if ours or not has_own_side(line.heads) else others[0].ref, other.ref]
    event = agreement_ref(agreements[0], pair)
    context.names.setdefault(event, agreements[0].text)
    signers = [item.ref for item in line.items if item.kind == "Person"] if _OUR_SIGNER.search(heads) else []
    for party in dict.fromkeys([*pair, *signers]):
        yield _signed("signed.row", line, party, event, (0, len(line.text.rstrip())), agreements[0])


def _counterpart(line: Line, others: Sequence[Item]) -> Item:
    """The other side of a row: a body if one is named, else the place named first."""
    bodies = [item for item in others if item.kind == "Organisation" and not _is_office(line, item)]
    return (bodies or list(others))[0]


def _is_office(line: Line, item: Item) -> bool:
    """Whether a body is named only as the office of a person in the same cell: 市外办原主任N."""
    cell = re.split("[|｜]", line.skeleton[line.index_of(item) :])[0]
    return "N" in cell or "T" in cell
