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
_LINE_END = re.compile("\r\n|[\n\r\x0b\x85\u2028\u2029]")
_MARKDOWN_SUFFIXES = (".md", ".markdown")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)+\|?\s*$", re.MULTILINE)
_ATX_HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_CJK = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


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
    wide = _wide_encoding(data)
    for encoding in (*([wide] if wide else []), "utf-8", "gb18030"):
        text = decoded(data, encoding)
        if text is not None and not _is_binary(text):
            return text
    return _by_statistics(data)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: the high bytes of line ends, spaces and digits are zeros on one side."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 50 < len(sample) or len(data) % 2:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


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
    return len(_CONTROL.findall(sample)) * 100 > len(sample)


def looks_like_text(data: bytes) -> bool:
    """Whether the beginning of a file can be read as text."""
    try:
        decode(data[:_SAMPLE])
    except UnknownEncoding:
        return False
    return True


def _media_type(text: str, suffix: str) -> str:
    if suffix in _MARKDOWN_SUFFIXES:
        return MARKDOWN
    marked = bool(_TABLE_RULE.search(text)) or len(_ATX_HEADING.findall(text)) > 1
    return MARKDOWN if marked else PLAIN
