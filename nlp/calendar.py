"""When what a passage tells of was: the dates that it says, and the one that holds where it says none.

Must stay true: a date holds on within its paragraph, to the month unless the very day is said; a paragraph that says
none was in the year that the heading of its section or the title says, else in the year of the document.
"""

import re
from collections.abc import Iterator

from graph.ontology.types import Passage

_DATE = re.compile(
    r"(?P<year>[12]\d{3})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})(?=[日～~—–\-至、]|号))?)?|"
    r"(?<!\d)(?P<month2>\d{1,2})月(?:(?P<day2>\d{1,2})(?=[日～~—–\-至、]|号))?"
)
_TITLE = re.compile(r"[^。；！？|]{0,60}?\d{4}年(?!\d)[^。；！？|]{0,60}")
"""A line of its own with a year and no full stop says what the lines below it tell of: 某市2023年工作报告."""
_SAME_DAY = re.compile("[同当][日天]")
"""Only such a sentence is of the very day that the one before it says: what happened on a trip did so in its month."""
_SINCE = re.compile("[^，。；]{0,20}?以来")
"""What makes a date the background of what is told: 自2009年结好以来."""


class Calendar:
    """Reads the dates of a document's passages in their order."""

    def __init__(self, date: str) -> None:
        self._base = date[:4]
        """The year of the section."""
        self._year = date[:4]
        """The year said last: that of a month without a year."""
        self._date = self._base
        self._end = 0

    def read(self, passage: Passage, text: str) -> tuple[str, list[tuple[int, str]]]:
        """(the date that holds when the passage begins, the dates that it says with their offsets)."""
        if passage.kind != "sentence" or passage.start != self._end:
            self._date = self._base
        holds = self._date if _SAME_DAY.search(text) else self._date[: len("2024-05")]
        dates = list(dates_of(text, self._year))
        self._end = passage.end
        if dates:
            self._date = dates[-1][1]
            self._year = self._date[:4]
        if dates and (passage.kind == "heading" or _TITLE.fullmatch(text.strip())):
            self._base = self._year
        return holds, dates


def dates_of(text: str, year: str) -> Iterator[tuple[int, str]]:
    """(offset, partial ISO date) of each date; a month without a year takes the last year said."""
    for match in _DATE.finditer(text):
        if _is_since(match) and _SINCE.match(text, match.end()):
            continue
        year = match["year"] or year
        if date := _partial(match, year):
            yield match.start(), date


def begun(text: str, at: int) -> str:
    """The date of the 自某年结好以来 whose words stand at this offset; empty where there is none."""
    for match in _DATE.finditer(text, 0, at):
        since = _SINCE.match(text, match.end()) if match["year"] and _is_since(match) else None
        if since and at < since.end():
            return _partial(match, match["year"])
    return ""


def _is_since(match: re.Match[str]) -> bool:
    return match.string[: match.start()].endswith(("自", "从"))


def _partial(match: re.Match[str], year: str) -> str:
    """The partial ISO date of a match in this year; empty for what is no date."""
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    if not year or (month and not 1 <= int(month) <= 12) or (day and not 1 <= int(day) <= 31):
        return ""
    return "-".join([year, *([f"{int(month):02}"] if month else []), *([f"{int(day):02}"] if month and day else [])])
