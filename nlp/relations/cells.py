"""Cells of a table row and the heads of its columns, whether the row stands alone or rows run together in one passage.

Must stay true: a cell is what stands between two bars; an item lies in exactly one cell.
"""

import re

from nlp.reading import Item, Line

BAR = "|"
_BRACKET = re.compile("(?:（[^（）]*）)?")
_EDGE = re.compile(r"\s*\|\s*")


def heads_of(line: Line) -> tuple[str, ...]:
    """What stands above each column; nothing for a row that is not known to stand under heads."""
    return tuple(_EDGE.split(line.heads.strip())) if line.heads else ()


def texts_of(line: Line) -> tuple[str, ...]:
    """What the cells of a row say."""
    return tuple(_EDGE.split(line.text.strip()))


def cell(line: Line, item: Item) -> tuple[int, int]:
    """The text offsets of the cell that holds an item, without the blanks around it."""
    start = line.text.rfind(BAR, 0, item.start) + 1
    end = line.text.find(BAR, item.end)
    end = len(line.text) if end < 0 else end
    held = line.text[start:end]
    return start + len(held) - len(held.lstrip()), end - len(held) + len(held.rstrip())


def leads_its_cell(line: Line, item: Item) -> bool:
    """Whether the cell begins with the item; so does the first cell of a row that runs on after the one before."""
    return not line.text[cell(line, item)[0] : item.start].strip()


def fills_its_cell(line: Line, item: Item) -> bool:
    return cell(line, item) == (item.start, item.end)


def ends_its_cell(line: Line, item: Item) -> bool:
    """Whether nothing but a bracket follows the item in its cell; what stands before may belong to the row above."""
    return bool(_BRACKET.fullmatch(line.text[item.end : cell(line, item)[1]]))
