"""The trained network as one ONNX file that holds all a reader needs: weights, characters, labels, steps.

Must stay true: the graph's scores are those of nlp.training.network for unpadded rows.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from nlp.sequences import FORBIDDEN, Floats
from nlp.training.labels import LABELS, allowed_steps
from nlp.training.lac_weights import Network, Source, Weights

OPSET = 13
IR_VERSION = 8
"""Old enough for every onnxruntime that the project allows."""
CHOICES = 4
"""How many word labels of a character the graph hands out, the best ones."""
_SHAPE = ("rows", "length")


def write(network: Network, source: Source, path: Path) -> None:
    """Write the model file. The folder is made when it is missing."""
    model = helper.make_model(_graph(network), opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    model.producer_name = "tieline"
    helper.set_model_props(model, _stored(network, source))
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString())


def _stored(network: Network, source: Source) -> dict[str, str]:
    steps = np.where(allowed_steps() < 0, FORBIDDEN, network["names"]["steps"])
    first = [FORBIDDEN if label.startswith(("I-", "E-")) else 0.0 for label in LABELS]
    last = [FORBIDDEN if label.startswith(("B-", "I-")) else 0.0 for label in LABELS]
    facts = {
        "characters": source.characters,
        "words": source.words,
        "word_steps": _rounded(source.word_steps),
        "labels": LABELS,
        "steps": _rounded(steps),
        "first": first,
        "last": last,
    }
    return {key: json.dumps(value, ensure_ascii=False, separators=(",", ":")) for key, value in facts.items()}


def _rounded(table: Floats) -> list[list[float]]:
    return [[round(float(score), 5) for score in row] for row in table]


def _graph(network: Network) -> onnx.GraphProto:
    nodes = [
        helper.make_node("Gather", ["rows", "characters"], ["found"]),
        helper.make_node("Transpose", ["found"], ["embedded"], perm=[1, 0, 2]),
        *_recurrent("lower", "embedded"),
        *_recurrent("upper", "lower_out"),
        *_recurrent("own", "lower_out"),
        *_linear("words", "upper_out", "all_words"),
        helper.make_node("Concat", ["own_out", "upper_out"], ["both_out"], axis=2),
        *_linear("names", "both_out", "names"),
        helper.make_node("TopK", ["all_words", "choices"], ["word_scores", "word_codes"], axis=2, largest=1, sorted=0),
    ]
    arrays: dict[str, Any] = {
        "rows": network["embedding"]["rows"],
        "shape": np.array([0, 0, -1], dtype=np.int64),
        "choices": np.array([CHOICES], dtype=np.int64),
    }
    for layer in ("lower", "upper", "own"):
        arrays |= _named(layer, network[layer])
    for layer in ("words", "names"):
        arrays |= _named(layer, {name: network[layer][name] for name in ("matrix", "bias")})
    return helper.make_graph(
        nodes,
        "names",
        [helper.make_tensor_value_info("characters", TensorProto.INT64, _SHAPE)],
        [
            helper.make_tensor_value_info("word_scores", TensorProto.FLOAT, (*_SHAPE, CHOICES)),
            helper.make_tensor_value_info("word_codes", TensorProto.INT64, (*_SHAPE, CHOICES)),
            helper.make_tensor_value_info("names", TensorProto.FLOAT, (*_SHAPE, len(LABELS))),
        ],
        [numpy_helper.from_array(array, name) for name, array in arrays.items()],
    )


def _named(layer: str, weights: Weights) -> dict[str, np.ndarray]:
    return {f"{layer}_{name}": array for name, array in weights.items()}


def _recurrent(layer: str, entering: str) -> list[onnx.NodeProto]:
    weights = [f"{layer}_{name}" for name in ("input", "state", "bias")]
    return [
        helper.make_node(
            "GRU", [entering, *weights], [f"{layer}_both"], direction="bidirectional", hidden_size=128,
            linear_before_reset=1,
        ),
        helper.make_node("Transpose", [f"{layer}_both"], [f"{layer}_turned"], perm=[0, 2, 1, 3]),
        helper.make_node("Reshape", [f"{layer}_turned", "shape"], [f"{layer}_out"]),
    ]  # fmt: skip


def _linear(layer: str, states: str, out: str) -> list[onnx.NodeProto]:
    turned = f"{layer}_states"
    return [
        helper.make_node("Transpose", [states], [turned], perm=[1, 0, 2]),
        helper.make_node("MatMul", [turned, f"{layer}_matrix"], [f"{layer}_product"]),
        helper.make_node("Add", [f"{layer}_product", f"{layer}_bias"], [out]),
    ]
