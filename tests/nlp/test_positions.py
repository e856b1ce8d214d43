"""POSITION on the constructions of reports, with invented names: one or two lines for each construction."""

import pytest

from graph.ontology.types import PassageKind
from tests.nlp.reading_room import attribute, extract, told


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        # several people of one body, several offices of one person
        (
            "樱川市国际交流协会会长佐藤健、副会长高桥诚和秘书长渡边直人来访。",
            {(who, "樱川市国际交流协会") for who in ("佐藤健", "高桥诚", "渡边直人")},
        ),
        (
            "李志远（林登华侨总商会会长，同时担任林登中文协会理事）捐资修路。",
            {("李志远", "林登华侨总商会"), ("李志远", "林登中文协会")},
        ),
        ("李志远现任林登华侨总商会会长。", {("李志远", "林登华侨总商会")}),
        ("时任甲江市副市长王晓东出席。", {("王晓东", "甲江")}),
        # whose office it is where the title stands bare
        ("在樱川市，代表团与市长田中一郎举行会谈。", {("田中一郎", "樱川")}),
        ("应樱川市市长邀请，副市长王晓东率团出访。", {("王晓东", "甲江")}),
        ("樱川市派工程师田中一郎来我市传授技艺。", {("田中一郎", "樱川")}),
        ("市长李明会见了由议长汉斯·穆勒率领的林登市代表团。", {("李明", "甲江"), ("汉斯·穆勒", "林登")}),
        ("樱川市与甲江市往来多年，该市市长汉斯·穆勒曾三次来访。", {("汉斯·穆勒", "樱川")}),
        ("樱川市派质检员田中一郎来我市。", {("田中一郎", "樱川")}),
        ("应市长李明邀请，日本樱川市市长田中一郎率团来访。", {("李明", "甲江"), ("田中一郎", "樱川")}),
        ("我市与樱川市结好，市长田中一郎专程来签字。", {("田中一郎", "樱川")}),
        # entries behind each other
        ("李志远，林登华侨总商会会长；高桥诚，樱川商会理事", {("李志远", "林登华侨总商会"), ("高桥诚", "樱川商会")}),
        # what describes and what leads a group
        ("林登市市长汉斯·穆勒教授来访。", {("汉斯·穆勒", "林登")}),
        ("德国专家汉斯·穆勒来我市工作。", set()),
    ],
)
def test_who_holds_which_office(text: str, pairs: set[tuple[str, str]]) -> None:
    assert told(extract(text), "POSITION") == pairs


def test_the_body_that_a_report_is_about_has_the_bare_titles() -> None:
    found = extract("甲江市侨商联合会理事会名单。会长：李志远。本会秘书长王晓东出席。")
    assert told(found, "POSITION") == {("李志远", "甲江市侨商联合会"), ("王晓东", "甲江市侨商联合会")}


def test_an_entry_opens_with_its_person() -> None:
    found = extract("李志远，祖籍甲江市，林登华侨总商会会长、林登中文协会理事。")
    assert told(found, "POSITION") == {("李志远", "林登华侨总商会"), ("李志远", "林登中文协会")}


def test_a_row_has_its_offices_in_cells() -> None:
    found = extract(
        "林登华侨总商会 | 1987 | 会长李志远、副会长王晓东", kind=PassageKind.ROW, context="名称 | 成立 | 负责人"
    )
    assert told(found, "POSITION") == {("李志远", "林登华侨总商会"), ("王晓东", "林登华侨总商会")}


def test_titles_in_traditional_script() -> None:
    found = extract("樱川市市長田中一郎來訪。")
    assert attribute(found, "POSITION", "title") == {"樱川": "市長"}
