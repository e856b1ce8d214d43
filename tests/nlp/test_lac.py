"""The tagger: batches give what single sentences give, and its tags cover the text."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.lac import Lac
from nlp.sequences import CHUNK, best_paths

LAC = Lac()
TEXTS = ["市长李明赴日本访问。", "甲江市与樱川市结为友好城市", "好", "外事工作取得新进展，" * 90, ""]


def test_a_batch_gives_what_single_sentences_give() -> None:
    assert LAC.words(TEXTS) == [LAC.words([text])[0] for text in TEXTS]


def test_the_order_of_texts_does_not_matter() -> None:
    assert LAC.words(TEXTS[::-1]) == LAC.words(TEXTS)[::-1]


def test_names_are_tagged() -> None:
    (words,) = LAC.words(["市长李明赴日本访问"])
    text = "市长李明赴日本访问"
    assert {(text[word.start : word.end], word.tag) for word in words} >= {("李明", "PER"), ("日本", "LOC")}


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_words_cover_any_text_exactly(text: str) -> None:
    (words,) = LAC.words([text])
    assert [index for word in words for index in range(word.start, word.end)] == list(range(len(text)))


def test_a_long_text_is_covered_too() -> None:
    text = "友" * (3 * CHUNK + 7)
    (words,) = LAC.words([text])
    assert sum(word.end - word.start for word in words) == len(text)


def test_the_best_path_is_the_best_of_all() -> None:
    """Against every path of a small lattice, rows of different length in one batch."""
    random = np.random.default_rng(7)
    emissions = random.normal(size=(3, 4, 3)).astype(np.float32)
    transitions = random.normal(size=(3, 3)).astype(np.float32)
    lengths = np.array([4, 2, 1], dtype=np.int64)
    for row, path in enumerate(best_paths(emissions, lengths, transitions)):
        size = int(lengths[row])
        every = np.indices((3,) * size).reshape(size, -1).T
        scores = [
            sum(emissions[row, step, tag] for step, tag in enumerate(tags))
            + sum(transitions[left, right] for left, right in pairwise(tags))
            for tags in every
        ]
        assert path == every[int(np.argmax(scores))].tolist()
