"""BM25 of every passage of a generation for one question, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable
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
class LanguageOrder:
    """The rows of a segment, one language after the other.

    Attributes:
        numbers: Numbers of the languages that it has, rising, shape (n_languages_of_segment,).
        starts: Where each begins in that order, the same shape.
        rows: The rows in that order, shape (n,); None where it is theirs already.
    """

    numbers: Rows
    starts: Rows
    rows: Rows | None

    @classmethod
    def of(cls, languages: Rows) -> LanguageOrder:
        """Find the order.

        Args:
            languages: Number of each row's language, shape (n,).
        """
        numbers, counts = np.unique(languages, return_counts=True)
        rows = None if len(numbers) < 2 else np.argsort(languages, kind="stable")
        return cls(numbers, np.cumsum(counts) - counts, rows)


@dataclass(frozen=True, eq=False)
class ScoreSums:
    """Sums of the scores of a segment's rows.

    Attributes:
        totals: Sum of the scores in each language, shape (n_languages,).
        highest: The highest in each language, the same shape.
        squares: Sum of the squares of all.
    """

    totals: Scores
    highest: Scores
    squares: float

    @classmethod
    def of(cls, scores: Scores, order: LanguageOrder, n_languages: int) -> ScoreSums:
        """Sum up.

        Args:
            scores: Of each row of the segment, 0 or more, shape (n,).
            order: Its rows by their languages.
            n_languages: Languages of all segments.
        """
        ordered = scores if order.rows is None else scores[order.rows]
        totals, highest = np.zeros(n_languages), np.zeros(n_languages)
        if len(ordered):
            totals[order.numbers] = np.add.reduceat(ordered, order.starts)
            highest[order.numbers] = np.maximum.reduceat(ordered, order.starts)
        return cls(totals, highest, float(np.square(scores).sum()))


@dataclass(frozen=True, eq=False)
class LexicalScores:
    """BM25 of every row, in this process: computed when it is first wanted.

    Attributes:
        compute: Gives the scores of each row, 0 or more, shape (n,), and sums of each segment's, in
            order. They are taken segment by segment, so that they are the same bits wherever the
            segments are.
        n_languages: Languages of all rows.
    """

    compute: Callable[[], tuple[Scores, tuple[ScoreSums, ...]]]
    n_languages: int

    @cached_property
    def _computed(self) -> tuple[Scores, tuple[ScoreSums, ...]]:
        return self.compute()

    @property
    def scores(self) -> Scores:
        """Of each row, shape (n,)."""
        return self._computed[0]

    @property
    def _sums(self) -> tuple[ScoreSums, ...]:
        return self._computed[1]

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
        return rows[best_of(scores[rows], top_k)]

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

    @property
    def totals_by_segment(self) -> Scores:
        """The same in each segment, shape (n_segments, n_languages)."""
        return np.array([own.totals for own in self._sums]).reshape(-1, self.n_languages)

    @property
    def squares_by_segment(self) -> Scores:
        """Sum of the squares of the scores in each segment, shape (n_segments,)."""
        return np.array([own.squares for own in self._sums])

    @cached_property
    def highest(self) -> Scores:
        """The highest score in each language, shape (n_languages,)."""
        found = [np.zeros(self.n_languages), *(own.highest for own in self._sums)]
        highest: Scores = np.max(found, axis=0)
        return highest


def mean_of(totals: Scores, n_rows: int) -> float:
    """Mean of so many scores, by their sums."""
    return float(totals.sum()) / n_rows if n_rows else 0.0


def deviation_of(squares: Scores, mean: float, n_rows: int) -> float:
    """Their standard deviation, by the sums of their squares."""
    variance = float(squares.sum()) / n_rows - mean**2 if n_rows else 0.0
    return float(np.sqrt(max(variance, 0.0)))


def best_of(scores: Scores, top_k: int) -> Rows:
    """Positions of the highest scores, at most `top_k`, in no order; of equal ones the first."""
    if len(scores) <= top_k:
        return np.arange(len(scores))
    lowest = np.partition(scores, -top_k)[-top_k]
    above = np.flatnonzero(scores > lowest)
    level = np.flatnonzero(scores == lowest)[: top_k - len(above)]
    return np.concatenate([above, level])


def _bound(scores: Scores, top_k: int) -> float:
    """A score above which more than enough rows stand, likely; 0 where there is none to guess."""
    sample = scores[::_SAMPLED_EVERY]
    n_above = -(-_ENOUGH * top_k // _SAMPLED_EVERY)
    if n_above >= len(sample):
        return 0.0
    return float(np.partition(sample, len(sample) - 1 - n_above)[len(sample) - 1 - n_above])
