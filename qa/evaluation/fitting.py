"""Fitting a logistic model, from nothing or from one that is held on to.

Minimised is the weighted log loss plus, for each weight, `penalty / 2` times the square of how far
it is from where it began, measured on evidence of deviation 1. The loss is convex, so Newton's
method finds its one minimum, the same each time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa.evaluation.metrics import Numbers

_STEPS = 100
_CLOSE_ENOUGH = 1e-10
_LEAST_DEVIATION = 1e-9
_MAX_LOG_ODDS = 30.0


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model.

    Attributes:
        intercept: Log-odds without evidence.
        weights: Log-odds for one unit of each piece of evidence, shape (n_pieces,).
    """

    intercept: float
    weights: Numbers

    def probabilities(self, evidence: Numbers) -> Numbers:
        """Probability for each row of evidence, shape (n,), from shape (n, n_pieces)."""
        return _logistic(self.log_odds(evidence))

    def log_odds(self, evidence: Numbers) -> Numbers:
        """Log-odds for each row of evidence, shape (n,), from shape (n, n_pieces)."""
        return self.intercept + evidence @ self.weights


def fit_logistic(
    evidence: Numbers,
    outcomes: npt.NDArray[np.bool_],
    *,
    prior: Logistic,
    penalty: float,
    intercept_penalty: float,
    shares: Numbers | None = None,
) -> Logistic:
    """Fit a model that begins at another and is drawn back to it.

    Args:
        evidence: Shape (n, n_pieces). A piece that is the same in every row keeps its weight.
        outcomes: What came true, shape (n,).
        prior: Where to begin.
        penalty: How hard each weight is drawn back; 4 judgements of probability ½ pull as hard
            as a penalty of 1.
        intercept_penalty: How hard the intercept is.
        shares: How much each row counts, shape (n,); 1 where not given.
    """
    counts = np.ones(len(outcomes)) if shares is None else shares
    means, deviations = evidence.mean(axis=0), evidence.std(axis=0)
    varied = deviations > _LEAST_DEVIATION
    standard = np.where(varied, (evidence - means) / np.where(varied, deviations, 1.0), 0.0)
    rows = np.column_stack([np.ones(len(outcomes)), standard])
    penalties = np.array([intercept_penalty, *[penalty] * evidence.shape[1]])
    offsets = prior.intercept + evidence @ prior.weights
    change = _newton(rows, outcomes.astype(np.float64), counts, offsets, penalties)
    moved = np.where(varied, change[1:] / np.where(varied, deviations, 1.0), 0.0)
    return Logistic(float(prior.intercept + change[0] - moved @ means), prior.weights + moved)


def log_loss(probabilities: Numbers, outcomes: npt.NDArray[np.bool_]) -> float:
    """Mean negative log-likelihood, in nats; lower is better."""
    likelihoods = np.where(outcomes, probabilities, 1 - probabilities)
    return float(-np.log(np.maximum(likelihoods, 1e-15)).mean())


def _newton(
    rows: Numbers, outcomes: Numbers, counts: Numbers, offsets: Numbers, penalties: Numbers
) -> Numbers:
    """The change of the coefficients, shape (n_columns,), that minimises the penalised loss."""

    def loss(change: Numbers) -> float:
        odds = offsets + rows @ change
        fit = counts @ (np.logaddexp(0.0, odds) - outcomes * odds)
        return float(fit + penalties @ change**2 / 2)

    change = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chances = _logistic(offsets + rows @ change)
        slope = rows.T @ (counts * (chances - outcomes)) + penalties * change
        curvature = (rows.T * (counts * chances * (1 - chances))) @ rows + np.diag(penalties)
        step = np.linalg.lstsq(curvature, slope, rcond=None)[0].astype(np.float64)
        length = 1.0
        while loss(change - length * step) > loss(change) and length > _CLOSE_ENOUGH:
            length /= 2  # a full step may overshoot where the start is far off
        change = change - length * step
        if np.abs(length * step).max() < _CLOSE_ENOUGH:
            break
    return change


def _logistic(odds: Numbers) -> Numbers:
    chances: Numbers = 1.0 / (1.0 + np.exp(-np.clip(odds, -_MAX_LOG_ODDS, _MAX_LOG_ODDS)))
    return chances
