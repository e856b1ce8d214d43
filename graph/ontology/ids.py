"""Content-hash identities: equal content has an equal id, so writing a thing twice is writing it once.

Must stay true: an id depends on nothing but its parts; no clock, no counter, no random number.
"""

from hashlib import blake2b

SEPARATOR = "\x1f"


def uid(kind: str, *parts: str | int | None) -> str:
    """The id (32 hexadecimal characters) of the thing of this kind that is made of these parts.

    `None` and the empty string are one part: both mean "not stated".
    """
    text = SEPARATOR.join([kind, *("" if part is None else str(part) for part in parts)])
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
