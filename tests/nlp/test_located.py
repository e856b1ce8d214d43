"""LOCATED_IN on the constructions of reports, with invented names."""

import pytest

from graph.ontology.types import PassageKind
from tests.nlp.reading_room import extract, told


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("日本大泽县樱川市来函。", {("大泽", "日本"), ("樱川", "大泽")}),
        ("樱川市（日本大泽县）来函。", {("大泽", "日本"), ("樱川", "大泽")}),
        ("我市与日本大泽县的樱川市、青叶市结好。", {("大泽", "日本"), ("樱川", "大泽"), ("青叶", "大泽")}),
        ("代表团考察了林登市的霍恩贝格大学。", {("霍恩贝格大学", "林登")}),
    ],
)
def test_what_the_text_puts_where(text: str, pairs: set[tuple[str, str]]) -> None:
    assert told(extract(text), "LOCATED_IN") == pairs


def test_the_reporting_locality_in_a_body_s_name_says_whose_it_is() -> None:
    assert told(extract("甲江市侨商联合会召开会议。"), "LOCATED_IN") == set()


def test_a_row_with_a_cell_for_the_country() -> None:
    found = extract("樱川市 | 日本大泽县 | 1986年", kind=PassageKind.ROW, context="城市 | 国别 | 时间")
    assert told(found, "LOCATED_IN") == {("樱川", "大泽"), ("大泽", "日本")}


def test_a_table_of_people_says_where_they_live() -> None:
    found = extract("李志远 | 甲江市 | 日本", kind=PassageKind.ROW, context="姓名 | 祖籍 | 居住地")
    assert told(found, "LOCATED_IN") == set()
