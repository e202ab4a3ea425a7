"""Measures of a ranking, for one question each; tested against ir-measures."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

_RESAMPLES = 1_000
_SEED = 20_260_101


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


def auroc(scores: npt.ArrayLike, positive: npt.ArrayLike) -> float:
    """Probability that a positive outscores a negative, ties counting half."""
    values, labels = np.asarray(scores, dtype=np.float64), np.asarray(positive, dtype=bool)
    above = values[labels][:, None] - values[~labels][None, :]
    return float(((above > 0) + 0.5 * (above == 0)).mean())


def interval(values: Sequence[float]) -> tuple[float, float]:
    """95 % bootstrap interval of the mean of per-question values (1,000 resamples, fixed seed)."""
    array = np.asarray(values, dtype=np.float64)
    generator = np.random.default_rng(_SEED)
    picks = generator.integers(0, len(array), size=(_RESAMPLES, len(array)))
    low, high = np.percentile(array[picks].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
