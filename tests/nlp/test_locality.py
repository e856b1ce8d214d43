"""Which place 我市 stands for."""

import pytest

from nlp.locality import reporting_locality
from tests.nlp.reading_room import passages


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("我市与樱川市结好。宁波市外事办公室。", "报告", "宁波市"),
        ("我省对外交往频繁，宁波市、杭州市走在前列，浙江友城众多。", "报告", "浙江省"),
        ("全年接待外宾。", "宁波市2010年外事工作总结", "宁波市"),
        ("我市与樱川市结好。", "报告", ""),
        ("", "", ""),
    ],
)
def test_reporting_locality(text: str, title: str, expected: str) -> None:
    assert reporting_locality(list(passages(text)), title) == expected
