"""A country that no list knows is the beginning of the place behind it."""

from nlp.mended import Mended
from nlp.words import Name


class Seen:
    """What a tagger might see."""

    def __init__(self, *names: Name) -> None:
        self.names = list(names)

    def chance(self, start: int, end: int, kind: str) -> float:
        return 0.01


def seen(text: str, *names: Name) -> list[tuple[str, str]]:
    mended = Mended(Seen(*names), text)
    return [(text[name.start : name.end], name.type) for name in mended.names]


def test_a_false_country_joins_the_place_behind_it() -> None:
    text = "访问卡拉贝洛市"
    names = (Name(2, 4, "Country", 0.9), Name(4, 7, "Place", 0.8))
    assert seen(text, *names) == [("卡拉贝洛市", "Place")]
    assert Mended(Seen(*names), text).chance(2, 7, "Place") == 0.8


def test_a_country_with_more_behind_it_is_that_country() -> None:
    names = (Name(0, 4, "Country", 0.6), Name(4, 7, "Place", 0.8))
    assert seen("智利卡拉贝洛市", *names) == [("智利", "Country"), ("卡拉贝洛市", "Place")]


def test_a_false_country_alone_is_nothing_and_true_names_stay() -> None:
    assert seen("卡拉及智利", Name(0, 2, "Country", 0.9), Name(3, 5, "Country", 0.9)) == [("智利", "Country")]


def test_behind_a_country_or_its_government_a_place_may_begin_as_a_reason_does() -> None:
    text = "智利因卡拉市代表团"
    names = (Name(0, 2, "Country", 0.9), Name(3, 6, "Place", 0.8))
    assert seen(text, *names) == [("智利", "Country"), ("因卡拉市", "Place")]
    text = "联邦政府因卡拉市代表团"
    assert seen(text, Name(5, 8, "Place", 0.8)) == [("因卡拉市", "Place")]
    assert seen("会议因卡拉市下雪取消", Name(3, 6, "Place", 0.8)) == [("卡拉市", "Place")]
