"""Titles that persons hold: 副市长, 驻上海总领事, 终身荣誉会长.

Must stay true: a title is a helper of the relation rules, never an entity.
"""

import re
from collections.abc import Iterator

from nlp.components import register
from nlp.sentence import Found, Sentence
from nlp.vocabulary import alternation

NAME = "tieline_titles"
_HEADS = alternation("title_heads", "group_titles")
_TITLE = re.compile(
    rf"(?:驻[^馆处，。、的\W]{{1,9}}?)?{alternation('title_prefixes')}{{0,4}}(?:[一二三四五六七八九]等)?{_HEADS}"
)
_CONTINUES = re.compile(r"[团处级会国制职府院]|人民|专业|作文|理解|[书话]|单位|大会|学院|部门|学校|协调|身份")


def find(sentence: Sentence) -> Iterator[Found]:
    for match in _TITLE.finditer(sentence.text):
        if not _CONTINUES.match(sentence.text, match.end()):
            yield Found(match.start(), match.end(), "Title", "title")


register(NAME, find)
