"""What the network view is given: nodes and lines as pyvis builds them, and nothing that is not text."""

import json
from typing import Any

import pytest
from hypothesis import given

from graph.ontology.vocabulary import LANGUAGES, ontology
from tests.viz.made import HOSTILE, UNHURRIED, star, subgraphs, tree
from viz import style
from viz.labels import boxes
from viz.model import Edge, Node, Subgraph
from viz.network import legend, network

PAIR = (Node("a", "Place", "甲市", "city"), Node("b", "Place", "乙市", "city"))


def lines(*edges: Edge) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = network(Subgraph(PAIR, edges), "zh")["edges"]
    return found


@UNHURRIED
@given(subgraphs(most=6))
def test_all_nodes_and_relations_are_there_and_can_be_written_as_json(subgraph: Subgraph) -> None:
    seed = json.loads(json.dumps(network(subgraph, "zh"), allow_nan=False))
    assert [node["id"] for node in seed["nodes"]] == [node.id for node in subgraph.nodes]
    facts = [fact["id"] for line in seed["edges"] for fact in line["facts"]]
    assert sorted(facts) == sorted(edge.id for edge in subgraph.edges)
    assert len({line["id"] for line in seed["edges"]}) == len(seed["edges"])


def test_relations_between_the_same_two_become_one_line() -> None:
    (line,) = lines(
        Edge("1", "a", "b", "COOPERATES"),
        Edge("2", "b", "a", "TIE", stage="formal"),
        Edge("3", "a", "b", "TIE", stage="intent"),
    )
    assert line["label"] == "3 项"
    assert [fact["id"] for fact in line["facts"]] == ["2", "3", "1"]
    assert line["color"]["color"] == style.STROKES["formal"].colour
    assert line["title"].count("\n") == 2


def test_a_line_is_drawn_by_its_stage() -> None:
    drawn = {stage: lines(Edge("1", "a", "b", "TIE", stage=stage))[0] for stage in ontology().stages}
    assert drawn["intent"]["dashes"] == [3, 5]
    assert drawn["formal"]["dashes"] is False
    assert drawn["formal"]["width"] > drawn["exchange"]["width"] > drawn["intent"]["width"]
    assert drawn["ended"]["color"]["color"] == style.STROKES["ended"].colour
    assert drawn["formal"]["label"] == "正式友城"


@pytest.mark.parametrize(
    ("edges", "arrows"),
    [
        ([("a", "b", "TIE")], ""),
        ([("a", "b", "LOCATED_IN")], "to"),
        ([("b", "a", "LOCATED_IN")], "from"),
        ([("a", "b", "VISITED"), ("b", "a", "VISITED")], "from, to"),
    ],
)
def test_arrows_point_from_head_to_tail(edges: list[tuple[str, str, str]], arrows: str) -> None:
    (line,) = lines(*(Edge(str(at), *edge) for at, edge in enumerate(edges)))
    assert (line["from"], line["to"], line["arrows"]) == ("a", "b", arrows)


def test_large_networks_are_drawn_plainly() -> None:
    small, large = network(tree(40), "zh"), network(tree(501), "zh")
    assert small["options"]["interaction"]["hover"] is True
    assert large["options"]["interaction"]["hover"] is False
    assert {line["arrows"] for line in large["edges"]} == {""}
    assert {line["label"] for line in large["edges"]} == {""}
    for seed in (small, large):
        assert seed["options"]["physics"] is False
        assert seed["options"]["edges"]["smooth"] is False


def test_nodes_that_join_a_large_picture_look_like_those_in_it() -> None:
    held = {f"n{at}": (200.0 * at, 0.0) for at in range(60)}
    joining = Subgraph((Node("n0", "Place", "甲市"), Node("new", "Place", "乙市")), (Edge("1", "n0", "new", "TIE"),))
    grown, alone = network(joining, "zh", "n0", held)["nodes"][1], network(joining, "zh", "n0")["nodes"][1]
    assert grown["font"]["size"] > alone["font"]["size"]
    assert network(joining, "zh", "n0", held | {f"m{at}": (0.0, 200.0 * at) for at in range(300)})["magnified"] > 2


def test_a_label_is_cut_and_the_whole_name_kept() -> None:
    name = "很长的名称" * 60
    (node,) = network(Subgraph((Node("a", "Place", name),)), "zh")["nodes"]
    assert len(node["label"]) == style.LABEL_CHARACTERS
    assert node["label"].endswith("…")
    assert node["name"] == name
    assert node["title"].startswith(name)


def test_what_is_invented_says_so_below_its_label_and_has_the_room() -> None:
    made_up = Node("a", "Place", "甲市", invented=True)
    (node,) = network(Subgraph((made_up,)), "en")["nodes"]
    assert (node["label"], node["mark"]) == ("甲市\n(invented)", " (invented)")
    assert node["title"].splitlines()[2] == "Known from the invented sample only"
    tall, usual = (boxes([one], {"a": 14}).height[0] for one in (made_up, Node("a", "Place", "甲市")))
    assert tall > usual + 14


def test_a_nameless_entity_does_not_show_its_id() -> None:
    (node,) = network(Subgraph((Node("secret-id", "Place", " "),)), "zh")["nodes"]
    assert "secret-id" not in (node["label"], node["title"])


def test_names_and_titles_stay_plain_strings() -> None:
    hostile = Subgraph((Node(HOSTILE, "Person", HOSTILE), PAIR[0]), (Edge(HOSTILE, HOSTILE, "a", "POSITION", HOSTILE),))
    seed = network(hostile, "zh")
    node, line = seed["nodes"][0], seed["edges"][0]
    assert node["name"] == HOSTILE
    assert node["title"] == f"{HOSTILE}\n人物"
    assert line["facts"][0]["label"] == HOSTILE
    assert all(isinstance(shown, str) for shown in (node["label"], node["title"], line["label"], line["title"]))


def test_a_node_says_how_many_relations_it_has_in_all() -> None:
    nodes = (Node("a", "Place", "甲市", hidden_neighbours=5), PAIR[1])
    seed = network(Subgraph(nodes, (Edge("1", "a", "b", "TIE"), Edge("2", "a", "b", "COOPERATES")), hidden=3), "zh")
    assert [node["links"] for node in seed["nodes"]] == [7, 2]
    assert "还有 5 条关系未显示" in seed["nodes"][0]["title"]
    assert seed["hidden"] == 3


def test_given_places_are_used_as_they_are() -> None:
    placed = Subgraph((Node("a", "Place", "甲市", x=3, y=4),))
    assert [(node["x"], node["y"]) for node in network(placed, "zh")["nodes"]] == [(3, 4)]
    seed = network(star(4), "zh", "c", fixed={"c": (70.5, -3.0)})
    assert (seed["nodes"][0]["x"], seed["nodes"][0]["y"]) == (70.5, -3.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_covers_the_whole_vocabulary(language: str) -> None:
    shown = legend(language)
    assert [entry["kind"] for entry in shown["types"]] == list(ontology().entities)
    assert [entry["kind"] for entry in shown["relations"]] == list(ontology().relations)
    named = " ".join(entry["label"] for entry in shown["lines"])
    assert all(stage.labels[language] in named for stage in ontology().stages.values())


def test_an_unknown_type_is_drawn_and_named_by_its_own_word() -> None:
    strange = Subgraph((Node("a", "Ship", "甲"), Node("b", "Place", "乙市")), (Edge("1", "a", "b", "SAILED"),))
    seed = network(strange, "zh")
    assert seed["nodes"][0]["kindLabel"] == "Ship"
    assert seed["edges"][0]["facts"][0]["label"] == "SAILED"
