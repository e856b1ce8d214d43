"""SIGNED: the parties of an agreement. One agreement unit for each counterpart.

Must stay true: with A、B、C签署备忘录 makes three agreements, each signed by both its parties, all at one span.
"""

import re
from collections.abc import Iterator, Sequence

from nlp.context import Context
from nlp.coordination import Pairing
from nlp.reading import Fact, Item, Line, Ref
from nlp.vocabulary import words

_SIGN = re.compile("签署|签订|签定|签字|签了|签过|订立|达成|缔结|敲定|续签|草签|换签|签")
_OF = re.compile(r"^(?:[签署订立达成了过的于共同\d年月日]{1,14})?的?《?A")
_ACTOR = re.compile(r"[NT](?:、|和|与)?(?:[CPO]*T?N)?(?:分别|共同|先后)?代表[^，。；]{0,8}在?A")


def find(line: Line, context: Context, pairings: Sequence[Pairing]) -> Iterator[Fact]:
    taken: set[Item] = set()
    for pairing in pairings:
        agreement = _agreement(line, pairing)
        if agreement:
            taken.add(agreement)
            yield from _facts(line, pairing, agreement)
    yield from _signatories(line, context, taken)


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
    names = "+".join(sorted(party.normal for party in parties))
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
            yield Fact("SIGNED", party, event, "signed.with", start, end, "", (), line.date_at(start), anchor=agreement)


def _signatories(line: Line, context: Context, taken: set[Item]) -> Iterator[Fact]:
    """Persons who sign for their sides: N和N代表…在协议书上签字."""
    for index, item in enumerate(line.items):
        if item.kind != "Agreement" or item in taken:
            continue
        clause_start = max(line.text.rfind(mark, 0, item.start) for mark in "。；")
        before = [other for other in line.items[:index] if other.start > clause_start]
        persons = [other for other in before if other.kind == "Person"]
        words_between = line.text[persons[-1].end : item.start] if persons else ""
        if persons and "代表" in words_between and "，" not in words_between:
            yield from _signed_for(line, context, item, persons)


def _signed_for(line: Line, context: Context, agreement: Item, persons: list[Item]) -> Iterator[Fact]:
    sides = [context.offices.get(person.ref, [])[:1] for person in persons]
    parties = [side[0] for side in sides if side]
    pair = context.pair if context.pair and len(persons) > 1 else None
    if len(parties) < 2 and pair is None:
        return
    event = agreement_ref(agreement, parties[:2] if len(parties) > 1 else pair or ())
    for signer in [person.ref for person in persons] + (list(pair) if pair else parties):
        span = (persons[0].start, agreement.end)
        yield Fact("SIGNED", signer, event, "signed.person", *span, "", (), line.date_at(span[0]), anchor=agreement)
