"""TIE: places that are, become, want to be or no longer are partners, with the stage that the words say.

Must stay true: both ends are places (a government stands for its place); the stage comes from the words; where the
words deny a tie there is none.
"""

import re
from collections.abc import Iterator, Sequence

from nlp.calendar import begun
from nlp.context import Context
from nlp.coordination import LIST, Pairing, groups, members, simplified
from nlp.normal import normal_form
from nlp.reading import Fact, Item, Line, Ref, clauses
from nlp.relations.cells import heads_of, texts_of
from nlp.relations.located import FACING, OWN_SIDE
from nlp.vocabulary import alternation, divisions

_BOND = alternation("tie_bonds")
_KIND = alternation("tie_kinds")
_LOOSE = "(?:合作|交流|往来|交往|协作|伙伴|结对)"
_PARTNER = rf"(?:{_BOND}(?:{_LOOSE}{{0,2}}(?:关系)?)?{_KIND}|{_BOND}城|友城)"
"""What a partner is called: 友好城市, 姐妹港, 友好交流城市, 友城."""
_TIED = re.compile(
    rf"{_PARTNER}|{alternation('tie_verbs')}|{_BOND}(?:{_LOOSE}|、|和|与)*关系|{_BOND}{_LOOSE}|[结缔][为成结]{_BOND}|"
    "(?:经济|文化|贸易|合作|经贸)[、和]?(?:文化|经济)?(?:友好)?(?:合作|交流)关系|交流合作关系|伙伴关系"
)
"""What says that two places are or become partners."""
_STAGES = [
    (
        "ended",
        re.compile(
            "解除|终止|废止|失效|中止|取消|不再续|不再保持|停止(?:友好|往来)|(?:到期|期满)(?!后续)|关系[^，。；]{0,4}结束|结束[^，。；]{0,8}关系"
        ),
    ),
    ("renewed", re.compile(f"续签(?!意愿)[^，。；]{{0,12}}{_BOND}城市|{_BOND}城市（(?:已|第.次)?续签）")),
    (
        "approval",
        re.compile(
            "报批|待[^，。；]{0,8}批|审批|[上呈申]报[^，。；]{0,14}批|报[^，。；]{0,10}(?:审批|批准)(?!后)|核准中|批下来|同意[^，。；]{0,12}(?:缔结|结为|建立|结好)|待协议签署"
        ),
    ),
    ("exchange", re.compile(f"{_BOND}{_LOOSE}+(?:关系)?[^，。；》]{{0,4}}备忘录")),
    (
        "memorandum",
        re.compile(
            f"(?:{_BOND}|结好|友城)[^，。；]{{0,14}}备忘录(?!》?，?[^，。；]{{0,12}}(?:正式)?(?:结为|成为|缔结|建立)[^，。；]{{0,8}}{_BOND})"
            f"|备忘录[^，。；]{{0,6}}(?:拟|约定|商定|同意)"
        ),
    ),
    (
        "intent",
        re.compile(
            "意向|意愿|愿望|希望|洽谈|协商|探讨|商讨|磋商|接触|接洽|拟与|拟同|拟建|有关事宜|议案|共识|愿意|[想愿][与同跟结缔建]|表示愿|提出想|商谈|前期|设想|提议|倡议|不妨|争取|"
            "推进建立|推动建立|促成建立|筹备|申请|可行性|来年再议|(?:结好|友好城市|缔结|结对)[^，。；]{0,4}(?:事宜|问题)|"
            "文本(?:正在|尚|还)|(?:如果|若|倘)[^。；]{0,8}能|正在翻译"
        ),
    ),
    ("framework", re.compile("框架")),
    ("exchange", re.compile(f"{_BOND}{_LOOSE}|(?:合作|交流|伙伴)关系|{_BOND}关系(?!城市)")),
    ("formal", re.compile(f"{_PARTNER}|{_BOND}|结好|缔好")),
]
"""What says a stage, the strongest first: an end, a renewal and a missing approval outrank what they are about."""
_STAGE_HEAD = re.compile("阶段|状态|现状|关系|层次|性质|类别|进展")
_SHORT_STAGES = (
    ("approval", re.compile("报批|待批|审批")),
    ("memorandum", re.compile("备忘录")),
    ("intent", re.compile("意向")),
    ("framework", re.compile("框架")),
)
"""What a cell that says nothing but a stage may say in short."""
_ALREADY = re.compile("巩固|继续|现有|恢复|不受")
_INTENT = re.compile("洽谈|协商|探讨|商讨|磋商|商谈|接触|接洽|推进|推动")
_DENIED = re.compile(
    "(?:没有|尚无|并无|未有|不属|不是|并非|不等于|未列入|不列入)[^，。；]{0,12}$|(?:能不能|是不是|是否|要不要)[^。；]{0,30}$|(?<![有所])无$"
)
_ASKED = re.compile("是不是|能不能|是否|要不要|会不会|可否")
_QUESTION = re.compile("[^。；！]{0,20}？")
_FAILED = re.compile(
    "(?:未能|没能|未)(?:达成|如愿|实现|成功|办成|谈成)|未果|婉拒|婉辞|搁置|作罢|谢绝|拒绝|不予考虑|不存在|没有[^，。；]{0,4}下文|从未签|误传|不实"
)
_DONE = re.compile(f"(?:正式)?(?:缔结|结为|结成|成为|建立)(?:了)?(?:正式|国际|的)?{_PARTNER}")
_NAMED = r"[^，。；PS]{0,8}"
_LISTED = re.compile(
    rf"{_PARTNER}(?:关系)?(?:来访)?(?:的)?(?:[^。；P]{{0,14}}，其中[^，。；CP]{{1,14}}|[^，。；P]{{0,10}})"
    rf"(?:有|包括|：|，即|，其中|，?(?:它们|他们|分别)[为是]：?|，?为|即|——|里，|中，|是)C?{_NAMED}(?P<list>{LIST})"
)
_IS = re.compile(
    rf"(?P<list>{LIST})(?:等[^，。；]{{0,8}})?(?:也|已|正式|就|又|都|均|同|先后|相继){{0,3}}(?:是|成为|为|系)(?:了)?"
    rf"(?P<here>[SP]的?)?(?:本[市省县区]|我们)?(?:的)?[^，。；CPOS与同和]{{0,12}}?{_PARTNER}"
)
_OWNED = re.compile(rf"(?P<here>P)的?(?:国际|海外)?{_PARTNER}(?P<list>{LIST})")
_RELATIVE = re.compile(
    rf"[与同和](?P<here>[PS])[^，。；]{{0,6}}(?:建|结|缔|签)[^，。；CP]{{0,18}}的(?:[^，。；CP]{{0,6}}(?:有|是|为|包括|：))?(?P<list>{LIST})"
)
_APPOSED = re.compile(rf"(?<!结为)(?<!成为)(?:C|老|国际|我市|我们的|S的?)?{_PARTNER}(?P<list>{LIST})")
_COUNT = "这?[两三四五六七八九十][个座对]?(?:国际)?"
_CITIES = re.compile(rf"(?P<list>{LIST})(?:等(?:[^，。；CPOS]{{0,6}})|{_COUNT})(?P<what>{_PARTNER})")
_WISH = re.compile(
    rf"(?P<list>{LIST})(?!的?(?:某|一[所家个座些]))[^。；A与同和跟，]{{0,12}}(?:均|都|也|曾|一度|主动|明确|再次|来函|致函){{0,3}}"
    rf"(?:[有表][^，。；]{{0,4}}|提出|提议|希望|愿意?|磋商|洽谈|商谈|申请)[^，。；CPOS]{{0,10}}?(?:{_TIED.pattern})"
)
_STANDS = re.compile(
    rf"(?P<list>{LIST})(?:[则仍尚还目前一直]{{0,4}})(?:停留在|处于|处在|尚在|仍在)[^，。；]{{0,8}}(?:意向|接触|洽谈|磋商|接洽)"
)
_BARE = re.compile(
    rf"(?:^|[，。；：“])(?:[同次当]?[年月日和0-9一二三四五六七八九十〇]{{0,16}}，?)?(?:两(?:座|个|家)[^，。；]{{0,6}}|[经由][^，。；]{{0,16}}，)?"
    rf"(?:由此|就此|从而|遂|正式|先后){{0,2}}(?:(?:(?:缔结|结为|结成|成为)[^，。；与同和]{{0,6}}?{_PARTNER}|(?:缔结|建立|确立|恢复)[^，。；与同和]{{0,6}}?{_BOND}(?:{_LOOSE}|{_KIND})*关系)"
    rf"|{_BOND}(?:{_LOOSE}|城市)*关系[^，。；]{{0,10}}(?:解除|终止))"
)
_STAGED = re.compile("关系|阶段|友好|友城|结好|协议|备忘录|意向")
_FORMAL = re.compile(f"{_PARTNER}|结好")
_OTHER_TABLE = re.compile("来访|出访|团组|团名|人数|批次|人次|带队|活动|项目|捐赠|金额|会议|时段|议程|队名|来自|参赛")
"""What heads a table that is no list of partners, though partners stand in it."""
_ENTRY = re.compile(
    rf"[^CPSON，。；]{{0,8}}(?P<list>C?[：的（]?{LIST})(?=[：；（\s—|]|[，。]?$|，?(?:[12]\d{{3}}年|于))"
)
_ALONE = re.compile(
    r"^[^P，。；]{0,8}?(?<![在于赴应])(?:C的?)?(?P<list>P)(?:（[^（）]{1,12}）)?[：，]?[^P。；，]{0,24}?(?:结好|结为|缔结|建立|签订|签署|建交)"
)
"""An entry of a list of partners: a place with when and how it became one, and no second party."""
_SIGNED = re.compile("签|订立|缔结")
_PLANNED = re.compile("拟|未|准备|计划|待|建议")
_APART = re.compile("(?P<intent>接洽|的?接触|停留在[^，。；]{0,6}阶段)|(?P<renewed>续约|续签)")
_APART_STAGES = (("intent", "intent"), ("renewed", "renewed"))
_PARTNER_SAID = re.compile(_PARTNER)
_NAMING = ((_LISTED, "tie.listed"), (_IS, "tie.listed"), (_APPOSED, "tie.apposed"), (_CITIES, "tie.apposed"))
_COUNTED = re.compile(_COUNT)
"""Between a list and 友好城市: its members are partners of somebody else, not of each other."""
_GOVERNMENT = re.compile("(.{2,12}?[市省县州郡区]?)(?:(?:人民|联邦)?政府|委|议会|县厅|府厅|市厅|道厅)")
_MOMENT = 2
"""Passages after which 两市 is no longer understood."""
_REACH = 60
"""Characters within which the words of a tie follow its sides."""


