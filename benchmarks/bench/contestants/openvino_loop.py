"""A limit: the model run by OpenVINO over the program's own passages, with nothing around it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import openvino
from tokenizers import Tokenizer

from bench.task import Task
from qa.corpus.folding import fold
from qa.corpus.splitting import split_document
from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.prepared import GRAPH, TOKENIZER, read_prepared
from qa.records import Document
from qa.settings import SplitterSettings

_BATCH = 8
_STEP = 16  # lengths are padded to a multiple of this, so that few shapes are compiled


class OpenVinoLoop:
    """Tokens in, vectors out: passages by length, in batches; a question alone."""

    def __init__(self, task: Task, model: Path, work: Path) -> None:
        del model, work
        encoder = OpenVinoEncoder()
        self._passages = [fold(text) for text in _passages(task, encoder)]
        folder = encoder.prepared_folder()
        self._prepared = read_prepared(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._graph = openvino.Core().compile_model(
            folder / GRAPH, "CPU", {"PERFORMANCE_HINT": "LATENCY"}
        )

    def load(self) -> None:
        """Run the model once."""
        self.ask("A first question?")

    def build(self, folder: Path) -> int:
        """Encode every passage and write the vectors."""
        prompt = self._prepared.passage_prompt
        ids = [
            one.ids[: self._prepared.max_tokens]
            for one in self._tokenizer.encode_batch([prompt + text for text in self._passages])
        ]
        order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        vectors = np.zeros((len(ids), self._prepared.dimension), dtype=np.float32)
        for first in range(0, len(order), _BATCH):
            rows = order[first : first + _BATCH]
            vectors[rows] = self._run([ids[row] for row in rows])
        np.save(folder / "vectors.npy", vectors)
        return len(ids)

    def open(self, folder: Path) -> None:
        """Nothing is searched."""

    def ask(self, question: str) -> None:
        """Encode the question."""
        self._run([self._tokenizer.encode(self._prepared.question_prompt + question).ids])

    def rank(self, question: str, depth: int) -> list[str]:
        """Nothing is found."""
        return []

    def _run(self, ids: list[list[int]]) -> npt.NDArray[np.float32]:
        length = -(-max(map(len, ids)) // _STEP) * _STEP
        padded = np.full((len(ids), length), self._prepared.pad_id, dtype=np.int64)
        mask = np.zeros((len(ids), length), dtype=np.int64)
        for row, own in enumerate(ids):
            padded[row, : len(own)] = own
            mask[row, : len(own)] = 1
        vectors: npt.NDArray[np.float32] = self._graph([padded, mask])[0]
        return vectors


def _passages(task: Task, encoder: OpenVinoEncoder) -> list[str]:
    """The passages that the program makes of the documents."""
    passages = []
    for identifier, text in task.documents.items():
        document = Document(identifier, identifier, "", text)
        spans = split_document(
            document, encoder.count_tokens, encoder.max_tokens, SplitterSettings()
        )
        passages += [text[span.start : span.end] for span in spans]
    return passages
