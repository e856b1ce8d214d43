"""Opaque cursors of lists: where the next page begins, by the values that order the list.

Must stay true: a cursor that was not made here is refused as invalid input, never an error of the server.
"""

import base64
import binascii
import json
from typing import Any

from graph.ontology.errors import InvalidInput


class BadCursor(InvalidInput):
    """The cursor is not one that a list answered with."""

    code = "bad-cursor"
    zh = "翻页标记无效，请从第一页重新开始。"
    en = "The page cursor is not valid; start again from the first page."


def encode(*values: str | int) -> str:
    """The cursor that stands for these values."""
    return base64.urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def decode(cursor: str, *defaults: str | int) -> list[Any]:
    """The values of a cursor, or the defaults where there is none. Raises BadCursor."""
    if not cursor:
        return list(defaults)
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error) as error:
        raise BadCursor from error
    if not isinstance(values, list) or [type(v) for v in values] != [type(d) for d in defaults]:
        raise BadCursor
    return values
