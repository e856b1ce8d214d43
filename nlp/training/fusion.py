"""Learns how far to trust rules and tagger: a logistic regression over candidates in passages the tagger has not seen.

The training split is cut in parts; for each, a tagger trained on the others reads it (cross-fitting), because on its
own training passages a tagger is surer than it will be on a report.

Must stay true: a candidate is right if the passage marks exactly this span with this type; arguable ones are left out.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from spacy.tokens import Doc

from nlp.components import KEY
from nlp.components.entities import entity_types
from nlp.fusion import features, grouped
from nlp.pipeline import build
from nlp.sentence import Sentence
from nlp.sequences import Floats
from nlp.training.examples import Example
from nlp.words import Reader

PENALTY = 3.0
"""Weight of the squared weights in the loss: rare features stay near nothing."""
ROUNDS = 600
SMALLEST = 0.05
"""Weights nearer to nothing are left out of the file."""
Case = tuple[list[str], bool]
"""The features of a candidate, and whether it is right."""


def cases(reader: Reader, examples: Sequence[Example]) -> Iterator[Case]:
    """All candidates of rules and tagger in these sentences."""
    language = build()
    steps = [step for name, step in language.pipeline if name != "tieline_words"]
    readings = reader.read([example.text for example in examples])
    for example, reading in zip(examples, readings, strict=True):
        sentence = Sentence(example.text, reading.words, seen=reading.seen)
        doc = Doc(language.vocab, words=list(example.text), user_data={KEY: sentence})
        for step in steps:
            doc = step(doc)
        yield from _judged(sentence, example)


def _judged(sentence: Sentence, example: Example) -> Iterator[Case]:
    right = {(span.start, span.end, span.type) for span in example.spans if not span.optional}
    arguable = {(span.start, span.end) for span in example.spans if span.optional}
    found = (item for item in sentence.found if item.type in entity_types())
    for span, rules in grouped(found).items():
        if span[:2] not in arguable:
            yield features(sentence, span, rules), span in right


def learn(every: Sequence[Case]) -> Mapping[str, float]:
    """The weights of the features, by gradient descent with momentum on the penalised log-loss."""
    names = sorted({feature for found, _ in every for feature in found})
    column = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(every), len(names)), dtype=np.float32)
    for row, (found, _) in enumerate(every):
        table[row, [column[feature] for feature in found]] = 1
    right = np.array([asked for _, asked in every], dtype=np.float32)
    found_weights = _descended(table, right)
    return {name: weight for name, weight in zip(names, found_weights, strict=True) if abs(weight) >= SMALLEST}


def _descended(table: Floats, right: Floats) -> list[float]:
    weights = np.zeros(table.shape[1])
    speed = np.zeros_like(weights)
    # The step is safe below the inverse of the loss's largest curvature.
    rate = 1 / (0.25 * float(np.linalg.norm(table, ord=2)) ** 2 + PENALTY)
    for _ in range(ROUNDS):
        chances = 1 / (1 + np.exp(-(table @ (weights + 0.9 * speed))))
        speed = 0.9 * speed - rate * (table.T @ (chances - right) + PENALTY * (weights + 0.9 * speed))
        weights = weights + speed
    return [float(weight) for weight in weights]
