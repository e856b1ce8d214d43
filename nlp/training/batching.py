"""Sentences as arrays: characters, and the labels that each of them allows.

Must stay true: a sentence longer than the longest size is left out, never cut; padding allows every label.
"""

from collections.abc import Sequence
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.training.examples import Example
from nlp.training.labels import INDEX, LABELS, labels_of, of_types

SIZES = (16, 32, 48, 64, 96, 128, 192, 320)
"""Padded lengths: one compiled step each."""
CHARACTERS = 1536
"""Padded characters of one batch."""

Batch = dict[str, npt.NDArray[Any]]
Row = tuple[Example, float]
"""A sentence, and how much it weighs in the loss."""


def rows(examples: Sequence[Example], weight: float) -> list[Row]:
    """The sentences that are short enough."""
    return [(example, weight) for example in examples if 0 < len(example.text) <= SIZES[-1]]


def shuffled(every: Sequence[Row], random: Random) -> list[list[Row]]:
    """All rows in groups of like length that fill a batch, in random order."""
    order = sorted(every, key=lambda row: (_size(row), random.random()))
    groups: list[list[Row]] = []
    for row in order:
        if groups and _size(groups[-1][0]) == _size(row) and (len(groups[-1]) + 1) * _size(row) <= CHARACTERS:
            groups[-1].append(row)
        else:
            groups.append([row])
    random.shuffle(groups)
    return groups


def batch(group: Sequence[Row], characters: dict[str, int]) -> Batch:
    """Rows of one padded size as arrays; rows of padding fill the batch, so that its shape is always the same."""
    size = _size(group[0])
    count = max(1, CHARACTERS // size)
    found = {
        "characters": np.full((count, size), characters[""], dtype=np.int32),
        "mask": np.zeros((count, size), dtype=np.float32),
        "weight": np.zeros(count, dtype=np.float32),
        "allowed": np.ones((count, size, len(LABELS)), dtype=np.bool_),
    }
    for at, (example, weight) in enumerate(group):
        length = len(example.text)
        found["characters"][at, :length] = [characters.get(char, characters[""]) for char in example.text]
        found["mask"][at, :length] = 1
        found["weight"][at] = weight
        found["allowed"][at, :length] = allowed(example)
    return found


def allowed(example: Example) -> npt.NDArray[np.bool_]:
    """(characters, labels): which labels each character may have."""
    sure = [(span.start, span.end, span.type) for span in example.spans if not span.optional]
    found = np.zeros((len(example.text), len(LABELS)), dtype=np.bool_)
    found[np.arange(len(example.text)), labels_of(len(example.text), sure)] = True
    if example.open:
        outside = found[:, INDEX["O"]].nonzero()[0]
        found[outside[:, None], of_types(example.open)] = True
    for span in example.spans:
        if span.optional:
            found[span.start : span.end] = True
    return found


def _size(row: Row) -> int:
    return next(size for size in SIZES if len(row[0].text) <= size)
