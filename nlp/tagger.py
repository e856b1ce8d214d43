"""The trained name tagger: one network that gives the words of a sentence and the names in it, each with a chance.

The network (nlp/training) is LAC's encoder with a second upper layer beside LAC's own: the one gives LAC's words and
parts of speech as ever, the other, trained further, names of the six entity types by a conditional random field.
The chance of a name is its probability under that field: the share of all label paths that hold exactly this name
(forward-backward, Rabiner, Proc. IEEE 77, 1989). Labels, characters and steps are stored in the model file itself.

Must stay true: one file is read and nothing sent; equal text has equal words and names, whatever the batch it is in;
names of one text never overlap; without the file the rest of nlp/ runs on LAC as shipped.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.sequences import Floats, Ints, Piece, batches, best_paths, best_paths_among, open_session, pieces
from nlp.words import Name, Reading, Word, join

MODEL = Path(str(files("nlp"))) / "models" / "names.onnx"
TYPES = ("Country", "Place", "Organisation", "Person", "Agreement", "Project")
OUTSIDE = "O"
_TABLES = ("word_steps", "steps", "first", "last")


class Tagger:
    """The loaded model. Loading takes a few tenths of a second; one object serves any number of calls."""

    def __init__(self, path: Path = MODEL) -> None:
        self._session = open_session(path)
        stored = self._session.get_modelmeta().custom_metadata_map
        self._codes = {char: int(code) for char, code in json.loads(stored["characters"]).items()}
        self._words: list[str] = json.loads(stored["words"])
        labels: list[str] = json.loads(stored["labels"])
        tables = {name: np.array(json.loads(stored[name]), dtype=np.float32) for name in _TABLES}
        self._word_steps = tables["word_steps"]
        self._field = Field(labels, tables["steps"], tables["first"], tables["last"])

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """The words and names of each text, in the order of the texts."""
        words: list[list[Word]] = [[] for _ in texts]
        lattices: list[list[tuple[int, Lattice]]] = [[] for _ in texts]
        for batch in batches(pieces(texts)):
            for (index, start, _), (tags, lattice) in zip(batch, self._batch(batch), strict=True):
                words[index] += join(tags, start)
                lattices[index].append((start, lattice))
        return [
            Reading(sorted(one, key=lambda word: word.start), Sight(sorted(other, key=lambda piece: piece[0])))
            for one, other in zip(words, lattices, strict=True)
        ]

    def scores(self, texts: Sequence[str]) -> tuple[Floats, Ints, Floats]:
        """For texts of one length: scores and codes of the best word labels, and scores of all name labels."""
        unknown = self._codes[""]
        ids = np.array([[self._codes.get(char, unknown) for char in text] for text in texts], dtype=np.int64)
        word_scores, word_codes, names = self._session.run(None, {"characters": ids})
        return word_scores, word_codes, names

    def _batch(self, batch: Sequence[Piece]) -> Iterator[tuple[list[str], "Lattice"]]:
        texts = [text for _, _, text in batch]
        lengths = np.array([len(text) for text in texts], dtype=np.int64)
        parts = [self.scores(list(same)) for _, same in groupby(texts, key=len)]
        word_scores, word_codes, names = (_stacked(arrays) for arrays in zip(*parts, strict=True))
        paths = best_paths_among(word_scores, word_codes, lengths, self._word_steps)
        tags = ([self._words[code] for code in path] for path in paths)
        return zip(tags, self._field.lattices(names, lengths), strict=True)


def _stacked(arrays: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Arrays (rows, characters, values) of growing length as one, filled up with zeros."""
    rows, (size, values) = sum(len(array) for array in arrays), arrays[-1].shape[1:]
    found = np.zeros((rows, size, values), dtype=arrays[0].dtype)
    row = 0
    for array in arrays:
        found[row : row + len(array), : array.shape[1]] = array
        row += len(array)
    return found


