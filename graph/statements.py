"""What may be sent to a database: reads that cannot write, and messages small enough to be answered.

Must stay true: pure functions; the embedded server commits a write that is sent as a read, and never answers a message
over its bound, so both are stopped here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from graph.database_errors import DatabaseError

BATCH_BYTES = 8 * 1024 * 1024
BATCH_ROWS = 5_000
MESSAGE_BYTES = 60 * 1024 * 1024
"""A little under the 64 MiB that the embedded server is told to accept."""

LIST_LENGTH = 1_000_000

_SILENT = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|//[^\n]*|/\*.*?\*/", re.DOTALL)
_WRITES = re.compile(
    r"(?<![.:$\w])(CREATE|MERGE|SET|DELETE|DETACH|REMOVE|DROP|ALTER|FOREACH|LOAD\s+CSV|IN\s+TRANSACTIONS)\b(?!\s*[:(])"
    r"|(?<![.:$\w])(FOREACH|MERGE|CREATE)\s*\(",
    re.IGNORECASE,
)
_MAPS = re.compile(r"\{[^{}]*\}")
_ASSIGNMENTS = re.compile(r"\bSET\b([^()\[\]]*)", re.IGNORECASE)
_LABELLED = re.compile(r"(?:^|,)\s*(\w+)\s*:\s*\w")


class NotARead(DatabaseError):
    """A fault of ours, found before it does harm."""

    code = "not-a-read"
    zh = "程序错误：只读查询里出现了 {clause}。"
    en = "Fault of Tieline: a query that only reads may not say {clause}."


class NotPortable(DatabaseError):
    """A fault of ours, found on every server: the embedded one would call it a violated constraint."""

    code = "not-portable"
    zh = "程序错误：新建的节点 {variable} 不能在同一语句里再加标签。"
    en = "Fault of Tieline: give a new node its labels in the pattern, as in MERGE ({variable}:Entity:Place {{…}})."


class MessageTooLarge(DatabaseError):
    code = "message-too-large"
    zh = "一次写入的数据太大（{size}），数据库无法接收。请把文件拆小后再试。"
    en = "One piece of data is too large for the database ({size}). Split the file and try again."


@lru_cache(maxsize=1024)
def require_read(query: str) -> None:
    """Raise NotARead if a clause of this Cypher text writes."""
    found = _WRITES.search(_SILENT.sub(" ", query))
    if found:
        raise NotARead(clause=" ".join(found.group().upper().rstrip("( ").split()))


@lru_cache(maxsize=1024)
def require_portable(query: str) -> None:
    """Raise NotPortable if this Cypher text creates a node and labels it afterwards."""
    plain = _MAPS.sub(" ", _SILENT.sub(" ", query))
    for assignments in _ASSIGNMENTS.findall(plain):
        for variable in _LABELLED.findall(assignments):
            if re.search(rf"\b(?:CREATE|MERGE)\s*\(\s*{variable}\b", plain, re.IGNORECASE):
                raise NotPortable(variable=variable)


def size(value: Any) -> int:
    """About how many bytes this parameter takes on the wire; never far too low."""
    if isinstance(value, str):
        return 5 + (len(value) if value.isascii() else len(value.encode("utf-8", "surrogatepass")))
    if isinstance(value, Mapping):
        return 5 + sum(size(key) + size(item) for key, item in value.items())
    if isinstance(value, (list, tuple, set, frozenset)):
        return 5 + sum(map(size, value))
    if isinstance(value, (bytes, bytearray)):
        return 5 + len(value)
    return 9


def require_size(parameters: Mapping[str, Any]) -> None:
    """Raise MessageTooLarge for what the embedded server would refuse, or never answer."""
    longest = max((len(value) for value in parameters.values() if isinstance(value, (list, tuple))), default=0)
    if longest > LIST_LENGTH:
        raise MessageTooLarge(size=f"{longest:,}")
    total = size(parameters)
    if total > MESSAGE_BYTES:
        raise MessageTooLarge(size=f"{total / 1024 / 1024:.0f} MiB")


def batches(
    rows: Iterable[Mapping[str, Any]], most_bytes: int = BATCH_BYTES, most_rows: int = BATCH_ROWS
) -> Iterator[list[Mapping[str, Any]]]:
    """The rows in order, in lists within both bounds; a row larger than the bound goes alone."""
    batch: list[Mapping[str, Any]] = []
    filled = 0
    for row in rows:
        weight = size(row)
        if batch and (filled + weight > most_bytes or len(batch) >= most_rows):
            yield batch
            batch, filled = [], 0
        batch.append(row)
        filled += weight
    if batch:
        yield batch
