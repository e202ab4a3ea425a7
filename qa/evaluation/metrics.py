"""Measures of rankings, judgements and probabilities, with bootstrap intervals.

Those of a ranking are tested against ir-measures, the others against scikit-learn, the intervals
against scipy. Weights, where a function takes them, say how often each question was drawn.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa.records import AnswerState

RESAMPLES = 1_000
CALIBRATION_BINS = 10
_SEED = 20_260_101

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % bootstrap interval over questions.

    Attributes:
        value: The figure.
        low: Lower end of the interval.
        high: Upper end.
        n: Questions it is over.
    """

    value: float
    low: float
    high: float
    n: int


def ndcg(ranking: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """Normalised discounted cumulative gain at a depth, all relevant passages worth the same.

    Source: Järvelin & Kekäläinen 2002, with a discount of log2(1 + rank).
    """
    gain = sum(
        1 / math.log2(1 + rank)
        for rank, identifier in enumerate(ranking[:depth], start=1)
        if identifier in relevant
    )
    ideal = sum(1 / math.log2(1 + rank) for rank in range(1, min(len(relevant), depth) + 1))
    return gain / ideal


def success(ranking: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """1 if a relevant passage is among the first `depth`, else 0: R@k of question answering."""
    return float(any(identifier in relevant for identifier in ranking[:depth]))


def reciprocal_rank(ranking: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """1 / rank of the first relevant passage within the depth, else 0."""
    for rank, identifier in enumerate(ranking[:depth], start=1):
        if identifier in relevant:
            return 1 / rank
    return 0.0


def auroc(
    scores: npt.ArrayLike, positive: npt.ArrayLike, weights: Numbers | None = None
) -> Numbers:
    """Probability that a positive outscores a negative, ties counting half.

    Args:
        scores: Shape (n,).
        positive: Shape (n,).
        weights: Shape (resamples, n); all 1 where not given.

    Returns:
        One figure a resample, shape (resamples,); NaN for one without both kinds.
    """
    values = np.asarray(scores, dtype=np.float64)
    labels = np.asarray(positive, dtype=bool)
    order = np.argsort(values, kind="stable")
    drawn = np.ones((1, len(values))) if weights is None else weights
    values = values[order]
    labels = labels[order]
    drawn = drawn[:, order]
    firsts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])  # where each score begins
    above = np.add.reduceat(drawn * labels, firsts, axis=1)
    below = np.add.reduceat(drawn * ~labels, firsts, axis=1)
    outscored = np.cumsum(below, axis=1) - below / 2
    pairs = above.sum(axis=1) * below.sum(axis=1)
    return _ratio((above * outscored).sum(axis=1), pairs)


def precision_recall_f1(
    predicted: Flags, actual: Flags, weights: Numbers | None = None
) -> dict[str, Numbers]:
    """Precision, recall and F1 of a yes-or-no judgement; shapes as in `auroc`."""
    drawn = np.ones((1, len(actual))) if weights is None else weights
    right = drawn @ (predicted & actual).astype(np.float64)
    n_predicted = drawn @ predicted.astype(np.float64)
    n_actual = drawn @ actual.astype(np.float64)
    return {
        "precision": _ratio(right, n_predicted),
        "recall": _ratio(right, n_actual),
        "F1": _ratio(2 * right, n_predicted + n_actual),
    }


def calibration_error(
    probabilities: Numbers, outcomes: Flags, weights: Numbers | None = None
) -> Numbers:
    """Expected calibration error over ten bins of equal width; shapes as in `auroc`.

    The mean over questions of how far the share of good outcomes in a question's bin is from the
    mean probability there. Source: Naeini et al. 2015.
    """
    drawn = np.ones((1, len(outcomes))) if weights is None else weights
    bins = bins_of(probabilities)
    gaps = np.zeros(len(drawn))
    for number in range(CALIBRATION_BINS):
        mine = bins == number
        gaps += np.abs(drawn[:, mine] @ (outcomes[mine] - probabilities[mine]))
    return _ratio(gaps, drawn.sum(axis=1))


def bins_of(probabilities: Numbers) -> npt.NDArray[np.int64]:
    """The bin of equal width that each probability falls into, from 0; 1.0 is in the last."""
    return np.minimum((probabilities * CALIBRATION_BINS).astype(np.int64), CALIBRATION_BINS - 1)


def state_shares(states: Sequence[AnswerState], counted: Iterable[AnswerState]) -> dict[str, float]:
    """The share of each counted state among some states, at least one."""
    return {state.value: sum(each is state for each in states) / len(states) for state in counted}


class Bootstrap:
    """How often each of n questions is drawn in each of 1,000 resamples, by a fixed seed.

    Figures of the same questions share the draws, so that their intervals can be compared.
    """

    def __init__(self, n: int) -> None:
        self.n = n
        generator = np.random.default_rng(_SEED)
        drawn = generator.multinomial(n, [1 / n] * n, RESAMPLES) if n else np.empty((RESAMPLES, 0))
        self.weights: Numbers = drawn.astype(np.float64)

    def means(self, values: dict[str, Sequence[float]]) -> dict[str, Figure]:
        """The mean of each list of values, one value a question."""
        resampled = self.weights @ np.array(list(values.values())).T / self.n
        return {
            name: self.figure(np.mean(own), resampled[:, column])
            for column, (name, own) in enumerate(values.items())
        }

    def of(self, statistic: Callable[[Numbers], Numbers]) -> Figure:
        """A statistic of weights of shape (resamples, n)."""
        return self.figure(statistic(np.ones((1, self.n)))[0], statistic(self.weights))

    def figure(self, value: float | np.floating, resampled: Numbers) -> Figure:
        """A figure from its value and its values in the resamples; NaN ones are left out."""
        known = resampled[~np.isnan(resampled)]
        low, high = np.percentile(known, [2.5, 97.5]) if len(known) else (np.nan, np.nan)
        return Figure(float(value), float(low), float(high), self.n)


def _ratio(above: Numbers, below: Numbers) -> Numbers:
    quotient: Numbers = np.divide(above, below, out=np.full(len(below), np.nan), where=below > 0)
    return quotient
