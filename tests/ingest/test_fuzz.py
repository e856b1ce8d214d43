"""Broken, truncated and hostile files: each ends in a document or in an error with a reason, within its bounds."""

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.ontology.errors import TielineError
from ingest.readers.contract import Limits
from ingest.reading import ReadDocument, read_bytes
from tests.ingest.files import REPORT, docx, html, pdf, word

MARKDOWN = "# 题目\n\n| 国家 | 城市 |\n|---|---|\n| 波兰 | **卢布林茨市** |\n\n我市与[鲁塞市](http://x)结好。\n"
GOOD = {
    "a.txt": "\n".join(REPORT).encode(),
    "b.txt": "\n".join(REPORT).encode("gb18030"),
    "c.txt": "\n".join(REPORT).encode("utf-16"),
    "a.md": MARKDOWN.encode(),
    "a.docx": docx(),
    "b.docx": word("<w:p><w:r><w:t>我市与鲁塞市结好。</w:t></w:r></w:p>"),
    "a.pdf": pdf([REPORT, REPORT]),
    "a.html": html(),
}
LIMITS = Limits(bytes=1 << 20, pages=20, unpacked_bytes=1 << 22, seconds=20.0)
NAMES = st.sampled_from(sorted(GOOD))


def outcome(name: str, data: bytes) -> None:
    """Read, and check what comes out: a document, or an expected error with a sentence in both languages."""
    try:
        found = read_bytes(name, data, department="d", limits=LIMITS)
    except TielineError as error:
        sentences = [error.message("zh"), error.message("en")]
    else:
        check(found)
        return
    assert max(map(len, sentences)) < 400


def check(found: ReadDocument) -> None:
    """What holds of whatever was read."""
    assert all(passage.text == found.text.text[passage.start : passage.end] for passage in found.passages)
    assert "\x00" not in found.text.text + found.document.title
    found.text.text.encode("utf-8")


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, bytes]:
    """A good file with some bytes changed, cut out, doubled or cut off."""
    name = draw(NAMES)
    data = bytearray(GOOD[name])
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        length = draw(st.integers(0, 40))
        change = draw(st.sampled_from(["flip", "cut", "double", "end", "noise"]))
        if change == "flip" and data:
            data[at] ^= 1 << draw(st.integers(0, 7))
        elif change == "cut":
            del data[at : at + length]
        elif change == "double":
            data[at:at] = data[at : at + length]
        elif change == "end":
            del data[max(at, 8) :]
        else:
            data[at : at + length] = draw(st.binary(max_size=40))
    return name, bytes(data)


@given(broken())
@settings(max_examples=150, deadline=None)
def test_broken_files(file: tuple[str, bytes]) -> None:
    outcome(*file)


@pytest.mark.long
@given(broken())
@settings(max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_many_broken_files(file: tuple[str, bytes]) -> None:
    outcome(*file)


@given(st.binary(max_size=400), st.sampled_from(["", ".txt", ".md", ".docx", ".pdf", ".html", ".doc", ".zip"]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_under_any_name(data: bytes, suffix: str) -> None:
    outcome("x" + suffix, data)


TAGS = ["<table>", "<tr>", "<td>", "<p>", "<br>", "</table>", "</td>", "<b>", "<h1>", "甲", "</html>", "<pre>", "<!--"]
ELEMENTS = ["w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:tcPr", "w:gridSpan", "w:vMerge", "w:sdt", "w:br"]


@given(st.text("<>/=\"' abdhprtimlsyceo&;#!-[]市\n", max_size=300) | st.lists(st.sampled_from(TAGS)).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_any_markup(page: str) -> None:
    outcome("x.html", f"<html>{page}".encode())


@given(st.lists(st.sampled_from(ELEMENTS), max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_order_of_word_elements(names: list[str]) -> None:
    body = "".join(f'<{name} w:val="9">友' for name in names) + "".join(f"</{name}>" for name in reversed(names))
    outcome("x.docx", word(body))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "spaces.txt": lambda: b"a" + b" " * 900_000 + b"b",
    "gaps.txt": lambda: b"a  \t  " * 150_000,
    "marks.md": lambda: b"*a" * 400_000 + b"[" * 50_000 + b"`" * 50_000,
    "rules.md": lambda: b"|-" * 400_000 + b"x",
    "dashes.md": lambda: b"- " * 400_000 + b"x",
    "brackets.txt": lambda: ("（" * 300_000).encode(),
    "quotes.txt": lambda: ("“。" * 150_000).encode(),
    "lines.txt": lambda: b"\n" * 900_000 + b"x",
    "pages.txt": lambda: b"x\f" * 400_000,
    "tags.html": lambda: b"<html>" + b"<b>" * 300_000,
    "spans.html": lambda: b"<html><table>" + b"<tr><td colspan=99999 rowspan=99999>x" * 2000,
    "cells.html": lambda: b"<html><table><tr>" + b"<td>x" * 100_000,
    "comment.html": lambda: b"<html><!--" + b"-" * 900_000,
    "entities.html": lambda: b"<html>" + b"&amp;" * 180_000,
    "bomb.docx": lambda: word("<w:p/>" * 3_000_000),
    "laughs.docx": lambda: word("").replace(b"PK\x01\x02", b"PK\x01\x03"),
    "digits.txt": lambda: b"1" * 900_000,
    "numerals.txt": lambda: ("一" * 300_000).encode(),
    "noise.pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_stay_within_their_bounds(name: str) -> None:
    data = HOSTILE[name]()
    started = time.perf_counter()
    outcome(name, data)
    assert time.perf_counter() - started < LIMITS.seconds + 10
