"""Signatures on the constructions of reports, with invented names: parties, persons, what is not signed."""

import pytest

from graph.ontology.types import PassageKind
from tests.nlp.reading_room import claims, extract, told


def signers(text: str) -> set[str]:
    return {who for who, _ in told(extract(text), "SIGNED")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我市与日本大泽县樱川市签署《友好交流协议》。", {"甲江", "樱川"}),
        ("我市与樱川市市长田中一郎签署《友好交流协议》。", {"甲江", "樱川", "田中一郎"}),
        ("樱川市市长田中一郎来访，双方签署《友好交流协议》。", {"甲江", "樱川"}),
        ("我市与樱川市市长田中一郎会谈，双方签署《友好交流协议》。", {"甲江", "樱川"}),
        ("《友好交流协议》由甲江市与樱川市签署。", {"甲江", "樱川"}),
    ],
)
def test_parties(text: str, expected: set[str]) -> None:
    assert signers(text) == expected


def test_persons_sign_the_agreement_told_of_before() -> None:
    text = "我市与樱川市签署《友好交流协议》，樱川市市长田中一郎、甲江市市长李明代表双方签字。"
    assert signers(text) == {"甲江", "樱川", "田中一郎", "李明"}


def test_agreements_named_together_pair_one_to_one() -> None:
    found = told(extract("我市与樱川市、林登市分别签署《友好合作备忘录》和《经贸合作协议》。"), "SIGNED")
    assert {who for who, what in found if what.startswith("合作备忘录")} == {"甲江", "樱川"}
    assert {who for who, what in found if what.startswith("协议")} == {"甲江", "林登"}


@pytest.mark.parametrize(
    "text",
    [
        "我市拟与樱川市签署《友好交流协议》。",
        "我市与樱川市尚未签署《友好交流协议》。",
        "我市与樱川市的《友好城市协议书》文本尚在报批。",
    ],
)
def test_what_is_not_signed_has_no_signers(text: str) -> None:
    assert not claims(extract(text), "SIGNED")


def test_a_row_of_a_table_of_agreements() -> None:
    heads = "日期 | 外方 | 文件名称 | 我方签字人"
    found = extract("2018-10-25 | 樱川市 | 《友好交流协议》 | 李明", kind=PassageKind.ROW, context=heads)
    assert {who for who, _ in told(found, "SIGNED")} >= {"甲江", "樱川"}
