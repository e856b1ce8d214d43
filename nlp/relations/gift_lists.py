"""SUPPORTS out of lists and tables: donor and amount a line, donor and taker a row, role and body a row.

Must stay true: a row is read by the heads of its columns; a list ends with the first line that names no donor.
"""

import re
from collections.abc import Iterator, Sequence

from nlp.reading import Fact, Item, Ref
from nlp.relations.cells import heads_of
from nlp.relations.phrases import Scene

_GIVER = re.compile(
    r"捐[赠款助资献](?!项目|物资|内容|金额|情况|用途|数|款)|捐(?:者|人)|赞助(?:方|单位|者|人)|出资|赠送方|赠方|资助方|援助方|芳名"
)
_TAKER = re.compile("受赠|受助|受援|受捐|接收|受益|捐赠项目|用途|去向|资助对象|建设项目|捐建|援建|捐向")
_PROJECT = re.compile("^项目(?:名称)?$")
_AMOUNT = re.compile("金额|款物|物资|数额|款额|数量|实物|折合|价值|捐赠内容")
_UNIT = re.compile("[（(](?:单位：)?(?P<unit>[^（）()]{1,6})[）)]")
_ROLE = {
    "主办": "host",
    "承办": "organiser",
    "协办": "organiser",
    "赞助": "donor",
    "支持": "donor",
    "冠名": "donor",
    "参展": "participant",
    "参赛": "participant",
    "布展": "participant",
    "参加": "participant",
    "演出": "participant",
}
_ROLE_CELL = re.compile(rf"[\s|]*(?P<role>{'|'.join(_ROLE)})(?:单位|方|者|机构)?$")
_OPENS = re.compile(
    r"(?:捐|赠|援助|援手|善款|赞助|资助)[^。；：]{0,16}(?:如下|名单|鸣谢|致谢|主要有|有|分别[为是])?[^。；：]{0,6}：\s*$"
)
_RECEIVER = re.compile("(?:收到|接受|接收|获|向)")
_ENTRY = re.compile(
    r"[\s\d.．、（）()①-⑳]*(?P<who>(?:[CPOTN](?:[、和与及\s]|籍|侨[胞领商]|[\u4e00-\u9fff]{0,3}(?=N))?)+)(?:先生|女士|夫妇|博士|等\d*人?)*[\s，：]*(?P<what>[^。；]*\d)"
)


def find(scene: Scene) -> Iterator[Fact]:
    if "|" in scene.text:
        yield from _table(scene)
        return
    story = scene.context.story
    if _OPENS.search(scene.text):
        story.listing, story.takers = True, _receiver(scene)
        return
    entry = _ENTRY.match(scene.text) if story.listing else None
    story.listing = bool(entry)
    if entry:
        givers = scene.refs(scene.heads(scene.items(*entry.span("who"), "NOPC")))
        amount = scene.line.text[slice(*scene.span(*entry.span("what")))].strip()
        yield from _facts(scene, givers, story.takers, "donor", amount, "supports.listed")


def _receiver(scene: Scene) -> list[Ref]:
    """Whom a list of gifts is for: named before 收到 or behind 向, else the reporting side."""
    cut = _RECEIVER.search(scene.text)
    items = scene.heads(scene.subject(cut.start()) if cut and cut.group() != "向" else [], persons=False)
    if cut and cut.group() == "向":
        items = scene.heads(scene.items(cut.end(), len(scene.text), "POSJ"), persons=False)[:1]
    return scene.refs(items) or ([scene.context.scope] if scene.context.scope.normal else [])


def is_role_row(scene: Scene) -> bool:
    """Whether the first cell of a row says what the body in the next one does for an event."""
    return "|" in scene.text and bool(_ROLE_CELL.match(scene.text.split("|")[0].strip()))


def _table(scene: Scene) -> Iterator[Fact]:
    cells, heads = _cells(scene), heads_of(scene.line)
    if role := _ROLE_CELL.match(scene.text[slice(*cells[0])].strip()):
        yield from _of_role(scene, cells, role["role"])
    elif len(heads) == len(cells):
        yield from _of_heads(scene, cells, heads)


def _cells(scene: Scene) -> list[tuple[int, int]]:
    """Skeleton offsets of the cells of a row."""
    bars = [match.start() for match in re.finditer(r"\|", scene.text)]
    return list(zip([0, *(bar + 1 for bar in bars)], [*bars, len(scene.text)], strict=True))


def _of_role(scene: Scene, cells: Sequence[tuple[int, int]], role: str) -> Iterator[Fact]:
    """赞助 | A公司 | 经理某某: the first cell says what the body in the next one does for the event told of."""
    named = [scene.heads(scene.items(*cell, "POS"), persons=False) for cell in cells[1:]]
    bodies = next((items for items in named if items), [])
    if scene.context.project:
        yield from _facts(scene, scene.refs(bodies), [scene.context.project], _ROLE[role], "", "supports.row")


def _of_heads(scene: Scene, cells: Sequence[tuple[int, int]], heads: Sequence[str]) -> Iterator[Fact]:
    giver = _column(heads, _GIVER)
    taker = _column(heads, _TAKER)
    if giver is None:
        return
    givers = scene.refs(scene.heads(scene.items(*cells[giver], "NOPC")))
    takers = _taken(scene, cells[taker]) if taker is not None else []
    amount = _column(heads, _AMOUNT)
    what = _amount(scene, cells[amount], heads[amount]) if amount is not None else ""
    if (project := _column(heads, _PROJECT)) is not None:
        takers = [*scene.refs(scene.items(*cells[project], "J")), *takers]
    silent = taker is None or not re.search(r"[\u4e00-\u9fff]", scene.text[slice(*cells[taker])])
    yield from _facts(scene, givers, takers or (_default(scene) if silent else []), "donor", what, "supports.row")


def _amount(scene: Scene, cell: tuple[int, int], head: str) -> str:
    """What the cell says; to a bare number belongs the unit in brackets in the column's head: 金额（万元）."""
    said = scene.line.text[slice(*scene.span(*cell))].strip(" |")
    unit = _UNIT.search(head) if re.fullmatch(r"[\d，,.]+", said) else None
    return said + (unit["unit"] if unit else "")


def _default(scene: Scene) -> list[Ref]:
    story = scene.context.story
    return story.takers or ([scene.context.scope] if scene.context.scope.normal else [])


def _taken(scene: Scene, cell: tuple[int, int]) -> list[Ref]:
    items: list[Item] = scene.heads(scene.items(*cell, "JOPSC"), persons=False)
    return scene.refs(items)


def _column(heads: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((index for index, head in enumerate(heads) if pattern.search(head)), None)


def _facts(
    scene: Scene, givers: Sequence[Ref], takers: Sequence[Ref], role: str, amount: str, rule: str
) -> Iterator[Fact]:
    attributes = (*((("amount", amount),) if amount and role == "donor" else ()), ("role", role))
    end = len(scene.line.text.rstrip())
    for giver in givers:
        for taker in takers:
            if giver != taker:
                yield Fact("SUPPORTS", giver, taker, rule, 0, end, "", attributes, scene.line.date_at(0))
