"""SIGNED: the parties of an agreement. One agreement unit for each counterpart.

Must stay true: with A、B、C签署备忘录 makes three agreements, each signed by both its parties, all at one span.
"""

import re
from collections.abc import Iterator, Sequence

from nlp.context import Context
from nlp.coordination import Pairing
from nlp.reading import Fact, Item, Line, Ref, refs
from nlp.vocabulary import words

_SIGN = re.compile("签署|签订|签定|签字|签了|签过|订立|达成|缔结|敲定|续签|草签|换签|签")
_OF = re.compile(r"^(?:[签署订立达成了过的于共同\d年月日]{1,14})?的?《?A")
_MANY = re.compile(
    r"(?P<list>C?的?[POSN](?:(?:、|和|与|及|以及)C?的?[POSN]){1,40})(?:等[^，。；]{0,10})?"
    r"[^，。；A]{0,12}?(?:签署|签订|发表|发布|通过|发起|签)[^，。；A]{0,12}(?P<what>A)"
)
_FAR = re.compile(
    r"(?P<list>C?的?[POSN](?:(?:、|和|与|及|以及)C?的?[POSN]){2,40})[^。；A]{0,30}?"
    r"(?:共同|联合|一致)(?:签署|签订|发表|发布|通过|发起)[^，。；A]{0,12}(?P<what>A)"
)
_ALL = re.compile(
    r"(?:R|各方|与会[^，。；]{0,8}|各[市城国]|[四五六七八九十]+[方市城地国]|\d+个?(?:城市|市|方|国))"
    r"[^，。；A]{0,14}?(?:签署|签订|发表|发布|通过|发起)[^，。；A]{0,10}(?P<what>A)"
)
_SIGNERS = re.compile(
    r"(?:[与同和](?P<here>[PS])[^，。；CP]{0,6})?签[^，。；CPA]{0,8}(?P<what>A)[^，。；CP]{0,4}的?(?:城市|国家|地区|省市|对象)?"
    r"(?:有|是|为|包括|：|还有|分别[是为])+(?P<list>C?的?P(?:（[^（）]{1,14}）)?(?:[、，和与及]C?的?P(?:（[^（）]{1,14}）)?){0,30})"
)
_WHO = r"(?:[CPOS]{0,3}T{0,2}N)"
_ACTORS = re.compile(
    rf"(?P<who>{_WHO}(?:(?:、|和|与|同|及|以及){_WHO}){{0,6}})等?"
    r"(?:分别|共同|先后|正式|在[^，。；]{0,10}|代表[^，。；]{0,40}){0,4}(?:签署|签订|签字|签|在)[^。；A]{0,12}(?P<what>A)"
)


def find(line: Line, context: Context, pairings: Sequence[Pairing]) -> Iterator[Fact]:
    known: dict[Item, list[Ref]] = {}
    for pairing in pairings:
        agreement = _agreement(line, pairing)
        if agreement:
            facts = list(_facts(line, pairing, agreement))
            known.setdefault(agreement, []).extend(fact.tail for fact in facts if fact.tail)
            yield from facts
    yield from _signatories(line, context, known)
    yield from _many(line, context, known)
    yield from _signers(line, context)


def _many(line: Line, context: Context, known: dict[Item, list[Ref]]) -> Iterator[Fact]:
    """A、B、C共同签署A, or 各方 after such a list: one agreement of many parties."""
    for match in [found for pattern in (_MANY, _FAR, _ALL) for found in pattern.finditer(line.skeleton)]:
        agreement = line.between(*match.span("what"))[0]
        parties = (
            context.company if "R" not in match.group()[:1] or line.text[line.offset(match.start())] == "各" else []
        )
        if match.re is not _ALL:
            listed = line.between(*match.span("list"), "POSN")
            parties = list(dict.fromkeys(ref for item in listed for ref in context.all_of(line, item)))
        if agreement not in known and len(parties) > 1:
            known[agreement] = [agreement_ref(agreement, parties)]
            span = (line.offset(match.start()), agreement.end)
            for party in parties:
                yield _signed("signed.many", line, party, known[agreement][0], span, agreement)


def _signers(line: Line, context: Context) -> Iterator[Fact]:
    """与我市签署A的有B市、C市: the counterparts stand behind."""
    for match in _SIGNERS.finditer(line.skeleton):
        agreement = line.between(*match.span("what"))[0]
        here = context.resolve(line, line.between(*match.span("here"))[0]) if match["here"] else context.scope
        span = (line.offset(match.start()), line.offset(match.end()))
        for item in line.between(*match.span("list"), "P"):
            if here and item.ref != here:
                event = agreement_ref(agreement, (here, item.ref))
                for party in (here, item.ref):
                    yield _signed("signed.list", line, party, event, span, agreement)


def _signed(rule: str, line: Line, party: Ref, event: Ref, span: tuple[int, int], agreement: Item) -> Fact:
    return Fact("SIGNED", party, event, rule, *span, "", (), line.date_at(span[0]), anchor=agreement)


def _agreement(line: Line, pairing: Pairing) -> Item | None:
    """The agreement that this pairing signed: behind it in the clause, or right before it (A，由X与Y签署)."""
    behind = line.skeleton[pairing.end : pairing.stop]
    after = line.between(pairing.end, pairing.stop, "A")
    if after:
        lead = line.skeleton[pairing.end : line.index_of(after[0])]
        if (
            _SIGN.search(lead)
            or _OF.match(behind)
            or _SIGN.search(line.skeleton[line.index_of(after[0]) : pairing.stop])
        ):
            return after[0]
    if _SIGN.search(behind[:12]):
        before = line.between(0, pairing.start, "A")
        return before[-1] if before else None
    return None


def agreement_ref(agreement: Item, parties: Sequence[Ref]) -> Ref:
    """The unit of an agreement: what it is, and its parties."""
    names = "+".join(sorted(party.normal for party in parties if party.normal))
    return Ref("Agreement", f"{kind_of(agreement.text)}:{names}")


def kind_of(name: str) -> str:
    """The kind of document: 备忘录, 意向书, 框架协议 …"""
    return next((suffix for suffix in words("agreement_suffixes") if name.endswith(suffix)), name)


def _facts(line: Line, pairing: Pairing, agreement: Item) -> Iterator[Fact]:
    start = min(line.offset(pairing.start), agreement.start)
    end = max(line.offset(pairing.end), agreement.end)
    for left, right in pairing.pairs():
        event = agreement_ref(agreement, (left, right))
        for party in (left, right):
            yield _signed("signed.with", line, party, event, (start, end), agreement)


def _signatories(line: Line, context: Context, known: dict[Item, list[Ref]]) -> Iterator[Fact]:
    """Persons who sign for their sides: N和N代表…在协议书上签字."""
    for match in _ACTORS.finditer(line.skeleton):
        agreement = line.between(*match.span("what"))[0]
        persons = refs(line.between(*match.span("who"), "N"))
        sides = [office for person in persons for office in context.offices.get(person, [])[:1]]
        if len(sides) < 2 and (pair := context.both()):
            sides = list(pair)
        events = known.get(agreement) or ([agreement_ref(agreement, sides[:2])] if len(sides) > 1 else [])
        signers = persons if agreement in known else [*persons, *sides[:2]]
        span = (line.offset(match.start()), agreement.end)
        for event in events[:1]:
            for signer in signers:
                yield _signed("signed.person", line, signer, event, span, agreement)
