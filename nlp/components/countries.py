"""Countries by the list of their names.

Must stay true: Hong Kong, Macao and Taiwan are not found here.
"""

import re
from collections.abc import Iterator
from functools import cache

from nlp.components import register
from nlp.lexicon import Lexicon
from nlp.sentence import Found, Sentence
from nlp.vocabulary import countries

NAME = "tieline_countries"
_FORM = re.compile(
    r"(?:人民|民主|联邦|合作|伊斯兰|社会主义|阿拉伯|玻利瓦尔|多民族){0,3}(?:共和国|王国|公国|大公国|联邦(?!政府|议会|委员会|[^，。；、]{0,4}部))"
)
_PLACE = re.compile("[省州城市](?!际)")
"""Behind a country's name this makes it a place (新墨西哥州, 墨西哥城)."""
_STATE = re.compile("国[际家立内]")
"""日本国际 is 日本 and 国际."""
_BEFORE = re.compile(r"[内外]$")
"""What makes another name of it: 内蒙古."""


@cache
def _lexicon() -> Lexicon:
    return Lexicon(countries())


def find(sentence: Sentence) -> Iterator[Found]:
    for start, end in _lexicon().find(sentence.text):
        if sentence.text[start : end - 1] in countries() and _STATE.match(sentence.text, end - 1):
            end -= 1
        word = sentence.word_of[start]
        inside_person = word.tag == "PER" and (word.start < start or word.end > end)
        if _PLACE.match(sentence.text, end):
            continue
        if inside_person or (word.start < start and _BEFORE.search(sentence.text, word.start, start)):
            continue
        form = _FORM.match(sentence.text, end)
        yield Found(start, form.end() if form else end, "Country", "country.list")


register(NAME, find)
