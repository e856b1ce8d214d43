"""REPORTED: figures that a locality reports, with what is counted, how many, in which unit and period.

Must stay true: a figure without a thing that it counts is none; what somebody named did or gave is none; numbers stay
as they are written, without separators, their 万 and 亿 with the unit.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nlp.context import Context
from nlp.reading import Fact, Line, Ref

_NUMBER = (
    r"(?P<quantity>\d{1,3}(?:，\d{3})+(?!\d)|\d[\d.]*)\s?(?P<more>余|多)?(?P<scale>[万亿千百])?(?P<more2>余|多)?"
    r"(?P<unit>人次|批次|人|批|件次|件|份|例|户|元|美元|日元|个|台|所|名|项|场|对|平方公里)"
)
_FIGURE = re.compile(rf"(?<![\d.年月第])(?P<lead>[、，]?\s?){_NUMBER}")
_BEHIND = re.compile("出访|来访")
_PHRASE = re.compile(r"[\u4e00-\u9fff（）()、“”\s]*$")
_PERIOD = re.compile(
    r"近?[一二三四五六七八九十\d]+年来|近几年来|全年|年内|当年|(?:19|20)\d{2}年(?:[～~—-](?:19|20)?\d{2}年)?|至(?:19|20)\d{2}年|目前|上半年|下半年"
)
_THE_YEAR = frozenset({"全年", "年内", "当年"})
_YEAR = re.compile(r"(\d{4})年")
_TAIL = re.compile(r"(?:约|近|达|共|逾|超过|为|共计|合计|总计|累计|计|有|占|\s)+$")
_LEAD = re.compile(
    "年来|目前|我[市省县区州]|全[市省县区州]|先后|通过|向|共计|合计|共|约有|达到|拥有|现有|其中|累计|总计|年内|全年|当年|分别|主要"
)
"""Words that lead to what is counted and are not part of it."""
_VERBS = re.compile("组织|接待|迎接|出具|落实|慰问|救济|审批|办理|举办|接收|派出|选派|引进|受理|核准|发放")
_GIVING = re.compile("捐|资助|赠|出资|援[助建]|投资")
_RECEIVED = re.compile("同胞|侨胞|华侨|华人|侨商|各界|接收|接受|收到|引进|吸引|利用|募集")
"""Gifts and investments are figures of the locality where it took them from many."""
_NOT_OURS = re.compile("[该其](?!中)|一行|夫妇|先生|女士|慈善家")
_NOISE = re.compile(r"^(?:的|了|在|和|与|及|等|共|先后|有|我市|全市|其中|为|于|由|到|分布|[、\s])+")
_SUBJECT = re.compile(
    "出访|接待|来访|来宾|外宾|外国人|华侨|华人|侨胞|侨团|团组|审批|捐赠|捐助|资助|慰问|出具|落实|证明|办理|签证|护照|友城|批次|人数|人口|投资|出口|进口|贸易|经费|回访|侨眷|侨资|客商|留学|专家|项目|活动|姊妹学校"
)
_LONGEST = 24
_VALUE_HEADS = ("数值", "数量", "合计")


class _Figure(NamedTuple):
    """A number with its unit and what it counts; offsets of the text."""

    what: str
    quantity: str
    unit: str
    period: str
    start: int
    end: int
    label: str


def find(line: Line, context: Context) -> Iterator[Fact]:
    if context.scope.normal:
        for figure in _of_row(line) if line.kind == "row" else _of_text(line, context):
            yield from _facts(line, context.scope, figure)


def _of_text(line: Line, context: Context) -> Iterator[_Figure]:
    """The figures of a sentence; 68批315人次 are two of one thing, and 出访 may stand behind both."""
    last = 0
    for chain in _chains(line.text):
        first, end = chain[0].start(), chain[-1].end()
        phrase = _PHRASE.search(line.text, last, first)
        start = phrase.start() if phrase else first
        what = _counted(line.text[start:first])
        behind = _BEHIND.match(line.text, end)
        what += behind.group() if behind and behind.group() not in what else ""
        goes_on = start == last > 0 and not _VERBS.match(what)
        last = end
        named = 1 < len(what) <= _LONGEST and _SUBJECT.search(what) and not goes_on
        if named and not _of_somebody(line, context, start, first):
            for match in chain:
                yield _figure(line, what, start, match)


def _chains(text: str) -> list[list[re.Match[str]]]:
    """The numbers of a text, those that follow each other directly together."""
    chains: list[list[re.Match[str]]] = []
    for match in _FIGURE.finditer(text):
        if chains and chains[-1][-1].end() == match.start():
            chains[-1].append(match)
        else:
            chains.append([match])
    return chains


def _figure(line: Line, what: str, start: int, match: re.Match[str]) -> _Figure:
    quantity = match["quantity"].strip(".").replace("，", "") + (match["more"] or match["more2"] or "")
    unit = (match["scale"] or "") + match["unit"]
    label = what + line.text[match.start("quantity") : match.end()]
    return _Figure(what, quantity, unit, _period(line, match.start("quantity")), start, match.end(), label)


def _of_row(line: Line) -> Iterator[_Figure]:
    """A row of a table whose heads name a column of values and one of units; the first cell says what is counted."""
    heads = [head.strip() for head in line.heads.split("|")]
    cells = [cell.strip() for cell in line.text.split("|")]
    value = next((index for index, head in enumerate(heads) if head in _VALUE_HEADS), 0)
    if value and "单位" in heads and len(cells) == len(heads) and re.fullmatch(r"\d[\d，.]*", cells[value]):
        unit = cells[heads.index("单位")]
        end = len(line.text.rstrip())
        yield _Figure(
            cells[0], cells[value].replace("，", ""), unit, _period(line, 0), 0, end, cells[0] + cells[value] + unit
        )


def _period(line: Line, offset: int) -> str:
    """The period said last before this offset, as the text has it; a single year as its four digits."""
    said = _PERIOD.findall(line.text[:offset])
    last = said[-1] if said else ""
    year = _YEAR.fullmatch(last)
    if year:
        return year.group(1)
    return (line.date_at(offset)[:4] or last) if last in _THE_YEAR or not last else last


def _counted(words: str) -> str:
    """The thing that is counted, without what leads to it: 五年来我市共组织 -> 组织."""
    parts = [part for part in _LEAD.split(_TAIL.sub("", words)) if part.strip()]
    last = re.sub(r"\s", "", _NOISE.sub("", parts[-1])) if parts else ""
    verbs = list(_VERBS.finditer(last))
    return last[verbs[-1].start() :] if verbs else _NOISE.sub("", last.rsplit("、", 1)[-1])


def _of_somebody(line: Line, context: Context, start: int, end: int) -> bool:
    """Whether the figure is what one person or body did or gave, not a figure of the locality."""
    clause = max(line.text.rfind(mark, 0, start) for mark in "。；，") + 1
    giving = _GIVING.search(line.text, start, end)
    begin = clause if giving else start
    words = line.text[begin:end]
    if _NOT_OURS.search(words) or (giving and not _RECEIVED.search(words)):
        return True
    return any(
        item.kind in {"Person", "Organisation", "Project", "Place"} and not context.is_home(item.ref)
        for item in line.items
        if begin <= item.start < end
    )


def _facts(line: Line, home: Ref, figure: _Figure) -> Iterator[Fact]:
    indicator = Ref("Indicator", f"{home.normal}|{figure.what}|{figure.unit}|{figure.period}")
    span = (figure.start, figure.end)
    date = line.date_at(figure.start)
    yield Fact("REPORTED", home, indicator, "indicator.figure", *span, "", (), date, label=figure.label)
    values = {"what": figure.what, "quantity": figure.quantity, "unit": figure.unit, "period": figure.period}
    for name, value in sorted(values.items()):
        if value:
            yield Fact(name, indicator, None, "indicator.figure", *span, value, (), date)
