"""Each family of relation rules on the constructions of reports, with invented names."""

import pytest

from graph.ontology.types import PassageKind
from graph.ontology.vocabulary import ontology
from tests.nlp.reading_room import attribute, by_uid, claims, extract, told

STAGES = [
    ("我市与樱川市签署了建立友好城市关系备忘录。", "memorandum"),
    ("我市与樱川市就建立友好关系达成意向。", "intent"),
    ("我市与樱川市结为友好城市，正在办理报批手续。", "approval"),
    ("我市与樱川市签订了友好合作框架协议。", "framework"),
    ("我市与樱川市建立了友好交流关系。", "exchange"),
    ("我市与樱川市正式结为友好城市。", "formal"),
    ("我市与樱川市续签友好城市协议。", "renewed"),
    ("我市与樱川市的友好城市关系已解除。", "ended"),
]


@pytest.mark.parametrize(("text", "stage"), STAGES)
def test_a_tie_in_each_stage(text: str, stage: str) -> None:
    found = extract(text)
    assert told(found, "TIE") == {("甲江", "樱川")}
    assert attribute(found, "TIE", "stage") == {"樱川": stage}


def test_every_member_of_a_coordination_is_a_party() -> None:
    found = extract("我市与日本樱川市、德国林登市和法国勒芒市签署了友好合作备忘录。")
    assert told(found, "TIE") == {("甲江", "樱川"), ("甲江", "林登"), ("甲江", "勒芒")}
    assert told(found, "LOCATED_IN") == {("樱川", "日本"), ("林登", "德国"), ("勒芒", "法国")}


def test_respectively_pairs_one_to_one() -> None:
    found = extract("甲江市、乙川市分别与樱川市、林登市结为友好城市。")
    assert told(found, "TIE") == {("甲江", "樱川"), ("乙川", "林登")}


def test_one_agreement_for_each_counterpart_at_one_span() -> None:
    found = extract("我市与樱川市、林登市签署了友好合作备忘录。")
    agreements = [unit for unit in found.units if unit.type == "Agreement"]
    assert [unit.normal for unit in agreements] == ["合作备忘录:林登+甲江", "合作备忘录:樱川+甲江"]
    spans = {(mention.start, mention.end) for mention in found.mentions if mention.type == "Agreement"}
    assert len(spans) == 1
    for unit in agreements:
        assert len([claim for claim in claims(found, "SIGNED") if claim.object == unit.uid]) == 2


def test_a_pact_of_many_cities_is_one_agreement() -> None:
    found = extract("樱川市、青州市、林登市等8个城市共同签署了《茶文化联盟倡议书》。")
    assert told(found, "SIGNED") == {(city, "倡议书:林登+樱川+青州") for city in ("樱川", "青州", "林登")}


def test_all_parties_means_the_list_before() -> None:
    found = extract("参加论坛的有樱川市、青州市和林登市。各方共同发表了《茶城宣言》。")
    assert {who for who, _ in told(found, "SIGNED")} == {"樱川", "青州", "林登"}


def test_persons_sign_for_their_cities() -> None:
    found = extract("甲江市市长李明和樱川市市长田中一郎分别代表两市签署了《友好交流协议》。")
    assert {who for who, _ in told(found, "SIGNED")} == {"李明", "田中一郎", "甲江", "樱川"}


def test_the_list_of_partners_of_the_reporting_locality() -> None:
    found = extract("我市现有国际友城3座，分别是日本樱川市、德国林登市和法国勒芒市。")
    assert told(found, "TIE") == {("甲江", "樱川"), ("甲江", "林登"), ("甲江", "勒芒")}


@pytest.mark.parametrize(
    "text",
    [
        "樱川市、林登市都是我市的友好城市。",
        "日本樱川市、德国林登市等6个国家的8座城市先后与我市结为友好城市。",
        "与我市缔结友好城市关系的有日本樱川市、德国林登市。",
        "友好城市：樱川市（日本）、林登市（德国）。",
        "我市友城樱川市、林登市均派团出席。",
        "樱川市（日本），1986年结为友好城市；林登市（德国），1992年结为友好城市。",
    ],
)
def test_ties_said_in_other_words(text: str) -> None:
    found = extract(text)
    assert {frozenset(pair) for pair in told(found, "TIE")} == {
        frozenset(("甲江", "樱川")),
        frozenset(("甲江", "林登")),
    }
    assert set(attribute(found, "TIE", "stage").values()) == {"formal"}


