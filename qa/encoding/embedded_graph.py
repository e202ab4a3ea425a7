"""The embedded model as an OpenVINO graph, built from its weights file: no torch is needed.

The vectors are, bit for bit, those of the graph that OpenVINO makes of the same model when torch
traces it: the operations and their order are the same.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.encoding import embedded
from qa.encoding.graph import openvino, save_graph
from qa.encoding.prepared import GRAPH, TOKENIZER, PreparedModel
from qa.encoding.transformer import Arrays, TransformerGraph, TransformerShape

_ops = openvino.opset13

E5_PROMPTS = {"query": "query: ", "passage": "passage: "}
"""What E5 models expect before each text. Source: intfloat/multilingual-e5-small model card."""

_SMALLEST_COUNT = np.float32(1e-9)  # a mean of no tokens divides by this
_SMALLEST_NORM = np.float32(1e-12)


def fill_folder(folder: Path) -> PreparedModel:
    """Write graph and tokenizer of the embedded model into an empty folder, and describe them.

    Raises:
        ModelError: Its weights are not installed or not the expected ones.
    """
    source = embedded.read_embedded_model()
    tokenizer = embedded.with_special_tokens(source.tokenizer)
    tokenizer.save(str(folder / TOKENIZER))
    save_graph(embedded_graph(source), folder / GRAPH)
    return PreparedModel(
        fingerprint=embedded.FINGERPRINT,
        dimension=source.hidden,
        max_tokens=source.positions,
        pad_id=tokenizer.token_to_id("<pad>") or 0,
        question_prompt=E5_PROMPTS["query"],
        passage_prompt=E5_PROMPTS["passage"],
    )


def embedded_graph(source: embedded.EmbeddedModel) -> openvino.Model:
    """The graph from token ids to the vectors of texts and of their tokens."""
    arrays = _in_shape(source)
    shape = TransformerShape(source.hidden, source.layers, source.heads, source.layer_norm_epsilon)
    ids, mask = _input("input_ids"), _input("attention_mask")
    present = _ops.convert(mask, "f32")
    states = TransformerGraph(arrays, shape).states(_embedded(ids, arrays), present)
    return openvino.Model([_sentences(states, present), states], [ids, mask], "embedded")


def _input(name: str) -> openvino.Node:
    node = _ops.parameter([-1, -1], np.int64, name=name)
    node.output(0).set_names({name})
    return node


def _embedded(ids: openvino.Node, arrays: Arrays) -> openvino.Node:
    """Sum of the embeddings of each token's word, type and place."""
    words = _ops.constant(arrays["embeddings.word_embeddings.weight"])
    types = _ops.constant(arrays["embeddings.token_type_embeddings.weight"][:1])
    places = _ops.constant(arrays["embeddings.position_embeddings.weight"])
    first, step, axis = np.array([0]), np.array([1]), np.array([0])
    length = _ops.gather(_ops.shape_of(ids), np.array([1]), np.int64(0))
    typed = _ops.add(_ops.gather(words, ids, np.int64(0)), types)
    return _ops.add(typed, _ops.slice(places, first, length, step, axis))


def _sentences(states: openvino.Node, present: openvino.Node) -> openvino.Node:
    """The mean of each text's tokens, at unit length."""
    tokens = _ops.unsqueeze(present, np.array([-1]))
    total = _ops.reduce_sum(_ops.multiply(states, tokens), np.array([1]), False)
    count = _ops.reduce_sum(tokens, np.array([1]), False)
    vectors = _ops.divide(total, _ops.maximum(count, _SMALLEST_COUNT))
    for _ in range(2):  # the model's own normalisation, and that of whatever model is prepared
        norm = _ops.reduce_l2(vectors, np.array([-1]), True)
        vectors = _ops.divide(vectors, _ops.maximum(norm, _SMALLEST_NORM))
    return vectors


def _in_shape(source: embedded.EmbeddedModel) -> Arrays:
    """The weights, matrices as such: a row has as many numbers as what it is multiplied with."""
    return {name: _shaped(name, values, source) for name, values in source.weights.items()}


def _shaped(
    name: str, values: npt.NDArray[np.float32], source: embedded.EmbeddedModel
) -> npt.NDArray[np.float32]:
    if name.endswith(".bias") or "LayerNorm" in name:
        return values
    narrows = name.endswith(".output.dense.weight") and ".attention." not in name
    return values.reshape(-1, source.feed_forward if narrows else source.hidden)
