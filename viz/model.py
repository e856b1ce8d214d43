"""The plain data that every picture is made of: a part of the graph, already cut to what its viewer may see.

Must stay true: nothing here knows a database, a page or a drawing library; what is not in a Subgraph cannot get into a
picture.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

Point = tuple[float, float]
Positions = dict[str, Point]
"""Node id -> (x, y) in pixels at zoom 1, y downwards."""


@dataclass(frozen=True)
class Node:
    """An entity to be drawn."""

    id: str
    type: str
    """An entity type of the ontology."""
    name: str
    level: str = ""
    weight: float = 1.0
    """How important it is, as its number of relations: decides its size and whose label is large."""
    x: float | None = None
    y: float | None = None
    """Position in pixels at zoom 1, y downwards; None where not yet placed."""
    hidden_neighbours: int = 0
    """How many of its relations are not in the subgraph."""
    invented: bool = False
    """Whether it is known from invented documents only: its label and every list say so."""


@dataclass(frozen=True)
class Edge:
    """A relation to be drawn; its id is the id of the fact, so that its evidence can be opened."""

    id: str
    source: str
    target: str
    type: str
    """A relation type of the ontology."""
    label: str = ""
    """What to call it; "" takes the name of the relation type."""
    stage: str = ""
    count: int = 1
    """How many claims stand behind it."""
    title: str = ""
    """The whole fact as a sentence of plain text, for the tooltip; "" takes label and stage."""


@dataclass(frozen=True)
class Subgraph:
    """A part of the graph. `hidden` counts the neighbours that a cap left out."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    hidden: int = 0

    def checked(self) -> "Subgraph":
        """The same with each id once, and without edges that lack an end: what drawing libraries lose in silence."""
        nodes: dict[str, Node] = {}
        edges: dict[str, Edge] = {}
        for node in self.nodes:
            nodes.setdefault(node.id, node)
        for edge in self.edges:
            if edge.source in nodes and edge.target in nodes:
                edges.setdefault(edge.id, edge)
        return replace(self, nodes=tuple(nodes.values()), edges=tuple(edges.values()))

    def placed(self, positions: Positions) -> "Subgraph":
        """The same with its nodes at these positions."""
        nodes = (replace(node, x=positions[node.id][0], y=positions[node.id][1]) for node in self.nodes)
        return replace(self, nodes=tuple(nodes))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The ends of each edge."""
        return ((edge.source, edge.target) for edge in self.edges)
