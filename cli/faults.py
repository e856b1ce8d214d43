"""Faults of ours: what is kept of them, and what is shown to who asked for it by `--debug`.

Must stay true: a trace holds places in the code and names of types, never an error's own words, which may quote a
document; nobody sees one who did not ask.
"""

import os
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from cli.output import note, say
from graph.ontology.errors import TielineError

TRACE = "last-error.log"
"""The file in the data folder that holds the traces of the last run that met a fault of ours."""

_debug = False


def debug(asked: bool) -> None:
    """Show traces from here on, or do not."""
    global _debug
    _debug = asked


def debugging() -> bool:
    """Whether the user asked for traces."""
    return _debug


def keep(traces: Iterable[str]) -> str:
    """Write these traces to the data folder; returns a sentence that says where they are."""
    from graph.settings import load_settings

    try:
        target: Path = load_settings().data_dir / TRACE
        with os.fdopen(os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write("\n".join([f"tieline {version('tieline')}", *traces, ""]))
    except (OSError, TielineError):
        return say("加上 --debug 再运行可看到详情。", "Run it with `tieline --debug` to see more.")
    return say(f"请把 {target} 交给管理员。", f"Please give {target} to the administrator.")


def show(trace: Iterable[str]) -> None:
    """The lines of a trace, to who asked for them."""
    if _debug:
        for line in trace:
            note(f"  {line}")
