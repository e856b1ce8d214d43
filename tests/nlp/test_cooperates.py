"""Contacts of bodies on the constructions of reports, with invented names; what is a meeting or a plan is none."""

import pytest

from graph.ontology.types import PassageKind
from tests.nlp.reading_room import claims, extract, told


def pairs(text: str) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in told(extract(text), "COOPERATES")}


@pytest.mark.parametrize(
    "text",
    [
        "甲江大学与林登大学结为姊妹学校。",
        "甲江大学与德国林登市的林登大学互派教师。",
        "甲江大学同林登大学保持密切联系。",
        "甲江大学与林登大学自2005年起互为友好学校。",
        "甲江大学与林登大学每年派出教师讲课。",
        "甲江大学与林登大学轮流接收实习生。",
        "甲江大学与林登大学已通信两年。",
    ],
)
def test_contacts(text: str) -> None:
    assert pairs(text) == {frozenset(("甲江大学", "林登大学"))}


def test_respectively_pairs_bodies_one_to_one() -> None:
    found = pairs("甲江大学、乙川大学分别与林登大学、樱川大学结为友好学校。")
    assert found == {frozenset(("甲江大学", "林登大学")), frozenset(("乙川大学", "樱川大学"))}


@pytest.mark.parametrize(
    "text",
    [
        "甲江大学与林登大学举行会谈。",
        "甲江大学拟与林登大学建立合作关系。",
        "甲江大学与林登大学互认学分一事没有谈成。",
        "甲江大学与林登大学签署了《合作协议》，建立合作关系。",
        "甲江大学与林登大学签订培训协议每年互派教师。",
    ],
)
def test_no_contact(text: str) -> None:
    assert not claims(extract(text), "COOPERATES")


@pytest.mark.parametrize(("state", "bodies"), [("互换教师", {"甲江大学", "林登大学"}), ("尚未联系", set())])
def test_a_row_of_a_table_of_counterparts(state: str, bodies: set[str]) -> None:
    heads = "本市学校 | 对方学校 | 往来"
    found = extract(f"甲江大学 | 林登大学 | {state}", kind=PassageKind.ROW, context=heads)
    assert {body for pair in told(found, "COOPERATES") for body in pair} == bodies
