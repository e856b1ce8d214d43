"""The trained tagger: its words are LAC's, its names never overlap, and their chances are those of the field."""

import logging
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.components import words
from nlp.lac import Lac
from nlp.sequences import FORBIDDEN, best_paths, best_paths_among
from nlp.tagger import MODEL, TYPES, Field, Tagger
from nlp.words import Name, Reading

TAGGER = Tagger()
LAC = Lac()
TEXTS = [
    "市长李明赴日本访问。",
    "甲江市与日本樱川市结为友好城市，双方签署协议。",
    "好",
    "外事工作取得新进展，" * 90,
    "",
]


def test_the_words_are_those_of_lac() -> None:
    assert [read.words for read in TAGGER.read(TEXTS)] == LAC.words(TEXTS)


def test_a_batch_gives_what_single_sentences_give() -> None:
    assert [_spans_of(read) for read in TAGGER.read(TEXTS)] == [_spans_of(TAGGER.read([text])[0]) for text in TEXTS]


def _spans_of(read: Reading) -> list[tuple[int, int, str]]:
    return [(name.start, name.end, name.type) for name in _names(read)]


def _names(read: Reading) -> list[Name]:
    assert read.seen is not None
    return read.seen.names


def test_names_nobody_listed_are_found() -> None:
    text = "甲江市与日本樱川市结为友好城市，市长李明出席。"
    (read,) = TAGGER.read([text])
    found = {(text[name.start : name.end], name.type) for name in _names(read)}
    assert found == {("甲江市", "Place"), ("日本", "Country"), ("樱川市", "Place"), ("李明", "Person")}


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_names_of_any_text_stand_in_order_apart_and_have_a_chance(text: str) -> None:
    (read,) = TAGGER.read([text])
    assert [index for word in read.words for index in range(word.start, word.end)] == list(range(len(text)))
    assert all(left.end <= right.start for left, right in pairwise(_names(read)))
    assert all(0 <= name.start < name.end <= len(text) and 0 < name.chance <= 1 for name in _names(read))
    assert {name.type for name in _names(read)} <= set(TYPES)


def test_a_missing_model_leaves_the_words_and_warns(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(words, "MODEL", tmp_path / MODEL.name)
    with caplog.at_level(logging.WARNING):
        (read,) = words.open_reader().read(TEXTS[:1])
    assert (read.words, read.seen) == (LAC.words(TEXTS[:1])[0], None)
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_the_model_is_small() -> None:
    assert MODEL.stat().st_size < 25e6


LABELS = ["O", "B-Place", "E-Place", "S-Place"]


def test_a_chance_is_the_share_of_paths_that_hold_the_name() -> None:
    """Against all paths of a small lattice, rows of different length in one batch."""
    random = np.random.default_rng(3)
    scores = random.normal(size=(3, 4, 4)).astype(np.float32)
    steps = random.normal(size=(4, 4)).astype(np.float32)
    first, last = np.array([0, 0, FORBIDDEN, 0], np.float32), np.array([0, FORBIDDEN, 0, 0], np.float32)
    lengths = np.array([4, 2, 1], dtype=np.int64)
    for row, lattice in enumerate(Field(LABELS, steps, first, last).lattices(scores, lengths)):
        weights = {
            path: float(
                np.exp(
                    sum(scores[row, at, tag] for at, tag in enumerate(path))
                    + sum(steps[left, right] for left, right in pairwise(path))
                    + first[path[0]]
                    + last[path[-1]]
                )
            )
            for path in product(range(4), repeat=int(lengths[row]))
        }
        for start, end, codes in ((0, 1, (3,)), (0, 2, (1, 2))):
            if end <= lengths[row]:
                share = sum(w for path, w in weights.items() if path[start:end] == codes) / sum(weights.values())
                assert lattice.chance(start, end, "Place") == pytest.approx(share, rel=1e-3)


def test_few_choices_that_hold_the_best_path_give_it() -> None:
    random = np.random.default_rng(5)
    scores = random.normal(size=(3, 6, 9)).astype(np.float32)
    steps = random.normal(size=(9, 9)).astype(np.float32)
    lengths = np.array([6, 3, 1], dtype=np.int64)
    codes = np.argsort(-scores, axis=2, kind="stable").astype(np.int64)
    among = best_paths_among(np.take_along_axis(scores, codes, axis=2), codes, lengths, steps)
    assert among == best_paths(scores, lengths, steps)
