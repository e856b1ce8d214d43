"""Clean text to passages: the sentences, headings and table rows that are shown as evidence.

Must stay true: passages stand in order, do not overlap, cover all text but space, and each is a slice of the text; a
sentence is never cut within a pair of brackets, unless it is too long to be shown.
"""

import re
from collections.abc import Iterator

from graph.ontology.types import Passage, PassageKind
from ingest.cleaning import CleanText, TextBlock

LONGEST = 600
"""Characters of the longest passage."""

_ENDS = frozenset("。！？!?…")
_CLOSERS = frozenset("”’」』）)】》〉\"'")
_PAIRS = {"（": "）", "(": ")", "《": "》", "〈": "〉", "“": "”", "「": "」", "『": "』", "【": "】", "[": "]"}
_ABBREVIATION = re.compile(r"(?:^|[^A-Za-z])(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|No|St|Co|Ltd|Inc|Corp|vs|etc|Vol|Art)$")
_REACH = 200
"""Characters within which a bracket must close, so that a forgotten one does not swallow the rest."""
_SECTION = 120
"""Characters from which on a sentence is cut at a semicolon."""
_BREAKS = ("；;", "，,", "、", " 　|")
"""Where a passage that is too long is cut, best first."""

Span = tuple[int, int]


def split(document: str, clean: CleanText) -> tuple[Passage, ...]:
    """The passages of a document with this id."""
    found: list[Passage] = []
    for block in clean.blocks:
        for start, end in _spans(clean.text, block):
            text = clean.text[start:end]
            page = clean.page(start)
            found.append(Passage(document, len(found), start, end, text, page, block.kind, block.context))
    return tuple(found)


def _spans(text: str, block: TextBlock) -> Iterator[Span]:
    whole = [(block.start, block.end)]
    for start, end in _sentences(text, block) if block.kind is PassageKind.SENTENCE else whole:
        for part in _capped(text, start, end):
            stripped = _stripped(text, *part)
            if stripped[0] < stripped[1]:
                yield stripped


def _sentences(text: str, block: TextBlock) -> Iterator[Span]:
    closings = _closings(text, block)
    start = at = block.start
    while at < block.end:
        char = text[at]
        if at in closings:
            opener, at = at, closings[at]
            if at - opener > 2 and _ends_with_speech(text, opener, at, start):
                yield start, at
                start = at
            continue
        at += 1
        if char in _ENDS or (char in "；;" and at - start >= _SECTION) or _is_full_stop(text, at, block.end):
            at = _after_marks(text, at, block.end)
            yield start, at
            start = at
    if start < block.end:
        yield start, block.end


def _closings(text: str, block: TextBlock) -> dict[int, int]:
    """For each opening bracket or quote the place after the one that closes it, if that is near."""
    found: dict[int, int] = {}
    opened: dict[str, list[int]] = {closer: [] for closer in _PAIRS.values()}
    for at in range(block.start, block.end):
        char = text[at]
        if char in _PAIRS:
            opened[_PAIRS[char]].append(at)
        elif opened.get(char):
            opener = opened[char].pop()
            if at - opener < _REACH:
                found[opener] = at + 1
    return found


def _ends_with_speech(text: str, opener: int, at: int, start: int) -> bool:
    """Whether the quotation that ends at `at` is speech that ends its sentence as well: 他说：“……。”"""
    if text[at - 1] not in "”」』" or text[at - 2] not in _ENDS or text[at : at + 1] in tuple("，、；：,;:）)》的"):
        return False
    return opener == start or text[opener - 1] in "：:，,"


def _is_full_stop(text: str, at: int, end: int) -> bool:
    """Whether the character before `at` is the full stop of a Latin sentence."""
    if text[at - 1] != "." or at + 1 >= end or not text[at].isspace() or not text[at + 1].isupper():
        return False
    return (
        text[at - 2].isalnum()
        and not text[at - 2].isdigit()
        and not _ABBREVIATION.search(text[max(0, at - 8) : at - 1])
    )


def _after_marks(text: str, at: int, end: int) -> int:
    """The place after further closing marks: 。” ……！"""
    while at < end and (text[at] in _ENDS or text[at] in _CLOSERS):
        at += 1
    return at


def _capped(text: str, start: int, end: int) -> Iterator[Span]:
    """The span in parts that are not too long, cut at the best mark."""
    while end - start > LONGEST:
        cut = _cut(text, start)
        yield start, cut
        start = cut
    yield start, end


def _cut(text: str, start: int) -> int:
    limit = start + LONGEST
    for marks in _BREAKS:
        at = max(text.rfind(mark, start + LONGEST // 2, limit) for mark in marks)
        if at >= 0:
            return at + 1
    return limit


def _stripped(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
