"""The reader's graph: the transformer, and four numbers for each token."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.encoding.graph import compiled_graph, openvino
from qa.encoding.transformer import Arrays, TransformerGraph, TransformerShape

# The same answers on every processor: no bfloat16, no activations in int8.
_EXACT = {"INFERENCE_PRECISION_HINT": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": "0"}


def reader_graph(arrays: Arrays, shape: TransformerShape) -> openvino.Model:
    """The graph from sums of embeddings, and a mask, to the four numbers of each token.

    Args:
        arrays: The transformer's, by the names of `BertModel`, and "heads".
        shape: Its sizes.
    """
    words = openvino.opset13.parameter([-1, -1, shape.hidden], np.float32, "words")
    mask = openvino.opset13.parameter([-1, -1], np.float32, "mask")
    transformer = TransformerGraph(arrays, shape)
    scores = transformer.product(transformer.states(words, mask), "heads")
    return openvino.Model([scores], [words, mask], "reader")


def save_reader_graph(graph: openvino.Model, path: Path) -> None:
    """Write a reader's graph, every number as it is.

    Args:
        graph: Of `reader_graph`.
        path: The .xml file to write; the weights go beside it.
    """
    openvino.save_model(graph, path, compress_to_fp16=False)


class ReaderGraph:
    """A compiled reader. Safe from several threads."""

    def __init__(self, graph: openvino.Model | Path, compiled_folder: Path | None = None) -> None:
        """Compile it, or take it as it was compiled before.

        Args:
            graph: Of `reader_graph`, or the file of one.
            compiled_folder: See `qa.encoding.graph.compiled_graph`.
        """
        self._compiled = compiled_graph(graph, _EXACT, compiled_folder)
        self._per_thread = threading.local()

    def run(
        self, words: npt.NDArray[np.float32], mask: npt.NDArray[np.float32]
    ) -> npt.NDArray[np.float32]:
        """The four numbers of each token, shape (n, length, 4).

        Args:
            words: Sums of embeddings, shape (n, length, hidden).
            mask: 1 at tokens and 0 beyond, shape (n, length).
        """
        request = getattr(self._per_thread, "request", None)
        if request is None:
            request = self._per_thread.request = self._compiled.create_infer_request()
        request.infer({0: words, 1: mask})
        return np.array(request.get_output_tensor(0).data, dtype=np.float32)
