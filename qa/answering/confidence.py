"""How sure the program is that the passages answer: a small logistic model over plain evidence.

The weights are in `confidence.json` beside this module, with what they were fitted on; the command
that fits them is `training/fit_confidence.py`. Those of an index whose visitors judged answers
are in a file of that index, written by `qa calibrate`.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from qa.answering.background import FEW_HITS, is_background, retrieve_beside_background
from qa.answering.encoded_question import LEAST_DIVISOR
from qa.answering.retrieval import Retrieval
from qa.corpus.analysed_text import analysed
from qa.encoding.protocol import Encoder
from qa.errors import CalibrationError
from qa.indexing.files import read_file
from qa.indexing.generation import Generation
from qa.records import AnswerState, Hit

_LOG = logging.getLogger(__name__)
MAX_LOG_ODDS = 20.0
"""Log-odds beyond this tell nothing more, and their exponential might not be in range."""

_JUDGED_HITS = 3  # hits whose coverage and reading count: those an answer cites


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the confidence is computed from.

    Attributes:
        cosine: Highest cosine of question and passage.
        margin: How far it stands out from the whole corpus, in deviations.
        fused_gap: How far the first hit's score is above the mean of the others'.
        late_interaction: Highest late interaction score of the hits.
        late_interaction_gap: How far it is above the mean of the others'.
        known: Share of the question's grams, weighted by rarity, that the corpus has at all; near
            0 for a question in a script of its own.
        coverage: The largest such share in one of the passages shown.
        lexical_gap: How far the highest lexical score is above the mean of the others', against
            the weight of all the question's grams.
        answers: Highest log-odds, by the reader, that one of the hits shown answers; 0 where none
            was read, as are those below.
        sentence: Highest probability of a sentence of the first hit to be evidence.
        found: Log-odds by the shipped model of all evidence above, which knows of no reader.
        both: The lower of `found` and `answers`: a passage may be near and not answer, or seem to
            answer and be of something else.
    """

    cosine: float
    margin: float
    fused_gap: float
    late_interaction: float
    late_interaction_gap: float
    known: float
    coverage: float
    lexical_gap: float
    answers: float = 0.0
    sentence: float = 0.0
    found: float = 0.0
    both: float = 0.0

    def with_found(self, found: float) -> Evidence:
        """The same evidence where the model without the reader gives these log-odds."""
        return replace(self, found=found, both=min(found, self.answers))


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """A logistic model and the two thresholds of the answer's state.

    Attributes:
        intercept: Log-odds without evidence.
        weights: Log-odds for one unit of each piece of evidence it looks at.
        answered: Least probability of an answer to be called one.
        related: Least probability of passages to be called related.
        stands_in: Whether it is used in place of one that `qa calibrate` fitted for another version
            or setting.
    """

    intercept: float
    weights: Mapping[str, float]
    answered: float
    related: float
    stands_in: bool = False

    def log_odds(self, evidence: Evidence) -> float:
        """Log-odds, in [-20, 20], that one of the passages shown answers."""
        values = asdict(evidence)
        pieces = (weight * float(values[name]) for name, weight in self.weights.items())
        odds = self.intercept + sum(pieces)
        return max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, odds))

    def confidence(self, evidence: Evidence) -> float:
        """Probability in [0, 1] that one of the passages shown answers."""
        return 1.0 / (1.0 + math.exp(-self.log_odds(evidence)))

    def state(self, confidence: float) -> AnswerState:
        """The state of an answer of this confidence."""
        if confidence >= self.answered:
            return AnswerState.ANSWERED
        return AnswerState.RELATED if confidence >= self.related else AnswerState.NOT_FOUND


@cache
def shipped_model(encoder_fingerprint: str, *, read: bool = False) -> ConfidenceModel:
    """The confidence model that comes with the program for an encoder, with or without the reader.

    The cosines of different encoders lie in different ranges. For an encoder that none was fitted
    for, the model looks only at evidence that has the same range for all of them.
    """
    values = json.loads(_shipped())
    known_encoder = values["encoder"] == encoder_fingerprint
    name = "this_encoder" if known_encoder else "any_encoder"
    fitted = values[f"{name}_read" if read else name]
    return ConfidenceModel(
        fitted["intercept"], fitted["weights"], fitted["answered"], fitted["related"]
    )


