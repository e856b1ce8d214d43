"""Where a name begins, when only its end is sure: walk left over words until one that cannot be part of it.

Must stay true: the walk is bounded, and never crosses punctuation or a name that is known already.
"""

from collections.abc import Callable, Collection

from nlp.sentence import Sentence
from nlp.words import Word

NAME_TAGS = frozenset({"PER", "LOC", "ORG", "nz", "nr", "ns", "nt", "nw"})
CLOSED_TAGS = frozenset({"w", "p", "u", "c", "r", "d", "TIME", "xc"})
"""Words of these tags end the walk: punctuation, prepositions, particles, conjunctions, pronouns, adverbs."""

Stop = Callable[[Word, str], bool]


def left_edge(sentence: Sentence, end: int, stop: Stop, edges: Collection[int], limit: int) -> int:
    """The start of the name whose sure part begins at `end`.

    `stop` tells of a word whether the name cannot hold it; `edges` are offsets that it may not cross (ends of known
    names); at most `limit` characters are taken.
    """
    edge = end
    while edge > 0 and edge not in edges and end - edge < limit:
        word = sentence.word_of[edge - 1]
        if stop(word, sentence.text[word.start : min(word.end, end)]):
            break
        inner = [point for point in edges if word.start < point < edge]
        edge = max(inner) if inner else word.start
    return edge


def proper(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the tagger saw a name anywhere in this stretch."""
    return any(word.tag in NAME_TAGS for word in sentence.word_of[start:end])
