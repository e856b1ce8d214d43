"""Names that the trained tagger sees.

Must stay true: nothing is added without the trained model; a country that no list knows is none; the rule's name tells
how sure the tagger is.
"""

import re
from collections.abc import Iterator

from nlp.components import register
from nlp.fusion import TAGGED, band
from nlp.sentence import Found, Sentence
from nlp.vocabulary import leading_country

NAME = "tieline_names"
_LEAD = re.compile("[如以在由和与及同向赴]")
"""A word of one character that may lead to a name; where it stands as a word of its own, it is no part of it."""


def find(sentence: Sentence) -> Iterator[Found]:
    for name in sentence.seen.names if sentence.seen else ():
        if name.type == "Country" and not leading_country(sentence.text[name.start : name.end]):
            continue
        start = _without_lead(sentence, name.start, name.end)
        yield Found(start, name.end, name.type, TAGGED + band(name.chance))


def _without_lead(sentence: Sentence, start: int, end: int) -> int:
    word = sentence.word_of[start]
    alone = (word.start, word.end) == (start, start + 1) and end - start > 3
    return start + 1 if alone and _LEAD.match(sentence.text, start) and word.tag in {"v", "p", "c"} else start


register(NAME, find)