def test_a_row_of_a_table_of_partners() -> None:
    found = extract("樱川市 | 日本 | 1986-05-10", kind=PassageKind.ROW, context="友好城市 | 国家 | 日期")
    assert told(found, "TIE") == {("甲江", "樱川")}
    assert told(found, "LOCATED_IN") == {("樱川", "日本")}


def test_a_row_of_a_table_with_a_column_for_our_side() -> None:
    heads = "序号 | 我方 | 国家 | 外方 | 关系阶段 | 时间"
    for row, pair, stage, date in (
        ("1 | 甲江市 | 日本 | 樱川市 | 正式友好城市（续签） | 2012年4月", {"甲江", "樱川"}, "renewed", "2012-04"),
        ("2 | 丙溪县 | 德国 | 瓦尔登豪泰特市 | 已终止 | 2021年8月", {"丙溪", "瓦尔登豪泰特"}, "ended", "2021-08"),
    ):
        found = extract(row, kind=PassageKind.ROW, context=heads)
        assert [set(ends) for ends in told(found, "TIE")] == [pair]
        assert {inner for inner, _ in told(found, "LOCATED_IN")} == pair - {"甲江", "丙溪"}
        assert {dict(claim.attributes)["stage"] for claim in claims(found, "TIE")} == {stage}
        assert {claim.date for claim in claims(found, "TIE")} == {date}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("欢迎德国中国商会。", {("德国中国商会", "德国")}),
        ("樱川市（日本）来函。", {("樱川", "日本")}),
        ("樱川市位于日本大泽县。", {("樱川", "日本"), ("樱川", "大泽"), ("大泽", "日本")}),
        ("巴西乙列市、丙塔市和芬兰丁拉市。", {("乙列", "巴西"), ("丙塔", "巴西"), ("丁拉", "芬兰")}),
    ],
)
def test_located(text: str, pairs: set[tuple[str, str]]) -> None:
    assert told(extract(text), "LOCATED_IN") >= pairs


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("林登市市长汉斯·穆勒来访。", {("汉斯·穆勒", "林登")}),
        ("市外办主任李明介绍情况。", {("李明", "甲江")}),
        ("菲律宾众议院的何塞·桑托斯议长到访。", {("何塞·桑托斯", "菲律宾众议院")}),
        (
            "樱川市议会议长、樱川市国际交流协会会长佐藤健来访。",
            {("佐藤健", "樱川市议会"), ("佐藤健", "樱川市国际交流协会")},
        ),
        ("文莱、秘鲁大使马吉拉、石川健来访。", {("马吉拉", "文莱"), ("石川健", "秘鲁")}),
        ("美国驻上海总领事孙学文来访。", {("孙学文", "美国")}),
    ],
)
def test_positions(text: str, pairs: set[tuple[str, str]]) -> None:
    assert told(extract(text), "POSITION") == pairs


def test_a_position_says_title_and_status() -> None:
    found = extract("樱川市前市长田中一郎来访。肯尼亚华人联合会名誉会长陈志强来访。")
    stated = sorted(dict(claim.attributes)["status"] for claim in claims(found, "POSITION"))
    assert stated == ["former", "honorary"]


def test_leader_and_group_are_two_visitors_of_one_visit() -> None:
    found = extract("2015年3月，以田中一郎为团长的樱川市友好访华团一行8人来我市访问。")
    assert told(found, "VISITED") == {("田中一郎", "甲江"), ("樱川", "甲江")}
    visits = {claim.event for claim in claims(found, "VISITED")}
    assert len(visits) == 1
    visit = by_uid(found)[visits.pop()]
    assert (visit.type, visit.name, visit.qualifier) == ("Visit", "樱川市—甲江市 来访", "2015-03")
    for claim in claims(found, "VISITED"):
        assert dict(claim.attributes)["direction"] == "inbound"
        assert dict(claim.attributes)["head_count"] == "8"


