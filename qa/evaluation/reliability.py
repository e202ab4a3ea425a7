"""Whether the confidence is the probability that it claims to be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qa.evaluation.metrics import Bootstrap, Figure, Flags, Numbers, bins_of, calibration_error


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence.

    Attributes:
        confidence: Mean confidence.
        supported: Share of them in which a cited passage answers.
        n: Number of answers.
    """

    confidence: float
    supported: float
    n: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """Whether the confidence is the probability it claims to be.

    Attributes:
        error: Expected calibration error over ten bins.
        bins: The bins that hold answers, in rising order.
    """

    error: Figure
    bins: tuple[Bin, ...]


def measure_reliability(confidences: Numbers, supported: Flags) -> Reliability:
    """Compare confidences with what came true, in bins of equal width.

    Args:
        confidences: Probabilities in [0, 1], shape (n,).
        supported: Whether a cited passage answers, shape (n,).
    """
    numbers = bins_of(confidences)
    error = Bootstrap(len(numbers)).of(
        lambda drawn: calibration_error(confidences, supported, drawn)
    )
    bins = []
    for number in np.unique(numbers):
        own = numbers == number
        bins.append(
            Bin(
                confidence=float(confidences[own].mean()),
                supported=float(supported[own].mean()),
                n=int(own.sum()),
            )
        )
    return Reliability(error, tuple(bins))
