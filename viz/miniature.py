"""The small picture on an entity's page: SVG that needs no script, each node a link to its page.

Must stay true: everything from a document is escaped; no style attribute and no script, so it passes a strict policy;
labels do not lie on each other, and a node without one still tells its name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import quote

from markupsafe import Markup

from viz import style
from viz.layout import layout
from viz.model import Edge, Node, Positions, Subgraph
from viz.shapes import outline, points
from viz.texts import text

WIDTH, HEIGHT = 360, 300
MARGIN_X, MARGIN_TOP, MARGIN_BOTTOM = 46.0, 18.0, 30.0
FONT = 12
LINE_HEIGHT = 14.0
LABEL_CHARACTERS = 9
RADIUS = 6.5
CENTRE_RADIUS = 10.0

SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    ' role="group" aria-labelledby="{key}-t {key}-d" font-size="{font}" text-anchor="middle">'
    '<title id="{key}-t">{title}</title><desc id="{key}-d">{description}</desc>{body}</svg>'
)
LINE = Markup(
    '<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="{width}"'
    ' stroke-dasharray="{dash}"><title>{title}</title></line>'
)
NODE = Markup('<a href="{href}" aria-label="{name}"><title>{name} · {kind}</title>{mark}{label}</a>')
CIRCLE = Markup('<circle cx="{x}" cy="{y}" r="{size}" fill="{colour}" stroke="{rim}" stroke-width="{rim_width}"/>')
POLYGON = Markup('<polygon points="{points}" fill="{colour}" stroke="{rim}" stroke-width="{rim_width}"/>')
LABEL = Markup(
    '<text x="{x}" y="{y}" fill="#1b2631" stroke="#fff" stroke-width="3" stroke-linejoin="round"'
    ' paint-order="stroke" aria-hidden="true">{text}</text>'
)


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def inside(self) -> bool:
        return self.left >= 1 and self.top >= 1 and self.right <= WIDTH - 1 and self.bottom <= HEIGHT - 1

    def meets(self, other: "_Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def svg(subgraph: Subgraph, language: str, centre: str | None = None, title: str = "") -> Markup:
    """The subgraph as an SVG element of 360 by 300 pixels, in `zh` or `en`; a few dozen nodes at most read well."""
    drawn = subgraph.checked()
    places = _fitted(layout(drawn, centre=centre))
    labels = _labels(drawn.nodes, places, centre)
    lines = [_line(edge, places, language) for edge in drawn.edges]
    nodes = [_node(node, places, language, centre, labels.get(node.id)) for node in drawn.nodes]
    return SVG.format(
        width=WIDTH,
        height=HEIGHT,
        font=FONT,
        key=_key(drawn),
        title=title or text("network", language),
        description=text("counts", language, nodes=len(drawn.nodes), edges=len(drawn.edges)),
        body=Markup("").join([*lines, *nodes]),
    )


def _key(subgraph: Subgraph) -> str:
    """An element id that two pictures on one page do not share."""
    names = "\x1f".join(node.id for node in subgraph.nodes)
    return "net-" + blake2b(names.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def _fitted(places: Positions) -> Positions:
    """Stretched into the frame: what counts in so small a picture is room for names."""
    if not places:
        return {}
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    wide, high = WIDTH - 2 * MARGIN_X, HEIGHT - MARGIN_TOP - MARGIN_BOTTOM
    return {
        key: (
            _scaled(x, min(xs), max(xs), wide) + MARGIN_X,
            _scaled(y, min(ys), max(ys), high) + MARGIN_TOP,
        )
        for key, (x, y) in places.items()
    }


def _scaled(value: float, least: float, most: float, room: float) -> float:
    return room / 2 if most - least < 1 else (value - least) / (most - least) * room


def _labels(nodes: Sequence[Node], places: Positions, centre: str | None) -> dict[str, _Box]:
    """Where the labels go that find a free place, the centre and the most connected nodes first."""
    ranked = sorted(nodes, key=lambda node: (node.id != centre, -node.weight, node.type, node.name, node.id))
    taken = [_Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in places.values()]
    found = {}
    for node in ranked:
        free = (box for box in _candidates(node, places, centre) if box.inside and not any(map(box.meets, taken)))
        box = next(free, None)
        if box:
            taken.append(box)
            found[node.id] = box
    return found


def _candidates(node: Node, places: Positions, centre: str | None) -> Iterator[_Box]:
    """Beside, below and above its node: first away from the middle of the picture, where there are fewer lines."""
    x, y = places[node.id]
    size = CENTRE_RADIUS if node.id == centre else RADIUS
    wide = style.text_width(style.cut(node.name, LABEL_CHARACTERS), FONT)
    beside, below = size + wide / 2 + 3, size + 1 + LINE_HEIGHT / 2
    across, down = x - WIDTH / 2, y - HEIGHT / 2
    sideways = (beside if across > 0 else -beside, 0.0)
    upright = (0.0, -below if down < -LINE_HEIGHT else below)
    first = (sideways, upright) if abs(across) > abs(down) and node.id != centre else (upright, sideways)
    for dx, dy in (*first, (0.0, -upright[1]), (-sideways[0], 0.0)):
        yield _Box(x + dx - wide / 2, y + dy - LINE_HEIGHT / 2, x + dx + wide / 2, y + dy + LINE_HEIGHT / 2)


def _line(edge: Edge, places: Positions, language: str) -> Markup:
    stroke = style.stroke(edge.stage)
    (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
    return LINE.format(
        x1=_number(x1),
        y1=_number(y1),
        x2=_number(x2),
        y2=_number(y2),
        colour=stroke.colour,
        width=stroke.width,
        dash=" ".join(map(str, stroke.dash)) or "none",
        title=edge.title or style.edge_label(edge, language),
    )


def _node(node: Node, places: Positions, language: str, centre: str | None, box: _Box | None) -> Markup:
    return NODE.format(
        href=f"/entities/{quote(node.id, safe='')}",
        name=(" ".join(node.name.split()) or "·") + style.invented_mark(node, language),
        kind=style.kind_label(node, language),
        mark=_mark(node, places, node.id == centre),
        label=_label(node, box) if box else "",
    )


def _label(node: Node, box: _Box) -> Markup:
    middle, foot = (box.left + box.right) / 2, box.bottom - 3
    return LABEL.format(x=_number(middle), y=_number(foot), text=style.cut(node.name, LABEL_CHARACTERS))


def _mark(node: Node, places: Positions, central: bool) -> Markup:
    x, y = places[node.id]
    size = CENTRE_RADIUS if central else RADIUS
    look = {
        "colour": style.colour(node.type),
        "rim": "#1b2631" if central else "#fff",
        "rim_width": 2 if central else 1,
    }
    corners = outline(style.shape(node.type), size)
    if corners:
        return POLYGON.format(points=points(corners, x, y), **look)
    return CIRCLE.format(x=_number(x), y=_number(y), size=size, **look)


def _number(value: float) -> str:
    return f"{value:.1f}"
