"""One name, one reading: what a document names clearly in one sentence is found in its other sentences too.

Must stay true: nothing that a sentence found is moved but a place that is cut short; else only the type of a weak
finding and unnamed repeats change.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from nlp.lexicon import Lexicon
from nlp.rules import CONFIDENCE
from nlp.sentence import Found, Sentence

REPEAT = "document.repeat"
_WEAK = frozenset({"place.tagged", "person.tagged", "organisation.tagged", "person.listed", REPEAT})
_REPEATED = frozenset({"Person", "Place", "Organisation"})
_SHORTEST = 2


def agree(sentences: Sequence[Sentence], settled: Sequence[list[Found]]) -> list[list[Found]]:
    """The settled names of each sentence, with weak types put right and repeats added."""
    types = _types(sentences, settled)
    longer = _longer(types)
    whole = [_whole(sentence, found, longer) for sentence, found in zip(sentences, settled, strict=True)]
    types = _types(sentences, whole)
    names = Lexicon(name for name, kind in types.items() if kind in _REPEATED and len(name) >= _SHORTEST)
    return [_one(sentence, found, types, names) for sentence, found in zip(sentences, whole, strict=True)]


def _longer(types: Mapping[str, str]) -> Mapping[str, list[str]]:
    """The places of the document whose names end in the name of another one, the longest first."""
    places = sorted((name for name, kind in types.items() if kind == "Place"), key=lambda name: (-len(name), name))
    tails = {name: [other for other in places if other != name and other.endswith(name)] for name in places}
    return {name: others for name, others in tails.items() if others}


def _whole(sentence: Sentence, found: list[Found], longer: Mapping[str, list[str]]) -> list[Found]:
    """The names of a sentence, a place that is only the tail of a known one made whole; what lay in it is gone."""
    return _apart(_grown(sentence, item, longer) if item.type == "Place" else item for item in found)


def _apart(found: Iterable[Found]) -> list[Found]:
    """The names in order without overlap: of two, the longer stays, at equal lengths the first."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda item: (item.start - item.end, item.start, item.type)):
        if not any(item.overlaps(other) for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)


def _grown(sentence: Sentence, item: Found, longer: Mapping[str, list[str]]) -> Found:
    whole = next(
        (name for name in longer.get(sentence.surface(item), ()) if sentence.text.endswith(name, 0, item.end)), ""
    )
    return replace(item, start=item.end - len(whole), rule=REPEAT) if whole else item


def _types(sentences: Sequence[Sentence], settled: Sequence[list[Found]]) -> dict[str, str]:
    """The type of each surface by the summed confidence of what found it."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for sentence, found in zip(sentences, settled, strict=True):
        for item in found:
            weight = CONFIDENCE[item.rule] * (0.5 if item.rule in _WEAK else 2)
            votes[sentence.surface(item)][item.type] += weight
    return {name: max(sorted(kinds), key=lambda kind: kinds[kind]) for name, kinds in votes.items()}


def _one(sentence: Sentence, found: list[Found], types: dict[str, str], names: Lexicon) -> list[Found]:
    kept = _apart(_retyped(sentence, _completed(sentence, item, names), types) for item in found)
    taken = {index for item in kept for index in range(item.start, item.end)}
    for start, end in names.find(sentence.text):
        if taken.isdisjoint(range(start, end)):
            kept.append(Found(start, end, types[sentence.text[start:end]], REPEAT))
    return sorted(kept, key=lambda item: item.start)


def _completed(sentence: Sentence, item: Found, names: Lexicon) -> Found:
    """A weak finding that is only the beginning of a name which the document names clearly."""
    end = names.at(sentence.text, item.start) if item.rule in _WEAK else 0
    return replace(item, end=end) if end > item.end else item


def _retyped(sentence: Sentence, item: Found, types: dict[str, str]) -> Found:
    agreed = types[sentence.surface(item)]
    return replace(item, type=agreed) if item.rule in _WEAK and agreed != item.type else item
