"""docs/settings.md: every TIELINE_ variable with its meaning and default.

Must stay true: nothing stands here that the class of settings does not say.
"""

from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from graph.settings import PREFIX, Settings
from tools.markdown import Row, code, page, table

OF_THIS_MACHINE = {"data_dir": "the platform's folder for user data", "workers": "one for each processor"}
"""Defaults that are worked out on the machine, in words."""


def settings_page() -> str:
    rows = [_setting(name, field) for name, field in Settings.model_fields.items()]
    return page(
        "Settings",
        f"All settings are environment variables that begin with `{PREFIX}`. An unknown or unusable one stops Tieline "
        "with a message that names it. Options on the command line win over the environment.",
        table(["Variable", "Meaning", "Default", "Values"], rows),
    )


def _setting(name: str, field: FieldInfo) -> Row:
    return [f"`{PREFIX}{name.upper()}`", field.description or "", _default(name, field), _values(field)]


def _default(name: str, field: FieldInfo) -> str:
    if name in OF_THIS_MACHINE:
        return OF_THIS_MACHINE[name]
    value = field.default
    if value is None:
        return "not set"
    text = (
        ",".join(value) if isinstance(value, tuple) else str(value).lower() if isinstance(value, bool) else str(value)
    )
    return f"`{text}`"


def _values(field: FieldInfo) -> str:
    bounds = [f"{sign} {value:g}" for sign, value in _bounds(field.metadata)]
    kind = field.annotation
    if kind is bool:
        return "`true`, `false`"
    if SecretStr in get_args(kind):
        return "text, never shown"
    choices = [value for value in get_args(kind) if isinstance(value, str)]
    return code(choices) or ", ".join(bounds) or ""


def _bounds(metadata: Iterable[Any]) -> Iterator[tuple[str, float]]:
    for rule in metadata:
        for attribute, sign in (("ge", "≥"), ("gt", ">"), ("le", "≤"), ("lt", "<")):
            value = getattr(rule, attribute, None)
            if value is not None:
                yield sign, value
