"""COOPERATES: bodies or places that keep contact or work together, where no agreement or tie says it already.

Must stay true: a pair that has a tie or an agreement in the same line is left out; a meeting alone is no contact that
is kept.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from nlp.coordination import Pairing, simplified
from nlp.reading import Fact, Item, Line, Ref
from nlp.relations.cells import BAR, heads_of, leads_its_cell
from nlp.vocabulary import alternation

_BOND = alternation("tie_bonds")
_CONTACT = re.compile(
    "(?:建立|确立|恢复|发展|缔结|结成)(?:了|起)?[^，。；]{0,14}(?:联系|联络|关系|渠道|机制|合作|通道)|"
    "[保维]持[^，。；]{0,10}(?:联系|联络|往来|合作|互认|关系|沟通|交流)|"
    "(?:开展|进行|实施|启动|推进)[^，。；]{0,16}(?:合作|交流|协作|互访|互换|共建|研究)|"
    f"(?:结为|结成|成为|互为|是|系|缔结为?)[^，。；]{{0,8}}(?:{_BOND}|伙伴|对口|结对|交流|合作)|"
    "(?:每[年月季周隔]|每[学隔一两半][期月年周季]|逐[年月季]|连年|常年|长年|年年|按[年月季]|定期|不定期|定时|隔三差五|轮流|轮番|长期|一直|相互|互相)"
    "[^，。；]{0,10}?(?:会诊|连线|通[信话报气]|联[系络合]|交换|[寄换派选教接收借]|开[课讲]|合[作办]|共|往来|走动|切磋|通联)|"
    "通信(?![工息公设集股器技])|书信|通邮|互访不断|远程(?:会诊|带教|教学)|"
    "(?:共[用享有管]|合开|共开|合作(?=[试选养编印出排])|联合(?=[选培研编攻]))[^，。；]{0,12}|"
    f"{_BOND}[^，。；]{{0,4}}(?:学校|校|医院|馆|院|协会|商会|企业|单位)|{alternation('contact_words')}"
)
_DENIED = re.compile(
    "未(?!来)|没有|尚无|曾?拟|原定|计划|洽谈|探讨|商谈|商讨|协商|讨论|谈判|接触|接洽|争取|有意|建议|意向|希望|愿意?|设想|能否|"
    "终止|停止|中断|会谈|座谈|会见|会晤"
)
_CAME_TO_NOTHING = re.compile("未果|没有(?:举行|谈拢|谈成|办成|实现)|未能?(?:举行|谈拢|谈成|办成|实现)|作罢|取消")
_PACT = re.compile("[签订]《|签[署订]")
"""What says that an agreement holds what follows."""
_MUTUAL = re.compile("^(?:互[^访]|相互)|[保维]持|约定|共建")
"""What two places do with each other that is more than a meeting."""
_OUR_COLUMN = re.compile("我方|中方|[我本][市省县区州校院地]|国内|[省市县区州]内|^(?:学校|单位|机构|协会|院校|医院)$")
_THEIR_COLUMN = re.compile("对方|外方|对口|国外|境外|海外|外地|伙伴|姊妹|姐妹|友好|结对")
"""What heads the columns of a table of counterparts."""
_NO_CONTACT = re.compile("未联系|尚未|拟|停|终止|中断|意向|洽谈|接触")
_REACH = 44
"""Characters within which the words of a contact follow its sides."""


def find(line: Line, pairings: Sequence[Pairing], settled: Collection[frozenset[Ref]]) -> Iterator[Fact]:
    """`settled` holds the pairs that a tie or an agreement in this line joins already."""
    line = simplified(line)
    if line.is_row:
        yield from _row(line, settled)
        return
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


def _row(line: Line, settled: Collection[frozenset[Ref]]) -> Iterator[Fact]:
    """A row of a table of counterparts: a body of ours, and the one abroad in the column of the other side."""
    heads = heads_of(line)
    ours = next((at for at, head in enumerate(heads) if _OUR_COLUMN.search(head)), None)
    theirs = next((at for at, head in enumerate(heads) if _THEIR_COLUMN.search(head)), None)
    if ours is None or theirs is None or ours == theirs or _NO_CONTACT.search(line.text):
        return
    sides = [item for at in (ours, theirs) for item in _leading(line, at)]
    named = {item.kind for item in line.items}
    if len(sides) == len({item.ref for item in sides}) == 2 and "Agreement" not in named:
        left, right = (item.ref for item in sides)
        if "Organisation" in (left.type, right.type) and frozenset((left, right)) not in settled:
            yield Fact("COOPERATES", left, right, "cooperates.row", 0, len(line.text.rstrip()), "", (), line.date_at(0))


def _leading(line: Line, column: int) -> list[Item]:
    """The body or place that the cell in this column begins with."""
    found = [item for item in line.items if line.text.count(BAR, 0, item.start) == column]
    return [item for item in found if item.kind in {"Organisation", "Place"} and leads_its_cell(line, item)][:1]


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
    if _PACT.search(said):
        return True
    return bool(_DENIED.search(before) or _DENIED.search(said) or _CAME_TO_NOTHING.search(after))
