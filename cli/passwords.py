"""Passwords typed at a terminal.

Must stay true: a password is never an argument, never shown while it is typed, and never read from a pipe, where it
would stand in the history of a shell.
"""

import getpass
import sys
import warnings

from cli.output import say
from graph.ontology.errors import InvalidInput


class NoTerminal(InvalidInput):
    """Nobody is there to type."""

    code = "no-terminal"
    zh = "输入密码需要终端。请在终端中运行，或加上 --one-time 生成一次性密码。"
    en = "A password is typed at a terminal. Run this in one, or have a password generated: --one-time."


class PasswordsDiffer(InvalidInput):
    """The second typing is not the first."""

    code = "passwords-differ"
    zh = "两次输入的密码不一致，未作改动。"
    en = "The two passwords are not the same; nothing was changed."


def new_password() -> str:
    """A password, typed twice. Raises NoTerminal or PasswordsDiffer."""
    if not sys.stdin.isatty():
        raise NoTerminal
    first = _typed(say("新密码：", "New password: "))
    if _typed(say("再输一次：", "Once more: ")) != first:
        raise PasswordsDiffer
    return first


def _typed(prompt: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt)
        except (getpass.GetPassWarning, EOFError) as error:  # It would show what is typed.
            raise NoTerminal from error
