"""Ctrl-C that gets through: a library that runs our code in a callback may swallow the exception it raises.

Must stay true: what was heard is not forgotten until it has been raised where it can end the command.
"""

import signal
import sys
from types import FrameType, TracebackType
from typing import Protocol

_heard = False


class _Unraisable(Protocol):
    """What Python hands over of an exception that nobody can catch."""

    exc_type: type[BaseException]
    exc_value: BaseException | None
    exc_traceback: TracebackType | None
    err_msg: str | None
    object: object


def listen() -> None:
    """Note Ctrl-C besides raising KeyboardInterrupt, unless something else decides what it does."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _note)
        sys.unraisablehook = _swallowed


def heard() -> bool:
    """Whether Ctrl-C was heard."""
    return _heard


def check() -> None:
    """Raise KeyboardInterrupt if Ctrl-C was heard and is still on its way."""
    if heard():
        raise KeyboardInterrupt


def _note(number: int, frame: FrameType | None) -> None:
    global _heard
    _heard = True
    raise KeyboardInterrupt


def _swallowed(unraisable: _Unraisable) -> None:
    """A Ctrl-C that was raised where nothing can catch it is noted already, and no fault to be shown."""
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)
