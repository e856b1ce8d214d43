"""docs/cli.md: every command of `tieline` with its arguments and options.

Must stay true: nothing stands here that `tieline COMMAND --help` does not say.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Any

import typer

from cli.main import EPILOG, app
from tools.markdown import page, table


def cli_page() -> str:
    root = typer.main.get_command(app)
    parts = [part for name, command in _commands(root, "tieline") for part in _section(name, command)]
    return page("Command line", str(root.help), _options(root), EPILOG, *parts)


def _commands(group: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """Every command that does something, with its whole name, in the order of `tieline --help`."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{prefix} {name}")
        elif not command.hidden:
            yield f"{prefix} {name}", command


def _section(name: str, command: Any) -> Iterator[str]:
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    words = [name, *(_in_usage(argument) for argument in arguments), "[OPTIONS]"]
    yield f"## {name}"
    yield f"    {' '.join(words)}"
    yield str(command.help)
    yield _options(command)


def _in_usage(argument: Any) -> str:
    metavar = str(argument.metavar or argument.name.upper())
    return metavar if argument.required else f"[{metavar}]"


def _options(command: Any) -> str:
    rows = [[_name(parameter), str(parameter.help or ""), _default(parameter)] for parameter in command.params]
    return table(["", "Meaning", "Default"], rows) if rows else "No options."


def _name(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{_in_usage(parameter)}`"
    return ", ".join(f"`{name}`" for name in [*parameter.opts, *parameter.secondary_opts])


def _default(parameter: Any) -> str:
    value = parameter.default.value if isinstance(parameter.default, Enum) else parameter.default
    unsaid = value is None or value == "" or isinstance(value, bool) or callable(value) or not parameter.show_default
    return "" if unsaid else f"`{value}`"
