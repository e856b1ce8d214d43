"""Makes the files that the readers are tested on, by other means than the readers' own where there are any.

Must stay true: the same lines give the same bytes.
"""

import zlib
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document

ANCHOR = "与塞尔维亚武贝市签署备忘录"
"""A phrase that stands in every file that holds `REPORT`."""

REPORT = (
    "淮南市友好城市工作情况",
    "一、友城建设",
    f"2019年3月，我市{ANCHOR}，双方同意加强往来。",
    "二、民间交往",
    "市人民对外友好协会接待来访团组12批。",
    "淮南市人民政府外事办公室",
    "2019年12月30日",
)
TABLE = (("国家", "城市", "时间"), ("波兰", "卢布林茨市", "2015年"), ("芬兰", "东拉普兰", "2016年"))


def pdf(pages: Sequence[Sequence[str]], title: str = "") -> bytes:
    """A PDF with a line of Chinese text for each string, in the font that every PDF program has."""
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        b"/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 880/StemV 93/FontBBox[-25 -254 1000 880]>>>>]>>"
    )
    kids = b" ".join(b"%d 0 R" % (5 + 2 * index) for index in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        font,
        b"<</Title<FEFF%s>/CreationDate(D:20191231000000Z)>>" % title.encode("utf-16-be").hex().encode(),
    ]
    for index, lines in enumerate(pages):
        content = zlib.compress(_content(lines))
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (6 + 2 * index),
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content),
        ]
    return _assembled(objects)


def _content(lines: Sequence[str]) -> bytes:
    shown = [f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines]
    return "\n".join(["BT /F1 14 Tf 20 TL 60 780 Td", *shown, "ET"]).encode()


def _assembled(objects: Sequence[bytes]) -> bytes:
    data, offsets = bytearray(b"%PDF-1.5\n"), []
    for number, item in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer\n<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(data)


def docx(lines: Sequence[str] = REPORT, table: Sequence[Sequence[str]] = TABLE) -> bytes:
    """A Word file: the first line as title, numbered ones as headings, a table at the end."""
    document = Document()
    for index, line in enumerate(lines):
        if index == 0 or line[1] == "、":
            document.add_heading(line, 1)
        else:
            document.add_paragraph(line)
    grid = document.add_table(len(table), len(table[0])) if table else None
    for row, cells in zip(grid.rows if grid else [], table, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def word(body: str, **parts: str) -> bytes:
    """A Word file whose body is this XML (prefix w:); further parts by name, with __ for /."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return target.getvalue()


def html(lines: Sequence[str] = REPORT, table: Sequence[Sequence[str]] = TABLE, charset: str = "utf-8") -> bytes:
    """A web page with these lines and a table."""
    paragraphs = "".join(f"<p>{line}</p>\n" for line in lines[1:])
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table)
    head = f"<!DOCTYPE html><html><head><meta charset='{charset}'><title>{lines[0]}</title></head>"
    page = f"{head}<body><h1>{lines[0]}</h1>{paragraphs}<table>{rows}</table></body></html>"
    return page.encode(charset)