def find(line: Line, context: Context, pairings: Sequence[Pairing]) -> Iterator[Fact]:
    line = simplified(line)
    if line.is_row:
        yield from _rows(line, context)
        return
    for pairing in pairings:
        stage, start, end = _stage_of(line, pairing)
        if stage:
            for left, right in pairing.units():
                yield from _fact("tie.with", line, left, right, stage, start, end)
    yield from _listed(line, context)
    yield from _relative(line, context)
    yield from _wished(line, context, pairings)
    yield from _understood(line, context, pairings)
    yield from _titled(line)


def _fact(rule: str, line: Line, left: Ref, right: Ref, stage: str, start: int, end: int) -> Iterator[Fact]:
    head, tail = place_of(left), place_of(right)
    if head and tail and head != tail:
        attributes = (("stage", stage),)
        yield Fact("TIE", head, tail, rule, start, end, "", attributes, begun(line.text, end) or line.date_at(end))


def _wished(line: Line, context: Context, pairings: Sequence[Pairing]) -> Iterator[Fact]:
    """A市、B市表示希望结好: a wish that does not say with whom is one to us."""
    found = [*_WISH.finditer(line.skeleton), *_STANDS.finditer(line.skeleton)] if context.scope.normal else []
    for match in found:
        if match.re is _STANDS and not _PARTNER_SAID.search(line.text + context.section):
            continue
        words = line.text[line.offset(match.start()) : line.offset(match.end())]
        apart = not any(match.start() < pairing.end <= match.end() for pairing in pairings)
        apart = apart and not any(item.text in divisions() for item in line.between(*match.span("list"), "P"))
        after = line.text[line.offset(match.end()) :].split("。")[0]
        if apart and not _FAILED.search(words + after) and not _DENIED.search(words):
            span = (line.offset(match.start()), line.offset(match.end()))
            for there in _places(line, context, match):
                if not context.is_home(there):
                    yield from _fact("tie.wish", line, context.scope, there, _classify("意向"), *span)


