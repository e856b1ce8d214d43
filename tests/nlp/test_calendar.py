"""When what a passage tells of was: the dates that it says, and the one that holds where it says none."""

import pytest

from graph.ontology.types import Passage, PassageKind
from nlp.calendar import Calendar, begun, dates_of


def read(date: str, *paragraphs: tuple[str, ...]) -> list[str]:
    """The date that holds at the end of each sentence; a sentence of its own paragraph where they are apart."""
    calendar, at, held = Calendar(date), 0, []
    for order, (sentence, *rest) in enumerate((text, *more) for paragraph in paragraphs for text, *more in [paragraph]):
        for text in (sentence, *rest):
            passage = Passage("d", order, at, at + len(text), text, 1, PassageKind.SENTENCE, "")
            holds, dates = calendar.read(passage, text)
            held.append(dates[-1][1] if dates else holds)
            at += len(text)
        at += 1
    return held


def test_a_date_holds_within_its_paragraph_only() -> None:
    told = read("2024-01-15", ("2023年5月，代表团来访。", "市长会见。"), ("座谈会举行。",))
    assert told == ["2023-05", "2023-05", "2024"]


def test_what_happened_on_a_trip_did_so_in_its_month() -> None:
    trip = "2023年5月10日至13日来访。"
    assert read("2024-01-15", (trip, "其间签署备忘录。", "同日，参观港口。")) == ["2023-05-10", "2023-05", "2023-05-10"]


def test_the_year_of_the_title_is_that_of_the_report() -> None:
    assert read("2024-01-15", ("某市2023年外事工作情况报告",), ("全年接待来访97批。",)) == ["2023", "2023"]


def test_a_paragraph_that_begins_with_a_year_is_no_title() -> None:
    told = read("2024-01-15", ("2019年，我市与樱川市结好。",), ("全年接待来访97批。",))
    assert told == ["2019", "2024"]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2019年3月5日至8日来访", ["2019-03-05"]),
        ("3月来访，5月回访", ["2020-03", "2020-05"]),
        ("自2009年结好以来往来不断", []),
        ("2020年13月", []),
    ],
)
def test_dates_are_as_exact_as_they_are_said(text: str, dates: list[str]) -> None:
    assert [date for _, date in dates_of(text, "2020")] == dates


def test_what_goes_on_since_a_year_began_then() -> None:
    text = "两市自2009年5月结好以来，互访不断。"
    assert begun(text, text.index("结好")) == "2009-05"
    assert begun(text, text.index("互访")) == ""
