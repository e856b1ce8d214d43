"""Laws of extraction on any text: offsets, references, determinism, and that nothing raises."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from nlp.gold import to_gold
from nlp.normal import normal_form
from nlp.rules import CONFIDENCE
from tests.nlp.reading_room import document, extract

WORDS = "甲江市 日本 樱川市 与 、 签署了 备忘录 市长 李明 来访 ， 。 《 》 “ ” 我市 （ ）"
MORE = "友好城市 代表团 访问 参加 捐赠 100万元"
HOSTILE = ["<b>", "\x00", "😀", "\ud800", "\u200b", "塞尔维亚和", "·", "2015年3月", "第三届茶文化节"]
PIECES = st.sampled_from([*WORDS.split(), *MORE.split(), *HOSTILE])
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=40).map("".join))


@settings(max_examples=60, deadline=None)
@given(TEXTS)
@example("")
@example("与" * 3000)
@example("甲江市与日本樱川市、" * 400)
@example("<script>alert(1)</script>市长\x00李明\ud800来访😀")
@example("友城塞尔维亚")
def test_any_text_gives_a_consistent_extraction(text: str) -> None:
    found = extract(text)
    units = {unit.uid for unit in found.units}
    for mention in found.mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.unit in units
        assert mention.confidence == CONFIDENCE[mention.rule]
    for claim in found.claims:
        assert {claim.subject, claim.object or claim.subject, claim.event or claim.subject} <= units
        assert bool(claim.object) != bool(claim.value)
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.confidence == round(claim.confidence, 4)
    for entity in to_gold("x", document(), found)["entities"]:
        assert entity["rules"]


@settings(max_examples=25, deadline=None)
@given(TEXTS)
def test_equal_text_gives_an_equal_extraction(text: str) -> None:
    assert extract(text) == extract(text)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["Place", "Country", "Organisation", "Person", "Project"]), st.text(max_size=20))
def test_normalising_twice_changes_nothing_more(kind: str, name: str) -> None:
    once = normal_form(kind, name)
    assert normal_form(kind, once) == normal_form(kind, normal_form(kind, once))
