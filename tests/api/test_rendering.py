"""How texts are cut into stretches and facts are put into words."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from api.labels import Labels, fill
from api.pages.entities import sections
from api.rendering import in_margin, path_of, segments
from graph.read.models import EntityPage, EntityRef, Fact, Highlight, PassageFinding, Span
from tests.api.seed import HOSTILE

HERE = EntityRef("a", "Place", "云水市", "city")
THERE = EntityRef("b", "Place", HOSTILE, "city")


def tie(**attributes: str) -> Fact:
    return Fact("TIE-1", "TIE", HERE, THERE, attributes, "", {}, 1, 1, 1.0)


def finding(tail: EntityRef | None) -> PassageFinding:
    return PassageFinding("f", "TIE" if tail else "level", HERE, tail, "" if tail else "city", {}, (), "r", 1.0)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 30))
    return Span(start, start + draw(st.integers(1, 12)))


@given(st.text(max_size=40), st.lists(spans(), max_size=4))
def test_stretches_make_up_the_text(text: str, marks: list[Span]) -> None:
    parts = segments(text, (), marks)
    assert "".join(part.text for part in parts) == text
    for part in parts:
        assert part.marked == any(mark.start <= part.start and part.end <= mark.end for mark in marks)


def test_a_highlight_is_one_stretch_with_its_entity() -> None:
    parts = segments("云水市与某市", (Highlight(0, 3, HERE),), (Span(0, 3), Span(4, 6)))
    assert [(part.text, part.entity, part.marked) for part in parts] == [
        ("云水市", HERE, True),
        ("与", None, False),
        ("某市", None, True),
    ]


def test_a_reading_links_its_ends_and_escapes_their_names() -> None:
    words = Labels("zh").reading(tie(stage="formal"), HERE)
    assert words.startswith('<span class="self">云水市</span>与<a ')
    assert words.endswith("：正式友城")
    assert "<script>" not in words


def test_a_reading_without_its_stage_ends_cleanly() -> None:
    assert not Labels("zh").reading(tie()).endswith("：")
    assert not Labels("en").reading(tie()).endswith(": ")


def test_an_attribute_is_read_with_its_owner() -> None:
    words = Markup(Labels("zh").reading(finding(None))).striptags()
    assert words == "云水市 级别 城市"


@given(st.text(alphabet="ab{}与：", max_size=12))
def test_any_template_can_be_filled(template: str) -> None:
    assert isinstance(fill(template, {"a": Markup("x")}), str)


def test_relations_come_before_attributes_in_the_margin() -> None:
    shown, folded = in_margin([finding(None), *[finding(THERE)] * 6])
    assert [found.tail for found in shown] == [THERE] * 4
    assert len(folded) == 3
    assert in_margin([finding(None)]) == ([finding(None)], [])
    assert in_margin([]) == ([], [])


def test_addresses_are_quoted() -> None:
    assert path_of("entities", "a/b?") == "/entities/a%2Fb%3F"
    assert path_of("search", q="云 水", type="") == "/search?q=%E4%BA%91+%E6%B0%B4"


def test_what_only_ties_to_an_event_stands_apart() -> None:
    shown = EntityPage(HERE, (), (), {"VISITED": (), "TOOK_PART": (), "TIE": ()}, {}, (), 0)
    assert sections(shown) == (["VISITED", "TIE"], ["TOOK_PART"])
    trip = EntityRef("v", "Visit", "云水市代表团")
    assert sections(EntityPage(trip, (), (), {"TOOK_PART": ()}, {}, (), 0)) == (["TOOK_PART"], [])


def test_an_attribute_that_says_too_little_is_named() -> None:
    assert Labels("zh").stated("status", "current") == "现任"
    assert Labels("zh").stated("head_count", "12") == "人数 12"
