"""txtai: dense and BM25 together, texts kept in SQLite, as its documentation begins."""

from __future__ import annotations

from pathlib import Path

from txtai import Embeddings

from bench.contestants.documents import PASSAGES_FOR_EACH_DOCUMENT, first_documents
from bench.task import Task


class TxtaiIndex:
    """Its `Embeddings`, with the same model from its folder."""

    def __init__(self, task: Task, model: Path, work: Path) -> None:
        del work
        self._task = task
        self._settings = {
            "path": str(model),
            "method": "sentence-transformers",
            "content": True,
            "hybrid": True,
        }
        self._embeddings = Embeddings(**self._settings)

    def load(self) -> None:
        """Run the model once."""
        Embeddings(**self._settings).index([(0, "A first passage.", None)])

    def build(self, folder: Path) -> int:
        """Index the pieces and save."""
        embeddings = Embeddings(**self._settings)
        embeddings.index((row, chunk.text, None) for row, chunk in enumerate(self._task.chunks))
        embeddings.save(str(folder))
        return len(self._task.chunks)

    def open(self, folder: Path) -> None:
        """Load what was saved."""
        self._embeddings.load(str(folder))

    def ask(self, question: str) -> None:
        """The three best pieces, with their texts."""
        self._embeddings.search(question, 3)

    def rank(self, question: str, depth: int) -> list[str]:
        """The documents of the best pieces."""
        found = self._embeddings.search(question, PASSAGES_FOR_EACH_DOCUMENT * depth)
        documents = (self._task.chunks[int(one["id"])].document for one in found)
        return first_documents(documents, depth)
