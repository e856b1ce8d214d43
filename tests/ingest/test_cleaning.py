"""Clean text: wraps undone, page furniture gone, and a way back to every character."""

import textwrap
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ontology.types import PassageKind
from ingest.cleaning import CleanText, clean
from ingest.readers.contract import Page, RawDocument
from ingest.readers.text import MARKDOWN, PLAIN, lines_of
from ingest.reading import read_file

REPORT = Path(__file__).resolve().parents[3] / "shared/reports/huainan-report.txt"

CJK = "市友好城关系与外国代表团来访合作交流建立协议书的了在和我省人民政府办公室"
LINES = st.one_of(
    st.text(CJK, min_size=1, max_size=45),
    st.text(CJK + "，。、（）《》“”：；0123456789 aB\t　", max_size=60),
    st.text(max_size=30),
    st.sampled_from(
        ["", "", "一、基本情况", "（二）友城往来", "1.来访。", "- 3 -", "12", "第3页", "| a | b |", "# 题目", "\f"]
    ),
)
TEXTS = st.lists(LINES, max_size=40).map("\n".join)


def cleaned(text: str, media_type: str = PLAIN) -> CleanText:
    pages = [Page(number, tuple(lines_of(page, number))) for number, page in enumerate(text.split("\f"), 1)]
    return clean(RawDocument(tuple(pages), media_type))


def lines(text: str, media_type: str = PLAIN) -> list[str]:
    return cleaned(text, media_type).text.split("\n")


def wrapped(text: str, width: int, gap: str = "\n") -> str:
    return gap.join(text[start : start + width] for start in range(0, len(text), width))


PARAGRAPH = (
    "近年来我市与巴西索尔多市、罗马尼亚布拉索夫县、美国兰卡斯特市、芬兰东拉普兰地方联盟、塞尔维亚武贝市签署了建立友好城市合作关系"
    "备忘录，与韩国大邱广域市签订了医疗教育合作协议，与德国多特蒙德市签订了开展友好合作框架协议，目前正在办理签署正式协议的报批。"
)


# Wraps


@pytest.mark.parametrize("width", range(16, 42))
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n"])
def test_a_wrapped_paragraph_is_one_again_at_any_width(width: int, gap: str) -> None:
    text = wrapped(PARAGRAPH, width, gap) + gap + "二、存在的问题" + gap + wrapped(PARAGRAPH, width, gap)
    assert lines(text) == [PARAGRAPH, "二、存在的问题", PARAGRAPH]


def test_two_widths_in_one_file_are_both_undone() -> None:
    text = f"{wrapped(PARAGRAPH, 24, chr(10) * 2)}\n\n一、接待\n{wrapped(PARAGRAPH, 38)}\n\n{wrapped(PARAGRAPH, 24)}"
    assert lines(text) == [PARAGRAPH, "一、接待", PARAGRAPH, PARAGRAPH]


def test_a_wrapped_heading_is_one_again_and_stands_alone() -> None:
    heading = "（一）以服务发展为中心，对外友好交往工作取得新的显著成果"
    found = cleaned(f"{wrapped(PARAGRAPH, 26)}\n{wrapped(heading, 26)}\n{wrapped(PARAGRAPH, 26)}")
    assert found.text.split("\n") == [PARAGRAPH, heading, PARAGRAPH]
    assert found.blocks[1].kind is PassageKind.HEADING


def test_text_with_a_paragraph_a_line_stays_as_it_is() -> None:
    text = f"关于友城工作情况的报告\n市人民政府：\n{PARAGRAPH}\n{PARAGRAPH}\n特此报告。\n市外事办公室\n2024年1月5日"
    assert lines(text) == text.split("\n")


def test_a_list_stays_a_list() -> None:
    text = "参会单位名单\n市外办\n市商务局\n市教育局\n市文化和旅游局\n市卫生健康委员会\n市体育局\n联系人名单"
    assert lines(text) == text.split("\n")


def test_numbered_items_stay_apart_though_they_fill_the_line() -> None:
    items = [f"{number}.与{'巴西索尔多市' * 3}签署建立友好城市关系" for number in range(1, 6)]
    assert lines("\n".join(items)) == items


def test_an_indent_opens_a_paragraph() -> None:
    first, second = wrapped(PARAGRAPH[:-1], 26), wrapped(PARAGRAPH, 26)
    assert lines(f"　　{first}\n　　{second}") == [PARAGRAPH[:-1], PARAGRAPH]


def test_latin_words_get_a_space_and_numbers_do_not() -> None:
    sentence = "The city signed a letter of intent with Lancaster and agreed on school exchange in the year to come."
    assert lines(textwrap.fill(sentence, 46)) == [sentence]
    text = wrapped(
        "我市已在三十一个国家和地区结有友好城市共有一百对其中省级占5"
        + "8对由各市缔结的友好城市关系二百三十一对另有友好交流城市多对",
        29,
    )
    assert "省级占58对由各市" in cleaned(text).text


# Page furniture


def test_page_numbers_go_and_the_sentence_runs_on() -> None:
    rows = wrapped(PARAGRAPH, 26).split("\n")
    for mark in ("- 1 -", "— 37 —", "7", "第 3 页 共 9 页", "·38· 外事资料汇编（内部）"):
        assert lines("\n".join([*rows[:2], mark, *rows[2:]])) == [PARAGRAPH]


