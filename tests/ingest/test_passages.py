"""Passages: sentences, headings and rows, in order and without a gap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ontology.types import PassageKind
from ingest.cleaning import clean
from ingest.passages import LONGEST, split
from ingest.readers.contract import Block, BlockKind, Page, RawDocument


def passages(*blocks: Block) -> list[str]:
    text = clean(RawDocument((Page(1, blocks),), "text/plain"))
    return [passage.text for passage in split("d", text)]


def sentences(text: str) -> list[str]:
    return passages(Block(BlockKind.PARAGRAPH, text))


@pytest.mark.parametrize(
    "expected",
    [
        ["我市与鲁塞市结好。", "双方互访！", "成效如何？"],
        ["他说：“欢迎来访。我们期待合作。”", "随后参观。"],
        ["我市（见附件。含名单）与鲁塞市签署《合作。协议》。", "完。"],
        ["获评“先进！”称号的有3家。", "其余……", "略。"],
        ["增长5.6%，其中A.B.公司出资3.5万元。"],
        ["一是友城分布不均；二是往来偏少；三是力量薄弱。"],
        ["漏了一半的（括号。", "下一句照旧。"],
        ["The mayor met Dr. Smith in St. Louis.", "They signed a letter."],
    ],
)
def test_sentences(expected: list[str]) -> None:
    space = " " if expected[0].isascii() else ""
    assert sentences(space.join(expected)) == expected


def test_a_long_list_is_cut_at_semicolons() -> None:
    part = "与巴西索尔多市签署建立友好城市关系意向书并商定互派青少年代表团" * 4 + "；"
    assert sentences(part * 2 + "完。") == [part, part, "完。"]


def test_a_row_and_a_heading_are_one_passage_each() -> None:
    text = clean(
        RawDocument(
            (
                Page(
                    3,
                    (
                        Block(BlockKind.HEADING, "一、概况。", 3, 0),
                        Block(BlockKind.ROW, "波兰 | 卢布林茨市。", 3, 6, "国家 | 城市"),
                    ),
                ),
            ),
            "text/html",
        )
    )
    heading, row = split("d", text)
    assert (heading.kind, heading.page, heading.order) == (PassageKind.HEADING, 3, 0)
    assert (row.kind, row.text, row.context) == (PassageKind.ROW, "波兰 | 卢布林茨市。", "国家 | 城市")


@given(st.lists(st.text("友城。！？；，（）《》“”… .a", max_size=900), max_size=5), st.sampled_from(list(BlockKind)))
def test_passages_are_slices_that_cover_all_text_in_order(texts: list[str], kind: BlockKind) -> None:
    text = clean(RawDocument((Page(1, tuple(Block(kind, text) for text in texts)),), "text/plain"))
    found = split("d", text)
    assert "".join("".join(passage.text.split()) for passage in found) == "".join(text.text.split())
    end = 0
    for order, passage in enumerate(found):
        assert passage.text == text.text[passage.start : passage.end]
        assert passage.text == passage.text.strip() != ""
        assert len(passage.text) <= LONGEST
        assert (passage.order, passage.start >= end) == (order, True)
        end = passage.end
