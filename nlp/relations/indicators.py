"""REPORTED: figures that a locality reports, with what is counted, how many, in which unit and period.

Must stay true: a figure without a thing that it counts is none; numbers stay as they are written.
"""

import re
from collections.abc import Iterator

from nlp.context import Context
from nlp.reading import Fact, Line, Ref

_FIGURE = re.compile(
    r"(?P<what>[\u4e00-\u9fff（）]{2,14}?)(?:约|近|达|共|逾|超过|为|共计|合计|有)?\s?"
    r"(?P<quantity>\d[\d,，.]*)\s?(?P<more>余|多)?(?P<scale>[万亿千百])?(?P<more2>余|多)?"
    r"(?P<unit>人次|批次|人|批|件次|件|份|例|户|元|美元|日元|个|台|所|名|项|%|平方公里)(?P<behind>出访|来访|人民币)?"
)
_PERIOD = re.compile(
    r"近?[一二三四五六七八九十\d]+年来|近几年来|全年|年内|当年|(?:19|20)\d{2}年(?:[～~—-](?:19|20)?\d{2}年)?|至(?:19|20)\d{2}年|目前|上半年|下半年"
)
_LEAD = re.compile(
    "年来|目前|我[市省县区州]|全[市省县区州]|先后|通过|向|共计|合计|共|约有|达到|拥有|现有|其中|累计|总计|年内|全年|当年|分别|主要"
)
"""Words that lead to what is counted and are not part of it."""
_VERBS = re.compile("组织|接待|出具|落实|慰问|救济|审批|办理|举办|接收|派出|选派|引进|受理|核准")
_GIVING = re.compile("捐|资助|赠")
_NOISE = re.compile(r"^(?:的|了|在|和|与|及|等|共|先后|有|我市|全市|其中|为|于|由|分布)+")
_SUBJECT = re.compile(
    "出访|接待|来访|来宾|外宾|外国人|华侨|华人|侨胞|团组|审批|捐赠|捐助|资助|慰问|出具|落实|证明|办理|签证|护照|友城|批次|人数|人口|投资|出口|进口|贸易|经费|回访|侨眷|侨资|客商|留学|专家|项目"
)


def find(line: Line, context: Context) -> Iterator[Fact]:
    if not context.scope.normal:
        return
    period = ""
    for match in _FIGURE.finditer(line.text):
        said = _PERIOD.findall(line.text[: match.start("quantity")])
        period = said[-1] if said else period or line.date[:4]
        what = _counted(match["what"]) + (match["behind"] or "").replace("人民币", "")
        if _SUBJECT.search(what) and not _of_somebody(line, match, what):
            yield from _facts(line, context.scope, what, match, period)


def _counted(words: str) -> str:
    """The thing that is counted, without what leads to it: 五年来我市共组织 -> 组织."""
    parts = [part for part in _LEAD.split(words) if part]
    last = _NOISE.sub("", parts[-1]) if parts else ""
    verbs = list(_VERBS.finditer(last))
    return last[verbs[-1].start() :] if verbs else last


def _of_somebody(line: Line, match: re.Match[str], what: str) -> bool:
    """Whether the figure is what one person or body did or gave, not a figure of the locality."""
    start, end = match.span("what")
    clause = max(line.text.rfind(mark, 0, start) for mark in "。；，") + 1
    begin = clause if _GIVING.search(what) else start
    return any(
        item.kind in {"Person", "Organisation", "Project", "Place"} and begin <= item.start < end for item in line.items
    )


def _facts(line: Line, home: Ref, what: str, match: re.Match[str], period: str) -> Iterator[Fact]:
    indicator = Ref("Indicator", f"{home.normal}|{what}|{period}")
    span = match.span()
    date = line.date_at(match.start())
    label = what + match.group()[match.start("quantity") - match.start() :]
    yield Fact("REPORTED", home, indicator, "indicator.figure", *span, "", (), date, label=label)
    quantity = match["quantity"] + (match["scale"] or "") + (match["more"] or match["more2"] or "")
    values = {"what": what, "quantity": quantity, "unit": match["unit"], "period": period}
    for name, value in sorted(values.items()):
        if value:
            yield Fact(name, indicator, None, "indicator.figure", *span, value, (), date)
