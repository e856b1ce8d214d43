"""The audit log as it leaves: what is asked of it, and as a table.

Must stay true: no cell of the table begins like a formula, whoever chose the words in it.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import StreamingResponse

from graph.office.audit import END_OF_TIME, Entry
from graph.ontology.errors import InvalidInput

CSV = "text/csv; charset=utf-8"
MARK = "\ufeff"
"""By which a spreadsheet knows that the file is UTF-8."""

FORMULA = re.compile(r"^[=+\-@\t\r]")

DAY = r"^((19|20)\d\d-\d\d-\d\d)?$"


class NoSuchDay(InvalidInput):
    """A date that no calendar has."""

    code = "no-such-day"
    zh = "没有 {day} 这一天，请写成 2026-05-31 这样的日期。"
    en = "There is no day {day}; write a date like 2026-05-31."


@dataclass(frozen=True)
class Wanted:
    """Which entries: of whom, of which act, of which thing, from which day and to which, both included."""

    who: str = ""
    act: str = ""
    object: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def filters(self) -> dict[str, Any]:
        """The same as the log takes it."""
        until = self.until + timedelta(days=1) if self.until else None
        return {
            "who": self.who.strip(),
            "act": self.act.strip(),
            "object": self.object.strip(),
            "since": _instant(self.since) if self.since else 0,
            "until": _instant(until) if until else END_OF_TIME,
        }


def wanted(
    who: Annotated[str, Query(max_length=300, description="Only of this login.")] = "",
    act: Annotated[str, Query(max_length=300, description="Only this act.")] = "",
    object: Annotated[str, Query(max_length=300, description="Only this thing.")] = "",
    since: Annotated[str, Query(pattern=DAY, description="From this day on.")] = "",
    until: Annotated[str, Query(pattern=DAY, description="To this day, included.")] = "",
) -> Wanted:
    """The filter that an address states."""
    return Wanted(who, act, object, _day(since), _day(until))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise NoSuchDay(day=text) from error


def _instant(day: date) -> int:
    """When this day begins here."""
    return int(datetime.combine(day, time.min).timestamp() * 1000)


def as_csv(entries: Iterable[Entry]) -> StreamingResponse:
    """The entries as a table."""
    name = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return StreamingResponse(_rows(entries), media_type=CSV, headers=name)


def _rows(entries: Iterable[Entry]) -> Iterator[str]:
    names = [field.name for field in fields(Entry)]
    yield MARK + _line([*names, "time"])
    for entry in entries:
        when = datetime.fromtimestamp(entry.at / 1000).isoformat(" ", "seconds")
        yield _line([*(getattr(entry, name) for name in names), when])


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(FORMULA.sub(r"'\g<0>", str(cell)) for cell in cells)
    return out.getvalue()
