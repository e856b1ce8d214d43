"""COOPERATES: bodies or places that keep contact or work together, where no agreement or tie says it already.

Must stay true: a pair that has a tie or an agreement in the same line is left out; a meeting alone is no contact that
is kept.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from nlp.coordination import Pairing, simplified
from nlp.reading import Fact, Line, Ref
from nlp.vocabulary import alternation

_BOND = alternation("tie_bonds")
_CONTACT = re.compile(
    "(?:建立|确立|恢复|发展|缔结|结成)(?:了|起)?[^，。；]{0,14}(?:联系|联络|关系|渠道|机制|合作|通道)|"
    "[保维]持[^，。；]{0,10}(?:联系|联络|往来|合作|互认|关系|沟通|交流)|"
    "(?:开展|进行|实施|启动|推进)[^，。；]{0,16}(?:合作|交流|协作|互访|互换|共建|研究)|"
    f"(?:结为|结成|成为|互为|是|系|缔结为?)[^，。；]{{0,8}}(?:{_BOND}|伙伴|对口|结对|交流|合作)|"
    f"{_BOND}[^，。；]{{0,4}}(?:学校|校|医院|馆|院|协会|商会|企业|单位)|{alternation('contact_words')}"
)
_DENIED = re.compile(
    "未(?!来)|没有|尚无|曾?拟|原定|计划|洽谈|探讨|商谈|商讨|协商|讨论|谈判|接触|接洽|争取|有意|建议|意向|希望|愿意?|设想|能否|"
    "终止|停止|中断|会谈|座谈|会见|会晤"
)
_CAME_TO_NOTHING = re.compile("未果|没有(?:举行|谈拢|谈成|办成|实现)|未能?(?:举行|谈拢|谈成|办成|实现)|作罢|取消")
_MUTUAL = re.compile("^(?:互[^访]|相互)|[保维]持|约定|共建")
"""What two places do with each other that is more than a meeting."""
_REACH = 44
"""Characters within which the words of a contact follow its sides."""


def find(line: Line, pairings: Sequence[Pairing], settled: Collection[frozenset[Ref]]) -> Iterator[Fact]:
    """`settled` holds the pairs that a tie or an agreement in this line joins already."""
    line = simplified(line)
    for pairing in pairings:
        start, end = line.offset(pairing.start), line.offset(pairing.end)
        contact = _CONTACT.search(line.text, end, min(line.offset(pairing.stop), end + _REACH))
        if not contact or _apart(line.text[end : contact.start()]) or _denied(line, start, end, contact):
            continue
        for left, right in pairing.units():
            if _fits(left, right, contact.group(), line.text[start]) and frozenset((left, right)) not in settled:
                yield Fact(
                    "COOPERATES", left, right, "cooperates.with", start, contact.end(), "", (), line.date_at(start)
                )


def _fits(left: Ref, right: Ref, contact: str, first: str) -> bool:
    """Whether the two may have such a contact: places that are named, where it is mutual; who signs with a place has an
    agreement, and no standing contact yet."""
    types = (left.type, right.type)
    if "Organisation" not in types:
        return bool(_MUTUAL.search(contact)) and first not in "双两"
    return "签约" not in contact or "Place" not in types


def _apart(gap: str) -> bool:
    """Whether the words that say a contact belong to another clause."""
    return "，" in gap


def _denied(line: Line, start: int, end: int, contact: re.Match[str]) -> bool:
    """Whether the clause says that there is no contact, or only the wish for one."""
    before = re.split("[，。；]", line.text[max(0, start - 14) : start])[-1]
    after = re.split("[。；]", line.text[contact.end() : contact.end() + 40])[0]
    said = line.text[end : contact.end()]
    return bool(_DENIED.search(before) or _DENIED.search(said) or _CAME_TO_NOTHING.search(after))
