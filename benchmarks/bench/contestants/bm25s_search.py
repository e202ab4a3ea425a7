"""A limit: BM25 by bm25s alone, words as its own tokeniser finds them."""

from __future__ import annotations

from pathlib import Path

import bm25s

from bench.contestants.documents import PASSAGES_FOR_EACH_DOCUMENT, first_documents
from bench.task import Task


class Bm25sSearch:
    """Words in, rows out."""

    def __init__(self, task: Task, model: Path, work: Path) -> None:
        del model, work
        self._task = task
        self._retriever = bm25s.BM25()

    def load(self) -> None:
        """It has no model."""

    def build(self, folder: Path) -> int:
        """Count the words and write the index."""
        retriever = bm25s.BM25()
        texts = [chunk.text for chunk in self._task.chunks]
        words = bm25s.tokenize(texts, stopwords=None, show_progress=False)
        retriever.index(words, show_progress=False)
        retriever.save(folder)
        return len(texts)

    def open(self, folder: Path) -> None:
        """Read the index back."""
        self._retriever = bm25s.BM25.load(folder)

    def ask(self, question: str) -> None:
        """The three best rows."""
        self._best(question, 3)

    def rank(self, question: str, depth: int) -> list[str]:
        """The documents of the best rows."""
        rows = self._best(question, PASSAGES_FOR_EACH_DOCUMENT * depth)
        return first_documents((self._task.chunks[row].document for row in rows), depth)

    def _best(self, question: str, count: int) -> list[int]:
        words = bm25s.tokenize([question], stopwords=None, show_progress=False)
        wanted = min(count, int(self._retriever.scores["num_docs"]))
        rows, _ = self._retriever.retrieve(words, k=wanted, show_progress=False)
        return [int(row) for row in rows[0]]