def confidence_model(
    encoder_fingerprint: str, calibration: Path, *, read: bool = False
) -> ConfidenceModel:
    """The model fitted to judgements on an index, where there is one; else the shipped one.

    One that was fitted for another encoder, without the reader where it is used, or from other
    shipped weights, is not used: the shipped one stands in for it.

    Raises:
        CalibrationError: The file cannot be read or is none that `qa calibrate` writes.
    """
    try:
        status = calibration.stat()
    except OSError:
        return shipped_model(encoder_fingerprint, read=read)
    written = status.st_mtime_ns, status.st_size
    return _calibrated(encoder_fingerprint, read, calibration, written)


@lru_cache(maxsize=8)
def _calibrated(
    encoder_fingerprint: str, read: bool, calibration: Path, _written: tuple[int, int]
) -> ConfidenceModel:
    try:
        values = json.loads(read_file(calibration))
        fitted_for = values["encoder"], values["shipped"], bool(values.get("read", False))
        numbers = [float(values[name]) for name in ("intercept", "answered", "related")]
        weights = {str(name): float(weight) for name, weight in values["weights"].items()}
        if not all(map(math.isfinite, [*numbers, *weights.values()])):
            raise ValueError("a number in it is not finite")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CalibrationError(
            f"'{calibration}' cannot be used ({error}). Fit it again with: qa calibrate, or go "
            "back to the shipped confidence with: qa calibrate --reset"
        ) from error
    if fitted_for != (encoder_fingerprint, shipped_digest(), read):
        _LOG.warning("'%s' was fitted for another version: run qa calibrate again", calibration)
        return replace(shipped_model(encoder_fingerprint, read=read), stands_in=True)
    return ConfidenceModel(numbers[0], weights, numbers[1], numbers[2])


@cache
def shipped_digest() -> str:
    """Hex sha256 of the shipped weights: what a calibration began from."""
    return hashlib.sha256(_shipped()).hexdigest()


def _shipped() -> bytes:
    return files("qa.answering").joinpath("confidence.json").read_bytes()


def gather_evidence(generation: Generation, encoder: Encoder, retrieval: Retrieval) -> Evidence:
    """The evidence for the hits of a retrieval that found at least one.

    Args:
        generation: Where they were found.
        encoder: The encoder the generation was built with.
        retrieval: The hits.
    """
    readings = retrieval.readings
    if len(retrieval.hits) < FEW_HITS:
        generation, retrieval = retrieve_beside_background(generation, encoder, retrieval)
    hits = [hit for hit in retrieval.hits if not is_background(hit)]
    others = [hit for hit in retrieval.hits if is_background(hit)]
    mean, deviation = generation.cosine_moments(retrieval.vector)
    cosine = max(hit.dense for hit in hits)
    late_interaction = _late_interaction_scores(hits)
    weight = max(float(retrieval.grams.weights.sum()), LEAST_DIVISOR)
    judged = [analysed(hit.passage.text) for hit in hits[:_JUDGED_HITS]]
    evidence = Evidence(
        cosine=cosine,
        margin=(cosine - mean) / max(deviation, LEAST_DIVISOR),
        fused_gap=_gap([hit.score for hit in hits], [hit.score for hit in others]),
        late_interaction=max(late_interaction),
        late_interaction_gap=_gap(late_interaction, _late_interaction_scores(others)),
        known=retrieval.grams.known,
        coverage=max(map(retrieval.grams.covered_by, judged)),
        lexical_gap=_gap([h.lexical for h in hits], [h.lexical for h in others]) / weight,
    )
    if not readings:
        return evidence
    read = replace(
        evidence,
        answers=max(one.answers for one in readings[:_JUDGED_HITS]),
        sentence=max(readings[0].evidence, default=0.0),
    )
    return read.with_found(shipped_model(encoder.fingerprint).log_odds(evidence))


def _late_interaction_scores(hits: Sequence[Hit]) -> list[float]:
    return [hit.late_interaction for hit in hits if hit.late_interaction is not None]


def _gap(scores: Sequence[float], others: Sequence[float]) -> float:
    """How far the highest is above the mean of the rest, and of others that they stand among."""
    first, *rest = sorted(scores, reverse=True)
    return first - float(np.mean([*rest, *others]))
