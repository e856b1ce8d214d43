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
        ("全年接待外宾。", "乙川市2010年外事工作总结", "乙川市"),
        ("我市与日本樱川市结好，与樱川市的往来密切。由乙川市教育局承办。", "樱川市代表团来访", "乙川市"),
        ("我市参加上海市的展会。", "乙川市2010年外事工作总结", "乙川市"),
        ("我县派员出席，丙溪县友协参加。日本大泽县、大泽县政府来函，大泽县代表团到访。", "报告", "丙溪县"),
        ("我局派员随团赴德国林登市。\n乙川市商务局", "报告", "乙川市"),
        ("我市各类城市建设。全市、国外城市、部分城市。", "报告", ""),
    ],
)
def test_reporting_locality(text: str, title: str, expected: str) -> None:
    assert reporting_locality(list(passages(text)), title) == expected
