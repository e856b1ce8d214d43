"""Places the nodes of a subgraph: deterministic, computed on the server, readable at a look.

Must stay true: the same subgraph gives the same picture, whatever the order of its nodes and edges and whatever their
ids are, as far as names tell them apart; a node that has a place keeps it; label boxes do not lie on each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import atan2, cos, sin, sqrt, tau

import numpy as np
import rustworkx as rx

from graph.ontology.errors import InvalidInput
from viz.arrange import SPACING, Array, grouped, rings, spring
from viz.labels import Boxes, boxes, fonts
from viz.model import Node, Point, Positions, Subgraph
from viz.overlap import separate

RINGS_UP_TO = 40
"""More nodes around one centre read better in a spring layout than on rings."""

GROUPED_FROM = 1000
"""From here on a single spring layout is a ball, and slow."""

SPRING_GROWTH_UP_TO = 1500
"""Up to here new nodes among old ones are relaxed by springs; beyond, a spiral around their neighbour must do."""

FARTHEST = 1e6
"""Pixels from the middle within which places can be given; beyond, numbers would lose their decimals."""

GAP = 60.0
"""Pixels between two components."""

ROOM = 2.6
"""How many times the area of all boxes the frame of a component has at least."""

PAGE_RATIO = 1.5
"""Width to height of the area that the picture is made for."""

GOLDEN_ANGLE = 2.399963229728653


@dataclass(frozen=True)
class _Drawing:
    """The subgraph as numbers: nodes in canonical order, edges as pairs of their places in it."""

    nodes: tuple[Node, ...]
    pairs: tuple[tuple[int, int], ...]
    whole: int
    """How many nodes the picture has that these join."""

    @cached_property
    def neighbours(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.nodes]
        for one, other in self.pairs:
            found[one].append(other)
            found[other].append(one)
        return [sorted(each) for each in found]

    @cached_property
    def boxes(self) -> Boxes:
        return boxes(self.nodes, fonts(self.nodes, self.whole), self.whole)


def layout(
    subgraph: Subgraph, fixed: Mapping[str, Point] | None = None, centre: str | None = None, seed: int = 7
) -> Positions:
    """Positions of all nodes in pixels at zoom 1.

    Nodes in `fixed` are held exactly there, and other fixed places are kept clear. A small network around a `centre`
    is drawn in rings with the centre at (0, 0). Raises InvalidInput for a fixed place outside the drawing area.
    """
    held = _inside(fixed or {})
    drawing = _drawing(subgraph.checked(), len(held))
    if not drawing.nodes:
        return {}
    found = _grown(drawing, held, seed) if held else _fresh(drawing, centre, seed)
    return {node.id: held.get(node.id, _rounded(found[at])) for at, node in enumerate(drawing.nodes)}


def _inside(fixed: Mapping[str, Point]) -> dict[str, Point]:
    if not all(abs(number) <= FARTHEST for place in fixed.values() for number in place):
        raise InvalidInput(why=f"x, y: ±{FARTHEST:.0f}")
    return dict(fixed)


def _rounded(place: Array) -> Point:
    return round(float(place[0]), 1) + 0.0, round(float(place[1]), 1) + 0.0


def _drawing(subgraph: Subgraph, whole: int) -> _Drawing:
    nodes = tuple(sorted(subgraph.nodes, key=_canonical))
    at = {node.id: index for index, node in enumerate(nodes)}
    ends = ((at[source], at[target]) for source, target in subgraph.pairs() if source != target)
    return _Drawing(nodes, tuple(sorted({(min(pair), max(pair)) for pair in ends})), whole)


def _canonical(node: Node) -> tuple[str, str, str, float, str]:
    """By what can be seen; the id only parts nodes that look the same."""
    return node.type, node.name, node.level, -node.weight, node.id


def _fresh(drawing: _Drawing, centre: str | None, seed: int) -> Array:
    """Each component for itself, largest first, then packed side by side."""
    middle = next((at for at, node in enumerate(drawing.nodes) if node.id == centre), None)
    places = np.zeros((len(drawing.nodes), 2))
    whole, single = _components(drawing)
    for members in whole:
        sizes = drawing.boxes.of(members)
        places[members] = separate(_roomy(_component(drawing, members, middle, seed), sizes), sizes)
    if single:
        places[single] = _grid(drawing.boxes.of(single))
    _pack(places, [*whole, single] if single else whole, drawing.boxes)
    anchor = places[middle] if middle is not None else (places.min(axis=0) + places.max(axis=0)) / 2
    return np.asarray(places - anchor)


def _components(drawing: _Drawing) -> tuple[list[list[int]], list[int]]:
    """The connected parts, largest first, and the nodes without any edge."""
    graph = rx.PyGraph[None, None]()
    graph.add_nodes_from([None] * len(drawing.nodes))
    graph.add_edges_from([(one, other, None) for one, other in drawing.pairs])
    parts = [sorted(part) for part in rx.connected_components(graph)]
    whole = sorted((part for part in parts if len(part) > 1), key=lambda part: (-len(part), part))
    return whole, sorted(part[0] for part in parts if len(part) == 1)


def _component(drawing: _Drawing, members: Sequence[int], middle: int | None, seed: int) -> Array:
    at = {member: index for index, member in enumerate(members)}
    pairs = [(at[one], at[other]) for one, other in drawing.pairs if one in at]
    if middle in at and len(members) <= RINGS_UP_TO:
        neighbours = [[at[other] for other in drawing.neighbours[member]] for member in members]
        ringed = rings(neighbours, at[middle], drawing.boxes.of(members).width)
        if ringed is not None:
            return ringed
    arrange = grouped if len(members) >= GROUPED_FROM else spring
    return _shaped(arrange(len(members), pairs, seed))


def _shaped(places: Array) -> Array:
    """Drawn out towards the proportions of the page, as far as that does not distort."""
    wide, high = np.maximum(np.ptp(places, axis=0), 1.0)
    factor = min(1.3, max(0.75, sqrt(PAGE_RATIO / float(wide / high))))
    return np.asarray(places * np.array([factor, 1 / factor]))


def _roomy(places: Array, sizes: Boxes) -> Array:
    """Spread where the boxes would not fit: pushing apart moves single boxes, not whole crowds."""
    wide, high = np.ptp(places, axis=0) + np.array([sizes.width.mean(), sizes.height.mean()])
    needed = ROOM * float((sizes.width * sizes.height).sum())
    return np.asarray(places * max(1.0, sqrt(needed / float(wide * high))))


def _grid(sizes: Boxes) -> Array:
    """Nodes without a relation, in rows."""
    count = len(sizes.width)
    columns = max(1, round(sqrt(count * PAGE_RATIO)))
    step = np.array([sizes.width.max() + 12, sizes.height.max() + 12])
    cells = [(index % columns, index // columns) for index in range(count)]
    return np.asarray(np.array(cells, dtype=float) * step)


def _pack(places: Array, blocks: Sequence[Sequence[int]], sizes: Boxes) -> None:
    """Move the blocks side by side into rows of about the page's proportions, in place."""
    frames = [sizes.of(block).frame(places[block]) for block in blocks]
    areas = [(right - left + GAP) * (bottom - top + GAP) for left, top, right, bottom in frames]
    row_width = max([sqrt(sum(areas) * PAGE_RATIO), *(right - left for left, _, right, _ in frames)])
    x = y = height = 0.0
    for block, (left, top, right, bottom) in zip(blocks, frames, strict=True):
        if x and x + right - left > row_width:
            x, y, height = 0.0, y + height + GAP, 0.0
        places[block] += np.array([x - left, y - top])
        x, height = x + right - left + GAP, max(height, bottom - top)


