"""Charts: true to scale, sound XML, safe with any name."""

import xml.etree.ElementTree as ElementTree

from hypothesis import given
from hypothesis import strategies as st

from tests.viz.made import HOSTILE, UNHURRIED
from viz.charts import WIDTH, Bar, Moment, bars, timeline

SPACE = "{http://www.w3.org/2000/svg}"
DATES = st.one_of(
    st.just(""),
    st.dates().map(str),
    st.dates().map(lambda date: str(date)[:7]),
    st.dates().map(lambda date: str(date)[:4]),
)


def numbers(drawn: ElementTree.Element, tag: str, attribute: str) -> list[float]:
    return [float(element.get(attribute, "nan")) for element in drawn.iter(f"{SPACE}{tag}")]


@UNHURRIED
@given(st.lists(st.integers(0, 10**6), max_size=12))
def test_bars_are_as_long_as_their_values(values: list[int]) -> None:
    drawn = ElementTree.fromstring(bars([Bar(f"第{at}", value) for at, value in enumerate(values)], "数"))
    lengths = numbers(drawn, "rect", "width")
    most = max(values, default=0)
    for value, length in zip(values, lengths, strict=True):
        assert abs(length - (value / most if most else 0) * max(lengths)) < 0.2


def test_the_longest_bar_leaves_room_for_its_value() -> None:
    drawn = ElementTree.fromstring(bars([Bar("甲", 123456)], "数"))
    assert numbers(drawn, "text", "x")[-1] < WIDTH - 40


@UNHURRIED
@given(st.lists(st.tuples(DATES, st.text(st.characters(codec="utf-8", categories=["L"]), max_size=30)), max_size=10))
def test_moments_stand_in_the_order_of_their_dates(pairs: list[tuple[str, str]]) -> None:
    drawn = ElementTree.fromstring(timeline([Moment(*pair) for pair in pairs], "往来", "zh"))
    places = numbers(drawn, "circle", "cx")
    dates = [date for date, _ in pairs if date]
    assert len(places) == len(dates)
    assert all(0 <= x <= WIDTH for x in places)
    whole = [x for date, x in sorted(zip(sorted(dates), places, strict=True)) if len(date) == 10]
    assert whole == sorted(whole)


def test_what_has_no_date_is_counted() -> None:
    assert "另有 2 项日期不详" in timeline([Moment("", "甲"), Moment("", "乙"), Moment("2015", "丙")], "往来", "zh")


def test_moments_of_one_day_do_not_lie_on_each_other() -> None:
    drawn = ElementTree.fromstring(timeline([Moment("2015-03-01", f"访问{at}") for at in range(5)], "往来", "zh"))
    assert len(set(numbers(drawn, "circle", "cy"))) == 5


def test_names_stay_text_and_links_stay_links() -> None:
    for chart in (
        bars([Bar(HOSTILE, 1, href="/entities/1")], HOSTILE),
        timeline([Moment("2015", HOSTILE, href="/entities/1")], HOSTILE, "zh"),
    ):
        drawn = ElementTree.fromstring(chart)
        tags = {element.tag.removeprefix(SPACE) for element in drawn.iter()}
        assert tags <= {"svg", "title", "text", "rect", "line", "circle", "a"}
        assert [link.get("href") for link in drawn.iter(f"{SPACE}a")] == ["/entities/1"]
        assert not any("style" in element.attrib for element in drawn.iter())
