"""The corpus reads, holds what must be true of it, and its splits share no names."""

import pytest

from nlp.corpus import SPLITS, split
from nlp.corpus.__main__ import main
from nlp.corpus.check import copies, problems
from nlp.corpus.markup import CorpusPassage, MarkupError, passages

PASSAGE = """@@ x-001
title: {甲江市:P}大事记
self: 甲江市
--
三月，{日本:C}{樱川市:P}市长{田中一郎:N}来访，{甲江市:P}与{樱川市:P}签订{友好协议:A?}。
--
LOCATED_IN | 樱川市 | 日本
POSITION 市长 | 田中一郎 | 樱川市
? SIGNED | SELF | 友好协议
"""


def only(source: str) -> CorpusPassage:
    (passage,) = passages(source)
    return passage


def test_the_corpus_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0, capsys.readouterr().out


def test_no_passage_stands_in_two_splits() -> None:
    names = [passage.id for name in SPLITS for passage in split(name)]
    assert len(names) == len(set(names))


def test_a_mark_becomes_a_span_and_the_rest_a_document_of_the_scorer() -> None:
    passage = only(PASSAGE)
    assert all(passage.text[span.start : span.end] == span.text for span in passage.spans)
    gold = passage.gold()
    assert gold["text"].startswith("甲江市大事记\n三月，日本樱川市市长田中一郎来访")
    assert {"type": "Agreement", "text": "友好协议"} in gold["optional"]
    assert {"type": "POSITION", "head": "田中一郎", "tail": "樱川市", "title": "市长"} in gold["relations"]
    assert [row["type"] for row in gold["optional_relations"]] == ["SIGNED"]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("{日本:C}", "{日本:X}", "unknown type"),
        ("{日本:C}", "{日本", "brace"),
        ("POSITION 市长", "POSITION", "not a relation"),
        ("LOCATED_IN | 樱川市 | 日本", "LOCATED_IN | 樱川市", "three cells"),
        ("LOCATED_IN", "TIE friendly", "unknown status"),
        ("self:", "selv:", "heading line"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(old: str, new: str, why: str) -> None:
    with pytest.raises(MarkupError, match=f"x-001: .*{why}"):
        only(PASSAGE.replace(old, new, 1))


def test_omissions_and_copies_are_found() -> None:
    text = PASSAGE.replace("{甲江市:P}与", "甲江市与").replace("日本\nPOSITION", "德国\nPOSITION")
    found = list(problems(only(text)))
    assert any("甲江市 unmarked" in problem for problem in found)
    assert any("德国 is not marked" in problem for problem in found)
    twin = only(PASSAGE.replace("x-001", "x-002"))
    assert list(copies([only(PASSAGE), twin]))
    assert list(copies([only(PASSAGE)], [("a report", "三月，日本樱川市市长田中一郎来访")]))
