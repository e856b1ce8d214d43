"""A subgraph as the network view draws it: the nodes, edges and options of a pyvis network, and what its page needs.

Must stay true: names stay text (pyvis's own HTML, which injects them, is never used); relations between the same two
nodes are one line, because straight twins hide each other; everything returned can be written as JSON.

What the page is made of (`seed` is what `network` returns):

- GET /network?entity=ID: the page `network.html` with `centre`, `seed` and `starts`.
- POST /network/expand {entity, types, limit, nodes: [{id, x, y}]}: the seed of the best `limit` neighbours of `entity`,
  with `nodes` held where they are. The browser adds what it does not have yet; `hidden` counts the neighbours that are
  left, and each node's `links` all its relations, so the browser knows how many are not drawn.
- GET /network/file?entity=ID: `viz.export.standalone_html` as a download.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.ontology.vocabulary import EntityType, ontology
from viz import style
from viz.labels import fonts
from viz.layout import layout
from viz.model import Edge, Node, Point, Subgraph
from viz.shapes import outline, points
from viz.texts import text

Json = dict[str, Any]

ARROWS_UP_TO = 300
EDGE_LABELS_UP_TO = 45
"""Edges: more words on lines than this hide the names."""

HOVER_UP_TO = 500
"""Nodes: beyond, redrawing on each move of the mouse is slow."""

SWATCH = 6.0
"""Radius in pixels of a shape in the legend."""

INK = "#1b2631"
HIGHLIGHT = "#0f5a75"
PLAIN_HIGHLIGHT = "#5f8093"


def options(size: int) -> Json:
    """vis-network's settings for so many nodes; what is switched off here is what makes 1,000 nodes smooth."""
    small = size <= HOVER_UP_TO
    return {
        "physics": False,
        "layout": {"improvedLayout": False},
        "interaction": {
            "hideEdgesOnDrag": not small,
            "hideEdgesOnZoom": not small,
            "hover": small,
            "tooltipDelay": 250,
            "keyboard": {"enabled": True, "bindToWindow": False, "speed": {"x": 12, "y": 12, "zoom": 0.03}},
        },
        "nodes": {
            "borderWidth": 1.5,
            "borderWidthSelected": 3,
            "font": {"face": style.FONT_FACE, "color": INK, "strokeWidth": 3, "strokeColor": "#ffffff"},
            "scaling": {"label": {"drawThreshold": 9}},
        },
        "edges": {
            "smooth": False,
            "arrowStrikethrough": False,
            "color": {"inherit": False, "color": style.EDGE_COLOUR},
            "selectionWidth": 1.5,
            "labelHighlightBold": False,
            "font": {
                "face": style.FONT_FACE,
                "size": 12,
                "color": "#4d5a67",
                "strokeWidth": 4,
                "strokeColor": "#ffffff",
            },
            "scaling": {"label": {"drawThreshold": 8}},
        },
    }


def network(
    subgraph: Subgraph, language: str, centre: str | None = None, fixed: Mapping[str, Point] | None = None
) -> Json:
    """The seed of the network view in `zh` or `en`: {language, centre, nodes, edges, options, hidden,
    magnified, legend}.

    Nodes without a position are laid out around `centre`, with the places in `fixed` kept.
    """
    from pyvis.network import Network  # type: ignore[import-untyped]  # pulls IPython: 0.2 s

    drawn = _placed(subgraph.checked(), centre, fixed)
    net = Network(directed=True)
    sizes = fonts(drawn.nodes, len(fixed or ()))
    facts = _folded(drawn.edges)
    links = _links(drawn)
    frame = _Frame(language, max(len(drawn.nodes), len(fixed or ())), len(facts))
    for node in drawn.nodes:
        look = _Look(sizes[node.id], links[node.id], node.id == centre)
        net.add_node(node.id, **_node(node, look, frame))
    for ends, found in facts.items():
        net.add_edge(*ends, **_edge(found, frame))
    net.set_options(json.dumps(options(len(drawn.nodes))))
    shown: Json = {"language": language, "centre": centre, "hidden": drawn.hidden, "magnified": frame.magnified}
    return shown | {"nodes": net.nodes, "edges": net.edges, "options": net.options, "legend": legend(language)}


def _placed(subgraph: Subgraph, centre: str | None, fixed: Mapping[str, Point] | None) -> Subgraph:
    if fixed is None and all(node.x is not None and node.y is not None for node in subgraph.nodes):
        return subgraph
    return subgraph.placed(layout(subgraph, fixed, centre))


def _folded(edges: Sequence[Edge]) -> dict[tuple[str, str], list[Edge]]:
    """The relations by the two nodes they connect, whichever way; the furthest stage first."""
    found: defaultdict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        found[min(edge.source, edge.target), max(edge.source, edge.target)].append(edge)
    return {ends: sorted(facts, key=_importance) for ends, facts in found.items()}


def _importance(edge: Edge) -> tuple[int, int, str, str]:
    return -style.rank(edge.stage), -edge.count, edge.type, edge.title


def _links(subgraph: Subgraph) -> dict[str, int]:
    """How many relations each node has in all, drawn or not."""
    found = {node.id: node.hidden_neighbours for node in subgraph.nodes}
    for edge in subgraph.edges:
        for end in {edge.source, edge.target}:
            found[end] += 1
    return found