def _understood(line: Line, context: Context, pairings: Sequence[Pairing]) -> Iterator[Fact]:
    """两座城市结为友好城市, 友好城市关系解除: said of the two sides that were told of last."""
    for match in _BARE.finditer(line.skeleton):
        near = any(pairing.start <= match.start() < pairing.stop for pairing in pairings)
        words = line.text[line.offset(match.start()) : line.offset(match.end())]
        sentence = re.split("[。；]", line.skeleton[: match.start()])[-1]
        named = "P" in sentence and "两" not in words and not context.told
        if not near and not named and not _DENIED.search(words):
            span = (line.offset(match.start()), line.offset(match.end()))
            for left, right in _told_of(context):
                yield from _fact("tie.understood", line, left, right, _classify(words), *span)


def _titled(line: Line) -> Iterator[Fact]:
    """签署《A市与B市建立友好城市关系协议书》: the name of the document says who ties with whom."""
    for agreement, pair in named_parties(line):
        if _TIED.search(agreement.text):
            yield from _fact("tie.titled", line, *pair, _classify(agreement.text), agreement.start, agreement.end)


def named_parties(line: Line) -> Iterator[tuple[Item, tuple[Ref, Ref]]]:
    """The signed agreements whose names tell the two places that made them."""
    for agreement in line.items:
        held = [item for item in line.inner if item.kind == "Place" and _holds(agreement, item)]
        inside = list({item.start: item for item in held}.values())
        around = line.text[max(0, agreement.start - 24) : agreement.start]
        said = _SIGNED.search(around) or _SIGNED.search(line.text[agreement.end : agreement.end + 16])
        signed = said and not _PLANNED.search(around)
        apart = len(inside) == 2 and re.match("[与和同]", line.text[inside[0].end :])
        if agreement.kind == "Agreement" and apart and signed:
            yield agreement, (inside[0].ref, inside[1].ref)


