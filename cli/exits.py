"""The exit codes of all commands, and which failure ends with which.

Must stay true: the codes are a promise to scripts; a new one may be added, none changes its meaning.
"""

from enum import IntEnum

from graph.database_errors import (
    DatabaseMissing,
    DatabaseRefused,
    DatabaseTooOld,
    DatabaseUnavailable,
    LeaseLost,
    SchemaMismatch,
    WriterBusy,
)
from graph.office.errors import AccessRefused
from graph.ontology.errors import InvalidInput, NotFound, TielineError


class ExitCode(IntEnum):
    """How a command ended; `meaning` says it for the help page."""

    OK = 0
    FAILED = 1
    USAGE = 2
    DATABASE = 3
    NOT_FOUND = 4
    BUSY = 5
    REFUSED = 6
    INTERRUPTED = 130

    @property
    def meaning(self) -> str:
        return _MEANINGS[self]


_MEANINGS = {
    ExitCode.OK: "done",
    ExitCode.FAILED: "not or not wholly done: a file could not be read, the doctor found a problem",
    ExitCode.USAGE: "wrong use: an option, an argument or a TIELINE_ variable",
    ExitCode.DATABASE: "the database does not answer, refuses the login or holds data of another version",
    ExitCode.NOT_FOUND: "nothing of that name, or more than one thing",
    ExitCode.BUSY: "another process is writing",
    ExitCode.REFUSED: "a key is needed, or the one that was given does not reach this far",
    ExitCode.INTERRUPTED: "interrupted (Ctrl-C); running it again completes the work",
}

_BY_ERROR: tuple[tuple[type[TielineError], ExitCode], ...] = (
    (DatabaseUnavailable, ExitCode.DATABASE),
    (DatabaseRefused, ExitCode.DATABASE),
    (DatabaseMissing, ExitCode.DATABASE),
    (DatabaseTooOld, ExitCode.DATABASE),
    (SchemaMismatch, ExitCode.DATABASE),
    (WriterBusy, ExitCode.BUSY),
    (LeaseLost, ExitCode.BUSY),
    (AccessRefused, ExitCode.REFUSED),
    (NotFound, ExitCode.NOT_FOUND),
    (InvalidInput, ExitCode.USAGE),
)


def exit_code(error: TielineError) -> ExitCode:
    """The code with which a command ends that failed in this way."""
    if error.code == "settings-invalid":  # Told by its code: its class would load the settings for `tieline --help`.
        return ExitCode.USAGE
    return next((code for kind, code in _BY_ERROR if isinstance(error, kind)), ExitCode.FAILED)
