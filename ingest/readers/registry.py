"""Which reader takes a file.

Must stay true: the content decides before the name's ending does; what no reader takes is an error that lists what is
supported.
"""

from ingest.errors import OldWordFormat, UnsupportedFormat
from ingest.readers.contract import Reader
from ingest.readers.text import TextReader

READERS: tuple[Reader, ...] = (TextReader(),)
"""The readers, the surest first: plain text takes what is left."""

SUPPORTED = "TXT, MD"
"""The formats, for a message."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Microsoft's files from before 2007 begin."""


def reader_for(data: bytes, suffix: str) -> Reader:
    """The reader of this file; `suffix` is its name's ending in lower case. Raises UnsupportedFormat, OldWordFormat."""
    for reader in READERS:
        if reader.recognises(data, suffix):
            return reader
    if data.startswith(_OLE) and suffix in ("", ".doc", ".wps"):
        raise OldWordFormat()
    raise UnsupportedFormat(supported=SUPPORTED)