def _holds(outer: Item, inner: Item) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _told_of(context: Context) -> list[tuple[Ref, Ref]]:
    """The sides that the section is about, else those told of a moment ago."""
    if context.told and context.scope.normal:
        return [(context.scope, there) for there in context.told]
    both = context.both()
    return [both] if both and context.pair_age <= _MOMENT else []


def _places(line: Line, context: Context, match: re.Match[str]) -> list[Ref]:
    """The places of the list that a rule found."""
    return [member.unit for member in members(line, context, *match.span("list")) if member.unit]


def _relative(line: Line, context: Context) -> Iterator[Fact]:
    """与A市建有友好关系的B市、C市: the partners stand behind what they are."""
    for match in [*_RELATIVE.finditer(line.skeleton), *_OWNED.finditer(line.skeleton)]:
        here = context.resolve(line, line.between(*match.span("here"))[0])
        words = line.text[line.offset(match.start()) : line.offset(match.start("list"))]
        if here and _TIED.search(words):
            span = (line.offset(match.start()), line.offset(match.end()))
            for there in _places(line, context, match):
                yield from _fact("tie.relative", line, here, there, _classify(words), *span)


def _entry(line: Line, context: Context) -> Iterator[Fact]:
    """A line under a heading such as 友好城市 that begins with a partner, or is a list of them."""
    match = _ENTRY.match(line.skeleton) if context.section else None
    if match and line.kind != "heading":
        words = line.text if _TIED.search(line.text) else context.section
        for there in _places(line, context, match):
            if not context.is_home(there):
                start, end = line.offset(match.start("list")), line.offset(match.end("list"))
                yield from _fact("tie.entry", line, context.scope, there, _classify(words), start, end)


