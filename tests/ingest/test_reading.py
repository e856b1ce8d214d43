"""The door: files to documents, and folders to files."""

import hashlib
import os
import time
from pathlib import Path

import pytest
import yaml

from graph.ontology.types import PassageKind, ShareClass
from ingest.errors import EmptyFile, FileTooLarge, InvalidDate, ReadingTooLong, Unreadable, UnsupportedFormat
from ingest.readers.contract import Limits
from ingest.reading import ReadDocument, find_files, read_bytes, read_file
from tests.ingest.files import ANCHOR, REPORT, docx, html, pdf

SAMPLE = Path(__file__).resolve().parents[2] / "ingest/sample"
FILES = {"a.txt": "\n".join(REPORT).encode(), "a.docx": docx(), "a.pdf": pdf([REPORT]), "a.html": html()}


def read(name: str, data: bytes, limits: Limits | None = None, date: str = "") -> ReadDocument:
    return read_bytes(name, data, department="市外办", limits=limits or Limits(), date=date)


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_document(name: str) -> None:
    found = read(name, FILES[name])
    assert found.document.sha256 == hashlib.sha256(FILES[name]).hexdigest()
    assert (found.document.title, found.document.date) == (REPORT[0], "2019-12-30")
    assert (found.document.department, found.document.share_class) == ("市外办", ShareClass.OPEN)
    assert ANCHOR in found.text.text
    assert [passage.text for passage in found.passages[1:4]] == list(REPORT[1:4])
    assert {passage.document for passage in found.passages} == {found.document.uid}
    assert found == read(name, FILES[name])


def test_a_sentence_runs_over_the_page_end_of_a_pdf() -> None:
    sentence = (
        f"近年来我市与巴西索尔多市、罗马尼亚布拉索夫县、美国兰卡斯特市往来密切，2019年3月{ANCHOR}，目前正在办理报批。"
    )
    rows = [sentence[start : start + 20] for start in range(0, len(sentence), 20)]
    found = read("a.pdf", pdf([["友城工作", *rows[:2], "- 1 -"], [*rows[2:], "结语如下。", "- 2 -"]]))
    assert [(passage.page, passage.text) for passage in found.passages] == [
        (1, "友城工作"),
        (1, sentence),
        (2, "结语如下。"),
    ]
    page, original = found.text.origin(found.text.text.index(rows[2]))
    assert (page, original) == (2, 0)


def test_what_is_stated_wins(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(FILES["a.txt"])
    stated = read_file(
        path, department="d", share_class="closed", date="2021-3", locality="淮南市", invented=True
    ).document
    assert (stated.date, stated.locality, stated.invented) == ("2021-03", "淮南市", True)
    assert (stated.share_class, stated.source_path) == ("closed", str(path))
    with pytest.raises(InvalidDate):
        read("a.txt", FILES["a.txt"], date="soon")


def test_a_changed_mtime_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("我市与鲁塞市结好。", "utf-8")
    before = read_file(path, department="d")
    os.utime(path, (0, 0))
    assert read_file(path, department="d") == before
    assert before.document.date == ""


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("报告.txt", "友城工作总结\n我市与鲁塞市结好。", "友城工作总结"),
        ("报告.txt", "我市与鲁塞市结好。", "报告"),
        ("报告.txt", "外事简报\n2024年第5期\n代表团来访", "外事简报 2024年第5期"),
        ("报告.txt", "（示例文件：内容纯属虚构）\n友城工作总结", "友城工作总结"),
        ("报告.md", "市外办\n\n# 一览表\n\n甲。", "一览表"),
        ("报告.html", "<html><title>题目</title><p>题目</p></html>", "题目"),
        ("报告.html", "<html><title>某市政府网站</title><p>正文到此。</p></html>", "某市政府网站"),
    ],
)
def test_the_title(name: str, text: str, title: str) -> None:
    assert read(name, text.encode()).document.title == title


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\x00" * 40, "\ufeff\n".encode(), b"- 1 -\f- 2 -"])
def test_empty_files(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        read("a.txt", data)


def test_the_bounds() -> None:
    with pytest.raises(FileTooLarge):
        read("a.txt", b"x" * 101, Limits(bytes=100))
    with pytest.raises(ReadingTooLong):
        read("a.txt", FILES["a.txt"], Limits(seconds=0.0))
    with pytest.raises(UnsupportedFormat) as caught:
        read("a.png", b"\x89PNG\r\n\x1a\n" + bytes(99))
    assert "DOCX" in caught.value.message("zh")


def test_a_large_file_takes_time_in_proportion() -> None:
    started = time.perf_counter()
    found = read("a.txt", ("\n\n".join(REPORT) + "\n").encode() * 3000)
    assert len(found.passages) > 15_000
    assert time.perf_counter() - started < 20


# Files


def test_find_files_in_order_without_what_is_no_report(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/~$z.docx", ".hidden", ".git/x.txt", "a/c.tmp", "c.docx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (tmp_path / "a/loop").symlink_to(tmp_path)
    (tmp_path / "again.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    found = list(find_files([tmp_path, tmp_path / "b.txt", tmp_path / "missing.txt"]))
    assert [str(path.relative_to(tmp_path)) for path in found] == [
        "again.txt", "c.docx", "self", "a/z.md", "missing.txt",
    ]  # fmt: skip


def test_links_out_of_a_folder_are_left_out(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    for folder in (outside, inside / "deep"):
        folder.mkdir(parents=True)
        (folder / "report.txt").touch()
    (inside / "file.txt").symlink_to(outside / "report.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "deep/up.txt").symlink_to("../../outside/report.txt")
    (tmp_path / "named").symlink_to(inside)
    left: list[Path] = []
    found = list(find_files([tmp_path / "named"], left.append))
    assert [path.relative_to(tmp_path) for path in found] == [Path("named/deep/report.txt")]
    assert [str(path.relative_to(tmp_path / "named")) for path in left] == ["file.txt", "folder", "deep/up.txt"]


def test_a_file_that_is_not_there_is_told_when_it_is_read(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.txt", tmp_path):
        with pytest.raises(Unreadable):
            read_file(path, department="d")


# The shipped sample


@pytest.mark.parametrize("row", yaml.safe_load((SAMPLE / "manifest.yaml").read_text("utf-8"))["documents"])
def test_the_sample_reads_well(row: dict[str, str]) -> None:
    found = read_file(SAMPLE / row["file"], department="d")
    assert found.document.date == row["date"]
    assert found.passages[0].text == "（示例文件：内容纯属虚构）"
    assert row["locality"] in found.text.text
    title = found.document.title.replace(" ", "")
    assert row["title"].startswith(title)
    for passage in found.passages:
        ends = passage.text.endswith(("。", "：")) or passage.kind is not PassageKind.SENTENCE
        assert ends or passage.order < 5 or len(passage.text) < 20, passage.text
