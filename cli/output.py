"""What a command says: results to stdout, everything else to stderr, in the language of the settings.

Must stay true: nothing but the result reaches stdout, so that a pipe gets only that; a name that holds control
characters cannot move the cursor or hide what stands before it.
"""

import dataclasses
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_language = "en" if os.environ.get("TIELINE_LANGUAGE", "").lower() == "en" else "zh"
"""Until the settings are read, since what is wrong with them must be said as well."""


def use(language: str) -> None:
    """Speak `zh` or `en` from here on."""
    global _language
    _language = language


def language() -> str:
    """The language of this run, `zh` or `en`."""
    return _language


def say(zh: str, en: str) -> str:
    """The one of these that the user reads."""
    return zh if _language == "zh" else en


def out(text: str = "") -> None:
    """A line of the result."""
    print(harmless(text))


def note(text: str) -> None:
    """A line beside the result: what is going on, what went wrong."""
    print(harmless(text), file=sys.stderr)


def emit(data: Any, *, line: bool = False) -> None:
    """The result as JSON; on one `line` where a file holds many."""
    print(json.dumps(data, ensure_ascii=False, indent=None if line else 2, default=_plain))


def harmless(text: str) -> str:
    """The text without control characters, each replaced by one visible sign."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def aligned(rows: Iterable[Sequence[str]], indent: str = "  ") -> Iterator[str]:
    """The rows as lines with columns of equal width; a Chinese character is two wide."""
    table = [[harmless(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        yield (indent + "  ".join(cells)).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _plain(value: object) -> Any:
    """What json does not know: the read models and paths."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, PurePath):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
