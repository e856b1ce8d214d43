"""Collects the blocks of formats that have no lines of their own: paragraphs, headings and tables as they come.

Must stay true: the original text of a page is its blocks with a line end after each; a table row names its columns.
"""

from collections.abc import Sequence

from ingest.readers.contract import CELL_SEPARATOR, Block, BlockKind, Budget, Page

_LAYOUT_CELL = 300
"""Characters from which on a cell holds running text: its table only sets the page."""

Rows = Sequence[Sequence[str]]
"""Rows of cells; paragraphs in a cell are parted by line ends."""


class BlockWriter:
    """The pages of one file while it is read."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._pages: list[list[Block]] = [[]]
        self._offset = 0

    def add(self, kind: BlockKind, text: str, context: str = "") -> None:
        """Append a block, unless it is empty. Raises ReadingTooLong."""
        text = text.strip()
        if text:
            self._budget.check()
            self._pages[-1].append(Block(kind, text, len(self._pages), self._offset, context))
            self._offset += len(text) + 1

    def add_table(self, rows: Rows) -> None:
        """Append a table: its first row of several cells holds the heads. A table that only sets the page is read as
        paragraphs."""
        filled = [row for row in rows if any(cell.strip() for cell in row)]
        if not filled or max(map(len, filled)) == 1 or any(len(cell) > _LAYOUT_CELL for row in filled for cell in row):
            self._add_paragraphs(filled)
            return
        while filled and _is_caption(filled[0]):
            self._add_paragraphs([filled.pop(0)[:1]])
        heads = ""
        for row in filled:
            text = CELL_SEPARATOR.join(" ".join(cell.split()) for cell in row)
            self.add(BlockKind.ROW, text, heads)
            heads = heads or text.strip()

    def next_page(self) -> None:
        """Begin a page. Raises TooManyPages."""
        self._pages.append([])
        self._offset = 0
        self._budget.check_pages(len(self._pages))

    def pages(self) -> tuple[Page, ...]:
        """What was collected."""
        return tuple(Page(number, tuple(blocks)) for number, blocks in enumerate(self._pages, 1))

    def _add_paragraphs(self, rows: Rows) -> None:
        for paragraph in (part for row in rows for cell in row for part in cell.split("\n")):
            self.add(BlockKind.PARAGRAPH, paragraph)


def _is_caption(row: Sequence[str]) -> bool:
    """Whether a first row is one cell over all columns."""
    return len(row) > 1 and len(set(row)) == 1 and bool(row[0].strip())


def spread(rows: Sequence[Sequence[tuple[str, int, int]]], most: int = 100) -> list[list[str]]:
    """The cells of a table from (text, columns spanned, rows spanned): a cell over several rows stands in each, so that
    every row can be read alone; one over all columns does too, one over some columns is not repeated."""
    width = max((sum(min(columns, most) for _, columns, _ in row) for row in rows), default=0)
    hanging: dict[int, tuple[str, int]] = {}
    found = []
    for row in rows:
        cells, at = [], 0
        for text, columns, down in [*row, *([("", 0, 1)] if hanging else [])]:
            while at in hanging:
                cells.append(_hung(hanging, at))
                at += 1
            if columns:
                cells += [text] * (columns if 1 < columns == width else 1)
                if down > 1:
                    hanging[at] = (text, down - 1)
                at += min(columns, most)
        found.append(cells)
    return found


def _hung(hanging: dict[int, tuple[str, int]], at: int) -> str:
    """The text of a cell that hangs down into this row."""
    text, left = hanging.pop(at)
    if left > 1:
        hanging[at] = (text, left - 1)
    return text