def _rows(line: Line, context: Context) -> Iterator[Fact]:
    """A row of a table of partners."""
    heads = f"{context.caption} | {line.heads}"
    if has_own_side(line.heads):
        yield from _row_of_both(line, heads)
    elif context.scope.normal:
        yield from _row(line, context, heads)


def has_own_side(heads: str) -> bool:
    """Whether a table has a column for our side, not only for who signed for it."""
    cells = [cell for cell in re.split("[|｜]", heads) if OWN_SIDE.search(cell)]
    facing = bool(FACING.search(heads))
    return facing or any(not re.search("签|代表|人|联络", cell) for cell in cells[:4])


def _row(line: Line, context: Context, heads: str) -> Iterator[Fact]:
    """The first place of a row, with the stage that the row or the table's head says."""
    places = [item for item in line.items if item.kind == "Place" and not context.is_home(item.ref)]
    if _OTHER_TABLE.search(heads):
        return
    if len(places) > 1 and places[0].text in divisions() and places[1].text not in divisions():
        yield from _row_of_both(line, heads)
        return
    told = _TIED.search(line.text) or re.search("意向|已终止", line.text)
    words = line.text if told else heads
    if places and _TIED.search(words + heads):
        item = places[0]
        stage = _stage_of_cell(line) or _classify(words)
        yield from _fact("tie.row", line, context.scope, item.ref, stage, item.start, item.end)


def _row_of_both(line: Line, heads: str) -> Iterator[Fact]:
    """A row of a table with a column for our side: its first two places are the two sides."""
    named = [item for item in line.items if item.kind == "Place"]
    following = zip(named, [*named[1:], None], strict=False)
    places = list(dict.fromkeys(item.ref for item, after in following if not after or line.gap(item, after)))
    if len(places) > 1 and _STAGED.search(heads + line.text):
        words = line.text if _STAGED.search(line.text) or _STAGES[0][1].search(line.text) else heads
        stage = _stage_of_cell(line) or _classify(words)
        yield from _fact("tie.row", line, places[0], places[1], stage, 0, len(line.text.rstrip()))


def _stage_of_cell(line: Line) -> str:
    """The stage that the cell under a head such as 关系阶段 says; "" where there is none."""
    heads, texts = heads_of(line), texts_of(line)
    told = [text for head, text in zip(heads, texts, strict=False) if _STAGE_HEAD.search(head)]
    short = next((stage for text in told for stage, pattern in _SHORT_STAGES if pattern.search(text)), "")
    return short or (_classify(told[0]) if told and told[0] else "")


def _alone(line: Line, context: Context) -> Iterator[Fact]:
    for start, stop in clauses(line.skeleton, "；。"):
        match = _ALONE.match(line.skeleton[start:stop])
        words = line.text[line.offset(start) : line.offset(stop)]
        if match and _TIED.search(words) and not re.search("[与同和跟]", match.group()):
            item = line.between(start + match.start("list"), start + match.end("list"))[0]
            span = (item.start, line.offset(start + match.end()))
            yield from _fact("tie.alone", line, context.scope, item.ref, _classify(words), *span)