def test_running_heads_go() -> None:
    texts = [f"{year}年{PARAGRAPH}" for year in "一二三四"]
    pages = [f"淮南市外事年鉴 {page}\n{wrapped(text, 26)}\n{page}" for page, text in enumerate(texts, 1)]
    assert lines("\f".join(pages)) == texts


def test_a_number_in_a_list_stays() -> None:
    assert lines("来访批次\n12\n出访批次\n7\n") == ["来访批次", "12", "出访批次", "7"]


def test_control_characters_go() -> None:
    assert cleaned("我\x00市\u200b与\ufeff鲁塞\x07市结好。").text == "我市与鲁塞市结好。"


# Markdown and tables


def test_markdown_loses_its_marks_and_keeps_its_words() -> None:
    text = "# 一览表 #\n\n我市有**友城** 3 对，见[名单](http://a/b)。\n\n- `甲`市\n- 乙市\n\n---\n> 引文。\n"
    assert lines(text, MARKDOWN) == ["一览表", "我市有友城 3 对，见名单。", "甲市", "乙市", "引文。"]


def test_markdown_tables_become_rows_under_their_heads() -> None:
    found = cleaned("| 国家 | 城市 |\n|---|:-:|\n|波兰|**卢布林茨市**|\n| 芬兰 | |\n\n完。", MARKDOWN)
    rows = [(found.text[block.start : block.end], block.context) for block in found.blocks[:3]]
    assert rows == [("国家 | 城市", ""), ("波兰 | 卢布林茨市", "国家 | 城市"), ("芬兰 | ", "国家 | 城市")]
    assert [block.kind for block in found.blocks] == [*[PassageKind.ROW] * 3, PassageKind.SENTENCE]


def test_tables_set_with_gaps_become_rows() -> None:
    found = cleaned("友城一览\n序号　城市　　国别\n1　　长井市　日本\n2　　马加丹市　俄罗斯\n附注如下。")
    assert found.text.split("\n")[1:4] == ["序号 | 城市 | 国别", "1 | 长井市 | 日本", "2 | 马加丹市 | 俄罗斯"]
    assert found.blocks[3].context == "序号 | 城市 | 国别"


def test_tables_set_with_strokes_become_rows_and_never_join() -> None:
    table = "捐赠方 | 物品\n林振邦 | 轮椅 40 辆，送甲江市第一医院。\n泰国商会 | 教学楼一栋"
    found = cleaned(f"捐赠名单\n{table}\n以上各项均已到位。")
    rows = [found.text[block.start : block.end] for block in found.blocks if block.kind == PassageKind.ROW]
    assert rows == table.split("\n")
    assert [block.context for block in found.blocks if block.kind == PassageKind.ROW][1:] == ["捐赠方 | 物品"] * 2


# Laws


@given(TEXTS)
def test_every_character_is_found_where_its_origin_says(text: str) -> None:
    found = cleaned(text)
    pages = text.split("\f")
    places = []
    for offset, char in enumerate(found.text):
        if not char.isspace() and char != "|":
            page, original = found.origin(offset)
            assert pages[page - 1][original] == char
            places.append((page, original))
    assert places == sorted(set(places))


@given(TEXTS)
def test_nothing_is_lost_but_space_control_characters_and_furniture(text: str) -> None:
    found = cleaned(text)
    kept = {found.origin(offset) for offset, char in enumerate(found.text) if not char.isspace()}
    for number, page in enumerate(text.split("\f"), 1):
        lost = [at for at, char in enumerate(page) if is_text(char) and (number, at) not in kept]
        for at in lost:
            line = page[page.rfind("\n", 0, at) + 1 :].split("\n")[0]
            assert any(char.isdigit() for char in line) or text.count(line) > 2 or "|" in line or "#" in line


def is_text(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf", "Cn", "Zl", "Zp")


@given(TEXTS)
def test_cleaning_is_deterministic_and_blocks_cover_the_text(text: str) -> None:
    found = cleaned(text)
    assert found == cleaned(text)
    assert "\n".join(found.text[block.start : block.end] for block in found.blocks) == found.text
    assert "\x00" not in found.text


# The founding report


@pytest.mark.skipif(not REPORT.exists(), reason="the founding report is not on this machine")
def test_the_founding_report_reads_as_it_was_written() -> None:
    read = read_file(REPORT, department="d")
    for phrase in ("建立友好城市合作关系备忘录", "塞尔维亚武贝市", "芬兰东拉普兰地方联盟", "英达亚图巴市、罗马尼亚"):
        assert phrase in read.text.text
    headings = [passage.text for passage in read.passages if passage.kind is PassageKind.HEADING]
    assert headings == [
        "壱、我市外事侨务工作开展的情况",
        "（一）以服务淮南发展为中心，外事工作取得显著成果",
        "（二）以规范外事管理为抓手，涉外服务水平明显提高",
        "（三）以优质高效服务为宗旨，侨务工作实现快速发展",
        "1. 我市在外华人华侨概况",
        "2.贯彻国家侨务工作方针，夯实侨务工作基础",
        "3.广泛联络，积极争取海外侨胞捐赠",
        "二、存在的困难和问题",
        "三、对策建议",
    ]
    assert read.document.title == "积极开展对外友好交往，助推淮南开放发展"
    original = "".join(REPORT.read_text("utf-8").split())
    assert "".join(read.text.text.split()) == original
