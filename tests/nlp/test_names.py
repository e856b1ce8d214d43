"""Each component on short texts with invented names: exact boundaries and types."""

import pytest

from tests.nlp.reading_room import extract, names, told


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("与日本樱川市、德国林登市交流。", {"樱川市", "林登市"}),
        ("维尔纳州吉斯特地区是其重要区域。", {"维尔纳州", "吉斯特地区"}),
        ("中国福建省南平市延平区", {"福建省", "南平市", "延平区"}),
        ("访问香港和澳门。", {"香港", "澳门"}),
        ("我市与友好城市、有关地区、各市、国外城市加强合作。", {"我市"}),
        ("法国的勒芒市市长来访。", {"勒芒市"}),
        ("我市与新西兰怀特莫阿市1998年结好。", {"我市", "怀特莫阿市"}),
        ("日本苇原町友人和美国企业家来我市。", {"苇原町", "我市"}),
    ],
)
def test_places(text: str, places: set[str]) -> None:
    assert names(text, "Place") == places


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("马来西亚、阿联酋和印尼", {"马来西亚", "阿联酋", "印尼"}),
        ("意大利共和国外交官", {"意大利共和国"}),
        ("香港、澳门、台湾同胞", set()),
        ("内蒙古自治区", set()),
        ("北荷兰省省长", set()),
    ],
)
def test_countries(text: str, countries: set[str]) -> None:
    assert names(text, "Country") == countries


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("副会长来自樱川市国际交流协会。", {"樱川市国际交流协会"}),
        ("市政府、有关部门和代表团参加。", set()),
        ("据马来西亚《晨星日报》报道。", {"晨星日报"}),
        ("肯尼亚华人联合会与市友协座谈。", {"肯尼亚华人联合会"}),
        ("甲江市对外友协和甲江港务集团派员出席。", {"甲江市对外友协", "甲江港务集团"}),
    ],
)
def test_bodies(text: str, bodies: set[str]) -> None:
    assert names(text, "Organisation") == bodies


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("副市长王晓东会见了客人。", {"王晓东"}),
        ("议会议员玛丽亚·施密特应邀出席。", {"玛丽亚·施密特"}),
        ("以田中一郎为团长的访华团来访。", {"田中一郎"}),
        ("马校长来访。", set()),
        ("樱川市市长宫城良介率代表团一行6人来我市访问。", {"宫城良介"}),
        ("马尔库加郡郡长祖尼·奥卡率代表团来访。", {"祖尼·奥卡"}),
        ("市长高峰论坛开幕。", set()),
    ],
)
def test_persons(text: str, persons: set[str]) -> None:
    assert names(text, "Person") == persons


@pytest.mark.parametrize(
    ("text", "agreements"),
    [
        ("双方签署了《经贸合作备忘录》。", {"经贸合作备忘录"}),
        ("与樱川市签订了建立友好城市关系意向书。", {"建立友好城市关系意向书", "友好城市关系意向书"}),
        ("根据《出境管理办法》和《意见》办理。", set()),
        ("正在办理签署正式协议的报批。", set()),
    ],
)
def test_agreements(text: str, agreements: set[str]) -> None:
    assert names(text, "Agreement") == agreements


@pytest.mark.parametrize(
    ("text", "projects"),
    [
        ("通过“青苗计划”项目资助学生。", {"青苗计划"}),
        ("参加第三届国际茶文化节。", {"第三届国际茶文化节"}),
        ("做到“两个到位”，争创“五型”机关。", set()),
    ],
)
def test_projects(text: str, projects: set[str]) -> None:
    assert names(text, "Project") == projects


def test_a_name_clear_in_one_sentence_is_found_in_the_others() -> None:
    found = extract("樱川市市长来访。与樱川市的往来日益密切。")
    assert sum(mention.text == "樱川市" for mention in found.mentions) == 2


def test_levels_and_native_places() -> None:
    found = extract("日本大泽县与甲江市。香港与德国林登市。乙川籍侨领陈志强来访。")
    assert told(found, "level") >= {("大泽", "province"), ("甲江", "city"), ("香港", "country_part"), ("林登", "city")}


def test_a_place_cut_short_is_made_whole_where_the_document_names_it_clearly() -> None:
    found = extract("我市与德国瓦尔登豪泰特市签署协议。甲江市市长李明、瓦尔登豪泰特市市长玛丽亚·施密特出席。")
    assert {mention.text for mention in found.mentions if mention.type == "Place"} == {
        "我市",
        "甲江市",
        "瓦尔登豪泰特市",
    }
    assert ("玛丽亚·施密特", "瓦尔登豪泰特") in told(found, "POSITION")


def test_a_region_without_suffix_parts_from_the_place_behind_it() -> None:
    found = names("美国俄亥俄州卡兰市市长来访，俄亥俄州的友好团体随行。", "Place")
    assert {"俄亥俄州", "卡兰市"} <= found


def test_a_hyphen_is_part_of_a_foreign_name() -> None:
    assert "巴拉德茨-克拉洛州" in names("我市与捷克巴拉德茨-克拉洛州签署备忘录。", "Place")


def test_a_part_of_the_world_belongs_to_the_body_behind_it() -> None:
    found = names("侨胞中有影响的也不少，如东非智利林登促进会会长、林登商会会长。", "Organisation")
    assert "东非智利林登促进会" in found
