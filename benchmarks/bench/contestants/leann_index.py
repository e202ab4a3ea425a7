"""LEANN: an HNSW graph of the model's vectors, these kept in it.

Its other way, to keep no vectors and encode a passage again when the search comes to it, is for
graphics cards: on two busy cores a question over 200 passages took it two minutes.
"""

from __future__ import annotations

from pathlib import Path

import leann_backend_hnsw  # noqa: F401  (registers itself)
from leann import LeannBuilder, LeannSearcher

from bench.contestants.documents import PASSAGES_FOR_EACH_DOCUMENT, first_documents
from bench.task import Task

INDEX = "passages.leann"


class LeannIndex:
    """Its builder and its searcher, with the same model from its folder."""

    def __init__(self, task: Task, model: Path, work: Path) -> None:
        self._task = task
        self._model = model
        self._work = work
        self._searcher: LeannSearcher | None = None

    def load(self) -> None:
        """Run the model once."""
        self._build(self._work / "first", ["A first passage.", "A second one."])

    def build(self, folder: Path) -> int:
        """Index the pieces."""
        self._build(folder, [chunk.text for chunk in self._task.chunks])
        return len(self._task.chunks)

    def open(self, folder: Path) -> None:
        """Open what was built; the model runs in this process."""
        self._searcher = LeannSearcher(
            str(folder / INDEX), recompute_embeddings=False, use_daemon=False
        )

    def ask(self, question: str) -> None:
        """The three nearest pieces, with their texts."""
        self._found(question, 3)

    def rank(self, question: str, depth: int) -> list[str]:
        """The documents of the nearest pieces."""
        found = self._found(question, PASSAGES_FOR_EACH_DOCUMENT * depth)
        return first_documents((self._task.chunks[row].document for row in found), depth)

    def _build(self, folder: Path, texts: list[str]) -> None:
        builder = LeannBuilder(
            "hnsw",
            embedding_model=str(self._model),
            embedding_mode="sentence-transformers",
            embedding_options={
                "build_prompt_template": "passage: ",
                "query_prompt_template": "query: ",
            },
            is_recompute=False,
            is_compact=False,
        )
        for row, text in enumerate(texts):
            builder.add_text(text, {"id": str(row)})
        builder.build_index(str(folder / INDEX))

    def _found(self, question: str, count: int) -> list[int]:
        assert self._searcher is not None, "open comes first"
        return [int(one.id) for one in self._searcher.search(question, top_k=count)]
