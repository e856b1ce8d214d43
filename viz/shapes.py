"""Outlines of the node shapes of the ontology, for SVG: the same that vis-network draws on its canvas.

Must stay true: a shape has one outline everywhere, so that a legend and its picture look alike.
"""

from math import cos, pi, sin

Outline = tuple[tuple[float, float], ...]
"""Corners around (0, 0), y downwards; empty for a circle."""


def outline(shape: str, size: float) -> Outline:
    """The corners of this shape, about as large as a circle of this radius in pixels; empty for a circle."""
    corners = {
        "square": _regular(4, size * 1.2, pi / 4),
        "diamond": _regular(4, size * 1.25, 0.0),
        "triangle": _regular(3, size * 1.3, -pi / 2, size * 0.25),
        "triangleDown": _regular(3, size * 1.3, pi / 2, -size * 0.25),
        "hexagon": _regular(6, size * 1.1, 0.0),
        "star": _star(size * 1.4),
    }
    return corners.get(shape, ())


def points(corners: Outline, x: float = 0.0, y: float = 0.0) -> str:
    """The corners around (x, y) as the `points` of an SVG polygon."""
    return " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)


def _regular(count: int, size: float, turn: float, drop: float = 0.0) -> Outline:
    angles = (turn + 2 * pi * at / count for at in range(count))
    return tuple((size * cos(angle), size * sin(angle) + drop) for angle in angles)


def _star(size: float) -> Outline:
    angles = (-pi / 2 + pi * at / 5 for at in range(10))
    reach = (size if at % 2 == 0 else size * 0.45 for at in range(10))
    return tuple((each * cos(angle), each * sin(angle)) for each, angle in zip(reach, angles, strict=True))
