"""Which reader takes a file.

Must stay true: the content decides before the name's ending does; what no reader takes is an error that lists what is
supported.
"""

from ingest.errors import OldWordFormat, UnsupportedFormat
from ingest.readers.contract import Reader
from ingest.readers.docx import OLE, DocxReader
from ingest.readers.html import HtmlReader
from ingest.readers.pdf import PdfReader
from ingest.readers.text import TextReader, looks_like_text

_TEXT = TextReader()
READERS: tuple[Reader, ...] = (PdfReader(), DocxReader(), HtmlReader(), _TEXT)
"""The readers, the surest sign first."""

SUPPORTED = ", ".join(reader.name for reader in READERS)
"""The formats, for a message."""

_OLD_WORD = ("", ".doc", ".dot", ".wps")


def reader_for(data: bytes, suffix: str) -> Reader:
    """The reader of this file; `suffix` is its name's ending in lower case. Raises UnsupportedFormat, OldWordFormat."""
    for reader in READERS:
        if reader.recognises(data):
            return reader
    if data.startswith(OLE):
        raise OldWordFormat() if suffix in _OLD_WORD else UnsupportedFormat(supported=SUPPORTED)
    for reader in READERS:
        if suffix in reader.suffixes:
            return reader
    if not suffix and looks_like_text(data):
        return _TEXT
    raise UnsupportedFormat(supported=SUPPORTED)
