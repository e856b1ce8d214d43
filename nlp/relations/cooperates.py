"""COOPERATES: bodies or places that keep contact or work together, where no agreement or tie says it already.

Must stay true: a pair that has a tie or an agreement in the same line is left out.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from nlp.coordination import Pairing
from nlp.reading import Fact, Line, Ref

_CONTACT = re.compile(
    "建立(?:了)?[^，。；]{0,12}(?:联系|友好关系|合作关系|校际关系|交流关系|伙伴关系)|保持[^，。；]{0,8}(?:联系|联络|往来)|开展[^，。；]{0,10}(?:合作|交流)|"
    "互派|互设|结为[^，。；]{0,4}(?:姊妹|姐妹|友好|伙伴)|友好校际|合作办学|结对|联合(?:举办|培养|开展)|合作(?:建设|开发|举办)"
)


def find(line: Line, pairings: Sequence[Pairing], settled: Collection[frozenset[Ref]]) -> Iterator[Fact]:
    """`settled` holds the pairs that a tie or an agreement in this line joins already."""
    for pairing in pairings:
        start, end = line.offset(pairing.start), line.offset(pairing.end)
        contact = _CONTACT.search(line.text, end, line.offset(pairing.stop))
        if not contact or "，" in line.text[end : contact.start()]:
            continue
        for left, right in pairing.units():
            if "Organisation" in (left.type, right.type) and frozenset((left, right)) not in settled:
                yield Fact(
                    "COOPERATES", left, right, "cooperates.with", start, contact.end(), "", (), line.date_at(start)
                )