def place_of(ref: Ref) -> Ref | None:
    """The place that a party stands for in a tie: itself, or the place whose government it is."""
    if ref.type == "Place":
        return ref
    government = _GOVERNMENT.fullmatch(ref.normal) if ref.type == "Organisation" else None
    return Ref("Place", normal_form("Place", government.group(1))) if government else None


def _stage_of(line: Line, pairing: Pairing) -> tuple[str, int, int]:
    """(stage or "", start and end of the words in the text) for the words that follow the two sides."""
    start, end = line.offset(pairing.start), line.offset(pairing.stop)
    before = line.text[max(0, start - 12) : start]
    words = line.text[line.offset(pairing.end) : end]
    tied = _TIED.search(words)
    if not tied and _PARTNER_SAID.search(line.text):
        return _said_apart(line, pairing, words)
    if tied and _COUNTED.fullmatch(words[: tied.start()]) and not words.startswith("关系", tied.end()):
        return "", 0, 0
    if not tied or tied.start() > _REACH or _denied(words, tied) or _asked(before, words, tied):
        return "", 0, 0
    span = (start, line.offset(pairing.end) + tied.end())
    meant = _INTENT.search(words[: tied.start()])
    if _ALREADY.search(before) and not meant and _FORMAL.search(words[: tied.end() + 4]):
        return "formal", *span
    return _classify(before + words), *span


def _asked(before: str, words: str, tied: re.Match[str]) -> bool:
    """Whether it is only asked for a tie."""
    return bool(_ASKED.search(before) or _QUESTION.match(words, tied.end()))


def _said_apart(line: Line, pairing: Pairing, words: str) -> tuple[str, int, int]:
    """The stage of contacts that do not name the tie, in a sentence that tells of partners: 与A港接洽, 与B港续约."""
    near = re.split("[。；]", words)[0][:24]
    told = _APART.search(near)
    stage = next((stage for stage, group in _APART_STAGES if told and told[group]), "")
    end = line.offset(pairing.end) + (told.end() if told else 0)
    return (stage, line.offset(pairing.start), end) if stage else ("", 0, 0)


def _denied(words: str, tied: re.Match[str]) -> bool:
    """Whether the words say that there is no tie and nobody is about to make one."""
    return bool(_DENIED.search(words[: tied.start()]) or _FAILED.search(words))


def _classify(words: str) -> str:
    """The stage that these words say."""
    for stage, pattern in _STAGES:
        if pattern.search(words):
            return stage
    return "exchange"


def _listed(line: Line, context: Context) -> Iterator[Fact]:
    """友城有A市、B市; 友城A市: named as partners of the reporting locality."""
    if not context.scope.normal:
        return
    if not line.between(0, len(line.skeleton), "S") and not any(context.is_home(item.ref) for item in line.items):
        yield from _alone(line, context)
        yield from _entry(line, context)
    for pattern, rule in _NAMING:
        for match in pattern.finditer(line.skeleton):
            yield from _named(rule, line, context, match)


def _named(rule: str, line: Line, context: Context, match: re.Match[str]) -> Iterator[Fact]:
    """The places of a list that the words around it call partners."""
    first, last = match.span("list")
    stage = _classify(line.skeleton[match.start() : first] + line.skeleton[last : match.end()])
    start, end = line.offset(match.start()), line.offset(match.end())
    here = _here(line, context, match)
    for there in _places(line, context, match):
        if here and not context.is_home(there):
            yield from _fact(rule, line, here, there, stage, start, end)


def _here(line: Line, context: Context, match: re.Match[str]) -> Ref | None:
    """Whose partners are told of: the place that the words name, or the subject in front, else the locality."""
    named = match.groupdict().get("here")
    if named:
        return context.resolve(line, line.between(*match.span("here"))[0])
    before = [group for group in groups(line, context) if group.subject and group.end <= match.start()]
    own = [member.unit for group in before[-1:] for member in group.members if member.unit]
    near = before and not re.search("[，。；]", line.skeleton[before[-1].end : match.start()])
    return own[0] if near and len(own) == 1 and own[0].type == "Place" else context.scope