@dataclass(frozen=True)
class _Frame:
    """What all nodes and lines of a picture share."""

    language: str
    nodes: int
    lines: int

    @property
    def magnified(self) -> float:
        return style.magnification(self.nodes)


@dataclass(frozen=True)
class _Look:
    """What is special about one node: its font size, how many relations it has in all, whether it is the centre."""

    font: int
    links: int
    central: bool


def _node(node: Node, look: _Look, frame: _Frame) -> Json:
    colour = style.colour(node.type)
    border = INK if look.central else "#ffffff"
    mark = style.invented_mark(node, frame.language)
    shown = {"background": colour, "border": border, "highlight": {"background": colour, "border": HIGHLIGHT}}
    return {
        "label": "\n".join(filter(None, (style.cut(node.name) or "·", mark.strip()))),
        "shape": style.shape(node.type),
        "color": shown | {"hover": {"background": colour, "border": HIGHLIGHT}},
        "size": style.radius(node.weight + (4 if look.central else 0), frame.magnified),
        "borderWidth": 3 if look.central else (1.5 if frame.nodes <= ARROWS_UP_TO else 0.5),
        "x": node.x,
        "y": node.y,
        "font": {"size": look.font},
        "title": tooltip(node, frame.language),
        "name": node.name,
        "mark": mark,
        "kind": node.type,
        "kindLabel": style.kind_label(node, frame.language),
        "links": look.links,
    }


def tooltip(node: Node, language: str) -> str:
    """Lines of plain text: the whole name, what it is, and what is not drawn."""
    lines = [node.name, style.kind_label(node, language)]
    if node.invented:
        lines.append(text("sample", language))
    if node.hidden_neighbours:
        lines.append(text("more", language, number=node.hidden_neighbours))
    return "\n".join(lines)


def _edge(facts: Sequence[Edge], frame: _Frame) -> Json:
    language = frame.language
    stroke = style.stroke(facts[0].stage)
    label = style.edge_label(facts[0], language)
    if len(facts) > 1:
        label = text("several", language, number=len(facts))
    strong = stroke.colour if facts[0].stage else PLAIN_HIGHLIGHT
    ends = sorted((facts[0].source, facts[0].target))
    return {
        "id": "~".join(ends),
        "label": label if frame.lines <= EDGE_LABELS_UP_TO else "",
        "title": "\n".join(_sentence(fact, language) for fact in facts),
        "color": {"color": stroke.colour, "highlight": strong, "hover": strong, "inherit": False},
        "width": round(stroke.width * frame.magnified, 2),
        "dashes": stroke.dashes,
        "arrows": _arrows(facts) if frame.nodes <= ARROWS_UP_TO else "",
        "facts": [_fact(fact, language) for fact in facts],
    }


def _sentence(fact: Edge, language: str) -> str:
    stage = style.stage_label(fact.stage, language)
    return fact.title or " · ".join(filter(None, (fact.label or style.relation_label(fact.type, language), stage)))


def _arrows(facts: Sequence[Edge]) -> str:
    """Which ends of the line get an arrow; relations that hold both ways have none."""
    ends = {"to" if fact.source <= fact.target else "from" for fact in facts if _directed(fact.type)}
    return ", ".join(sorted(ends))


def _directed(relation: str) -> bool:
    known = ontology().relations.get(relation)
    return known is None or not known.symmetric


def _fact(fact: Edge, language: str) -> Json:
    return {
        "id": fact.id,
        "from": fact.source,
        "to": fact.target,
        "kind": fact.type,
        "directed": _directed(fact.type),
        "label": fact.label or style.relation_label(fact.type, language),
        "short": style.edge_label(fact, language),
        "stage": style.stage_label(fact.stage, language),
        "line": _line(fact.stage),
        "rank": style.rank(fact.stage),
        "count": fact.count,
        "proof": text("one-evidence" if fact.count == 1 else "evidence", language, number=fact.count),
        "title": _sentence(fact, language),
    }


def _line(stage: str) -> str:
    """The name of the stroke, as in the legend: the coarse status of the stage, or "" for a plain line."""
    known = ontology().stages.get(stage)
    return known.gold if known else ""


@cache
def legend(language: str) -> Json:
    """What the types, relation types and lines are called and look like, in the order of the ontology."""
    vocabulary = ontology()
    return {
        "types": [_type_entry(kind, language) for kind in vocabulary.entities.values()],
        "relations": [{"kind": kind.name, "label": kind.labels[language]} for kind in vocabulary.relations.values()],
        "lines": [_line_entry(gold, language) for gold in (*style.STROKES, "")],
    }


def _type_entry(kind: EntityType, language: str) -> Json:
    corners = points(outline(kind.shape, SWATCH))
    return {"kind": kind.name, "label": kind.labels[language], "colour": kind.colour, "corners": corners}


def _line_entry(gold: str, language: str) -> Json:
    """A line with all stages that are drawn so; the plain one is for relations that have no stage."""
    stroke = style.STROKES.get(gold, style.PLAIN)
    stages = [stage.labels[language] for stage in ontology().stages.values() if stage.gold == gold]
    joined = ("、" if language == "zh" else ", ").join(stages) or text("no-stage", language)
    return {"line": gold, "label": joined, "colour": stroke.colour, "width": stroke.width, "dashes": stroke.dashes}
