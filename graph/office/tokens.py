"""Random secrets, and what is kept of them.

Must stay true: a secret has 32 random bytes, so its plain sha256 can be stored: there is nothing to guess.
"""

import hashlib
import secrets

BYTES = 32
LONGEST = 200
"""Characters of what somebody presents as a secret; a longer one is none of ours."""


def make(prefix: str = "") -> str:
    """A new secret."""
    return prefix + secrets.token_urlsafe(BYTES)


def digest(secret: str) -> str:
    """What is stored of a secret, and by which it is found again; "" for what cannot be one."""
    if not secret or len(secret) > LONGEST or not secret.isascii():
        return ""
    return hashlib.sha256(secret.encode()).hexdigest()
