"""Training: passes over varied copies of the corpus.

LAC's trunk (embedding, lower layer) and its upper layer for words stay as they are, so that its words stay LAC's; a
second upper layer, which begins as a copy, and the name layer are learnt. Letting the trunk learn too gained 0.007 of
entity F1 on held-out passages, and cost 2 to 4% of LAC's words.

Must stay true: equal inputs, options and seed give equal weights on one machine.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import jax
import numpy as np
import optax

from nlp.training.augment import Augmenter
from nlp.training.batching import Batch, Row, batch, rows, shuffled
from nlp.training.examples import Example
from nlp.training.labels import LABELS, allowed_steps
from nlp.training.lac_weights import Network, Source
from nlp.training.network import loss, random_like, with_names

RATES = {"embedding": 1e-3, "lower": 1e-3, "own": 2e-3, "names": 5e-3}
"""Adam's rate for each layer that learns, reached after a tenth of the steps, then falling to nothing."""


@dataclass(frozen=True)
class Options:
    """How to train."""

    seed: int = 7
    passes: int = 10
    transfer: bool = True
    """Whether to begin with LAC's weights; if not, all layers begin at random and learn."""
    augment: bool = True
    drop: tuple[float, float] = (0.1, 0.3)
    """Share of states put out below the own upper layer and above it."""
    news_weight: float = 0.3
    """Weight of the names of the news data, if any is given."""
    news_passes: int = 3
    """How many of the passes hold the news data: the first ones."""


def train(
    source: Source,
    examples: Sequence[Example],
    news: Sequence[Example] = (),
    options: Options | None = None,
    tell: Callable[[str], None] = print,
) -> Network:
    """The trained network: `source` plus the layers "own" and "names". `tell` gets a line after each pass."""
    chosen = options or Options()
    random = Random(chosen.seed)
    passes = [shuffled(every, random) for every in _passes(examples, news, chosen)]
    begun = source.network if chosen.transfer else random_like(source.network, chosen.seed)
    network = with_names(begun, len(LABELS), chosen.seed)
    learnt = {layer: network[layer] for layer in RATES if layer in ("own", "names") or not chosen.transfer}
    optimiser = _optimiser(tuple(learnt), sum(map(len, passes)))
    step = jax.jit(_step(optimiser, network, chosen.drop))
    state, key = optimiser.init(learnt), jax.random.key(chosen.seed)
    for number, groups in enumerate(passes, 1):
        told = []
        for group in groups:
            key, used = jax.random.split(key)
            learnt, state, value = step(learnt, state, batch(group, source.characters), used)
            told.append(value)
        tell(f"pass {number} of {len(passes)}: loss {np.mean(np.array(told)):.4f}")
    return network | {layer: {name: np.asarray(a) for name, a in arrays.items()} for layer, arrays in learnt.items()}


def _passes(examples: Sequence[Example], news: Sequence[Example], options: Options) -> Iterator[list[Row]]:
    """The rows of each pass; the last one holds the corpus as it is written."""
    augmenter = Augmenter(options.seed)
    for number in range(options.passes):
        vary = options.augment and number < options.passes - 1
        extra = rows(news, options.news_weight) if number < options.news_passes else []
        yield [*rows(augmenter.copies(examples) if vary else examples, 1.0), *extra]


def _optimiser(layers: Sequence[str], steps: int) -> Any:
    def adam(rate: float) -> Any:
        schedule = optax.warmup_cosine_decay_schedule(0.0, rate, max(1, steps // 10), max(2, steps))
        return optax.chain(optax.clip_by_global_norm(1.0), optax.adam(schedule))

    return optax.multi_transform({layer: adam(RATES[layer]) for layer in layers}, {layer: layer for layer in layers})


def _step(optimiser: Any, network: Network, drop: tuple[float, float]) -> Callable[[Any, Any, Batch, Any], Any]:
    fixed = allowed_steps()

    def value(learnt: Any, batch: Batch, key: Any) -> Any:
        return loss(network | learnt, fixed, batch, drop, key)

    def step(learnt: Any, state: Any, batch: Batch, key: Any) -> Any:
        told, gradient = jax.value_and_grad(value)(learnt, batch, key)
        updates, state = optimiser.update(gradient, state, learnt)
        return optax.apply_updates(learnt, updates), state, told

    return step
