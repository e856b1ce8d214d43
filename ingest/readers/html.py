"""Web pages: HTML to paragraphs, headings and table rows.

Must stay true: scripts, styles and hidden parts are not text; nothing is fetched; broken markup is read as a browser
would, as far as it goes; a page that the parser breaks off is refused, never read in part.
"""

import re
from typing import Any

import lxml.html  # type: ignore[import-untyped]
from lxml.etree import ErrorTypes, LxmlError, ParserError, iterwalk  # type: ignore[import-untyped]

from ingest.errors import DamagedFile, EmptyFile, NestedTooDeeply
from ingest.readers.blocks import BlockWriter, spread
from ingest.readers.contract import BlockKind, Budget, RawDocument
from ingest.readers.text import decode, decoded

Element = Any
"""An element of lxml, which has no types."""

_DEEPEST = 2048
"""Elements within one another that the parser goes along with; browsers stop at 512."""
_SNIFFED = 4096
"""Bytes in which a page must show that it is one."""
_SIGN = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_LEADING = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_CHARSET = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_GB = frozenset({"gb2312", "gbk", "gb_2312-80", "x-gbk"})
"""Names of the older encodings that GB18030 holds."""
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")

_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "title", "nav", "iframe", "object", "embed", "svg", "math", "select",
    "option", "button", "textarea", "audio", "video",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
})  # fmt: skip
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SOURCE_WRAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u3000-\u9fff\uff00-\uffef])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class HtmlReader:
    """Reads saved web pages."""

    name = "HTML"
    suffixes = (".html", ".htm", ".xhtml")

    def recognises(self, data: bytes) -> bool:
        """By how the file begins."""
        head = data[:_SNIFFED]
        return bool(_LEADING.match(head) and _SIGN.search(head))

    def read(self, data: bytes, suffix: str, budget: Budget) -> RawDocument:
        """The page's text. Raises DamagedFile, EmptyFile, NestedTooDeeply, UnknownEncoding."""
        text = _DECLARATION.sub("", _text(data)).replace("\x00", "")
        if not text.strip():
            raise EmptyFile()
        budget.check()
        try:
            root = _tree(text)
            budget.check()
            walk = _Walk(BlockWriter(budget))
            walk.through(root)
        except ParserError as error:  # how lxml says that no element is left
            raise EmptyFile() from error
        except (LxmlError, ValueError, AssertionError) as error:
            raise DamagedFile(format=self.name) from error
        return RawDocument(walk.writer.pages(), "text/html", _title(root), _meta(root, "pubdate"))


def _text(data: bytes) -> str:
    """The page decoded as it says itself, if that works."""
    match = _CHARSET.search(data[:_SNIFFED])
    if match:
        named = match[1].decode("ascii").lower()
        text = decoded(data, "gb18030" if named in _GB else named)
        if text is not None:
            return text
    return decode(data)


def _tree(text: str) -> Element:
    """The page as a tree. Raises NestedTooDeeply, and what lxml raises.

    Without `huge_tree` the parser leaves out, in silence, all that stands deeper than 256 elements, and long texts.
    """
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    root = lxml.html.document_fromstring(text, parser=parser)
    if any(entry.type == ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise NestedTooDeeply(limit=_DEEPEST)
    return root


class _Walk:
    """Goes through the tree and cuts its text into blocks where an element begins or ends that is no part of a line."""

    def __init__(self, writer: BlockWriter) -> None:
        self.writer = writer
        self._parts: list[str] = []
        self._heading = False
        self._broken = False

    def through(self, root: Element) -> None:
        """Write all blocks under this element."""
        walk = iterwalk(root, events=("start", "end"))
        skipped: Element = None
        for event, element in walk:
            if event == "start" and skipped is None:
                if _is_skipped(element):
                    skipped = element
                    walk.skip_subtree()
                elif element.tag == "table" and not _is_layout(element):
                    self._end_block()
                    self.writer.add_table(_rows(element))
                    skipped = element
                    walk.skip_subtree()
                else:
                    self._begin(element)
            elif event == "end":
                if skipped is element:
                    skipped = None
                elif skipped is None:
                    self._end(element)
                if skipped is None and element is not root:
                    self._parts.append(element.tail or "")
        self._end_block()

    def _begin(self, element: Element) -> None:
        if element.tag == "br":
            self._broken = True
            self._flush(BlockKind.LINE)
        elif element.tag not in _INLINE:
            self._end_block()
            self._heading = element.tag in _HEADINGS
        if element.tag == "pre":
            self._preformatted(element.text or "")
        else:
            self._parts.append(element.text or "")

    def _preformatted(self, text: str) -> None:
        for line in text.split("\n"):
            self.writer.add(BlockKind.LINE, line)

    def _end(self, element: Element) -> None:
        if element.tag not in _INLINE and element.tag != "br":
            self._end_block()

    def _end_block(self) -> None:
        plain = BlockKind.LINE if self._broken else BlockKind.PARAGRAPH
        self._flush(BlockKind.HEADING if self._heading else plain)
        self._heading = self._broken = False

    def _flush(self, kind: BlockKind) -> None:
        self.writer.add(kind, _collapsed("".join(self._parts)))
        self._parts = []


def _is_skipped(element: Element) -> bool:
    if element.tag in _SKIPPED or not isinstance(element.tag, str):
        return True
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _is_layout(table: Element) -> bool:
    """Whether a table only sets the page: it holds other tables, headings or a form."""
    return any(element is not table for element in table.iter("table", "h1", "h2", "form", "pre"))


def _rows(table: Element) -> list[list[str]]:
    rows = [
        [(_cell(cell), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in row.iterchildren("td", "th")]
        for row in table.iter("tr")
    ]
    caption = [[(_cell(found), 1, 1)] for found in table.iterchildren("caption")]
    return [*([[text] for [(text, _, _)] in caption]), *spread(rows)]


def _cell(cell: Element) -> str:
    """The text of a cell, a line for each paragraph."""
    parts: list[str] = []
    for element in cell.iter():
        if _is_skipped(element):
            continue
        ends = "" if element.tag in _INLINE or element is cell else "\n"
        parts += [ends, element.text or ""]
        if element is not cell:
            parts.append(element.tail or "")
    lines = (_collapsed(line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _span(cell: Element, name: str) -> int:
    stated = (cell.get(name) or "").strip()
    return max(1, min(int(stated), 100)) if stated.isascii() and stated.isdigit() else 1


def _collapsed(text: str) -> str:
    """White space as a browser shows it, but no space where the source breaks a line between Chinese characters."""
    return _SPACE.sub(" ", _SOURCE_WRAP.sub("", text))


def _title(root: Element) -> str:
    """What the page calls itself: by the metadata of government sites, its only main heading, its title."""
    stated = _meta(root, "articletitle")
    if stated:
        return stated
    headings = list(root.iter("h1"))
    for element in headings if len(headings) == 1 else root.iter("title"):
        return _collapsed(element.text_content()).strip()
    return ""


def _meta(root: Element, name: str) -> str:
    found = (element for element in root.iter("meta") if (element.get("name") or "").lower() == name)
    return next(((element.get("content") or "").strip() for element in found), "")
