"""Word files (.docx): paragraphs, headings and tables in the order of the document.

Must stay true: a packed part is never unpacked beyond the limit, whatever its header says; no entity is expanded,
nothing is fetched; deleted text of tracked changes is no text.
"""

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree  # type: ignore[import-untyped]

from ingest.errors import DamagedFile, EmptyFile, Encrypted
from ingest.readers.blocks import BlockWriter, spread
from ingest.readers.contract import BlockKind, Budget, RawDocument

Element = Any
"""An element of lxml, which has no types."""

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCUMENT, STYLES, PROPERTIES = "word/document.xml", "word/styles.xml", "docProps/core.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")

_ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Microsoft's files from before 2007 begin, and those with a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which Office keeps a file that has a password."""
_CHUNK = 1 << 20
_MOST_PARTS = 20000
_TEMPLATE_DATE = "2013-12-23"
"""The day on which the template of a widespread library was made: no date of a report."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DCTERMS = "{http://purl.org/dc/terms/}"
_SKIPPED = frozenset(
    {_W + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr", "fldData", "tblPr")}
    | {_MC + "Fallback"}
)
_SIGNS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_TRUE = frozenset({None, "1", "true", "on"})


class DocxReader:
    """Reads Word files of 2007 and later, as WPS and LibreOffice write them too."""

    name = "DOCX"
    suffixes = (".docx", ".docm")

    def recognises(self, data: bytes) -> bool:
        """By the part that holds the document, or as the package of a file with a password."""
        if data.startswith(OLE):
            return _ENCRYPTED in data
        return data.startswith(_ZIP) and DOCUMENT.encode() in data

    def read(self, data: bytes, suffix: str, budget: Budget) -> RawDocument:
        """The document's text. Raises DamagedFile, Encrypted, EmptyFile, UnpacksTooLarge."""
        if data.startswith(OLE):
            raise Encrypted()
        try:
            with ZipFile(BytesIO(data)) as archive:
                return _read(_Parts(archive, budget), budget)
        except (BadZipFile, zlib.error, etree.LxmlError, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise DamagedFile(format=self.name) from error
        except RuntimeError as error:  # how zipfile says that a part has a password
            raise Encrypted() from error


class _Parts:
    """The parts of the package, unpacked within the budget."""

    def __init__(self, archive: ZipFile, budget: Budget) -> None:
        names = archive.namelist()
        if len(names) > _MOST_PARTS:
            raise BadZipFile("too many parts")
        self._archive, self._budget, self._unpacked = archive, budget, 0
        self._names = {name.replace("\\", "/").lower(): name for name in names}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def tree(self, name: str) -> Element:
        """The XML of a part. Raises UnpacksTooLarge, ReadingTooLong, and what zipfile and lxml raise."""
        data = bytearray()
        with self._archive.open(self._names[name.lower()]) as part:
            while chunk := part.read(_CHUNK):
                data += chunk
                self._unpacked += len(chunk)
                self._budget.check_unpacked(self._unpacked)
        xml = bytes(data).replace(_STRICT, _W[1:-1].encode())
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        return etree.fromstring(xml, parser)


def _read(parts: _Parts, budget: Budget) -> RawDocument:
    if DOCUMENT not in parts:
        raise BadZipFile("no document")
    headings = _heading_styles(parts.tree(STYLES)) if STYLES in parts else {}
    title, date = _properties(parts.tree(PROPERTIES)) if PROPERTIES in parts else ("", "")
    body = parts.tree(DOCUMENT).find(_W + "body")
    if body is None:
        raise EmptyFile()
    walk = _Walk(BlockWriter(budget), headings)
    walk.blocks(body)
    for name in _NOTES:
        if name in parts:
            walk.blocks(parts.tree(name))
    return RawDocument(walk.writer.pages(), MEDIA_TYPE, title, date)


class _Walk:
    """Goes through the body and writes its blocks."""

    def __init__(self, writer: BlockWriter, headings: dict[str, bool]) -> None:
        self.writer = writer
        self._headings = headings

    def blocks(self, parent: Element) -> None:
        """Write the blocks under this element, through the wrappers of content controls and tracked changes."""
        for element in parent.iterchildren(tag=etree.Element):
            if element.tag == _W + "p":
                self._paragraph(element)
            elif element.tag == _W + "tbl":
                self.writer.add_table(_rows(element))
            elif element.tag not in _SKIPPED:
                self.blocks(element)

    def _paragraph(self, paragraph: Element) -> None:
        is_heading = self._is_heading(paragraph)
        lines = _text(paragraph).split("\n")
        plain = BlockKind.LINE if len(lines) > 1 else BlockKind.PARAGRAPH
        for _ in _page_breaks(paragraph):
            self.writer.next_page()
        for line in lines:
            self.writer.add(BlockKind.HEADING if is_heading else plain, line)
        for box in paragraph.iter(_W + "txbxContent"):
            if not any(ancestor.tag in _SKIPPED for ancestor in box.iterancestors()):
                self.blocks(box)

    def _is_heading(self, paragraph: Element) -> bool:
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return False
        if properties.find(_W + "outlineLvl") is not None:
            return _value(properties, "outlineLvl") != "9"
        return self._headings.get(_value(properties, "pStyle"), False)


def _heading_styles(styles: Element) -> dict[str, bool]:
    """For each style whether it is one of headings, by its name, its level, or the style that it is based on."""
    found: dict[str, bool] = {}
    based: dict[str, str] = {}
    for style in styles.iter(_W + "style"):
        uid, name = style.get(_W + "styleId") or "", _value(style, "name").lower()
        level = style.find(f"{_W}pPr/{_W}outlineLvl")
        outlined = level is not None and level.get(_W + "val") != "9"
        found[uid] = outlined or name.startswith(("heading", "标题")) or name in ("title", "subtitle", "副标题")
        based[uid] = _value(style, "basedOn")
    for uid in found:
        seen = {uid}
        parent = based[uid]
        while not found[uid] and parent in found and parent not in seen:
            found[uid] = found[parent]
            seen.add(parent)
            parent = based[parent]
    return found


def _value(parent: Element, name: str) -> str:
    child = parent.find(_W + name)
    return (child.get(_W + "val") or "") if child is not None else ""


def _properties(core: Element) -> tuple[str, str]:
    """Title and day of creation as the file's own metadata say."""
    title = (core.findtext(_DC + "title") or "").strip()
    created = (core.findtext(_DCTERMS + "created") or "").strip()[:10]
    return title, "" if created == _TEMPLATE_DATE else created


def _text(parent: Element) -> str:
    """The text of a paragraph's runs, without that of text boxes in it."""
    return "".join(_runs(parent))


def _runs(parent: Element) -> Iterator[str]:
    for element in parent.iterchildren(tag=etree.Element):
        if element.tag == _W + "t":
            yield element.text or ""
        elif element.tag in _SIGNS:
            yield "" if element.get(_W + "type") in ("page", "column") else _SIGNS[element.tag]
        elif element.tag not in _SKIPPED and element.tag != _W + "txbxContent" and not _is_hidden(element):
            yield from _runs(element)


def _is_hidden(run: Element) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(_W + "val") in _TRUE


def _page_breaks(paragraph: Element) -> Iterator[Element]:
    """The breaks before or in a paragraph at which a new page begins, as Word noted when it last saved the file."""
    yield from paragraph.iter(_W + "lastRenderedPageBreak")


def _rows(table: Element) -> list[list[str]]:
    """The rows of a table; a cell that is merged over rows stands in each of them."""
    rows = []
    above: dict[int, str] = {}
    for row in table.iterchildren(_W + "tr", _W + "ins", _W + "sdt"):
        cells, at = [], 0
        for cell in row.iter(_W + "tc"):
            if _is_nested(cell, table):
                continue
            span, merge = _merging(cell)
            text = above.get(at, "") if merge == "continue" else _cell(cell)
            above[at] = text
            cells.append((text, span, 1))
            at += span
        rows.append(cells)
    return spread(rows)


def _is_nested(cell: Element, table: Element) -> bool:
    return next(cell.iterancestors(_W + "tbl")) is not table


def _merging(cell: Element) -> tuple[int, str]:
    """(columns spanned, how it is merged with the cell above: "", "restart" or "continue")."""
    properties = cell.find(_W + "tcPr")
    if properties is None:
        return 1, ""
    stated = _value(properties, "gridSpan")
    span = max(1, min(int(stated), 100)) if stated.isascii() and stated.isdigit() else 1
    merge = properties.find(_W + "vMerge")
    return span, "" if merge is None else merge.get(_W + "val") or "continue"


def _cell(cell: Element) -> str:
    """The text of a cell, a line for each paragraph."""
    lines = (_text(paragraph).strip() for paragraph in cell.iter(_W + "p"))
    return "\n".join(line for line in lines if line)
