"""BM25 of every passage of a generation for one question, and what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from qa.indexing.dense import RowMask, Rows
from qa.indexing.lexical import Scores

_SAMPLED_EVERY = 64
_ENOUGH = 4  # times the rows wanted stand above a bound that is taken from the sample


@dataclass(frozen=True, eq=False)
class LexicalScores:
    """BM25 of every row.

    Attributes:
        scores: Of each row, 0 or more, shape (n,).
        languages: Number of each row's language, shape (n,).
        rows_by_language: The rows of each language, rising.
    """

    scores: Scores
    languages: Rows
    rows_by_language: tuple[Rows, ...]

    def of(self, rows: Rows) -> Scores:
        """The scores of some rows."""
        return self.scores[rows]

    def best(self, top_k: int, within: RowMask | None = None) -> Rows:
        """Rows of the highest positive scores, at most `top_k`, in no order.

        Args:
            top_k: Most rows to return.
            within: Which rows may be found; None for all.
        """
        scores = self.scores if within is None else np.where(within, self.scores, 0.0)
        rows = np.flatnonzero(scores > _bound(scores, top_k))
        if len(rows) < top_k:
            rows = np.flatnonzero(scores > 0)
        if len(rows) <= top_k:
            return rows
        # Ties at the edge are settled by row, so that the choice does not depend on the sort.
        order = np.lexsort((rows, -scores[rows]))
        return rows[order[:top_k]]

    def n_above(self, score: float, within: RowMask | None = None) -> int:
        """How many rows have a higher score."""
        above = self.scores > score
        return int((above if within is None else above & within).sum())

    @property
    def mean(self) -> float:
        """Mean of all."""
        return float(self.scores.mean()) if len(self.scores) else 0.0

    @cached_property
    def deviation(self) -> float:
        """Standard deviation of all."""
        if not len(self.scores):
            return 0.0
        variance = float(self.scores @ self.scores) / len(self.scores) - self.mean**2
        return float(np.sqrt(max(variance, 0.0)))

    @cached_property
    def totals(self) -> Scores:
        """Sum of the scores in each language, shape (n_languages,)."""
        n_languages = len(self.rows_by_language)
        return np.bincount(self.languages, self.scores, n_languages).astype(np.float64)

    @cached_property
    def highest(self) -> Scores:
        """The highest score in each language, shape (n_languages,)."""
        return np.array([self.scores[rows].max(initial=0.0) for rows in self.rows_by_language])


def _bound(scores: Scores, top_k: int) -> float:
    """A score above which more than enough rows stand, likely; 0 where there is none to guess."""
    sample = scores[::_SAMPLED_EVERY]
    n_above = -(-_ENOUGH * top_k // _SAMPLED_EVERY)
    if n_above >= len(sample):
        return 0.0
    return float(np.partition(sample, len(sample) - 1 - n_above)[len(sample) - 1 - n_above])
