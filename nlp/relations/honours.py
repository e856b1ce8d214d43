"""RECEIVED and CONFERRED: honours, who got them and who gave them.

Must stay true: an honour has a name of its own, in quotation marks or before 称号.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from nlp.context import Context
from nlp.reading import Fact, Item, Line, Ref

_GRANT = re.compile(
    r"(?P<verb>授予|授牌|授|获评|荣获|获得|评为|被评为|获)(?:为|了)?(?P<who>[^“，。；]{0,16})“(?P<name>[^“”]{2,30})”(?P<kind>称号|奖|单位)?"
)
_PLAIN = re.compile(r"(?:获评|荣获|被评为|评为)(?P<name>[\u4e00-\u9fff]{2,16}(?:单位|称号|奖|城市|个人|集体))")
_BY = re.compile(r"被(?P<giver>[^，。；]{2,20}?)(?:授予|授牌|评为|命名)")


def find(line: Line, context: Context) -> Iterator[Fact]:
    for pattern in (_GRANT, _PLAIN):
        for match in pattern.finditer(line.text):
            yield from _facts(line, context, match)


def _facts(line: Line, context: Context, match: re.Match[str]) -> Iterator[Fact]:
    clause_start = max(line.text.rfind(mark, 0, match.start()) for mark in "。；，") + 1
    passive = line.text[clause_start : match.end("name")].find("被") >= 0
    before = [item for item in line.items if clause_start <= item.start and item.end <= match.start() + 1]
    givers = [item for item in before if _gives(line, item, passive)]
    takers = [
        item for item in before if item not in givers and item.kind in {"Place", "Organisation", "Person", "Self"}
    ]
    inner = [left for left, right in pairwise(takers) if line.gap(left, right) == ""]
    takers = [item for item in takers if item not in inner]
    refs = [ref for item in takers if (ref := context.resolve(line, item))]
    if not passive and givers and "who" in match.re.groupindex:
        refs = [item.ref for item in line.items if match.start("who") <= item.start < match.end("who")]
    key = "+".join(sorted(ref.normal for ref in refs)) or context.scope.normal
    honour = Ref("Honour", f"{match['name']}|{key}")
    date = line.date_at(match.start())
    for ref in refs or ([context.scope] if context.scope.normal else []):
        yield Fact("RECEIVED", ref, honour, "honour.received", *match.span(), "", (), date, label=match["name"])
    for item in givers:
        yield Fact("CONFERRED", item.ref, honour, "honour.conferred", *match.span(), "", (), date, label=match["name"])


def _gives(line: Line, item: Item, passive: bool) -> bool:
    """The giver stands behind 被, or is the body right before an active 授予."""
    if item.kind not in {"Organisation", "Country"}:
        return False
    return (
        line.text[max(0, item.start - 1) : item.start] == "被"
        if passive
        else line.text[item.end :].startswith(("授", "向"))
    )
