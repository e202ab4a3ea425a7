"""A BERT transformer as an OpenVINO graph, built from arrays: no torch, no file of a graph.

Architecture: Devlin et al. 2019, arXiv:1810.04805, as in Hugging Face's `BertModel`, whose names
the arrays have. A matrix in int8 comes with "<name>.scale", one float for each of its rows; its
products are made in float.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa.encoding.graph import openvino

_ops = openvino.opset13

Arrays = Mapping[str, npt.NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class TransformerShape:
    """The sizes of a transformer.

    Attributes:
        hidden, layers, heads: Components of a token's vector, layers, and heads of attention.
        epsilon: The constant of its layer normalisation.
    """

    hidden: int
    layers: int
    heads: int
    epsilon: float


class TransformerGraph:
    """Builds the nodes of a transformer, from the embeddings of words to the last layer."""

    def __init__(self, arrays: Arrays, shape: TransformerShape) -> None:
        self.arrays = arrays
        self.shape = shape
        # One node for all layers, as in a traced graph. Each layer's own would be fused with the
        # product before it, and in bfloat16 that rounds otherwise.
        self._sharpness = _ops.constant(np.float32(1 / math.sqrt(shape.hidden // shape.heads)))

    def states(self, words: openvino.Node, mask: openvino.Node) -> openvino.Node:
        """The last layer's vectors, shape (n, length, hidden).

        Args:
            words: Sum of the embeddings of each token's word, place and type, shape
                (n, length, hidden).
            mask: 1 at tokens and 0 beyond, float32, shape (n, length).
        """
        far = _ops.multiply(_ops.subtract(mask, np.float32(1)), np.float32(1e4))
        far = _ops.unsqueeze(far, np.array([1, 2]))
        states = self._normalised(words, "embeddings.LayerNorm")
        for layer in range(self.shape.layers):
            states = self._layer(states, far, f"encoder.layer.{layer}.")
        return states

    def product(self, states: openvino.Node, name: str) -> openvino.Node:
        """States times a matrix, and a bias added."""
        weight = self.arrays[f"{name}.weight"]
        if weight.dtype == np.int8:
            scale = self._floats(f"{name}.weight.scale")
            matrix = _ops.multiply(_ops.convert(_ops.constant(weight), "f32"), scale)
        else:
            matrix = self._floats(f"{name}.weight")
        product = _ops.matmul(states, matrix, False, True)
        return _ops.add(product, self._floats(f"{name}.bias"))

    def _layer(self, states: openvino.Node, far: openvino.Node, name: str) -> openvino.Node:
        mixed = self._attention(states, far, name + "attention.self.")
        mixed = self.product(mixed, name + "attention.output.dense")
        states = self._normalised(_ops.add(mixed, states), name + "attention.output.LayerNorm")
        wide = _ops.gelu(self.product(states, name + "intermediate.dense"), "erf")
        narrow = self.product(wide, name + "output.dense")
        return self._normalised(_ops.add(narrow, states), name + "output.LayerNorm")

    def _attention(self, states: openvino.Node, far: openvino.Node, name: str) -> openvino.Node:
        width = self.shape.hidden // self.shape.heads
        split = np.array([0, 0, self.shape.heads, width])
        swapped = np.array([0, 2, 1, 3])
        queries, keys, values = (
            _ops.transpose(_ops.reshape(self.product(states, name + part), split, True), swapped)
            for part in ("query", "key", "value")
        )
        mixed = _ops.scaled_dot_product_attention(queries, keys, values, far, self._sharpness)
        mixed = _ops.transpose(mixed, swapped)
        return _ops.reshape(mixed, np.array([0, 0, self.shape.hidden]), True)

    def _normalised(self, states: openvino.Node, name: str) -> openvino.Node:
        axis = np.array([-1])
        whitened = _ops.mvn(states, axis, True, self.shape.epsilon, "inside_sqrt")
        scaled = _ops.multiply(whitened, self._floats(f"{name}.weight"))
        return _ops.add(scaled, self._floats(f"{name}.bias"))

    def _floats(self, name: str) -> openvino.Node:
        return _ops.constant(self.arrays[name].astype(np.float32))
