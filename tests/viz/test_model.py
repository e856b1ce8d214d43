"""A subgraph is made whole before it is drawn."""

from tests.viz.made import star
from viz.model import Edge, Node, Subgraph


def test_a_repeated_id_counts_once_and_the_first_one_stays() -> None:
    twice = Subgraph((Node("a", "Place", "甲市"), Node("b", "Place", "乙市"), Node("a", "Place", "丙市")))
    assert [node.name for node in twice.checked().nodes] == ["甲市", "乙市"]


def test_an_edge_without_both_ends_is_left_out() -> None:
    loose = Subgraph((Node("a", "Place", "甲市"),), (Edge("e", "a", "gone", "TIE"), Edge("f", "gone", "a", "TIE")))
    assert loose.checked().edges == ()


def test_a_whole_subgraph_stays_as_it_is() -> None:
    assert star(5).checked() == star(5)
