"""Positions: the same for the same network, readable, and kept when it grows."""

import random
from dataclasses import replace
from math import dist, inf, isfinite, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ontology.errors import InvalidInput
from tests.viz.made import UNHURRIED, star, subgraphs, tree
from viz.labels import boxes, fonts
from viz.layout import layout
from viz.model import Edge, Node, Positions, Subgraph


def overlaps(subgraph: Subgraph, places: Positions, slack: float = 1.0) -> int:
    """How many pairs of label boxes lie on each other by more than so many pixels."""
    sizes = boxes(subgraph.nodes, fonts(subgraph.nodes))
    at = np.array([places[node.id] for node in subgraph.nodes]) + np.stack([0 * sizes.drop, sizes.drop], axis=1)
    wide = (sizes.width[:, None] + sizes.width[None, :]) / 2 - np.abs(at[:, None, 0] - at[None, :, 0])
    high = (sizes.height[:, None] + sizes.height[None, :]) / 2 - np.abs(at[:, None, 1] - at[None, :, 1])
    return int(np.triu((wide > slack) & (high > slack), 1).sum())


@UNHURRIED
@given(subgraphs(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(subgraph: Subgraph, chance: random.Random) -> None:
    nodes, edges = list(subgraph.nodes), list(subgraph.edges)
    chance.shuffle(nodes)
    chance.shuffle(edges)
    turned = [replace(edge, source=edge.target, target=edge.source) for edge in edges]
    assert layout(Subgraph(tuple(nodes), tuple(turned))) == layout(subgraph)


@UNHURRIED
@given(subgraphs())
def test_ids_do_not_matter_where_names_tell_nodes_apart(subgraph: Subgraph) -> None:
    other = {node.id: f"x{1000 - at}" for at, node in enumerate(subgraph.nodes)}
    nodes = tuple(replace(node, id=other[node.id]) for node in subgraph.nodes)
    edges = tuple(replace(edge, source=other[edge.source], target=other[edge.target]) for edge in subgraph.edges)
    renamed = layout(Subgraph(nodes, edges), centre=other["n0"])
    assert renamed == {other[key]: place for key, place in layout(subgraph, centre="n0").items()}


@UNHURRIED
@given(subgraphs())
def test_every_node_has_a_place_and_no_two_the_same(subgraph: Subgraph) -> None:
    places = layout(subgraph)
    assert set(places) == {node.id for node in subgraph.nodes}
    assert all(isfinite(x) and isfinite(y) for x, y in places.values())
    assert len(set(places.values())) == len(places)


@UNHURRIED
@given(subgraphs(), st.data())
def test_places_that_are_given_are_kept_exactly(subgraph: Subgraph, data: st.DataObject) -> None:
    number = st.floats(-5000, 5000)
    ids = [node.id for node in subgraph.nodes] + ["drawn-elsewhere"]
    fixed = data.draw(st.dictionaries(st.sampled_from(ids), st.tuples(number, number), min_size=1))
    places = layout(subgraph, fixed)
    assert all(places[key] == place for key, place in fixed.items() if key in places)


@pytest.mark.parametrize("place", [(1e7, 0), (0, -1e300), (inf, 0), (0, nan)])
def test_a_place_outside_the_drawing_area_is_refused(place: tuple[float, float]) -> None:
    with pytest.raises(InvalidInput):
        layout(star(2), {"c": place})


def test_nothing_is_laid_out_to_nothing() -> None:
    assert layout(Subgraph()) == {}


def test_a_small_network_lies_in_rings_around_its_centre() -> None:
    places = layout(star(12), centre="c")
    left = [key for key, (x, _) in places.items() if x < -1]
    above = [key for key, (_, y) in places.items() if y < -1]
    assert 5 <= len(left) <= 7
    assert 5 <= len(above) <= 7
    assert places["c"] == (0.0, 0.0)


@pytest.mark.parametrize("size", [2, 12, 30, 300])
def test_label_boxes_do_not_lie_on_each_other(size: int) -> None:
    network = tree(size)
    assert overlaps(network, layout(network, centre="n0")) == 0


def test_a_thousand_nodes_hardly_overlap() -> None:
    network = tree(1000)
    assert overlaps(network, layout(network), slack=4) <= 10


def test_parts_without_a_connection_do_not_lie_on_each_other() -> None:
    one, other = star(8), tree(20, seed=3)
    lone = tuple(Node(f"i{at}", "Person", f"独{at}") for at in range(7))
    whole = Subgraph(one.nodes + other.nodes + lone, one.edges + other.edges)
    assert overlaps(whole, layout(whole)) == 0


def test_new_nodes_come_to_lie_near_what_they_belong_to() -> None:
    places = layout(star(8), centre="c")
    fresh = tuple(Node(f"f{at}", "Person", f"新{at}") for at in range(6))
    edges = tuple(Edge(f"g{at}", "l0", node.id, "COOPERATES") for at, node in enumerate(fresh))
    grown = layout(Subgraph((star(8).nodes[1], *fresh), edges), places)
    whole = Subgraph(star(8).nodes + fresh)
    assert overlaps(whole, places | grown) == 0
    assert all(dist(grown[node.id], places["l0"]) < 500 for node in fresh)
