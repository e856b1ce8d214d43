"""How large the labels are, and the boxes that nodes take up together with them.

Must stay true: a layout and the picture drawn from it use these same sizes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from viz.model import Node
from viz.style import FONT, cut, magnification, radius, text_width

Array = npt.NDArray[np.float64]

ALL_ALIKE_UP_TO = 40
"""Up to here every label can be read when the whole picture is shown."""

KEY_LABELS = 18
"""In larger pictures so many nodes keep a label that can be read from afar; the others show theirs on zoom."""

MIDDLE_UP_TO = 70
MIDDLE_FONT = 18
"""In a picture of so many nodes all labels can still just be read at once, if they are somewhat larger."""

LARGEST_FONT = 120
LINE = 1.3
MARGIN = 8.0


@dataclass(frozen=True)
class Boxes:
    """Width and height in pixels of each node with its label, and how far the node's middle lies above the box's."""

    width: Array
    height: Array
    drop: Array

    def of(self, members: Sequence[int]) -> "Boxes":
        chosen = list(members)
        return Boxes(self.width[chosen], self.height[chosen], self.drop[chosen])

    def extended(self, count: int) -> "Boxes":
        """With so many more boxes of an ordinary node."""
        more = (np.full(count, 90.0), np.full(count, 50.0), np.full(count, 9.0))
        return Boxes(*(np.concatenate(pair) for pair in zip((self.width, self.height, self.drop), more, strict=True)))

    def frame(self, places: Array) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of all boxes at these places."""
        x, y = places[:, 0], places[:, 1] + self.drop
        left, right = (x - self.width / 2).min(), (x + self.width / 2).max()
        top, bottom = (y - self.height / 2).min(), (y + self.height / 2).max()
        return float(left), float(top), float(right), float(bottom)


def fonts(nodes: Sequence[Node], whole: int = 0) -> Mapping[str, int]:
    """Font size in pixels by node id: larger for the most connected ones where not all can be read at once.

    `whole` is the size of the picture that these nodes join, if they are not all of it.
    """
    size = max(whole, len(nodes))
    usual = MIDDLE_FONT if ALL_ALIKE_UP_TO < size <= MIDDLE_UP_TO else FONT
    if size <= ALL_ALIKE_UP_TO or size > len(nodes):
        return {node.id: usual for node in nodes}
    ranked = sorted(nodes, key=lambda node: (-node.weight, node.type, node.name, node.id))
    key = {node.id for node in ranked[:KEY_LABELS]}
    large = round(min(LARGEST_FONT, max(MIDDLE_FONT + 2.0, 3.2 * sqrt(size))))
    return {node.id: large if node.id in key else usual for node in nodes}


def boxes(nodes: Sequence[Node], sizes: Mapping[str, int], whole: int = 0) -> Boxes:
    """The box of each node, in order: the shape with its label below, and below that the mark of an invented one."""
    font = np.array([sizes[node.id] for node in nodes], dtype=float)
    magnified = magnification(max(whole, len(nodes)))
    around = np.array([radius(node.weight, magnified) for node in nodes])
    text = np.array([text_width(cut(node.name), sizes[node.id]) for node in nodes])
    lines = LINE * font * np.array([2.0 if node.invented else 1.0 for node in nodes])
    return Boxes(np.maximum(2 * around, text) + MARGIN, 2 * around + lines + MARGIN, lines / 2)
