"""PDF files with text: the lines of each page.

Must stay true: pages are read one by one within the budget; a PDF of pictures is an error that says so, never an empty
document; PDFium, which is not thread-safe, is used by one thread at a time.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from threading import Lock

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw as pdfium

from ingest.errors import DamagedFile, Encrypted, NoTextLayer, UnreadableFonts
from ingest.readers.contract import Budget, Page, RawDocument
from ingest.readers.text import lines_of

_SIGN = b"%PDF-"
_SNIFFED = 1024
"""Bytes in which the sign must stand: some programs write space before it."""
_FEWEST = 5
"""Characters of an average page below which the text is but a stamp on a scan."""
_FOREIGN = re.compile("[\ue000-\uf8ff\ufffd]")
"""What fonts without a table of characters give."""
_CREATED = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")
_lock = Lock()


class PdfReader:
    """Reads PDF files that hold text."""

    name = "PDF"
    suffixes = (".pdf",)

    def recognises(self, data: bytes) -> bool:
        """By its sign."""
        return data[:_SNIFFED].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(_SIGN)

    def read(self, data: bytes, suffix: str, budget: Budget) -> RawDocument:
        """The lines of each page. Raises DamagedFile, Encrypted, NoTextLayer, UnreadableFonts, TooManyPages."""
        with _lock:
            try:
                with closing(pypdfium2.PdfDocument(data)) as document:
                    texts = list(_texts(document, budget))
                    metadata = document.get_metadata_dict()
            except pypdfium2.PdfiumError as error:
                if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
                    raise Encrypted() from error
                raise DamagedFile(format=self.name) from error
        _check("".join(texts), len(texts))
        pages = tuple(Page(number, tuple(lines_of(text, number))) for number, text in enumerate(texts, 1))
        return RawDocument(pages, "application/pdf", metadata.get("Title", "").strip(), _date(metadata))


def _texts(document: pypdfium2.PdfDocument, budget: Budget) -> Iterator[str]:
    count = len(document)
    budget.check_pages(count)
    size = 0
    for index in range(count):
        with closing(document[index]) as page, closing(page.get_textpage()) as textpage:
            text: str = textpage.get_text_bounded()
        size += len(text)
        budget.check_unpacked(size)
        yield text


def _check(text: str, pages: int) -> None:
    """Raises NoTextLayer, UnreadableFonts."""
    characters = len("".join(text.split()))
    if characters < _FEWEST * max(1, pages):
        raise NoTextLayer()
    if len(_FOREIGN.findall(text)) * 3 > characters:
        raise UnreadableFonts()


def _date(metadata: dict[str, str]) -> str:
    match = _CREATED.match(metadata.get("CreationDate", ""))
    return "-".join(match.groups()) if match else ""
