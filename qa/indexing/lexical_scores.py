"""BM25 of every passage of a generation for one question, and what is asked of it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from qa.indexing.dense import RowMask, Rows
from qa.indexing.lexical import Scores

_SAMPLED_EVERY = 64
_ENOUGH = 4  # times the rows wanted stand above a bound that is taken from the sample


class CorpusScores(Protocol):
    """BM25 of every row, wherever it is kept (see `LexicalScores`)."""

    @property
    def mean(self) -> float:
        """Mean of all."""
        ...

    @property
    def deviation(self) -> float:
        """Standard deviation of all."""
        ...

    @property
    def totals(self) -> Scores:
        """Sum of the scores in each language, shape (n_languages,)."""
        ...

    @property
    def highest(self) -> Scores:
        """The highest score in each language, shape (n_languages,)."""
        ...

    def of(self, rows: Rows) -> Scores:
        """The scores of some rows."""
        ...

    def best(self, top_k: int, within: RowMask | None = None) -> Rows:
        """Rows of the highest positive scores, at most `top_k`, in no order."""
        ...

    def n_above(self, score: float, within: RowMask | None = None) -> int:
        """How many rows have a higher score."""
        ...


@dataclass(frozen=True, eq=False)
class LexicalScores:
    """BM25 of every row, in this process.

    Attributes:
        scores: Of each row, 0 or more, shape (n,).
        languages: Number of each row's language, shape (n,).
        rows_by_language: The rows of each language, rising.
        first_rows: The first row of each segment, and last how many rows there are. Sums are taken
            segment by segment, so that they are the same bits wherever the segments are.
    """

    scores: Scores
    languages: Rows
    rows_by_language: tuple[Rows, ...]
    first_rows: Rows

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
        return rows[best_of(rows, scores[rows], top_k)]

    def n_above(self, score: float, within: RowMask | None = None) -> int:
        """How many rows have a higher score."""
        above = self.scores > score
        return int((above if within is None else above & within).sum())

    @property
    def mean(self) -> float:
        """Mean of all."""
        return mean_of(self.totals, len(self.scores))

    @cached_property
    def deviation(self) -> float:
        """Standard deviation of all."""
        return deviation_of(self.squares_by_segment, self.mean, len(self.scores))

    @cached_property
    def totals(self) -> Scores:
        """Sum of the scores in each language, shape (n_languages,)."""
        totals: Scores = self.totals_by_segment.sum(axis=0)
        return totals

    @cached_property
    def totals_by_segment(self) -> Scores:
        """The same in each segment, shape (n_segments, n_languages)."""
        n_languages = len(self.rows_by_language)
        totals = np.zeros((len(self.first_rows) - 1, n_languages))
        for i, own in enumerate(self._slices):
            totals[i] = np.bincount(self.languages[own], self.scores[own], n_languages)
        return totals

    @cached_property
    def squares_by_segment(self) -> Scores:
        """Sum of the squares of the scores in each segment, shape (n_segments,)."""
        return np.array([np.square(self.scores[own]).sum() for own in self._slices])

    @property
    def _slices(self) -> list[slice]:
        bounds = self.first_rows.tolist()
        return [slice(first, last) for first, last in itertools.pairwise(bounds)]

    @cached_property
    def highest(self) -> Scores:
        """The highest score in each language, shape (n_languages,)."""
        return np.array([self.scores[rows].max(initial=0.0) for rows in self.rows_by_language])


def mean_of(totals: Scores, n_rows: int) -> float:
    """Mean of so many scores, by their sums."""
    return float(totals.sum()) / n_rows if n_rows else 0.0


def deviation_of(squares: Scores, mean: float, n_rows: int) -> float:
    """Their standard deviation, by the sums of their squares."""
    variance = float(squares.sum()) / n_rows - mean**2 if n_rows else 0.0
    return float(np.sqrt(max(variance, 0.0)))


def best_of(rows: Rows, scores: Scores, top_k: int) -> Rows:
    """Positions of the highest scores, at most `top_k`; of equal ones those of the first rows."""
    return np.lexsort((rows, -scores))[:top_k]


def _bound(scores: Scores, top_k: int) -> float:
    """A score above which more than enough rows stand, likely; 0 where there is none to guess."""
    sample = scores[::_SAMPLED_EVERY]
    n_above = -(-_ENOUGH * top_k // _SAMPLED_EVERY)
    if n_above >= len(sample):
        return 0.0
    return float(np.partition(sample, len(sample) - 1 - n_above)[len(sample) - 1 - n_above])