class Field:
    """A linear chain over labels."""

    def __init__(self, labels: Sequence[str], steps: Floats, first: Floats, last: Floats) -> None:
        self.labels, self.steps = labels, steps
        self.codes = {label: code for code, label in enumerate(labels)}
        self._first, self._last = first, last

    def lattices(self, emissions: Floats, lengths: Ints) -> Iterator["Lattice"]:
        """The lattice of each row; `emissions` is (rows, characters, labels)."""
        scores = emissions.copy()
        scores[:, 0] += self._first
        scores[np.arange(len(scores)), lengths - 1] += self._last
        paths = best_paths(scores, lengths, self.steps)
        for path, score, forward, backward, total in zip(paths, scores, *self._sums(scores, lengths), strict=True):
            yield Lattice(self, path, score, forward, backward, float(total))

    def _sums(self, scores: Floats, lengths: Ints) -> tuple[Floats, Floats, Floats]:
        """Logarithms of the summed weight of all paths up to and from each label, and of all paths."""
        rows, size, _ = scores.shape
        weights = np.exp(self.steps)
        forward, backward = np.empty_like(scores), np.zeros_like(scores)
        forward[:, 0] = scores[:, 0]
        for at in range(1, size):
            forward[:, at] = _through(forward[:, at - 1], weights) + scores[:, at]
        for at in range(size - 2, -1, -1):
            arriving = _through(scores[:, at + 1] + backward[:, at + 1], weights.T)
            backward[:, at] = np.where((lengths > at + 1)[:, None], arriving, 0)
        ends = forward[np.arange(rows), lengths - 1]
        return forward, backward, _log_sum(ends)


@dataclass(frozen=True)
class Lattice:
    """All label paths over one piece of text: the best one, and the summed weight of those that hold some name.

    `scores`, `forward` and `backward` have shape (characters, labels) and may be longer than the path.
    """

    field: Field
    path: list[int]
    scores: Floats
    forward: Floats
    backward: Floats
    total: float

    def spans(self) -> Iterator[tuple[int, int, str]]:
        """The names on the best path."""
        return spans([self.field.labels[code] for code in self.path])

    def chance(self, start: int, end: int, kind: str) -> float:
        """The share of the paths that hold exactly this name."""
        parts = ["B", *"I" * (end - start - 2), "E"] if end - start > 1 else ["S"]
        codes = [self.field.codes[f"{part}-{kind}"] for part in parts]
        inner = self.scores[range(start + 1, end), codes[1:]].sum() + self.field.steps[codes[:-1], codes[1:]].sum()
        exponent = self.forward[start, codes[0]] + inner + self.backward[end - 1, codes[-1]] - self.total
        return float(np.exp(min(0.0, exponent)))


class Sight:
    """What the tagger sees in one text, which may have been read in several pieces."""

    def __init__(self, pieces: list[tuple[int, Lattice]]) -> None:
        self._pieces = pieces

    @cached_property
    def names(self) -> list[Name]:
        """The names of the best reading, in order."""
        return [
            Name(offset + start, offset + end, kind, lattice.chance(start, end, kind))
            for offset, lattice in self._pieces
            for start, end, kind in lattice.spans()
        ]

    def chance(self, start: int, end: int, kind: str) -> float:
        """How probable it is that exactly this stretch is a name of this type; 0 across two pieces."""
        for offset, lattice in self._pieces:
            if offset <= start and end <= offset + len(lattice.path):
                return lattice.chance(start - offset, end - offset, kind)
        return 0.0


def _through(scores: Floats, weights: Floats) -> Floats:
    """log(exp(scores) @ weights), without overflow; what nothing leads to gets a very small score."""
    top = scores.max(axis=1, keepdims=True)
    summed: Floats = np.log(np.exp(scores - top) @ weights + np.float32(1e-37)) + top
    return summed


def _log_sum(scores: Floats) -> Floats:
    top = scores.max(axis=1)
    total: Floats = np.log(np.exp(scores - top[:, None]).sum(axis=1)) + top
    return total


def spans(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, type) of the names that these labels (B-, I-, E-, S- and O) spell."""
    start = 0
    for at, label in enumerate(labels):
        if label.startswith(("B-", "S-")):
            start = at
        if label.startswith(("E-", "S-")):
            yield start, at + 1, label[2:]
