"""Chinese provinces, cities and counties by the list of their names, so that a merged place falls into its parts;
regions of other countries that texts name without a suffix.

Must stay true: a Chinese name without its suffix counts only where the tagger saw a name as well.
"""

import re
from collections.abc import Iterator
from functools import cache

from nlp.boundaries import NAME_TAGS
from nlp.components import register
from nlp.lexicon import Lexicon
from nlp.sentence import Found, Sentence
from nlp.vocabulary import divisions, words

NAME = "tieline_divisions"
_SHIP = re.compile("”号|行”")
_POINTING = frozenset("我本全该各两")
_CONTINUES = re.compile(r"[场民域别级]")


@cache
def _lexicon() -> Lexicon:
    return Lexicon(divisions())


@cache
def _regions() -> Lexicon:
    return Lexicon(words("foreign_regions"))


def find(sentence: Sentence) -> Iterator[Found]:
    for start, end in _regions().find(sentence.text):
        suffix = sentence.text[end : end + 1] in ("州", "省", "邦")
        yield Found(start, end + suffix, "Place", "place.region")
    for start, end in _lexicon().find(sentence.text):
        name = sentence.text[start:end]
        if divisions()[name].name == name:
            if _inside(sentence, start):
                continue
            pointed = start > 0 and sentence.text[start - 1] in _POINTING
            if not pointed and not _CONTINUES.match(sentence.text, end):
                yield Found(start, end, "Place", "place.division")
        elif _named(sentence, start, end):
            yield Found(start, end, "Place", "place.division-short")


def _inside(sentence: Sentence, start: int) -> bool:
    """Whether the tagger has a longer place that begins before: the division's name is only its end."""
    word = sentence.word_of[start]
    return word.tag == "LOC" and word.start < start and not any(item.end == start for item in sentence.found)


def _named(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the tagger has a name that begins here, and that this is not the head of a longer foreign name."""
    word = sentence.word_of[start]
    begins = word.start == start or any(item.end == start for item in sentence.found)
    return begins and word.tag in NAME_TAGS and word.tag != "PER" and not _SHIP.match(sentence.text, end)


register(NAME, find)
