"""Small charts as SVG that needs no script: bars, and events on a line of years.

Must stay true: everything is escaped; no style attribute and no script, so it passes a strict policy; each mark says
its value in a title, and colours are never the only sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil

from markupsafe import Markup

from viz import style
from viz.texts import text

WIDTH = 480
FONT = 13
ROW = 26
LABEL_WIDTH = 150.0
VALUE_WIDTH = 48.0
COLOUR = "#2f87a6"
INK, FAINT, RULE = "#1b2631", "#66727f", "#dde3e8"
LANE = 22
AXIS = 24
EDGE = 14.0
"""Pixels left free at both ends of a time line."""

SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    ' role="group" aria-labelledby="{key}" font-size="{font}"><title id="{key}">{title}</title>{body}</svg>'
)
BAR = Markup(
    '<text x="{label_x}" y="{y}" text-anchor="end" fill="{ink}">{label}</text>'
    '<rect x="{x}" y="{top}" width="{width}" height="14" rx="3" fill="{colour}"><title>{title}</title></rect>'
    '<text x="{value_x}" y="{y}" fill="{ink}">{value}</text>'
)
TICK = Markup(
    '<line x1="{x}" y1="0" x2="{x}" y2="{bottom}" stroke="{rule}"/>'
    '<text x="{x}" y="{y}" text-anchor="middle" fill="{faint}">{year}</text>'
)
DOT = Markup(
    '<circle cx="{x}" cy="{y}" r="5" fill="{colour}"><title>{title}</title></circle>'
    '<text x="{text_x}" y="{text_y}" text-anchor="{anchor}" fill="{ink}">{label}</text>'
)
LINK = Markup('<a href="{href}">{body}</a>')


@dataclass(frozen=True)
class Bar:
    """A value with its name; `href` leads to what it counts."""

    label: str
    value: int
    colour: str = COLOUR
    href: str = ""


@dataclass(frozen=True)
class Moment:
    """Something that happened; `date` is ISO 8601, possibly partial, "" where unknown."""

    date: str
    label: str
    colour: str = COLOUR
    href: str = ""


def bars(rows: Sequence[Bar], title: str) -> Markup:
    """Horizontal bars in the order given, all to one scale that begins at zero."""
    most = max((row.value for row in rows), default=0) or 1
    body = (_linked(row.href, _bar(row, at, most)) for at, row in enumerate(rows))
    return _svg(title, max(1, len(rows)) * ROW, Markup("").join(body))


def _bar(row: Bar, at: int, most: int) -> Markup:
    width = max(row.value, 0) / most * (WIDTH - LABEL_WIDTH - VALUE_WIDTH - 16)
    return BAR.format(
        label_x=LABEL_WIDTH,
        value_x=f"{LABEL_WIDTH + 16 + width:.1f}",
        x=LABEL_WIDTH + 8,
        y=at * ROW + 18,
        top=at * ROW + 6,
        width=f"{width:.1f}",
        colour=row.colour,
        ink=INK,
        label=style.cut(row.label, 11),
        title=f"{row.label}: {row.value}",
        value=row.value,
    )


def timeline(moments: Sequence[Moment], title: str, language: str) -> Markup:
    """The moments along the years, in as many lanes as their names need; undated ones are counted below."""
    dated = sorted((moment for moment in moments if moment.date), key=lambda moment: (moment.date, moment.label))
    if not dated:
        return _svg(title, AXIS, _undated(len(moments), AXIS - 8, language))
    first, last = int(dated[0].date[:4]), int(dated[-1].date[:4])
    places = [EDGE + (_year(moment.date) - first) / (last + 1 - first) * (WIDTH - 2 * EDGE) for moment in dated]
    lanes = _lanes([_extent(moment, x) for moment, x in zip(dated, places, strict=True)])
    bottom = (max(lanes) + 1) * LANE
    ticks = (_tick(year, first, last, bottom) for year in range(first, last + 2, ceil((last + 2 - first) / 8)))
    dots = (_linked(*_dot(moment, x, lane)) for moment, x, lane in zip(dated, places, lanes, strict=True))
    missing = len(moments) - len(dated)
    rest = _undated(missing, bottom + 2 * AXIS - 8, language)
    return _svg(title, bottom + AXIS * (2 if missing else 1), Markup("").join([*ticks, *dots, rest]))


def _year(date: str) -> float:
    """A possibly partial date in years; a year alone counts as its middle, a month as its middle."""
    parts = [int(part) for part in date.split("-")[:3]]
    month = parts[1] - 1 if len(parts) > 1 else 6.0
    day = (parts[2] - 1) / 31 if len(parts) > 2 else (0.5 if len(parts) > 1 else 0.0)
    return parts[0] + (month + day) / 12


def _extent(moment: Moment, x: float) -> tuple[float, float]:
    """From where to where a dot and its name reach; a name that would leave the picture stands on the left."""
    wide = style.text_width(style.cut(moment.label), FONT) + 20
    return (x - wide, x + 8) if x + wide > WIDTH else (x - 8, x + wide)


def _lanes(extents: Sequence[tuple[float, float]]) -> list[int]:
    """The first lane, from the top, in which each extent touches no earlier one."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for left, right in extents:
        free = (at for at, lane in enumerate(taken) if all(right <= other[0] or other[1] <= left for other in lane))
        lane = next(free, len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((left, right))
        found.append(lane)
    return found


def _tick(year: int, first: int, last: int, bottom: int) -> Markup:
    x = EDGE + (year - first) / (last + 1 - first) * (WIDTH - 2 * EDGE)
    return TICK.format(x=f"{x:.1f}", bottom=bottom, y=bottom + 16, rule=RULE, faint=FAINT, year=year)


def _dot(moment: Moment, x: float, lane: int) -> tuple[str, Markup]:
    leftwards = _extent(moment, x)[0] < x - 8
    mark = DOT.format(
        x=f"{x:.1f}",
        y=lane * LANE + LANE / 2,
        text_x=f"{x - 10 if leftwards else x + 10:.1f}",
        text_y=lane * LANE + LANE / 2 + 4.5,
        anchor="end" if leftwards else "start",
        colour=moment.colour,
        ink=INK,
        label=style.cut(moment.label),
        title=f"{moment.date} {moment.label}",
    )
    return moment.href, mark


def _undated(number: int, y: float, language: str) -> Markup:
    said = Markup('<text x="{x}" y="{y}" fill="{faint}">{text}</text>')
    return (
        said.format(x=EDGE, y=y, faint=FAINT, text=text("undated", language, number=number)) if number else Markup("")
    )


def _linked(href: str, body: Markup) -> Markup:
    return LINK.format(href=href, body=body) if href else body


def _svg(title: str, height: int, body: Markup) -> Markup:
    key = "chart-" + blake2b(f"{title}{body}".encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return SVG.format(width=WIDTH, height=height, font=FONT, key=key, title=title, body=body)
