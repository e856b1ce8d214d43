"""Ties on the constructions of reports, with invented names: who ties with whom, in which stage, and what is no tie."""

import pytest

from graph.ontology.types import PassageKind
from tests.nlp.reading_room import attribute, claims, extract, told

OURS = {frozenset(("甲江", "樱川"))}


def ties(text: str) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in told(extract(text), "TIE")}


@pytest.mark.parametrize(
    "text",
    [
        "我市与日本大泽县樱川市结为友好城市。",
        "经批准，2001年5月，甲江市与樱川市正式缔结友好城市关系。",
        "樱川市市长田中一郎来访，两市缔结友好城市关系。",
        "甲江市、樱川市于1999年12月结为友好城市。",
        "我市与樱川市互派代表团多次，后结为姐妹城市。",
    ],
)
def test_a_formal_tie(text: str) -> None:
    assert ties(text) == OURS
    assert {dict(claim.attributes)["stage"] for claim in claims(extract(text), "TIE")} == {"formal"}


def test_a_place_in_front_of_a_place_only_says_where_it_is() -> None:
    assert ties("我市与日本大泽县樱川市、法国林登市缔结友好城市关系。") == OURS | {frozenset(("甲江", "林登"))}


def test_one_after_the_other_pairs_one_to_one() -> None:
    found = ties("甲江市、乙川市依次与樱川市、林登市签约结好。")
    assert found == {frozenset(("甲江", "樱川")), frozenset(("乙川", "林登"))}


def test_pairs_in_a_row() -> None:
    found = ties("甲江市与樱川市、乙川市与林登市分别结为友好城市。")
    assert found == {frozenset(("甲江", "樱川")), frozenset(("乙川", "林登"))}


def test_a_verb_of_several_counterparts_with_their_dates() -> None:
    found = ties("我市2011年与樱川市、2013年与林登市先后结为友好城市。")
    assert found == OURS | {frozenset(("甲江", "林登"))}


def test_the_subject_goes_on_behind_a_semicolon() -> None:
    found = ties("乙川市1992年与樱川市结好；1997年与林登市结为友好城市。")
    assert found == {frozenset(("乙川", "樱川")), frozenset(("乙川", "林登"))}


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("樱川市表示希望与我市结好。", "intent"),
        ("我市继续同樱川市商谈结好事宜。", "intent"),
        ("全国友协批复同意我市与樱川市结为友好城市。", "approval"),
        ("我市与樱川市签署了《友好合作备忘录》。", "exchange"),
        ("我市与樱川市的友好交流关系，对方来函提出终止。", "ended"),
    ],
)
def test_what_the_words_say_of_the_stage(text: str, stage: str) -> None:
    assert attribute(extract(text), "TIE", "stage") in ({"樱川": stage}, {"甲江": stage})


@pytest.mark.parametrize(
    "text",
    [
        "我市与樱川市之间没有友好城市关系。",
        "我市是不是也同樱川市结个友好城市？",
        "我市与樱川市提出结为友好城市，此事未果。",
        "我市与日本大泽县某市洽谈结好。",
        "我市代表团考察了樱川市和林登市。",
    ],
)
def test_no_tie(text: str) -> None:
    assert ties(text) == set()


def test_a_wish_that_does_not_say_with_whom_is_one_to_us() -> None:
    assert ties("樱川市、林登市均有结好意愿。") == OURS | {frozenset(("甲江", "林登"))}


def test_the_name_of_a_signed_document_says_who_ties() -> None:
    text = "双方代表签署了《樱川市与林登市建立友好城市关系协议书》。"
    assert ties(text) == {frozenset(("樱川", "林登"))}


def test_a_section_headed_by_a_partner_tells_of_it() -> None:
    found = ties("我市友好往来简况。\n日本樱川市。\n一九八四年四月结为友好城市。")
    assert found == OURS


def test_a_row_with_two_places_of_which_one_is_chinese() -> None:
    found = extract("抚顺市 | 林登市 | 德国 | 1982", kind=PassageKind.ROW, context="省内城市 | 友好城市 | 国别 | 时间")
    assert {frozenset(pair) for pair in told(found, "TIE")} == {frozenset(("抚顺", "林登"))}


def test_a_table_of_visits_is_no_list_of_partners() -> None:
    found = extract("樱川市友好代表团 | 12 | 三日", kind=PassageKind.ROW, context="来访团组 | 人数 | 停留")
    assert not claims(found, "TIE")


def test_a_counted_list_of_partners_is_no_tie_among_them() -> None:
    found = told(extract("日本樱川市和德国林登市两个友好城市派人来访。"), "TIE")
    assert {frozenset(pair) for pair in found} == {frozenset(("甲江", "樱川")), frozenset(("甲江", "林登"))}


def test_no_tie_where_there_is_none() -> None:
    assert told(extract("樱川市与我市无结好关系。"), "TIE") == set()


def test_a_row_of_two_sides_with_a_province_in_front() -> None:
    heads = "国家 | 外方 | 省内一方 | 性质"
    found = extract("德国 | 北岭州林登市 | 无锡市 | 友好城市", kind=PassageKind.ROW, context=heads)
    assert {frozenset(pair) for pair in told(found, "TIE")} == {frozenset(("林登", "无锡"))}


def test_a_table_of_teams_is_none_of_partners() -> None:
    found = extract("甲江友好城市足球赛 | 樱川市", kind=PassageKind.ROW, context="队名 | 来自")
    assert told(found, "TIE") == set()
