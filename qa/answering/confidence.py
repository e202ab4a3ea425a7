"""How sure the program is that the passages answer: a small logistic model over plain evidence.

The weights are in `confidence.json` beside this module, with what they were fitted on; the command
that fits them is `benchmarks/fit_confidence.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from qa.answering.retrieval import Retrieval
from qa.corpus.analysis import gram_hashes
from qa.indexing.generation import Generation
from qa.records import AnswerState

_JUDGED_HITS = 3  # hits whose coverage counts: those an answer cites


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the confidence is computed from.

    Attributes:
        cosine: Highest cosine of question and passage.
        coverage: Largest share of the question's grams, weighted by rarity, in one passage shown.
        margin: How far the first hit's cosine stands out from the corpus, in deviations.
        agreement: Whether the legs agree on the first passage: 1 or 0.
    """

    cosine: float
    coverage: float
    margin: float
    agreement: float

    def values(self) -> dict[str, float]:
        """The evidence by name."""
        return {
            "cosine": self.cosine,
            "coverage": self.coverage,
            "margin": self.margin,
            "agreement": self.agreement,
        }


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """A logistic model and the two thresholds of the answer's state.

    Attributes:
        intercept: Log-odds without evidence.
        weights: Log-odds for one unit of each piece of evidence.
        answered: Least probability of an answer to be called one.
        related: Least probability of passages to be called related.
    """

    intercept: float
    weights: Mapping[str, float]
    answered: float
    related: float

    def confidence(self, evidence: Evidence) -> float:
        """Probability in [0, 1] that one of the passages shown answers."""
        terms = (self.weights[name] * value for name, value in evidence.values().items())
        return 1.0 / (1.0 + math.exp(-(self.intercept + math.fsum(terms))))

    def state(self, confidence: float) -> AnswerState:
        """The state of an answer of this confidence."""
        if confidence >= self.answered:
            return AnswerState.ANSWERED
        return AnswerState.RELATED if confidence >= self.related else AnswerState.NOT_FOUND


@cache
def shipped_model() -> ConfidenceModel:
    """The model that comes with the program."""
    text = files("qa.answering").joinpath("confidence.json").read_text(encoding="utf-8")
    values = json.loads(text)
    return ConfidenceModel(
        values["intercept"], values["weights"], values["answered"], values["related"]
    )


def gather_evidence(generation: Generation, retrieval: Retrieval) -> Evidence:
    """The evidence for the hits of a retrieval that found at least one."""
    grams = np.unique(gram_hashes(retrieval.question))
    weights = generation.inverse_frequencies(grams)
    total = float(weights.sum()) or 1.0
    shown = retrieval.hits[:_JUDGED_HITS]
    covered = [
        float(weights[np.isin(grams, gram_hashes(hit.passage.text))].sum()) / total for hit in shown
    ]
    mean, deviation = generation.cosine_moments(retrieval.vector)
    cosine = max(hit.dense for hit in retrieval.hits)
    best_lexical = max(hit.lexical for hit in retrieval.hits)
    return Evidence(
        cosine=cosine,
        coverage=max(covered),
        margin=(cosine - mean) / max(deviation, 1e-9),
        agreement=float(shown[0].dense == cosine and shown[0].lexical == best_lexical),
    )
