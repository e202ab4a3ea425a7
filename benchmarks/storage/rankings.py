"""The whole ranking again, with passage vectors or BM25 kept in another way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from qa.answering.encoded_question import EncodedQuestion
from qa.answering.fusion import fuse_scores
from qa.answering.retrieval import CANDIDATES_PER_RETRIEVER, _candidates
from qa.indexing.dense import RowMask, Rows
from qa.indexing.generation import Generation
from qa.indexing.lexical import Scores
from qa.vectors import EmbeddingMatrix, EmbeddingVector

from .questions import Leading, leading_rows
from .token_codecs import today
from .tokens import Setting, Store, Values

Lexical = Callable[[EncodedQuestion], Scores]


class WithVectors(Generation):
    """A generation with other vectors in place of its own."""

    def __init__(self, generation: Generation, vectors: EmbeddingMatrix) -> None:
        super().__init__(generation.name, generation.manifest, generation._segments)
        self._vectors = vectors
        wide = vectors.astype(np.float64)
        self._mean = wide.mean(axis=0)
        self._mean_products = wide.T @ wide / len(wide)

    def cosines(self, question: EmbeddingVector, rows: Rows) -> Scores:
        """Products with the other vectors."""
        cosines: Scores = (self._vectors[rows] @ question).astype(np.float64)
        return cosines

    def nearest(
        self, question: EmbeddingVector, top_k: int, within: RowMask | None = None
    ) -> tuple[Rows, Scores]:
        """By the other vectors."""
        rows = np.arange(len(self)) if within is None else np.flatnonzero(within)
        cosines = self.cosines(question, rows)
        best = np.lexsort((rows, -cosines))[:top_k]
        return rows[best], cosines[best]


def values(setting: Setting, generation: Generation, lexical: Lexical | None = None) -> Values:
    """nDCG@10 of each question, with today's token vectors.

    Args:
        setting: The questions.
        generation: Where the rows are scored.
        lexical: What BM25 gives for a question; None for its own.
    """
    leading: list[Leading] = []
    for one in setting.asked:
        question = one.in_generation(setting.corpus.generation)
        if lexical:
            question = replace(question, lexical_scores=lexical(question))
        rows = _candidates(generation, question, CANDIDATES_PER_RETRIEVER, None)
        fused = fuse_scores(generation, question, rows)
        leading.append(leading_rows(rows, fused.order, fused.scores, generation))
    again = replace(setting, leading=tuple(leading))
    return again.values(Store(setting.corpus, today))