def test_an_outbound_trip_goes_on_in_the_next_sentence() -> None:
    found = extract("副市长王晓东率甲江市经贸代表团访问了德国林登市。代表团还顺访了法国勒芒市。")
    assert told(found, "VISITED") == {(who, where) for who in ("王晓东", "甲江") for where in ("林登", "勒芒")}
    assert {dict(claim.attributes)["direction"] for claim in claims(found, "VISITED")} == {"outbound"}


def test_groups_listed_in_one_sentence_make_a_visit_each() -> None:
    found = extract("日本樱川市议长代表团、德国林登市市长代表团等来我市访问。")
    units = by_uid(found)
    visits = {units[claim.subject].normal: units[claim.event].name for claim in claims(found, "VISITED")}
    assert visits == {"樱川": "樱川市—甲江市 来访", "林登": "林登市—甲江市 来访"}


def test_a_leader_may_be_named_after_the_trip() -> None:
    found = extract("市友好代表团访问了德国林登市，市长李明任团长。")
    assert told(found, "VISITED") == {("李明", "林登"), ("甲江", "林登")}


def test_inviters_are_no_visitors() -> None:
    found = extract("应樱川市政府邀请，副市长王晓东赴日本访问。")
    assert told(found, "VISITED") == {("王晓东", "日本"), ("甲江", "日本")}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("日本友人山田太郎向甲江大学捐赠图书1000册。", {("山田太郎", "甲江大学")}),
        ("樱川市向我市捐款100万日元。", {("樱川", "甲江")}),
        ("侨胞陈志强先生通过“青苗计划”项目资助我市学生。", {("陈志强", "青苗计划")}),
        ("友城樱川市、林登市参加“甲江国际龙舟赛”。", {("樱川", "甲江国际龙舟赛"), ("林登", "甲江国际龙舟赛")}),
    ],
)
def test_supports(text: str, pairs: set[tuple[str, str]]) -> None:
    assert told(extract(text), "SUPPORTS") == pairs


def test_contacts_count_where_no_agreement_says_them() -> None:
    found = extract("我市同意大利丝绸协会、德国林登商会等组织建立了长期稳定的联系。")
    assert len(told(found, "COOPERATES")) == 2
    assert not claims(extract("我市与德国林登商会签署了合作协议。"), "COOPERATES")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "五年来我市共组织759人次出访，接待外国人来访671人次。",
            {("组织出访", "759", "人次", "五年来"), ("接待外国人来访", "671", "人次", "五年来")},
        ),
        (
            "2019年，我市接待外宾23批1,112人次。",
            {("接待外宾", "23", "批", "2019"), ("接待外宾", "1112", "人次", "2019")},
        ),
        ("目前，我市约有海外华侨华人和港澳同胞4000多人。", {("海外华侨华人和港澳同胞", "4000多", "人", "目前")}),
        ("2020年全年接待海外侨团、侨领86人次。", {("接待海外侨团、侨领", "86", "人次", "2020")}),
        ("2020年为归侨侨眷子女升学、就业出具证明48份。", {("出具证明", "48", "份", "2020")}),
        ("2020年，同胞通过市侨办先后向我市捐赠135万元。", {("捐赠", "135", "万元", "2020")}),
        ("慈善家李明夫妇捐助我市198台。李明资助丙溪区1200余人次，“青苗计划”项目资助我市15名学生。", set()),
        ("该集团投资80亿元，代表团一行5人来访，批次降8%。", set()),
    ],
)
def test_indicators(text: str, figures: set[tuple[str, ...]]) -> None:
    found = extract(text)
    stated: dict[str, dict[str, str]] = {claim.object: {} for claim in claims(found, "REPORTED")}
    for claim in found.claims:
        if claim.subject in stated:
            stated[claim.subject][claim.predicate] = claim.value
    assert {
        tuple(values[name] for name in ("what", "quantity", "unit", "period")) for values in stated.values()
    } == figures
    assert all(by_uid(found)[indicator].type == "Indicator" for indicator in stated)


