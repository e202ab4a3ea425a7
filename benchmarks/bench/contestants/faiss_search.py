"""A limit: exact search by FAISS alone, given the program's vectors of passages and questions."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np

from bench.contestants.documents import PASSAGES_FOR_EACH_DOCUMENT, first_documents
from bench.task import Task
from qa.encoding.encoder import OpenVinoEncoder

INDEX = "index.faiss"


class FaissSearch:
    """Vectors in, rows out."""

    def __init__(self, task: Task, model: Path, work: Path) -> None:
        del model
        self._task = task
        self._kept = work / "vectors.npy"
        self._encoder = OpenVinoEncoder()
        self._questions: dict[str, np.ndarray] = {}
        self._index: faiss.Index | None = None

    def load(self) -> None:
        """Encode the passages."""
        texts = [chunk.text for chunk in self._task.chunks]
        np.save(self._kept, self._encoder.encode_passages(texts).vectors)

    def build(self, folder: Path) -> int:
        """Add the vectors and write the index."""
        vectors = np.load(self._kept)
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        faiss.write_index(index, str(folder / INDEX))
        return len(vectors)

    def open(self, folder: Path) -> None:
        """Read the index back, and encode what will be asked."""
        self._index = faiss.read_index(str(folder / INDEX))
        for question in self._task.questions:
            vector = self._encoder.encode_question(question.text).vector
            self._questions[question.text] = vector[None]

    def ask(self, question: str) -> None:
        """The three nearest rows."""
        self._nearest(question, 3)

    def rank(self, question: str, depth: int) -> list[str]:
        """The documents of the nearest rows."""
        rows = self._nearest(question, PASSAGES_FOR_EACH_DOCUMENT * depth)
        return first_documents((self._task.chunks[row].document for row in rows if row >= 0), depth)

    def _nearest(self, question: str, count: int) -> list[int]:
        assert self._index is not None, "open comes first"
        _, rows = self._index.search(self._questions[question], count)
        return [int(row) for row in rows[0]]
