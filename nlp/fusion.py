"""Which of the names found at one place stays: what the rules say and what the trained tagger says, weighed together.

Every candidate gets a chance from a logistic regression over few yes-or-no features: the rules that found it, and how
the tagger's names lie to it. Its weights (models/fusion.yaml) were learnt on passages that the tagger had not seen
(nlp/training/fusion.py), and can be read one by one.

Must stay true: the chosen names never overlap; a candidate that is all too unlikely goes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

import yaml

from nlp.sentence import Found, Sentence

LEAST = -2.0
"""The log-odds below which a candidate of a rule is dropped."""
LEAST_ALONE = 1.0
"""The same for one that only the tagger sees."""
RANK, LENGTH = 2.0, 1.0
"""What a step in the rules' order of rank, and a character more, weigh in log-odds when candidates overlap.

Higher values let the rules decide: on the reports that they were written on entities gain by 0.01, on passages of other
writers they lose 0.05.
"""
SURE = 0.95
"""A chance of the tagger from which a longer name of its own outranks what a rule finds within it."""
TAGGED = "name."
"""How the rules are called that only repeat what the tagger says."""
_BANDS = ((0.95, "sure"), (0.8, "likely"), (0.6, "possible"), (0.0, "weak"))
_STEPS = (0.99, 0.95, 0.85, 0.7, 0.5, 0.3, 0.1, 0.03, 0.005, 0.0005)
"""Chances at which the tagger's opinion of a candidate counts differently."""
_LEVELS = frozenset("省州市县郡府道区")
"""What the name of a place ends in that another one may stand behind."""
Span = tuple[int, int, str]


def band(chance: float) -> str:
    """A word for a chance."""
    return next(word for least, word in _BANDS if chance >= least)


def settle(sentence: Sentence, found: Iterable[Found], priority: Mapping[str, int]) -> list[Found]:
    """The names of a sentence without overlaps, in order."""
    groups = grouped(found)
    rated = []
    for span, rules in groups.items():
        odds, told = log_odds(features(sentence, span, rules)), _told(rules)
        if odds >= (LEAST if told else LEAST_ALONE):
            outranked = not told or _within_sure(sentence, span)
            rank = 0.0 if outranked else RANK * max(priority.get(rule, 0) for rule in told)
            rated.append((odds + rank + LENGTH * (span[1] - span[0]), span))
    taken: set[int] = set()
    kept = []
    whole = _apart(sentence, rated)
    for _, (start, end, kind) in sorted(whole, key=lambda row: (-row[0], row[1][0] - row[1][1], row[1])):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            kept.append(Found(start, end, kind, _best(groups[start, end, kind], priority)))
    return sorted(kept, key=lambda item: item.start)


def _apart(sentence: Sentence, rated: list[tuple[float, Span]]) -> Iterator[tuple[float, Span]]:
    """Without places that are two places in a row: 黑森州林登市 where 黑森州 and 林登市 are candidates too."""
    places = {(start, end) for _, (start, end, kind) in rated if kind == "Place"}
    for odds, (start, end, kind) in rated:
        cuts = (cut for cut in range(start + 2, end) if sentence.text[cut - 1] in _LEVELS)
        parted = ((start, cut) in places and (cut, end) in places for cut in cuts)
        if kind != "Place" or not any(parted):
            yield odds, (start, end, kind)


def _told(rules: Iterable[str]) -> list[str]:
    """The rules among these that do more than repeat the tagger."""
    return sorted(rule for rule in rules if not rule.startswith(TAGGED))


def grouped(found: Iterable[Found]) -> dict[Span, set[str]]:
    """The rules that found each span and type."""
    groups: dict[Span, set[str]] = defaultdict(set)
    for item in found:
        groups[item.start, item.end, item.type].add(item.rule)
    return groups


def features(sentence: Sentence, span: Span, rules: Iterable[str]) -> list[str]:
    """What speaks for and against a candidate, as names of weights."""
    told = sorted(rule for rule in rules if not rule.startswith(TAGGED)) or ["tagger alone"]
    opinion = _opinion(sentence, span)
    lies = _lies(sentence, span)
    found = [
        "always",
        f"type {span[2]}",
        opinion,
        f"{span[2]} {opinion}",
        lies,
        f"{span[2]} {lies}",
        f"{len(told)} rules",
    ]
    found += [f"rule {rule}" for rule in told] + [f"{rule} {lies}" for rule in told]
    if told == ["tagger alone"]:
        found += [f"{span[2]} alone", f"alone {opinion}"]
    return [*found, *(f"{span[2]} {edge}" for edge in _edges(sentence, span))]


def _opinion(sentence: Sentence, span: Span) -> str:
    """The tagger's chance for exactly this name, in steps."""
    chance = sentence.seen.chance(*span) if sentence.seen else 0.0
    return f"chance {next((step for step in _STEPS if chance >= step), 0)}"


def _lies(sentence: Sentence, span: Span) -> str:
    """How the tagger's best name there lies to the candidate."""
    start, end, kind = span
    names = sentence.seen.names if sentence.seen else []
    touching = [name for name in names if name.start < end and start < name.end]
    if not touching:
        return "untouched"
    best = max(touching, key=lambda name: name.chance)
    if (best.start, best.end) == (start, end):
        return "same" if best.type == kind else "other type"
    if best.start <= start and end <= best.end:
        return f"inside {best.type}"
    whole = "whole" if _on_words(sentence, best.start, best.end) else "cut"
    return f"around {whole}" if start <= best.start and best.end <= end else f"crossing {whole}"


def _within_sure(sentence: Sentence, span: Span) -> bool:
    """Whether the tagger is sure of a longer name of the same type there."""
    start, end, kind = span
    return any(
        name.type == kind
        and name.chance >= SURE
        and name.start <= start < end <= name.end
        and (start, end) != (name.start, name.end)
        for name in (sentence.seen.names if sentence.seen else ())
    )


def _on_words(sentence: Sentence, start: int, end: int) -> bool:
    return sentence.word_of[start].start == start and sentence.word_of[end - 1].end == end


def _edges(sentence: Sentence, span: Span) -> Iterator[str]:
    """How the candidate lies to the words."""
    first, last = sentence.word_of[span[0]], sentence.word_of[span[1] - 1]
    yield "begins a word" if first.start == span[0] else "begins inside a word"
    yield "ends a word" if last.end == span[1] else "ends inside a word"
    yield f"first {first.tag}"
    yield f"last {last.tag}"


def log_odds(found: Iterable[str]) -> float:
    """The log-odds of a candidate with these features."""
    table = weights()
    return sum(table.get(feature, 0.0) for feature in found)


@cache
def weights() -> Mapping[str, float]:
    data: Mapping[str, float] = yaml.safe_load((files("nlp") / "models" / "fusion.yaml").read_text(encoding="utf-8"))
    return data


def _best(rules: Iterable[str], priority: Mapping[str, int]) -> str:
    """The rule that a name is shown to come from: the strongest, the tagger only where no rule found it."""
    return max(rules, key=lambda rule: (not rule.startswith(TAGGED), priority.get(rule, 0), rule))


def spelled(table: Mapping[str, float]) -> Iterator[str]:
    """The weights as the lines of their file."""
    yield from (f"{feature}: {value:.2f}" for feature, value in sorted(table.items()))
