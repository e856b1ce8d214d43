"""How types and stages look, said once for every kind of picture: colours, shapes, sizes, strokes, cut names.

Must stay true: colours, shapes and labels of types come from the ontology; only strokes of stages are decided here.
"""

import math
from dataclasses import dataclass

from graph.ontology.vocabulary import ontology
from viz.model import Edge, Node
from viz.texts import text

LABEL_CHARACTERS = 14
"""A label of 300 characters makes the whole picture unreadable; the table beside it has the full name."""

FONT = 14
FONT_FACE = 'system-ui, "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif'
UNKNOWN_COLOUR = "#66727f"
EDGE_COLOUR = "#aab5c0"
SMALLEST, LARGEST = 8.0, 24.0
"""Radius of a node in pixels."""


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn; `dash` is (on, off) in pixels, or empty for a solid line."""

    colour: str
    width: float
    dash: tuple[int, ...] = ()

    @property
    def dashes(self) -> bool | list[int]:
        """The same for vis-network: a pattern, or False."""
        return list(self.dash) or False


PLAIN = Stroke(EDGE_COLOUR, 1.2)

STROKES = {
    "intent": Stroke("#c98a1b", 1.6, (3, 5)),
    "exchange": Stroke("#2f87a6", 1.9, (9, 4)),
    "formal": Stroke("#2f8a5b", 2.6),
    "ended": Stroke("#b9bfc6", 1.4, (2, 4)),
}
"""By the coarse status of a stage: dotted for an intent, solid for a formal tie, grey once ended."""


def stroke(stage: str) -> Stroke:
    """The line of a relation in this stage; a plain one where it has none."""
    known = ontology().stages.get(stage)
    return STROKES[known.gold] if known else PLAIN


def rank(stage: str) -> int:
    """How far a stage is, 0 for none: of several relations between two nodes the furthest gives the line."""
    known = ontology().stages.get(stage)
    return known.rank if known else 0


def colour(kind: str) -> str:
    known = ontology().entities.get(kind)
    return known.colour if known else UNKNOWN_COLOUR


def shape(kind: str) -> str:
    known = ontology().entities.get(kind)
    return known.shape if known else "dot"


def kind_label(node: Node, language: str) -> str:
    """What an entity is: 城市, 机构…"""
    known = ontology().entities.get(node.type)
    return known.label(language, node.level) if known else node.type


def invented_mark(node: Node, language: str) -> str:
    """What stands behind the name of a node that only invented documents name; "" behind any other."""
    return text("invented", language) if node.invented else ""


def relation_label(kind: str, language: str) -> str:
    known = ontology().relations.get(kind)
    return known.labels[language] if known else kind


def stage_label(stage: str, language: str) -> str:
    return ontology().value_label("stage", stage, language) if stage else ""


def edge_label(edge: Edge, language: str) -> str:
    """The few words on a line: its own label, else its stage, else its relation type."""
    return edge.label or stage_label(edge.stage, language) or relation_label(edge.type, language)


def cut(name: str, most: int = LABEL_CHARACTERS) -> str:
    """The name as a label: one line, at most this many characters, an ellipsis where something is missing."""
    line = " ".join(name.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def magnification(count: int) -> float:
    """How much larger than usual nodes and lines are in a picture of so many nodes, so that they are still seen when
    all of it is shown."""
    return round(min(3.0, max(1.0, math.sqrt(count / 70))), 2)


def radius(weight: float, magnified: float = 1.0) -> float:
    """Radius in pixels of a node of this many relations."""
    return round(magnified * min(LARGEST, SMALLEST + 2.4 * math.log2(1 + max(weight, 0.0))), 1)


def em(character: str) -> float:
    """Width of a character in units of the font size: 1 for Chinese, about 0.58 for Latin letters."""
    return 1.0 if ord(character) >= 0x2E80 or character == "…" else 0.58


def text_width(text: str, size: float) -> float:
    """About how wide the text is in pixels at this font size."""
    return sum(map(em, text)) * size
