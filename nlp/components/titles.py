"""Titles that persons hold: 副市长, 驻上海总领事, 终身荣誉会长; in traditional script as well.

Must stay true: a title is a helper of the relation rules, never an entity; `simple` keeps every offset.
"""

import re
from collections.abc import Iterator
from functools import cache

from nlp.components import register
from nlp.sentence import Found, Sentence
from nlp.vocabulary import alternation, words

NAME = "tieline_titles"
_HEADS = alternation("title_heads", "group_titles")
_TITLE = re.compile(
    rf"(?:驻[^馆处，。、的\W]{{1,9}}?)?{alternation('title_prefixes')}{{0,4}}(?:[一二三四五六七八九]等)?{_HEADS}(?:助理)?"
)
_CONTINUES = re.compile(r"[团处级会国制职府院]|人民|专业|作文|理解|[书话]|单位|大会|学院|部门|学校|协调|身份")


def find(sentence: Sentence) -> Iterator[Found]:
    text = simple(sentence.text)
    for match in _TITLE.finditer(text):
        if not _CONTINUES.match(text, match.end()):
            yield Found(match.start(), match.end(), "Title", "title")


def simple(text: str) -> str:
    """The text with the traditional characters of titles in their simplified form."""
    return text.translate(_simplified())


@cache
def _simplified() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in words("traditional")}


register(NAME, find)
