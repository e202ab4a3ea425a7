"""Fitting the confidence to a user's own judgements, held near the weights that are shipped.

The prior: the log-odds of a question lie around the shipped model's, with a deviation of 2 / √25 =
0.4 by the weights together (each has its share, on evidence of deviation 1 among the judged
questions) and 0.4 by the intercept: what `PRIOR_JUDGEMENTS` = 25 judgements of probability ½ would
leave. So ten judgements move little, and some hundred decide.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
import numpy.typing as npt

from qa.answering.confidence import ConfidenceModel, Evidence, gather_evidence, shipped_digest
from qa.answering.reading import read_hits
from qa.answering.retrieval import retrieve
from qa.encoding.protocol import Encoder
from qa.errors import CalibrationError, QuestionError
from qa.evaluation.corpora import identifier_of
from qa.evaluation.datasets import Dataset
from qa.evaluation.fitting import Logistic, fit_logistic, log_loss
from qa.evaluation.judgements import Judgement
from qa.evaluation.metrics import Numbers, auroc, state_shares
from qa.evaluation.tracking import Tracker
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout, write_durably
from qa.reader.reader import Reader
from qa.records import AnswerState, Hit
from qa.settings import DEFAULT_CITATIONS, DEFAULT_TOP_K
from qa.understanding.question import prepare_question

PRIOR_JUDGEMENTS = 25
"""Judgements that the shipped weights are worth."""

MIN_JUDGEMENTS_OF_A_KIND = 5
"""Judgements of either kind without which nothing is fitted."""

_PENALTY = PRIOR_JUDGEMENTS / 4  # a judgement of probability ½ has the curvature ½ · ½
_FOLDS = 5
_STATES_OF_AN_INDEX = (AnswerState.ANSWERED, AnswerState.RELATED, AnswerState.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Example:
    """A judged question as the confidence sees it.

    Attributes:
        evidence: What the confidence is computed from.
        supported: Whether the cited passages answer.
    """

    evidence: Evidence
    supported: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """How a model does on judged questions.

    Attributes:
        log_loss: Mean negative log-likelihood, in nats; lower is better.
        auroc: Probability that a supported answer has the higher confidence.
        states: Share of each state among "supported" and "unsupported" answers.
    """

    log_loss: float
    auroc: float
    states: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What calibrating did, or would do.

    Attributes:
        n_judgements: Judged questions that were used.
        n_supported: Those whose passages answer.
        n_left_out: Judgements from which no outcome can be told, or whose passages are no longer
            what is found first.
        before: How the shipped model does.
        after: How fitted ones do, each on the fifth of the questions that it was not fitted on.
        model: The model fitted on all of them.
        written: Where it was written; "" where it was not.
    """

    n_judgements: int
    n_supported: int
    n_left_out: int
    before: Fit
    after: Fit
    model: ConfidenceModel
    written: str = ""


def judged_examples(
    generation: Generation,
    encoder: Encoder,
    judgements: Iterable[Judgement],
    reader: Reader | None = None,
) -> Iterator[Example | None]:
    """Ask judged questions of the present index; None where a judgement cannot be used.

    A judgement holds as long as the passage found first is one of those that were judged.
    """
    for judgement in judgements:
        example = None
        if judgement.supported is not None and len(generation):
            evidence, shown = _ask(generation, encoder, reader, judgement.question)
            if judgement.still_holds(shown[0].passage.passage_id):
                example = Example(evidence, judgement.supported)
        yield example


def dataset_examples(
    generation: Generation,
    encoder: Encoder,
    dataset: Dataset,
    track: Tracker = iter,
    reader: Reader | None = None,
) -> Iterator[Example]:
    """Ask a data set's questions of its corpus."""
    for question in track(dataset.questions):
        evidence, shown = _ask(generation, encoder, reader, question.text)
        found = {identifier_of(hit.passage.document.path) for hit in shown}
        yield Example(evidence, question.is_answered_by(found))


