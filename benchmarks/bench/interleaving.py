"""The arithmetic of comparing by turns: who comes when, ratios round by round, percentiles.

A machine is slower in one minute than in the next. What is compared is done in turns, A B C, B C A,
C A B, and a ratio is taken within each round.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as much one takes as another, over the rounds.

    Attributes:
        median: Of the rounds.
        lowest: In the round that was best for the one.
        highest: In the round that was worst for it.
    """

    median: float
    lowest: float
    highest: float


def orders(names: Sequence[str], rounds: int) -> list[tuple[str, ...]]:
    """Who comes when in each round: everyone goes first, second, … equally often.

    (That is so where the number of rounds is a multiple of the number of names.)
    """
    return [
        tuple(names[(first + place) % len(names)] for place in range(len(names)))
        for first in range(rounds)
    ]


def ratio(other: Sequence[float], own: Sequence[float]) -> Ratio:
    """What the other took in each round, divided by what we took in it.

    Raises:
        ValueError: They have not as many rounds, or none.
    """
    each = [a / b for a, b in zip(other, own, strict=True)]
    if not each:
        raise ValueError("a ratio needs a round")
    return Ratio(statistics.median(each), min(each), max(each))


def blocks(items: Sequence[str], rounds: int) -> list[list[str]]:
    """The items in as many runs as there are rounds, as long as each other but for one."""
    return [list(run) for run in np.array_split(np.array(items, dtype=object), rounds)]


def percentile(values: Sequence[float], percent: float) -> float:
    """A percentile, linear between the two nearest values."""
    return float(np.percentile(np.array(values, dtype=np.float64), percent))
