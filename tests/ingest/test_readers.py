"""The readers: what each makes of files of its format, good and bad."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from graph.ontology.errors import TielineError
from ingest.errors import (
    DamagedFile,
    EmptyFile,
    Encrypted,
    NestedTooDeeply,
    NoTextLayer,
    OldWordFormat,
    ReadingTooLong,
    TooManyPages,
    UnknownEncoding,
    UnpacksTooLarge,
    UnsupportedFormat,
)
from ingest.readers.contract import BlockKind, Budget, Limits, RawDocument
from ingest.readers.docx import OLE
from ingest.readers.registry import reader_for
from tests.ingest.files import ANCHOR, REPORT, TABLE, docx, html, pdf, word

TEXT = "\n".join(REPORT)


def read(data: bytes, suffix: str = "", limits: Limits | None = None) -> RawDocument:
    return reader_for(data, suffix).read(data, suffix, Budget(limits or Limits()))


def texts(raw: RawDocument) -> list[str]:
    return [block.text for page in raw.pages for block in page.blocks]


def rows(raw: RawDocument) -> list[tuple[str, str]]:
    blocks = (block for page in raw.pages for block in page.blocks)
    return [(block.text, block.context) for block in blocks if block.kind is BlockKind.ROW]


HEADS = " | ".join(TABLE[0])
ROWS = [(HEADS, ""), *((" | ".join(row), HEADS) for row in TABLE[1:])]


# Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5"])
def test_text_in_every_encoding(encoding: str) -> None:
    text = (
        TEXT
        if encoding != "big5"
        else "新竹縣國際姊妹市交流情況報告\n本縣與美國庫比蒂諾市締結姊妹市，雙方同意加強教育與文化交流。\n" * 3
    )
    assert texts(read(text.encode(encoding), ".txt")) == text.splitlines()


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    data = (TEXT * 5).encode()
    assert ANCHOR in "".join(texts(read(data[:-1] + b"\xff", ".txt")))


def test_rare_characters_are_kept() -> None:
    assert texts(read("𬭩和䶮\n㐂".encode("gb18030"), ".txt")) == ["𬭩和䶮", "㐂"]


def test_a_form_feed_begins_a_page() -> None:
    raw = read("甲\n乙\f丙".encode(), ".txt")
    assert [(page.number, [(block.text, block.start) for block in page.blocks]) for page in raw.pages] == [
        (1, [("甲", 0), ("乙", 2)]),
        (2, [("丙", 0)]),
    ]


@pytest.mark.parametrize("data", [bytes(range(256)) * 9, b"\x89PNG\r\n\x1a\n" + bytes(99), b"\x00\x01\x02" * 30])
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises(UnknownEncoding):
        read(data, ".txt")


# Which reader


@pytest.mark.parametrize("data", [docx(), pdf([REPORT]), html()])
@pytest.mark.parametrize("suffix", ["", ".txt", ".pdf", ".docx", ".html", ".xyz"])
def test_the_content_decides_before_the_ending(data: bytes, suffix: str) -> None:
    assert ANCHOR in "".join(texts(read(data, suffix)))


@pytest.mark.parametrize(
    ("data", "suffix", "error"),
    [
        (OLE + bytes(600), ".doc", OldWordFormat),
        (OLE + bytes(600), "", OldWordFormat),
        (OLE + bytes(600), ".xls", UnsupportedFormat),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), ".docx", Encrypted),
        (TEXT.encode(), ".csv", UnsupportedFormat),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), ".png", UnsupportedFormat),
        (b"PK\x03\x04" + bytes(99), ".zip", UnsupportedFormat),
        (b"PK\x03\x04" + bytes(99), ".docx", DamagedFile),
        (b"%PDF-1.7 nothing", ".pdf", DamagedFile),
        (TEXT.encode(), ".pdf", DamagedFile),
        (b"<!-- -->   ", ".html", EmptyFile),
    ],
)
def test_what_is_refused(data: bytes, suffix: str, error: type[TielineError]) -> None:
    with pytest.raises(error) as caught:
        read(data, suffix)
    assert caught.value.message("zh").endswith("。")
    assert "Traceback" not in caught.value.message("en")


# Word


def test_word_paragraphs_headings_and_tables_in_order() -> None:
    raw = read(docx())
    assert texts(raw)[: len(REPORT)] == list(REPORT)
    kinds = [block.kind for block in raw.pages[0].blocks]
    assert kinds[:4] == [BlockKind.HEADING, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.HEADING]
    assert rows(raw) == ROWS


def test_word_tracked_changes_hyperlinks_fields_and_hidden_text() -> None:
    body = (
        "<w:p><w:r><w:t>我市与</w:t></w:r><w:del><w:r><w:delText>甲市</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>鲁塞市</w:t></w:r></w:ins><w:hyperlink><w:r><w:t>结好</w:t></w:r></w:hyperlink>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
        "<w:r><w:br/><w:t>次行</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert texts(read(word(body))) == ["我市与鲁塞市结好", "次行", "控件"]


def test_word_pages_are_those_that_word_noted() -> None:
    body = "<w:p><w:r><w:t>甲</w:t></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>乙</w:t></w:r></w:p>"
    assert [[block.text for block in page.blocks] for page in read(word(body)).pages] == [["甲"], ["乙"]]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_word_merged_cells_are_read_in_every_row() -> None:
    table = [
        cell("友城一览", '<w:gridSpan w:val="3"/>'),
        cell("国家") + cell("城市") + cell("年份"),
        cell("波兰", '<w:vMerge w:val="restart"/>') + cell("卢布林茨市") + cell("2015"),
        cell("", "<w:vMerge/>") + cell("克拉科夫市") + cell("2016"),
    ]
    raw = read(word("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in table) + "</w:tbl>"))
    assert texts(raw)[0] == "友城一览"
    heads = "国家 | 城市 | 年份"
    assert rows(raw) == [(heads, ""), ("波兰 | 卢布林茨市 | 2015", heads), ("波兰 | 克拉科夫市 | 2016", heads)]


def test_word_heading_styles_by_name_level_and_base() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    styles = (
        f'<w:styles xmlns:w="{space}"><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="a"><w:name w:val="公文标题"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:styleId="b"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>'
    )
    body = "".join(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>题</w:t></w:r></w:p>' for style in "1abc")
    kinds = [block.kind for block in read(word(body, word__styles=styles)).pages[0].blocks]
    assert kinds == [BlockKind.HEADING] * 3 + [BlockKind.PARAGRAPH]


def test_word_bombs_are_stopped_and_entities_are_not_expanded() -> None:
    bomb = word("<w:p><w:r><w:t>" + "友" * 3_000_000 + "</w:t></w:r></w:p>")
    assert len(bomb) < 100_000
    with pytest.raises(UnpacksTooLarge):
        read(bomb, limits=Limits(unpacked_bytes=1 << 20))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{space}"><w:body>'
            "<w:p><w:r><w:t>甲&x;乙</w:t></w:r></w:p></w:body></w:document>",
        )
    assert "root" not in "".join(texts(read(target.getvalue())))


# PDF


def test_pdf_lines_of_each_page_with_its_metadata() -> None:
    raw = read(pdf([REPORT, ["次页"]], title="工作情况"))
    assert [[block.text for block in page.blocks] for page in raw.pages] == [list(REPORT), ["次页"]]
    assert (raw.title, raw.date) == ("工作情况", "2019-12-31")


def test_pdf_without_text_is_a_scan() -> None:
    with pytest.raises(NoTextLayer):
        read(pdf([[], []]))


def test_pdf_with_a_password() -> None:
    data = pdf([REPORT])
    key = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (b"41" * 32, b"42" * 32)
    with pytest.raises(Encrypted):
        read(data.replace(b"/Info 4 0 R", b"/Info 4 0 R" + key))


def test_pdf_pages_are_bounded() -> None:
    with pytest.raises(TooManyPages):
        read(pdf([REPORT] * 4), limits=Limits(pages=3))


# HTML


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "gb18030"])
def test_html_in_the_encoding_that_it_states(charset: str) -> None:
    raw = read(html(charset=charset))
    assert texts(raw)[: len(REPORT)] == list(REPORT)
    assert rows(raw) == ROWS
    assert raw.title == REPORT[0]


def test_html_that_states_a_wrong_encoding() -> None:
    page = html().replace(b"charset='utf-8'", b"charset='no-such'")
    assert texts(read(page))[: len(REPORT)] == list(REPORT)


def test_html_shows_what_a_browser_shows() -> None:
    page = (
        "<html><head><style>p{}</style><script>alert('x')</script></head><body><nav>首页</nav>"
        "<div>我市与<b>鲁塞市</b>\n结好<br>次行 <a href='#'>附件</a>\n  甲</div>尾"
        "<p hidden>暗</p><p style='display: none'>暗</p>"
        "<!-- 注 --><ul><li>一<li>二</ul><pre>甲\n乙</pre></body></html>"
    )
    assert texts(read(page.encode())) == ["我市与鲁塞市结好", "次行 附件甲", "尾", "一", "二", "甲", "乙"]


def test_html_merged_cells_and_layout_tables() -> None:
    table = (
        "<table><tr><th colspan=2>友城一览</th></tr><tr><th>国家<th>城市</tr><tr><td rowspan=2>波兰<td>卢布林茨市</tr>"
        "<tr><td>克拉科夫市</tr></table>"
    )
    raw = read(f"<html><body><table><tr><td>左</td><td>{table}</td></tr></table></body></html>".encode())
    assert texts(raw)[:2] == ["左", "友城一览"]
    heads = "国家 | 城市"
    assert rows(raw) == [(heads, ""), ("波兰 | 卢布林茨市", heads), ("波兰 | 克拉科夫市", heads)]


def test_html_of_government_sites_states_title_and_date() -> None:
    stated = "<meta name='ArticleTitle' content='题'><meta name='PubDate' content='2024-05-20 10:00'>"
    raw = read(f"<html><head>{stated}</head>甲</html>".encode())
    assert (raw.title, raw.date) == ("题", "2024-05-20 10:00")


# Bounds


@pytest.mark.parametrize("data", [TEXT.encode(), docx(), pdf([REPORT]), html()])
def test_the_clock_ends_every_reader(data: bytes) -> None:
    with pytest.raises(ReadingTooLong):
        read(data, limits=Limits(seconds=-1.0))


def test_deep_nesting_ends_no_reader() -> None:
    deep = b"<html>" + b"<div>" * 50_000 + "甲".encode()
    with pytest.raises(NestedTooDeeply):
        read(deep)
    nested = "<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000
    with pytest.raises(DamagedFile):
        read(word(nested))
