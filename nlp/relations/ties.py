"""TIE: places that are, become, want to be or no longer are partners, with the stage that the words say.

Must stay true: both ends are places (a government stands for its place); the stage comes from the words.
"""

import re
from collections.abc import Iterator, Sequence

from nlp.context import Context
from nlp.coordination import Pairing
from nlp.normal import normal_form
from nlp.reading import Fact, Line, Ref, clauses
from nlp.relations.located import OWN_SIDE

_FRIEND = re.compile(
    "友好城市|友城|友好港|姐妹城市|姊妹城市|友好省|友好州|友好县|友好区|友好合作城市|友好(?:合作|交流|往来|友城|伙伴)?关系|友好交流与合作|结好|"
    "友好交流|友好合作|友好往来|友好交往|友好伙伴|友好结对|[结缔][为成结]友好|姐妹城|姊妹城|结缘|结盟|牵手|签约结|(?:经济|文化|贸易|合作)[、和]?(?:文化|经济)?(?:友好)?(?:合作|交流)关系|交流合作关系|伙伴关系"
)
_STAGES = [
    ("ended", re.compile("解除|终止|废止|结束|失效|中止|取消|不再续|(?:到期|期满)(?!后续)")),
    ("renewed", re.compile("续签(?!意愿)[^，。；]{0,12}友好城市|友好城市（(?:已|第.次)?续签）")),
    (
        "approval",
        re.compile(
            "报批|待[^，。；]{0,8}批|批复同意|审批|报[^，。；]{0,14}批|核准|批下来|同意[^，。；]{0,12}(?:缔结|结为|建立)|待协议签署"
        ),
    ),
    ("memorandum", re.compile("备忘录")),
    ("intent", re.compile("意向|愿望|希望|洽谈|协商|探讨|商讨|接触|拟与|拟同|有关事宜|议案|共识|愿意|想跟|商谈|前期")),
    ("framework", re.compile("框架")),
    ("exchange", re.compile("友好(?:合作|交流|往来|伙伴)|友好合作城市|(?:合作|交流|伙伴)关系|友好关系")),
    (
        "formal",
        re.compile(
            "友好城市|友城|友好港|姐妹城|姊妹城|[结缔][为成结]友好(?!合作|交流|往来)|结好|友好省|友好州|友好县|友好区"
        ),
    ),
]
_ALREADY = re.compile("巩固|继续|现有|恢复|不受")
_CHANGED = re.compile("^(?:正式)?(?:缔结|结为|结成)")
_LISTED = re.compile(
    r"(?:友好城市|友城|友好港|友好合作省市|友好关系城市|姐妹城市|姊妹城市|友好关系意向|建立(?:了)?友好(?:城市|合作|交流)?关系)(?:来访)?(?:的)?[^，。；P]{0,8}"
    r"(?:有|包括|：|，即|，其中|，?(?:它们|他们|分别)[为是]：?|，为|即|——)(?:C|[^，。；P]{0,4})?(?P<list>C?的?P(?:（[^（）]{1,14}）)?(?:[TN，以及、和与]{0,4}C?的?P(?:（[^（）]{1,14}）)?){0,40})"
)
_ENTRY = re.compile(
    r"[^CPSON，。；]{0,8}(?P<list>C?[：的（]?P(?:（[^（）]{1,24}）)?(?:[、，；和与]C?[：的]?P(?:（[^（）]{1,24}）)?){0,40})"
    r"(?=[：；（\s—|]|[，。]?$|，?(?:[12]\d{3}年|于))"
)
_ALONE = re.compile(
    r"^[^P，。；]{0,8}?(?:C的?)?(?P<list>P)(?:（[^（）]{1,12}）)?[：，]?[^P。；，]{0,24}?(?:结好|结为|缔结|建立|签订|签署|建交)"
)
"""An entry of a list of partners: a place with when and how it became one, and no second party."""
_IS = re.compile(
    r"(?P<list>P(?:（[^（）]{1,14}）)?(?:[、和与及]C?P(?:（[^（）]{1,14}）)?){0,20})(?:等[^，。；]{0,8})?"
    r"(?:也|已|正式|就|又|都|均|同)?(?:是|成为|为|系)(?:了)?(?:S的?|本国的?)[^，。；]{0,8}?"
    r"(?:友好城市|友城|姐妹城市|姊妹城市)"
)
_OWNED = re.compile(
    r"(?P<here>P)的?(?:国际)?(?:友好城市|友城|姐妹城市|姊妹城市|友好港)(?P<list>C?的?P(?:[、和与及]C?的?P){0,20})"
)
_RELATIVE = re.compile(
    r"[与同和](?P<here>[PS])[^，。；]{0,6}(?:建|结|缔|签)[^，。；CP]{0,18}的(?:[^，。；CP]{0,6}(?:有|是|为|包括|：))?(?P<list>C?的?P(?:（[^（）]{1,14}）)?(?:[、和与及，]C?的?P(?:（[^（）]{1,14}）)?){0,30})"
)
_APPOSED = re.compile(
    r"(?:C|老|国际|我市|S的?)?(?:友城|友好城市|姐妹城市|姊妹城市|友好港|友好交流城市)(?P<list>C?P(?:(?:、|和|与|及|以及)C?P){0,20})"
)
_STAGED = re.compile("关系|阶段|友好|友城|结好|协议|备忘录|意向")
_FORMAL = re.compile("友好城市|友城|友好港|姐妹|姊妹|结好")


