"""The reader's graph: the transformer, and four numbers for each token."""

from __future__ import annotations

import threading

import numpy as np
import numpy.typing as npt

from qa.encoding.graph import openvino
from qa.encoding.transformer import Arrays, TransformerGraph, TransformerShape


class ReaderGraph:
    """A compiled reader. Safe from several threads.

    Args:
        arrays: The transformer's, by the names of `BertModel`, and "heads".
        shape: Its sizes.
    """

    def __init__(self, arrays: Arrays, shape: TransformerShape) -> None:
        opset = openvino.opset13
        words = opset.parameter([-1, -1, shape.hidden], np.float32, "words")
        mask = opset.parameter([-1, -1], np.float32, "mask")
        transformer = TransformerGraph(arrays, shape)
        scores = transformer.product(transformer.states(words, mask), "heads")
        model = openvino.Model([scores], [words, mask], "reader")
        # The same answers on every processor: no bfloat16, no activations in int8.
        exact = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_PRECISION_HINT": "f32",
            "DYNAMIC_QUANTIZATION_GROUP_SIZE": "0",
        }
        self._compiled = openvino.Core().compile_model(model, "CPU", exact)
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
