"""The label scheme of the name tagger: one label a character, four for each entity type and one for no name.

Must stay true: spans that do not overlap come back unchanged from their labels; a forbidden step never wins a path.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from nlp.sequences import FORBIDDEN, Floats
from nlp.tagger import OUTSIDE, TYPES

LABELS = (OUTSIDE, *(f"{part}-{kind}" for kind in TYPES for part in "BIES"))
INDEX = {label: index for index, label in enumerate(LABELS)}
_INSIDE, _AFTER = ("B", "I"), ("I", "E")
"""Labels after which the name goes on, and labels before which it has begun."""


def labels_of(length: int, spans: Iterable[tuple[int, int, str]]) -> list[int]:
    """The label of each character."""
    found = [INDEX[OUTSIDE]] * length
    for start, end, kind in spans:
        inner = ["B", *"I" * (end - start - 2), "E"] if end - start > 1 else ["S"]
        found[start:end] = [INDEX[f"{part}-{kind}"] for part in inner]
    return found


def of_types(kinds: Iterable[str]) -> list[int]:
    """All labels of these entity types."""
    return [INDEX[f"{part}-{kind}"] for kind in kinds for part in "BIES"]


def allowed_steps() -> Floats:
    """(from, to): 0 where a label may follow another, FORBIDDEN elsewhere."""
    steps = np.full((len(LABELS), len(LABELS)), FORBIDDEN, dtype=np.float32)
    for left, right in _steps(LABELS):
        steps[left, right] = 0
    return steps


def _steps(labels: Sequence[str]) -> Iterator[tuple[int, int]]:
    for left, before in enumerate(labels):
        for right, after in enumerate(labels):
            goes_on, begun = before.startswith(_INSIDE), after.startswith(_AFTER)
            if goes_on == begun and (not goes_on or before[2:] == after[2:]):
                yield left, right
