"""The training: its network is LAC's, its sentences spell their names, and one pass makes a model that reads."""

from collections.abc import Sequence
from itertools import pairwise, product
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.corpus.markup import CorpusPassage, Span, passages
from nlp.lac import Lac
from nlp.tagger import TYPES, Tagger
from nlp.words import Name, Reading, Word

pytest.importorskip("jax", reason="the train extra is not installed")
pytest.importorskip("optax", reason="the train extra is not installed")
pytest.importorskip("onnx", reason="the train extra is not installed")

from nlp.training import evaluate, export, lac_weights
from nlp.training.augment import Augmenter, joined_to, spaced
from nlp.training.batching import allowed, batch, rows
from nlp.training.examples import Example, news, sentences
from nlp.training.fit import Options, train
from nlp.training.labels import LABELS, labels_of
from nlp.training.names import NameMaker
from nlp.training.network import linear, lower_states, path_sum, recurrent

SOURCE = """@@ x01
title: {甲江市:P}工作总结
--
市长{李明:N}赴{日本:C}{樱川市:P}访问。双方签署《{友好交流协议:A}》，{甲江市:P}外办{王芳:N?}参加。
--
"""
PASSAGE: CorpusPassage = next(passages(SOURCE))
EXAMPLES = sentences([PASSAGE])
MODELS = ["林登市", "李明", "日本", "甲江市友好协会", "安娜·林", "Ann"]


def test_the_forward_pass_is_that_of_the_network_as_shipped() -> None:
    source, text = lac_weights.read(), "甲江市与樱川市结为友好城市。"
    ids = np.array([[source.characters[char] for char in text] + [0] * 3])
    mask = np.array([[1.0] * len(text) + [0.0] * 3], dtype=np.float32)
    states = recurrent(source.network["upper"], lower_states(source.network, ids, mask), mask)
    scores = np.asarray(linear(source.network["words"], states))[:, : len(text)]
    assert np.abs(scores - Lac().emissions([text])).max() < 1e-4


def test_the_sum_over_paths_is_that_of_all_paths() -> None:
    random = np.random.default_rng(1)
    scores, steps = random.normal(size=(2, 3, 3)).astype(np.float32), random.normal(size=(3, 3)).astype(np.float32)
    mask = np.array([[1, 1, 1], [1, 1, 0]], dtype=np.float32)
    for row, size in enumerate((3, 2)):
        sums = [
            sum(scores[row, at, tag] for at, tag in enumerate(path)) + sum(steps[a, b] for a, b in pairwise(path))
            for path in product(range(3), repeat=size)
        ]
        assert path_sum(scores, steps, mask)[row] == pytest.approx(np.log(np.exp(sums).sum()), rel=1e-4)


def test_sentences_hold_their_names() -> None:
    assert [[example.text[span.start : span.end] for span in example.spans] for example in EXAMPLES] == [
        ["甲江市"],
        ["李明", "日本", "樱川市"],
        ["友好交流协议", "甲江市", "王芳"],
    ]


def test_an_arguable_name_allows_every_label_and_a_sure_one_its_own() -> None:
    found = allowed(EXAMPLES[2])
    span = EXAMPLES[2].spans[-1]
    assert found[span.start : span.end].all()
    assert found[: span.start].sum(axis=1).tolist() == [1] * span.start


@given(st.integers(0, 10**6))
def test_varied_sentences_spell_their_names(seed: int) -> None:
    for example in Augmenter(seed).copies(EXAMPLES):
        assert all(example.text[span.start : span.end] == span.text for span in example.spans)
        labels_of(len(example.text), [(span.start, span.end, span.type) for span in example.spans])


@given(st.integers(1, len(EXAMPLES[1].text) - 1))
def test_a_space_keeps_the_names_around_it(at: int) -> None:
    damaged = spaced(EXAMPLES[1], at)
    assert [span.text.replace(" ", "") for span in damaged.spans] == [span.text for span in EXAMPLES[1].spans]
    assert all(damaged.text[span.start : span.end] == span.text for span in damaged.spans)


def test_joined_sentences_keep_the_names_of_both() -> None:
    both = joined_to(EXAMPLES[0], EXAMPLES[1])
    assert [both.text[span.start : span.end] for span in both.spans] == ["甲江市", "李明", "日本", "樱川市"]


@given(st.integers(0, 10**6), st.sampled_from(TYPES), st.sampled_from(MODELS))
def test_made_up_names_are_names(seed: int, kind: str, like: str) -> None:
    name = NameMaker(Random(seed)).like(kind, like)
    assert name == NameMaker(Random(seed)).like(kind, like)
    assert name.strip() == name != ""


def test_news_leaves_open_what_it_does_not_mark(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text("法 B-LOC\n国 I-LOC\n人 O\n\n李 B-PER\n明 I-PER\n", encoding="utf-8")
    first, second = news(path)
    assert (first.text, first.spans) == ("法国人", (Span(0, 2, "Country", "法国"),))
    assert second.spans[0].type == "Person"
    assert allowed(first)[2].sum() == 1 + 4 * len(first.open)


def test_a_batch_is_padded_with_every_label() -> None:
    found = batch(rows(EXAMPLES[:1], 1.0), {"": 0})
    assert found["allowed"].shape[2] == len(LABELS)
    assert found["allowed"][0, len(EXAMPLES[0].text) :].all()
    assert found["mask"].sum() == len(EXAMPLES[0].text)


def test_one_pass_makes_a_model_that_reads_lacs_words(tmp_path: Path) -> None:
    source, lines = lac_weights.read(), list[str]()
    short = Example("李明访问日本。", (Span(0, 2, "Person", "李明"), Span(4, 6, "Country", "日本")))
    network = train(source, [short] * 4, options=Options(passes=1), tell=lines.append)
    export.write(network, source, tmp_path / "names.onnx")
    (read,) = Tagger(tmp_path / "names.onnx").read([short.text])
    assert read.words == Lac().words([short.text])[0]
    assert len(lines) == 1


class Whole:
    """Sees the whole of a text as one person."""

    def __init__(self, text: str) -> None:
        self.names = [Name(0, len(text), "Person", 1.0)]

    def chance(self, start: int, end: int, kind: str) -> float:
        return float((start, end, kind) == (0, self.names[0].end, "Person"))


class Sure:
    """Reads every text so."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        return [Reading([Word(0, len(text), "n")], Whole(text)) for text in texts]


def test_arguable_names_are_neither_asked_for_nor_punished() -> None:
    row = {"text": "李明\n王芳\n张三", "entities": [{"type": "Person", "text": "李明"}]}
    row |= {"optional": [{"type": "Person", "text": "王芳"}]}
    counts = evaluate.score(Sure(), [row])["Person"]
    assert (counts.right, counts.wrong, counts.missed) == (1, 1, 0)