def test_a_row_of_a_table_of_figures() -> None:
    found = extract("在校外国留学生 | 142 | 人", kind=PassageKind.ROW, context="指标 | 数值 | 单位")
    assert told(found, "quantity") == {("甲江|在校外国留学生|人|", "142")}


def test_honours() -> None:
    found = extract("甲江市被全国友协授予“友城交流奖”称号。")
    assert {subject for subject, _ in told(found, "RECEIVED")} == {"甲江"}
    assert {subject for subject, _ in told(found, "CONFERRED")} == {"全国友协"}


def test_what_the_ontology_forbids_is_dropped_and_counted() -> None:
    for text, _ in STAGES:
        found = extract(text)
        types = {unit.uid: unit.type for unit in found.units}
        for claim in found.claims:
            assert not claim.object or ontology().allows(claim.predicate, types[claim.subject], types[claim.object])
    assert sum(extract("我市与樱川市结为友好城市。", locality="").dropped.values()) == 1


def test_the_country_of_a_place_is_its_qualifier() -> None:
    found = extract("我市与日本樱川市、福建省交流。")
    qualifiers = {unit.normal: unit.qualifier for unit in found.units if unit.type == "Place"}
    assert qualifiers["樱川"] == "日本"
    assert qualifiers["福建"] == "中国"


def test_an_agreement_is_called_after_its_parties_with_the_reporting_locality_first() -> None:
    found = extract("日本樱川市、韩国林登市分别与我市签署友好城市合作备忘录。")
    agreements = {unit.name: unit.names for unit in found.units if unit.type == "Agreement"}
    assert set(agreements) == {
        "友好城市合作备忘录（甲江市、樱川市）",
        "友好城市合作备忘录（甲江市、林登市）",
    }
    assert all(names == (("友好城市合作备忘录", 1),) for names in agreements.values())


def test_a_gift_has_the_amount_of_its_own_clause() -> None:
    found = extract("樱川市向甲江市立医院捐赠口罩2万只，我市向德国林登市捐赠防护服3000件。")
    assert attribute(found, "SUPPORTS", "amount") == {"甲江市立医院": "2万只", "林登": "3000件"}


def test_both_cities_are_the_pair_named_last_and_a_tie_has_the_date_of_its_own_clause() -> None:
    found = extract(
        "2020年5月，我市与日本樱川市签署意向书。我市与德国林登市1998年结为友好城市。两市自2021年8月起终止友好城市关系。"
    )
    ties = {(dict(claim.attributes)["stage"], claim.date) for claim in claims(found, "TIE")}
    assert told(found, "TIE") == {("甲江", "林登")}
    assert ties == {("formal", "1998"), ("ended", "2021-08")}


def test_a_mayor_who_meets_guests_of_our_city_is_ours() -> None:
    found = extract("樱川市市长田中一郎率代表团来我市访问，市长李明会见了代表团。")
    assert told(found, "POSITION") == {("田中一郎", "樱川"), ("李明", "甲江")}


def test_whom_a_delegation_meets_abroad_holds_no_office_at_home() -> None:
    found = extract("代表团到访樱川市，与市长田中一郎举行会谈。")
    assert told(found, "POSITION") == {("田中一郎", "樱川")}


def test_two_places_on_one_journey_are_no_pair() -> None:
    found = extract("我市代表团先后访问樱川市和林登市。双方商定续签友好城市协议。")
    assert ("林登", "樱川") not in told(found, "TIE") | {(b, a) for a, b in told(found, "TIE")}


def test_a_body_of_the_locality_goes_out() -> None:
    found = extract("甲江市第一中学校长李明率团访问日本樱川市。")
    assert attribute(found, "VISITED", "direction") == {"樱川": "outbound"}


def test_since_when_something_holds_dates_nothing_else() -> None:
    found = extract("自2009年结好以来，往来密切。我市与林登市签署了《友好交流协议》。")
    assert {claim.date for claim in claims(found, "SIGNED")} == {""}
