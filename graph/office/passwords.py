"""Passwords: what is asked of one, and the hash that is kept of it (argon2id).

Must stay true: a password is stored nowhere; a check takes about the same time whatever it finds; hashes made at once
cannot fill the memory.
"""

import secrets
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from graph.office.errors import PasswordTooWeak

LEAST = 10
MOST = 256

AT_ONCE = 4
"""Hashes that may be under way; each takes 64 MiB."""

hasher = PasswordHasher()
"""The parameters of RFC 9106 for machines that spare memory; those of an older hash are replaced at the next login."""

_places = threading.BoundedSemaphore(AT_ONCE)


def require_usable(password: str, login: str) -> None:
    """Raise PasswordTooWeak unless it may be the password of this login."""
    plain = _normal(password)
    if not LEAST <= len(plain) <= MOST or not plain.strip() or plain.casefold() == login.casefold():
        raise PasswordTooWeak(least=LEAST, most=MOST)


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _places:
        return hasher.hash(_normal(password))


def fits(stored: str | None, password: str) -> bool:
    """Whether this is the password; None stands for a login that nobody has, and costs as much time."""
    dummy = _dummy(hasher)
    if len(password) > MOST:
        return False
    with _places:
        try:
            return hasher.verify(stored or dummy, _normal(password)) and stored is not None
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False


def outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return hasher.check_needs_rehash(stored)


def one_time() -> str:
    """A password to be printed once and changed by its holder."""
    return secrets.token_urlsafe(12)


@cache
def _dummy(maker: PasswordHasher) -> str:
    """A hash of no password, made with the parameters that checking a real one takes."""
    return maker.hash(secrets.token_urlsafe(32))


def _normal(password: str) -> str:
    """The same password, however a keyboard composed it."""
    return unicodedata.normalize("NFC", password)
