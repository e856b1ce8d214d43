"""The date that a document states of itself: under its last line, at its head, or in its title.

Must stay true: a date that is only told of in the text does not count, nor does any date of the file system; what comes
out is a real date in ISO form, as precise as stated, or "".
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ingest.errors import InvalidDate

_DIGITS = {**{char: str(value) for value, char in enumerate("〇一二三四五六七八九")}, **dict.fromkeys("零○ＯO", "0")}
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_WRITTEN = re.compile(
    r"(?<![\d〇零○一二三四五六七八九])((?:1[89]|20)\d\d|[一二][〇零○ＯO一二三四五六七八九]{3})\s*年"
    rf"(?:\s*({_NUMBER})\s*月(?:\s*({_NUMBER})\s*[日号])?)?"
)
_NUMERIC = re.compile(r"(?<![\d-])((?:1[89]|20)\d\d)[-./](\d{1,2})(?:[-./](\d{1,2}))?(?![\d-])")
_LABEL = r"[（(\[【]?(?:(?:发布|发文|印发|成文|报告|填报|制表)?(?:日期|时间)[:：]?)?"
_REST = r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?(?:印发|发布|第[\d一二三四五六七八九十]+期)?[）)\]】]?"
_ONLY_DATE = re.compile(rf"{_LABEL}\s*D\s*{_REST}")
_LABELLED = re.compile(r"(?:发布|发文|印发|成文|报告|填报|制表)(?:日期|时间)[:：]?\s*D")
_SIGNED = re.compile(
    r"[^。；，,;!！?？D|\d][^。；，,;!！?？D|]{0,29}(?:[办室局府委会部厅处院组科校学团馆社署]|中心|公司)[\s　]*D[）)]?"
)
"""An office and a date; a place and a date is an entry of a list."""
_HEAD_LINES = 6
_TAIL_LINES = 5
_LONGEST = 60
"""Characters of the longest line that may be a head or a sign-off."""


def document_date(title: str, lines: Sequence[str]) -> str:
    """The date by the sign-off, else by a line at the head, else by the title: the first that tells the month, or else
    the first."""
    head, tail = lines[:_HEAD_LINES], lines[-_TAIL_LINES:]
    found = [*_alone(reversed(tail), sign_off=True), *_alone(head, sign_off=False), *_dates(title)]
    return next((value for value in found if len(value) > 4), found[0] if found else "")


def parse(stated: str) -> str:
    """A date that a person states, as partial ISO date; "" stays "". Raises InvalidDate."""
    stated = stated.strip()
    if not stated:
        return ""
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", stated)
    value = _iso(*match.groups()) if match else next(_dates(stated), "")
    if not value:
        raise InvalidDate(date=stated[:40])
    return value


def of_metadata(stated: str) -> str:
    """The date at the beginning of a metadata field, "" if it is none."""
    return next(_dates(stated[:_LONGEST]), "")


def _alone(lines: Iterator[str] | Sequence[str], sign_off: bool) -> Iterator[str]:
    """Dates of lines that hold nothing else, or at the end the name of who signs."""
    for line in lines:
        if len(line) > _LONGEST:
            continue
        shape = _NUMERIC.sub("D", _WRITTEN.sub("D", line)).strip()
        if _ONLY_DATE.fullmatch(shape) or _LABELLED.search(shape) or (sign_off and _SIGNED.fullmatch(shape)):
            yield from _dates(line)


def _dates(text: str) -> Iterator[str]:
    matches = [*_WRITTEN.finditer(text), *_NUMERIC.finditer(text)]
    for match in sorted(matches, key=lambda match: match.start()):
        value = _iso(*match.groups())
        if value:
            yield value


def _iso(year: str, month: str | None, day: str | None) -> str:
    """The date, as far as it is one: a month or a day that does not exist is left out with what follows."""
    number = int("".join(_DIGITS.get(char, char) for char in year))
    parts = [number, *(_number(part) for part in (month, day) if part)]
    while len(parts) > 1:
        try:
            date(*[*parts, 1, 1][:3])
            break
        except ValueError:
            parts.pop()
    return "-".join(f"{part:0{4 if place == 0 else 2}d}" for place, part in enumerate(parts)) if number > 0 else ""


def _number(text: str) -> int:
    """12 or 十二 or 二十三 as a number."""
    if text.isdigit():
        return int(text)
    if "十" not in text:
        return int("".join(_DIGITS[char] for char in text))
    tens, _, ones = text.partition("十")
    return int(_DIGITS.get(tens[-1:], "1")) * 10 + int(_DIGITS.get(ones[:1], "0"))