def find(line: Line, context: Context, pairings: Sequence[Pairing]) -> Iterator[Fact]:
    for pairing in pairings:
        stage, start, end = _stage_of(line, pairing)
        if stage:
            for left, right in pairing.pairs():
                yield from _fact("tie.with", line, left, right, stage, start, end)
    yield from _listed(line, context)
    yield from _relative(line, context)


def _fact(rule: str, line: Line, left: Ref, right: Ref, stage: str, start: int, end: int) -> Iterator[Fact]:
    head, tail = place_of(left), place_of(right)
    if head and tail and head != tail:
        attributes = (("stage", stage),)
        yield Fact("TIE", head, tail, rule, start, end, "", attributes, line.date_at(end))


def _relative(line: Line, context: Context) -> Iterator[Fact]:
    """与A市建有友好关系的B市、C市: the partners stand behind what they are."""
    for match in [*_RELATIVE.finditer(line.skeleton), *_OWNED.finditer(line.skeleton)]:
        here = context.resolve(line, line.between(*match.span("here"))[0])
        words = line.text[line.offset(match.start()) : line.offset(match.start("list"))]
        if here and _FRIEND.search(words):
            span = (line.offset(match.start()), line.offset(match.end()))
            for item in line.between(*match.span("list"), "P"):
                yield from _fact("tie.relative", line, here, item.ref, _classify(words), *span)


def _entry(line: Line, context: Context) -> Iterator[Fact]:
    """A line under a heading such as 友好城市 that begins with a partner, or is a list of them."""
    match = _ENTRY.match(line.skeleton) if context.section else None
    if match and line.kind != "heading":
        words = line.text if _FRIEND.search(line.text) else context.section
        for item in line.between(*match.span("list"), "P"):
            if not context.is_home(item.ref):
                yield from _fact("tie.entry", line, context.scope, item.ref, _classify(words), item.start, item.end)


def _row(line: Line, context: Context) -> Iterator[Fact]:
    """A row of a table of partners: the first place in it, with the stage that the row or the table's head says."""
    places = [item for item in line.items if item.kind == "Place" and not context.is_home(item.ref)]
    words = line.text if _FRIEND.search(line.text) else line.heads
    if line.kind == "row" and places and _FRIEND.search(words):
        item = places[0]
        yield from _fact("tie.row", line, context.scope, item.ref, _classify(words), item.start, item.end)


def _row_of_both(line: Line) -> Iterator[Fact]:
    """A row of a table with a column for our side: its first two places are the two sides."""
    places = list(dict.fromkeys(item.ref for item in line.items if item.kind == "Place"))
    if len(places) > 1 and _STAGED.search(line.heads + line.text):
        yield from _fact("tie.row", line, places[0], places[1], _classify(line.text), 0, len(line.text.rstrip()))


def _alone(line: Line, context: Context) -> Iterator[Fact]:
    for start, stop in clauses(line.skeleton, "；。"):
        match = _ALONE.match(line.skeleton[start:stop])
        words = line.text[line.offset(start) : line.offset(stop)]
        if match and _FRIEND.search(words) and not re.search("[与同和跟]", match.group()):
            item = line.between(start + match.start("list"), start + match.end("list"))[0]
            span = (item.start, line.offset(start + match.end()))
            yield from _fact("tie.alone", line, context.scope, item.ref, _classify(words), *span)


def place_of(ref: Ref) -> Ref | None:
    """The place that a party stands for in a tie: itself, or the place whose government it is."""
    if ref.type == "Place":
        return ref
    government = (
        re.fullmatch("(.{2,12}?[市省县州郡区]?)(?:人民|联邦)?政府", ref.normal) if ref.type == "Organisation" else None
    )
    return Ref("Place", normal_form("Place", government.group(1))) if government else None


def _stage_of(line: Line, pairing: Pairing) -> tuple[str, int, int]:
    """(stage or "", start and end of the words in the text) for the words that follow the two sides."""
    start, end = line.offset(pairing.start), line.offset(pairing.stop)
    before = line.text[max(0, start - 12) : start]
    words = line.text[line.offset(pairing.end) : end]
    friend = _FRIEND.search(words)
    if not friend or (friend.start() > 60):
        return "", 0, 0
    span = (start, line.offset(pairing.end) + friend.end())
    if _ALREADY.search(before) and _FORMAL.search(words[: friend.end() + 4]):
        return "formal", *span
    return _classify(before + words), *span


def _classify(words: str) -> str:
    """The stage that these words say; an end, a renewal and a missing approval outrank what they are about."""
    for stage, pattern in _STAGES:
        if pattern.search(words):
            return stage
    return "exchange"


def _listed(line: Line, context: Context) -> Iterator[Fact]:
    """友城有A市、B市; 友城A市: named as partners of the reporting locality."""
    if not context.scope.normal:
        return
    if line.kind == "row" and OWN_SIDE.search(line.heads):
        yield from _row_of_both(line)
    elif not line.between(0, len(line.skeleton), "S") and not any(context.is_home(item.ref) for item in line.items):
        yield from _row(line, context) if line.kind == "row" else _alone(line, context)
        yield from _entry(line, context)
    for pattern, rule in ((_LISTED, "tie.listed"), (_IS, "tie.listed"), (_APPOSED, "tie.apposed")):
        for match in pattern.finditer(line.skeleton):
            first, last = match.span("list")
            around = line.skeleton[match.start() : first] + line.skeleton[last : match.end()]
            stage = _classify(around)
            start, end = line.offset(match.start()), line.offset(match.end())
            for item in line.between(*match.span("list"), "P"):
                yield from _fact(rule, line, context.scope, item.ref, stage, start, end)
