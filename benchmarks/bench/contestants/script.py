"""The script that everybody writes: sentence-transformers, a flat FAISS index, the first three."""

from __future__ import annotations

import json
from pathlib import Path

import faiss
import numpy as np
from sentence_transformers import SentenceTransformer

from bench.contestants.documents import PASSAGES_FOR_EACH_DOCUMENT, first_documents
from bench.sources import splitter
from bench.task import Task

INDEX, PASSAGES = "index.faiss", "passages.json"


class Script:
    """Split, encode, add; encode, search."""

    def __init__(self, task: Task, model: Path, work: Path) -> None:
        del work
        self._task = task
        self._model = SentenceTransformer(str(model), device="cpu", local_files_only=True)
        self._passages: list[tuple[str, str]] = []
        self._index: faiss.Index | None = None

    def load(self) -> None:
        """Run the model once."""
        self._model.encode_query("A first question?")

    def build(self, folder: Path) -> int:
        """Split every document, encode the pieces, write index and texts."""
        split = splitter()
        passages = [
            (identifier, piece)
            for identifier, text in self._task.documents.items()
            for piece in split.split_text(text)
        ]
        vectors = self._model.encode_document([piece for _, piece in passages])
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        faiss.write_index(index, str(folder / INDEX))
        (folder / PASSAGES).write_text(json.dumps(passages, ensure_ascii=False), encoding="utf-8")
        return len(passages)

    def open(self, folder: Path) -> None:
        """Read both back."""
        self._index = faiss.read_index(str(folder / INDEX))
        self._passages = json.loads((folder / PASSAGES).read_text(encoding="utf-8"))

    def ask(self, question: str) -> None:
        """The three nearest passages."""
        self._nearest(question, 3)

    def rank(self, question: str, depth: int) -> list[str]:
        """The documents of the nearest passages."""
        rows = self._nearest(question, PASSAGES_FOR_EACH_DOCUMENT * depth)
        return first_documents((self._passages[row][0] for row in rows if row >= 0), depth)

    def _nearest(self, question: str, count: int) -> list[int]:
        assert self._index is not None, "open comes first"
        vector = np.asarray(self._model.encode_query(question))
        _, rows = self._index.search(vector[None], count)
        return [int(row) for row in rows[0]]