def calibrate(
    examples: Sequence[Example], prior: ConfidenceModel, n_left_out: int = 0
) -> Calibration:
    """Fit the confidence to judged questions.

    Args:
        examples: The judged questions.
        prior: The model to begin at and to be drawn back to.
        n_left_out: Judgements that could not be used, for the report.

    Raises:
        CalibrationError: There are too few judgements of either kind.
    """
    outcomes = np.array([example.supported for example in examples], dtype=bool)
    n_supported = int(outcomes.sum())
    if min(n_supported, len(outcomes) - n_supported) < MIN_JUDGEMENTS_OF_A_KIND:
        raise CalibrationError(
            f"There are {n_supported} answers judged right and {len(outcomes) - n_supported} "
            f"judged wrong or rightly refused; at least {MIN_JUDGEMENTS_OF_A_KIND} of each are "
            f"needed ({n_left_out} more judgements could not be used). Judge more answers."
        )
    names = list(prior.weights)
    evidence = np.array([[asdict(e.evidence)[name] for name in names] for e in examples])
    start = Logistic(prior.intercept, np.array([prior.weights[name] for name in names]))
    held_out = np.empty(len(outcomes))
    for fold in _folds(outcomes):
        fitted = _fit(evidence[~fold], outcomes[~fold], start)
        held_out[fold] = fitted.probabilities(evidence[fold])
    final = _fit(evidence, outcomes, start)
    model = replace(
        prior,
        intercept=round(final.intercept, 6),
        weights={name: round(float(w), 6) for name, w in zip(names, final.weights, strict=True)},
    )
    before = start.probabilities(evidence)
    return Calibration(
        n_judgements=len(outcomes),
        n_supported=n_supported,
        n_left_out=n_left_out,
        before=_describe(before, outcomes, prior),
        after=_describe(held_out, outcomes, prior),
        model=model,
    )


def calibration_file(
    calibration: Calibration, encoder_fingerprint: str, *, read: bool = False
) -> bytes:
    """What `confidence.json` of an index holds, readable and the same each time."""
    content = {
        "how": "qa calibrate, from the shipped weights, by judgements on this index or a data set",
        "encoder": encoder_fingerprint,
        "read": read,
        "shipped": shipped_digest(),
        "n_judgements": calibration.n_judgements,
        "n_supported": calibration.n_supported,
        "prior_judgements": PRIOR_JUDGEMENTS,
        "log_loss": {
            "before": round(calibration.before.log_loss, 4),
            "after, cross-validated": round(calibration.after.log_loss, 4),
        },
        **asdict(calibration.model),
    }
    return (json.dumps(content, indent=1) + "\n").encode()


def write_calibration(
    layout: Layout, calibration: Calibration, encoder_fingerprint: str, *, read: bool = False
) -> Calibration:
    """Put what was fitted into service, and tell where it was written.

    Args:
        layout: The index.
        calibration: What was fitted.
        encoder_fingerprint: The encoder that it was fitted for.
        read: Whether it was fitted to what the reader says too.

    Raises:
        CalibrationError: The file cannot be written.
    """
    path = layout.calibration
    try:
        layout.root.mkdir(parents=True, exist_ok=True)
        write_durably(path, calibration_file(calibration, encoder_fingerprint, read=read))
    except OSError as error:
        raise CalibrationError(f"'{path}' cannot be written ({error.strerror}).") from error
    return replace(calibration, written=str(path))


def remove_calibration(layout: Layout) -> bool:
    """Go back to the shipped confidence; false where nothing was fitted.

    Raises:
        CalibrationError: The file cannot be removed.
    """
    path = layout.calibration
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise CalibrationError(f"'{path}' cannot be removed ({error.strerror}).") from error
    return True


def _ask(
    generation: Generation, encoder: Encoder, reader: Reader | None, text: str
) -> tuple[Evidence, Sequence[Hit]]:
    try:
        prepared = prepare_question(text)
    except QuestionError as error:
        raise CalibrationError(f"A judged question cannot be asked: {error}") from error
    found = retrieve(generation, encoder, prepared, DEFAULT_TOP_K)
    retrieval = read_hits(generation, reader, found)
    return gather_evidence(generation, encoder, retrieval), retrieval.hits[:DEFAULT_CITATIONS]


def _fit(evidence: Numbers, outcomes: npt.NDArray[np.bool_], prior: Logistic) -> Logistic:
    return fit_logistic(
        evidence,
        outcomes,
        prior=prior,
        penalty=_PENALTY * evidence.shape[1],
        intercept_penalty=_PENALTY,
    )


def _folds(outcomes: npt.NDArray[np.bool_]) -> Iterator[npt.NDArray[np.bool_]]:
    """Fifths of the questions, each with its share of either kind."""
    numbers = np.empty(len(outcomes), dtype=np.int64)
    for kind in (True, False):
        mine = np.flatnonzero(outcomes == kind)
        numbers[mine] = np.arange(len(mine)) % _FOLDS
    for fold in range(_FOLDS):
        yield numbers == fold


def _describe(chances: Numbers, outcomes: npt.NDArray[np.bool_], model: ConfidenceModel) -> Fit:
    states = {}
    for name, mine in (("supported", outcomes), ("unsupported", ~outcomes)):
        given = [model.state(float(chance)) for chance in chances[mine]]
        states[name] = state_shares(given, _STATES_OF_AN_INDEX)
    return Fit(log_loss(chances, outcomes), float(auroc(chances, outcomes)[0]), states)
