"""What must hold of the corpus: each passage by itself, and all of them together.

Must stay true: a problem names its passage and what is wrong; an empty list means that nothing is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files

from nlp.corpus.markup import SELF, CorpusPassage

SHORTEST, LONGEST = 120, 2_500
"""Characters of a passage."""
SHINGLE = 12
"""So many consecutive characters shared by two passages make a copy, unless they are a set phrase."""
_IGNORED = re.compile(r"[\s\W_]+")


def problems(passage: CorpusPassage) -> Iterator[str]:
    """What is wrong within one passage."""
    if not SHORTEST <= len(passage.text) <= LONGEST:
        yield f"{passage.id}: {len(passage.text)} characters"
    for check in (_types, _bare, _ends, _twice):
        yield from (f"{passage.id}: {problem}" for problem in check(passage))


def _types(passage: CorpusPassage) -> Iterator[str]:
    kinds: dict[str, set[str]] = defaultdict(set)
    for span in passage.spans:
        kinds[span.text].add(span.type)
    yield from (f"{text} has types {', '.join(sorted(found))}" for text, found in kinds.items() if len(found) > 1)


def _bare(passage: CorpusPassage) -> Iterator[str]:
    """A name marked in one place stands unmarked in another, and not inside a longer name."""
    for surface in sorted({span.text for span in passage.spans if len(span.text) > 1}):
        for found in re.finditer(re.escape(surface), passage.text):
            if not any(span.start <= found.start() and found.end() <= span.end for span in passage.spans):
                around = passage.text[max(0, found.start() - 6) : found.end() + 6].replace("\n", " ")
                yield f"{surface} unmarked in “{around}”"


def _ends(passage: CorpusPassage) -> Iterator[str]:
    marked = {span.text for span in passage.spans} | {other for pair in passage.aliases for other in pair} | {SELF}
    for relation in passage.relations:
        inside = relation.type == "LOCATED_IN" and relation.tail in passage.text
        for end in [relation.head] + ([] if inside else [relation.tail]):
            if end not in marked:
                yield f"{relation.type}: {end} is not marked in the text"
        if relation.head == relation.tail:
            yield f"{relation.type}: both ends are {relation.head}"


def _twice(passage: CorpusPassage) -> Iterator[str]:
    seen = set()
    for relation in passage.relations:
        ends = (relation.head, relation.tail)
        unordered = tuple(sorted(ends)) if relation.type in ("TIE", "COOPERATES") else ends
        key = (relation.type, unordered, relation.value if relation.type in ("POSITION", "SUPPORTS") else "")
        if key in seen:
            yield f"{relation.type} twice: {' - '.join(ends)}"
        seen.add(key)


def copies(corpus: Sequence[CorpusPassage], others: Iterable[tuple[str, str]] = ()) -> Iterator[str]:
    """Passages that share twelve characters with another one, or with one of the `others` (id, text)."""
    phrases = set_phrases()
    owners: dict[str, str] = {}
    for name, text in others:
        owners.update(dict.fromkeys(_shingles(text), name))
    for passage in corpus:
        mine = _shingles(passage.text) - phrases
        shared = sorted(shingle for shingle in mine if owners.get(shingle, passage.id) != passage.id)
        for name in sorted({owners[shingle] for shingle in shared}):
            example = next(shingle for shingle in shared if owners[shingle] == name)
            yield f"{passage.id}: shares “{example}” with {name}"
        owners.update(dict.fromkeys(mine, passage.id))


def set_phrases() -> set[str]:
    """The shingles of phrases that many reports of any office have in common (set_phrases.txt)."""
    lines = (files("nlp.corpus") / "set_phrases.txt").read_text(encoding="utf-8").splitlines()
    return {shingle for line in lines for shingle in _shingles(line)}


def _shingles(text: str) -> set[str]:
    plain = _IGNORED.sub("", text)
    return {plain[at : at + SHINGLE] for at in range(len(plain) - SHINGLE + 1)}


def shared_names(splits: Mapping[str, Sequence[CorpusPassage]], allowed: set[str]) -> Iterator[str]:
    """Names that the test split shares with another, beyond countries and those `allowed`."""
    known = {split: _names(corpus) - allowed for split, corpus in splits.items()}
    for split in sorted(known.keys() - {"test"}):
        for name in sorted(known["test"] & known[split]):
            holders = [passage.id for passage in splits["test"] if any(span.text == name for span in passage.spans)]
            yield f"{name} stands in {split} and in {', '.join(holders)}"


def _names(corpus: Iterable[CorpusPassage]) -> set[str]:
    return {span.text for passage in corpus for span in passage.spans if span.type != "Country"}