def _grown(drawing: _Drawing, held: Mapping[str, Point], seed: int) -> Array:
    """Places for the nodes that have none yet, near those they are connected to; the others do not move."""
    start = _sprouted(drawing, held)
    frozen = [at for at, node in enumerate(drawing.nodes) if node.id in held]
    if len(drawing.nodes) <= SPRING_GROWTH_UP_TO and frozen:
        start = spring(len(drawing.nodes), drawing.pairs, seed, start, frozen)
    drawn = {node.id for node in drawing.nodes}
    elsewhere = np.array([place for key, place in sorted(held.items()) if key not in drawn]).reshape(-1, 2)
    places = np.vstack([start, elsewhere])
    still = np.concatenate([np.isin(np.arange(len(start)), frozen), np.ones(len(elsewhere), dtype=bool)])
    return separate(places, drawing.boxes.extended(len(elsewhere)), still)[: len(start)]


def _sprouted(drawing: _Drawing, held: Mapping[str, Point]) -> Array:
    """First guesses: each new node on a spiral around the middle of its placed neighbours, nearest ones first."""
    known = {at: held[node.id] for at, node in enumerate(drawing.nodes) if node.id in held}
    middle = np.mean(list(held.values()), axis=0)
    beside = (max(x for x, _ in held.values()) + 3 * SPACING, float(middle[1]))
    waiting = [at for at in range(len(drawing.nodes)) if at not in known]
    sprouts: dict[Point, int] = {}
    while waiting:
        ready = [at for at in waiting if any(other in known for other in drawing.neighbours[at])] or waiting
        anchors = {at: _anchor(drawing, known, at, beside) for at in ready}
        for at, anchor in anchors.items():
            sprouts[anchor] = sprouts.get(anchor, 0) + 1
            known[at] = _spiral(anchor, middle, sprouts[anchor])
        waiting = [at for at in waiting if at not in known]
    return np.array([known[at] for at in range(len(drawing.nodes))], dtype=float)


def _anchor(drawing: _Drawing, known: Mapping[int, Point], at: int, otherwise: Point) -> Point:
    near = [known[other] for other in drawing.neighbours[at] if other in known]
    if not near:
        return otherwise
    x, y = np.mean(near, axis=0)
    return float(x), float(y)


def _spiral(anchor: Point, middle: Array, turn: int) -> Point:
    """The place of the turn-th node around an anchor, beginning on the side away from the middle of the picture."""
    outwards = atan2(anchor[1] - float(middle[1]), anchor[0] - float(middle[0]))
    angle = (outwards + (turn - 1) * GOLDEN_ANGLE) % tau
    distance = SPACING * (0.6 + 0.5 * sqrt(turn))
    return anchor[0] + distance * cos(angle), anchor[1] + distance * sin(angle)
