"""Visits in the constructions of reports, with invented names: who travels, where to, and what is no visit."""

import pytest

from graph.ontology.types import PassageKind
from tests.nlp.reading_room import attribute, claims, extract, told

GUEST = {("田中一郎", "甲江"), ("樱川", "甲江")}
OURS = {("王晓东", "林登"), ("甲江", "林登")}


@pytest.mark.parametrize(
    "text",
    [
        "樱川市市长田中一郎来访。",
        "樱川市市长田中一郎来我市考察。",
        "樱川市市长田中一郎先后来市参加龙舟赛。",
        "日本樱川市市长田中一郎一行8人抵达我市。",
        "应我市市长李明邀请，日本樱川市市长田中一郎率团来访。",
        "市长李明会见了来访的樱川市市长田中一郎。",
        "市长李明会见了樱川市市长田中一郎。",
        "由樱川市市长田中一郎率领的友好代表团来我市访问。",
        "到会的有樱川市市长田中一郎。",
        "到场的有樱川市市长田中一郎。",
        "樱川市市长田中一郎回访我厂。",
        "樱川市市长田中一郎来甲验茶。",
    ],
)
def test_guests_come(text: str) -> None:
    found = extract(text)
    assert told(found, "VISITED") == GUEST
    assert {dict(claim.attributes)["direction"] for claim in claims(found, "VISITED")} == {"inbound"}


@pytest.mark.parametrize(
    "text",
    [
        "副市长王晓东率团赴德国林登市考察。",
        "副市长王晓东对林登市进行了友好访问。",
        "由副市长王晓东任团长，五家企业组成的我市经贸代表团先后到林登市。",
        "副市长王晓东率团出访。第一站是德国林登市。",
        "副市长王晓东率团飞抵林登市，与市长汉斯·穆勒会谈。",
    ],
)
def test_ours_go_out(text: str) -> None:
    assert told(extract(text), "VISITED") == OURS


def test_the_inviters_tell_where_a_country_in_short_is_meant() -> None:
    found = extract("应樱川市政府邀请，副市长王晓东率团赴日访问。")
    assert told(found, "VISITED") == {("王晓东", "樱川"), ("甲江", "樱川")}


def test_only_the_last_place_of_a_name_is_the_destination() -> None:
    found = extract("副市长王晓东率团访问德国黑森州林登市、法国勒芒市。")
    assert {where for _, where in told(found, "VISITED")} == {"林登", "勒芒"}


def test_respectively_sends_each_leader_to_his_own_place() -> None:
    found = extract("副市长王晓东、政协主席李明分别率团访问林登市和勒芒市。")
    assert {("王晓东", "林登"), ("李明", "勒芒")} <= told(found, "VISITED")
    assert ("王晓东", "勒芒") not in told(found, "VISITED")


def test_a_trip_goes_on_at_its_stations() -> None:
    found = extract("副市长王晓东率团访问德国。在林登市，代表团与市长汉斯·穆勒会谈。随后，代表团转赴勒芒市。")
    assert {(who, where) for who in ("王晓东", "甲江") for where in ("德国", "林登", "勒芒")} == told(found, "VISITED")


def test_companions_go_where_the_trip_went() -> None:
    found = extract("副市长王晓东率团访问林登市，随访的有甲江港务集团董事长李明。")
    assert ("李明", "林登") in told(found, "VISITED")


def test_who_comes_back_goes_to_the_partner_spoken_of() -> None:
    found = extract("3月，林登市市长汉斯·穆勒来访。5月，副市长王晓东率团回访。")
    assert told(found, "VISITED") >= OURS


def test_bodies_are_received() -> None:
    found = extract("市友协接待了樱川市日中友好协会、林登商会等团组。")
    assert {where for _, where in told(found, "VISITED")} == {"甲江"}
    assert len(told(found, "VISITED")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "樱川市市长田中一郎拟于明年来访。",
        "我市拟派代表团赴林登市考察。",
        "樱川市市长田中一郎因故未能来访。",
        "原定副市长王晓东赴林登市访问，因航班取消。",
        "樱川市市长田中一郎来信祝贺。",
        "近年来，樱川市与我市往来密切。",
        "本报讯（记者李明）我市与樱川市签署协议。",
    ],
)
def test_what_is_planned_or_did_not_come_about_is_no_visit(text: str) -> None:
    assert told(extract(text), "VISITED") == set()


def test_a_programme_tells_of_no_visit() -> None:
    text = "樱川市代表团接待方案\n樱川市市长田中一郎来我市访问。"
    assert told(extract(text), "VISITED") == set()


def test_hosts_abroad_are_no_visitors() -> None:
    found = extract("副市长王晓东率团访问林登市，市长汉斯·穆勒陪同参观了港口。")
    assert {who for who, _ in told(found, "VISITED")} == {"王晓东", "甲江"}


def test_whom_a_speaker_greets_came_for_it() -> None:
    found = extract("在友好城市签字仪式上的致辞\n尊敬的樱川市市长田中一郎先生，各位来宾：")
    assert told(found, "VISITED") == GUEST


def test_a_row_of_a_table_of_journeys() -> None:
    heads = "序号 | 带队人 | 目的地 | 天数"
    found = extract("1 | 副市长王晓东 | 德国林登市 | 6", kind=PassageKind.ROW, context=heads)
    assert told(found, "VISITED") == OURS
    assert attribute(found, "VISITED", "direction") == {"林登": "outbound"}


def test_a_row_that_was_called_off_tells_of_no_journey() -> None:
    heads = "序号 | 带队人 | 目的地 | 备注"
    found = extract("1 | 副市长王晓东 | 德国林登市 | 取消", kind=PassageKind.ROW, context=heads)
    assert told(found, "VISITED") == set()


def test_a_group_of_nobody_else_that_leaves_is_ours() -> None:
    assert told(extract("由五家企业组成的交流团赴德国林登市。"), "VISITED") == {("甲江", "林登")}


def test_a_counted_body_travels_itself() -> None:
    assert told(extract("林登歌剧院演员26人于6月抵达我市。"), "VISITED") == {("林登歌剧院", "甲江")}


def test_a_place_of_ours_receives_guests_itself() -> None:
    found = extract("无锡市茶叶企业接待了樱川市市长田中一郎一行。")
    assert told(found, "VISITED") == {("田中一郎", "无锡"), ("樱川", "无锡")}


def test_a_table_of_journeys_may_tell_what_was_signed() -> None:
    heads = "带队人 | 目的地 | 签署文件"
    found = extract("副市长王晓东 | 德国林登市 | 无", kind=PassageKind.ROW, context=heads)
    assert told(found, "VISITED") == OURS


def test_a_name_and_a_title_set_apart_are_one_cell() -> None:
    heads = "时间 | 来访团组来自 | 团长及职务 | 人数"
    found = extract("5月 | 日本樱川市 | 田中一郎 | 市长 | 9", kind=PassageKind.ROW, context=heads)
    assert told(found, "VISITED") == GUEST
