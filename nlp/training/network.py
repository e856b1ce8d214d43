"""The network of the tagger in JAX: LAC's trunk, an upper layer of its own for the names, and their loss.

The recurrent layers are gated units in the form of ONNX (gates z, r, h; linear_before_reset), so that weights move
between both worlds unchanged. The name layer is a conditional random field (Lafferty et al. 2001); a character may
allow several labels, and then the paths through all of them count together (Tsuboi et al. 2008): so arguable names and
data with coarser labels can be used.

Must stay true: padding never changes the scores of a real character.
"""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from nlp.sequences import Floats
from nlp.training.lac_weights import Network

Array = Any
"""A jax array: the package is untyped here, because the type checker must do without it."""

_EMPTY = -1e4
"""The score of what is not allowed; small enough to vanish, large enough to stay finite."""


def with_names(network: Network, labels: int, seed: int) -> Network:
    """The network with a second upper layer, equal to LAC's, and a new label layer above both."""
    random = np.random.default_rng(seed)
    width = 2 * network["words"]["matrix"].shape[0]
    matrix = random.normal(0, 0.05, (width, labels)).astype(np.float32)
    bias, steps = (np.zeros(shape, dtype=np.float32) for shape in (labels, (labels, labels)))
    return {**network, "own": network["upper"], "names": {"matrix": matrix, "bias": bias, "steps": steps}}


def random_like(network: Network, seed: int) -> Network:
    """A network of the same shape with random weights: what training without transfer starts from."""
    random = np.random.default_rng(seed)
    return {
        layer: {
            name: random.normal(0, 1 / np.sqrt(array.shape[-1]), array.shape).astype(np.float32)
            for name, array in arrays.items()
        }
        for layer, arrays in network.items()
    }


def lower_states(network: Network, characters: Array, mask: Array) -> Array:
    """(rows, characters, 256): what both upper layers read. `mask` is 1 for real characters."""
    return recurrent(network["lower"], jnp.asarray(network["embedding"]["rows"])[characters], mask)


def linear(layer: Any, states: Array) -> Array:
    return states @ layer["matrix"] + layer["bias"]


def recurrent(layer: Any, states: Array, mask: Array) -> Array:
    """Both directions in one scan over time: (rows, characters, 2 x 128)."""
    size = layer["state"].shape[-1]
    entering, inner = layer["bias"][:, : 3 * size], layer["bias"][:, 3 * size :]
    inputs = jnp.einsum("btd,kgd->tkbg", states, layer["input"]) + entering[:, None, :]
    inputs = jnp.stack([inputs[:, 0], inputs[::-1, 1]], axis=1)
    masks = jnp.stack([mask.T, mask[:, ::-1].T], axis=1)[..., None]

    def step(before: Array, now: tuple[Array, Array]) -> tuple[Array, Array]:
        entered, real = now
        held = jnp.einsum("kbh,kgh->kbg", before, layer["state"]) + inner[:, None, :]
        update = jax.nn.sigmoid(entered[..., :size] + held[..., :size])
        reset = jax.nn.sigmoid(entered[..., size : 2 * size] + held[..., size : 2 * size])
        new = jnp.tanh(entered[..., 2 * size :] + reset * held[..., 2 * size :])
        after = jnp.where(real > 0, (1 - update) * new + update * before, before)
        return after, after

    first = jnp.zeros((2, states.shape[0], size), dtype=states.dtype)
    _, found = jax.lax.scan(step, first, (inputs, masks))
    return jnp.concatenate([found[:, 0], found[::-1, 1]], axis=-1).transpose(1, 0, 2)


def loss(network: Network, fixed: Floats, batch: dict[str, Array], drop: tuple[float, float], key: Array) -> Array:
    """The mean loss of the names, a character.

    `fixed` forbids steps between labels; `drop` is the share of states put out below the own upper layer and above it.
    """
    below, above = jax.random.split(key)
    states = lower_states(network, batch["characters"], batch["mask"])
    words = recurrent(network["upper"], states, batch["mask"])
    own = recurrent(network["own"], _dropped(states, drop[0], below), batch["mask"])
    names = linear(network["names"], _dropped(jnp.concatenate([own, words], axis=-1), drop[1], above))
    steps = network["names"]["steps"] + fixed
    allowed = jnp.where(batch["allowed"], names, _EMPTY)
    gap = path_sum(names, steps, batch["mask"]) - path_sum(allowed, steps, batch["mask"])
    return (gap * batch["weight"]).sum() / batch["mask"].sum()


def _dropped(states: Array, share: float, key: Array) -> Array:
    if not share:
        return states
    kept = jax.random.bernoulli(key, 1 - share, states.shape)
    return jnp.where(kept, states / (1 - share), 0)


def path_sum(scores: Array, steps: Array, mask: Array) -> Array:
    """The logarithm of the summed weight of all label paths, for each row."""
    weights = jnp.exp(steps)

    def step(before: Array, now: tuple[Array, Array]) -> tuple[Array, None]:
        here, real = now
        top = before.max(axis=1, keepdims=True)
        after = jnp.log(jnp.exp(before - top) @ weights + 1e-30) + top + here
        return jnp.where(real[:, None] > 0, after, before), None

    final, _ = jax.lax.scan(step, scores[:, 0], (scores[:, 1:].transpose(1, 0, 2), mask[:, 1:].T))
    return jax.nn.logsumexp(final, axis=1)
