"""Made-up subgraphs for the tests of pictures."""

import random

from hypothesis import settings
from hypothesis import strategies as st

from graph.ontology.vocabulary import ontology
from viz.model import Edge, Node, Subgraph

HOSTILE = """</script><script>alert(1)</script>"><img src=x onerror=alert(1)> href='javascript:alert(1)' & {{ 7*7 }}"""
"""A name that would run as code wherever it were not escaped; the word href makes pyvis turn tooltips into HTML."""

UNHURRIED = settings(max_examples=50, deadline=None)
"""The first layout loads its libraries, and test machines are busy."""

TYPES = tuple(ontology().entities)
STAGES = tuple(ontology().stages)


def star(leaves: int) -> Subgraph:
    """A city in the middle with a friendly exchange to each of so many others."""
    nodes = [Node("c", "Place", "云水市", "city", leaves)]
    nodes += [Node(f"l{at}", "Place", f"第{at:02}市", "city", 1) for at in range(leaves)]
    edges = [Edge(f"e{at}", "c", f"l{at}", "TIE", stage="exchange") for at in range(leaves)]
    return Subgraph(tuple(nodes), tuple(edges))


def tree(size: int, seed: int = 1) -> Subgraph:
    """A connected network of so many entities of all types, a few of them hubs."""
    chance = random.Random(seed)
    parents = [chance.randrange(max(1, min(at, size // 12))) for at in range(1, size)]
    weight = [1 + parents.count(at) for at in range(size)]
    kinds = [chance.choice(TYPES) for _ in range(size)]
    nodes = [Node(f"n{at}", kinds[at], f"第{at}个名称", weight=weight[at]) for at in range(size)]
    edges = [Edge(f"e{at}", f"n{at}", f"n{parents[at - 1]}", "COOPERATES") for at in range(1, size)]
    return Subgraph(tuple(nodes), tuple(edges))


@st.composite
def subgraphs(draw: st.DrawFn, most: int = 14) -> Subgraph:
    """Small networks with isolated nodes, several components, parallel relations and loops; names are distinct."""
    size = draw(st.integers(1, most))
    kinds = draw(st.lists(st.sampled_from(TYPES), min_size=size, max_size=size))
    nodes = tuple(Node(f"n{at}", kinds[at], f"名称{at}", weight=at % 5) for at in range(size))
    ends = st.integers(0, size - 1).map(lambda at: f"n{at}")
    pairs = draw(st.lists(st.tuples(ends, ends, st.sampled_from(["", *STAGES])), max_size=2 * most))
    edges = tuple(Edge(f"e{at}", one, two, "TIE", stage=stage) for at, (one, two, stage) in enumerate(pairs))
    return Subgraph(nodes, edges)
