"""Hands a neighbourhood to the drawing room as plain nodes and edges.

Must stay true: what is drawn is what the read side answered, no more; a relation that is not drawn is counted at its
node.
"""

from collections import Counter

from graph.read.models import GraphEdge, GraphNode, Neighbourhood
from viz.model import Edge, Node, Subgraph


def subgraph_of(found: Neighbourhood) -> Subgraph:
    """The neighbourhood, ready to be drawn around its centre."""
    drawn = Counter(end for edge in found.edges for end in {edge.source, edge.target})
    nodes = tuple(_node(node, drawn[node.entity.id]) for node in found.nodes)
    return Subgraph(nodes, tuple(_edge(edge) for edge in found.edges), sum(found.hidden.values()))


def _node(node: GraphNode, drawn: int) -> Node:
    entity = node.entity
    hidden = max(0, node.links - drawn)
    return Node(
        entity.id,
        entity.type,
        entity.name,
        entity.level,
        float(node.links),
        hidden_neighbours=hidden,
        invented=entity.invented,
    )


def _edge(edge: GraphEdge) -> Edge:
    return Edge(edge.fact, edge.source, edge.target, edge.predicate, stage=edge.stage, count=edge.evidence)
