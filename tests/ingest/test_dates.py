"""The date that a document states of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import document_date, of_metadata, parse
from ingest.errors import InvalidDate

BODY = "2015年5月6日，我市与鲁塞市签署备忘录，2016年续签。"


@pytest.mark.parametrize(
    ("title", "lines", "expected"),
    [
        ("工作总结", [BODY, "市外办", "2019年12月30日"], "2019-12-30"),
        ("工作总结", [BODY, "市外办", "二〇一九年十二月三十日"], "2019-12-30"),
        ("工作总结", [BODY, "二○二三年十月"], "2023-10"),
        ("工作总结", [BODY, "二零一二年二十月一日"], "2012"),
        ("工作总结", [BODY, "淮南市外办　2019年3月12日"], "2019-03-12"),
        ("工作总结", ["（2019年3月12日）", BODY], "2019-03-12"),
        ("工作总结", ["发布时间：2024-05-20 10:30  来源：市外办", BODY], "2024-05-20"),
        ("工作总结", ["2024/5/20", BODY], "2024-05-20"),
        ("2016年度友城工作总结", [BODY], "2016"),
        ("2016年度友城工作总结", [BODY, "2017年1月5日"], "2017-01-05"),
        ("外事简报 2024年第5期", ["外事简报", "2024年第5期", BODY], "2024"),
        ("二〇一八年工作要点", [BODY], "2018"),
        ("工作总结", [BODY], ""),
        ("工作总结", ["电话：0554-2023-1234", "编号 20190312", BODY], ""),
        ("工作总结", [], ""),
        ("工作总结", [BODY, "2019年2月30日"], "2019-02"),
        ("工作总结", [BODY, "2019年13月3日"], "2019"),
    ],
)
def test_document_date(title: str, lines: list[str], expected: str) -> None:
    assert document_date(title, lines) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("", ""),
        ("2024", "2024"),
        (" 2024-5 ", "2024-05"),
        ("2024-05-20", "2024-05-20"),
        ("2024年5月20日", "2024-05-20"),
    ],
)
def test_a_stated_date(stated: str, expected: str) -> None:
    assert parse(stated) == expected


@pytest.mark.parametrize("stated", ["yesterday", "0000", "20240520", "去年"])
def test_a_stated_date_that_is_none(stated: str) -> None:
    with pytest.raises(InvalidDate):
        parse(stated)


def test_metadata() -> None:
    assert of_metadata("2022-12-26T00:00:00Z") == "2022-12-26"
    assert of_metadata("unknown") == ""


@given(st.dates().filter(lambda day: day.year >= 1900 and day.year < 2100))
def test_every_day_is_read_in_every_form(day: object) -> None:
    iso = str(day)
    year, month, date = (int(part) for part in iso.split("-"))
    for form in (iso, f"{year}年{month}月{date}日", f"{year}/{month}/{date}", f"{year}.{month:02}.{date:02}"):
        assert document_date("", [form]) == iso


@given(st.text("二〇一九年月日0123456789-./ 度第期", max_size=30))
def test_what_comes_out_is_a_date_or_nothing(text: str) -> None:
    found = document_date(text, [text])
    assert found == "" or parse(found) == found
