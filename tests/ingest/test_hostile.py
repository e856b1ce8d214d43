"""Files that are made to take long, to be misread, or to lose their text."""

import os
import time
from pathlib import Path

import pytest

from ingest.dates import document_date
from ingest.errors import NestedTooDeeply, Unreadable
from ingest.readers.contract import Limits
from ingest.reading import find_files, read_bytes, read_file
from tests.ingest.files import word

NOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2"><w:p>'
    "<w:r><w:t>湖滨市原名东湖镇。</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def texts(name: str, data: bytes) -> list[str]:
    """The passages of a file."""
    return [passage.text for passage in read_bytes(name, data, department="d").passages]


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize(
    "line",
    ["|" * 100_000, " " * 100_000 + "x", "- " * 50_000 + "x", "（" * 100_000, "[" * 100_000, "|--" * 50_000 + "x"],
)
def test_one_long_line_takes_no_longer_than_its_length(line: str, suffix: str) -> None:
    started = time.monotonic()
    read_bytes(f"a{suffix}", f"# 题\n# 目\n{line}\n".encode(), department="d", limits=Limits(seconds=5.0))
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("length", [1, 2, 5, 50])
def test_a_stray_zero_does_not_make_utf_8_another_encoding(length: int) -> None:
    assert texts("a.txt", "云川市签署备忘录。\n".encode() * length + b"\x00") == ["云川市签署备忘录。"] * length


def test_a_text_of_the_same_line_on_every_page_is_kept() -> None:
    assert texts("a.txt", "\f".join(["来访团组名单"] * 5).encode()) == ["来访团组名单"] * 5


def test_entries_that_begin_alike_are_not_a_wrapped_paragraph() -> None:
    entries = [f"云川市与芬兰共和国湖畔第{which}市于二〇一九年签署友好合作备忘录" for which in "甲乙丙丁戊"]
    assert texts("a.txt", "\n".join(entries).encode()) == entries


@pytest.mark.parametrize("last", ["2.德国 林州市 2003年", "日本 | 山口市 | 2020年", "与湖畔市结好于2001年5月"])
def test_the_date_of_an_entry_is_not_that_of_the_document(last: str) -> None:
    assert document_date("工作总结", ["正文。", last]) == ""


def test_footnotes_are_read() -> None:
    body = "<w:p><w:r><w:t>我市与湖滨市结好。</w:t></w:r></w:p>"
    assert texts("a.docx", word(body, word__footnotes=NOTES)) == ["我市与湖滨市结好。", "湖滨市原名东湖镇。"]


def nested(depth: int) -> bytes:
    """A page with a sentence before and a sentence inside so many elements."""
    inside = "<div>" * depth + "云川市与湖滨市结好。" + "</div>" * depth
    return f"<html><body><p>云川市简报。</p>{inside}</body></html>".encode()


def test_a_deeply_nested_page_is_read_whole() -> None:
    assert texts("a.html", nested(2000)) == ["云川市简报。", "云川市与湖滨市结好。"]


@pytest.mark.parametrize("depth", [2050, 50_000])
def test_a_page_nested_too_deeply_is_refused_for_that(depth: int) -> None:
    with pytest.raises(NestedTooDeeply) as caught:
        texts("a.html", nested(depth))
    assert "嵌套" in caught.value.message("zh")
    assert "2048" in caught.value.message("en")


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    assert list(find_files([tmp_path])) == []
    with pytest.raises(Unreadable):
        read_file(pipe, department="d")
