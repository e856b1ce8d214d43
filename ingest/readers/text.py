"""Plain text and Markdown: bytes to lines.

Must stay true: every character of the decoded text but line ends and form feeds is in a block; binary files are
refused, never shown as signs and wonders.
"""

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from ingest.errors import UnknownEncoding
from ingest.readers.contract import Block, BlockKind, Budget, Page, RawDocument

PLAIN = "text/plain"
MARKDOWN = "text/markdown"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65536
"""Bytes that the guess of an encoding looks at."""
_BROKEN = "\ufffd"
"""Stands for bytes that are no character."""
_LINE_END = re.compile("\r\n|[\n\r\x0b\x85\u2028\u2029]")
_MARKDOWN_SUFFIXES = (".md", ".markdown")
_TABLE_RULE = re.compile(
    r"^[ \t]*+\|?+[ \t]*+:?-{2,}+:?[ \t]*+(?:\|[ \t]*+:?-{2,}+:?[ \t]*+)+\|?[ \t]*+$", re.MULTILINE
)
_ATX_HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_STRAY = 2
"""Control characters that even a short text may hold."""


class TextReader:
    """Reads text in UTF-8, GB18030, UTF-16 and what else can be told apart."""

    name = "TXT/Markdown"
    suffixes = (".txt", ".text", *_MARKDOWN_SUFFIXES)

    def recognises(self, data: bytes) -> bool:
        """Never for sure: text has no sign."""
        return False

    def read(self, data: bytes, suffix: str, budget: Budget) -> RawDocument:
        """The lines, blank ones as well; a form feed begins a page. Raises UnknownEncoding."""
        text = decode(data)
        budget.check()
        pages = []
        for number, page in enumerate(text.split("\f"), 1):
            budget.check_pages(number)
            pages.append(Page(number, tuple(lines_of(page, number))))
        return RawDocument(tuple(pages), _media_type(text, suffix))


def lines_of(text: str, page: int) -> Iterator[Block]:
    """The lines of a page's text, blank ones as well."""
    start = 0
    for match in _LINE_END.finditer(text):
        yield Block(BlockKind.LINE, text[start : match.start()], page, start)
        start = match.end()
    if start < len(text):
        yield Block(BlockKind.LINE, text[start:], page, start)


def decode(data: bytes) -> str:
    """The text of these bytes. Raises UnknownEncoding if they are in no known encoding, or no text at all."""
    text = _by_mark(data)
    if text is None:
        text = _by_trial(data)
    if text is None or _is_binary(text):
        raise UnknownEncoding()
    return text


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return decoded(data[len(mark) :], encoding)
    return None


def _by_trial(data: bytes) -> str | None:
    """UTF-8 before GB18030, which nearly all bytes are valid in; a few broken bytes do not decide against either."""
    for encoding in ("utf-16-le", "utf-16-be") if _is_wide(data) and not _is_utf8(data) else ("utf-8", "gb18030"):
        text = decoded(data, encoding) or _mended(data, encoding)
        if text is not None and not _is_binary(text) and _is_plausible(text):
            return text
    return _by_statistics(data) or decoded(data, "gb18030")


def _mended(data: bytes, encoding: str) -> str | None:
    """The text with a sign for each broken byte, None if there are many."""
    text = data.decode(encoding, "replace")
    broken = text.count(_BROKEN)
    return text if broken * 100 <= sum(char > "\x7f" for char in text) - broken else None


def _is_plausible(text: str) -> bool:
    """Whether its Chinese characters are mostly common ones; in a wrong encoding they are not."""
    chinese = [char for char in text[:_SAMPLE] if "\u4e00" <= char <= "\u9fff"]
    rare = len(chinese) - len("".join(chinese).encode("gb2312", "ignore")) // 2
    return rare * 4 <= len(chinese)


def _is_wide(data: bytes) -> bool:
    """UTF-16 without a mark: the high bytes of line ends, spaces and digits are zeros."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return max(even, odd) * 50 > len(sample) and min(even, odd) * 10 < max(even, odd)


def _is_utf8(data: bytes) -> bool:
    """Whether a text beyond ASCII is valid UTF-8, which text in UTF-16 is not: then its zeros are stray ones."""
    text = decoded(data, "utf-8")
    return text is not None and not text.isascii()


def _by_statistics(data: bytes) -> str | None:
    """Big5, Shift-JIS, Windows code pages: told apart by how often characters follow each other."""
    best = from_bytes(data[:_SAMPLE]).best()
    return decoded(data, best.encoding) if best else None


def decoded(data: bytes, encoding: str) -> str | None:
    """The text in this encoding, None if the bytes or the encoding's name are not valid."""
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _is_binary(text: str) -> bool:
    """More control characters than a text with a few stray ones has."""
    sample = text[:_SAMPLE]
    found = len(_CONTROL.findall(sample))
    return found > _STRAY and found * 100 > len(sample)


def looks_like_text(data: bytes) -> bool:
    """Whether the beginning of a file can be read as text."""
    try:
        decode(data)
    except UnknownEncoding:
        return False
    return True


def _media_type(text: str, suffix: str) -> str:
    if suffix in _MARKDOWN_SUFFIXES:
        return MARKDOWN
    marked = bool(_TABLE_RULE.search(text)) or len(_ATX_HEADING.findall(text)) > 1
    return MARKDOWN if marked else PLAIN
