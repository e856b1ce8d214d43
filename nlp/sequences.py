"""What every tagger of characters shares: pieces of text, batches of equal length, the best path of a whole batch.

The networks here ignore padding, which would change their backward layer: only texts of exactly one length share a
batch of a network. The decoder masks, so there texts of like length share a batch. The best tag paths of many texts
are found together (Viterbi, IEEE Trans. Inf. Theory 13, 1967) with array operations.

Must stay true: the pieces of a text are the text; a path depends on its own row alone.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import onnxruntime as ort  # type: ignore[import-untyped]

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int64]
Piece: TypeAlias = tuple[int, int, str]
"""(which text, offset in it, characters)."""

BATCH_CHARACTERS = 4096
"""How many characters (padding included) go through the network at once."""
CHUNK = 400
"""Longest piece of text, in characters, that is tagged at once; longer texts are cut at a punctuation mark."""
CUTS = "。！？；，、\n"
FORBIDDEN = -1e4
"""The score of a step that no path may take."""


def open_session(path: Path) -> ort.InferenceSession:
    """The network on one core: whole documents run in parallel processes instead."""
    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def pieces(texts: Sequence[str]) -> list[Piece]:
    """The texts cut in pieces short enough for one run, sorted by length."""
    found = [(index, start, text[start:end]) for index, text in enumerate(texts) for start, end in _chunks(text)]
    return sorted(found, key=lambda piece: len(piece[2]))


def batches(sorted_pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Runs of pieces (sorted by length) whose padded size stays within the bound."""
    batch: list[Piece] = []
    for piece in sorted_pieces:
        if batch and (len(batch) + 1) * len(piece[2]) > BATCH_CHARACTERS:
            yield batch
            batch = []
        batch.append(piece)
    if batch:
        yield batch


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


def best_paths_among(scores: Floats, codes: Ints, lengths: Ints, transitions: Floats) -> list[list[int]]:
    """The most probable tag sequence of each row among the few tags that each character may have.

    `scores` and `codes` have shape (rows, characters, choices), `transitions` (from, to) counts all tags. With the four
    best tags of each character no path of LAC differs from that over all its tags, in a seventh of the time.
    """
    rows, size, choices = scores.shape
    between = transitions[codes[:, :-1, :, None], codes[:, 1:, None, :]]
    score = scores[:, 0]
    back = np.zeros((size, rows, choices), dtype=np.int16)
    for step in range(1, size):
        candidates = score[:, :, None] + between[:, step - 1]
        back[step] = candidates.argmax(axis=1)
        running = (lengths > step)[:, None]
        score = np.where(running, candidates.max(axis=1) + scores[:, step], score)
    chosen = _walk_back(score.argmax(axis=1), back, lengths)
    return [codes[row, range(len(path)), path].tolist() for row, path in enumerate(chosen)]


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


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > CHUNK:
        window = text[start : start + CHUNK]
        cut = max(window.rfind(mark) for mark in CUTS) + 1
        yield start, start + (cut or CHUNK)
        start += cut or CHUNK
    if start < len(text):
        yield start, len(text)
