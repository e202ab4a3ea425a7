"""Running a data set through the real index: figures with intervals, overall and in groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from qa.encoding.protocol import Encoder
from qa.evaluation import metrics
from qa.evaluation.corpora import open_corpus
from qa.evaluation.datasets import Dataset
from qa.evaluation.metrics import Bootstrap, Figure, Flags
from qa.evaluation.outcomes import DEPTH, FUSED, STAGES, Outcome, ask_questions
from qa.evaluation.reliability import Reliability, measure_reliability
from qa.evaluation.tracking import Tracker
from qa.reader.reader import Reader
from qa.records import AnswerState
from qa.reports import ProgressListener

_MEASURES = (
    *((f"R@{depth}", metrics.success, depth) for depth in (1, 5, 10, DEPTH)),
    ("MRR@10", metrics.reciprocal_rank, 10),
    ("nDCG@10", metrics.ndcg, 10),
)
_MIN_GROUP_SIZE = 20  # questions; a smaller group has no figures of its own


@dataclass(frozen=True, slots=True)
class Refusal:
    """How well answerable questions are kept apart from the others.

    Attributes:
        auroc: By the confidence, against the data set's own unanswerable questions; None where
            it has none.
        strangers_auroc: The same, against questions added from another data set.
        answered: Precision, recall and F1 of "answered" for questions that are answerable.
        not_found: Those of "not found" for questions that are not.
        states: Share of each answer state among "answerable", "unanswerable" and "strangers".
    """

    auroc: Figure | None
    strangers_auroc: Figure | None
    answered: dict[str, Figure]
    not_found: dict[str, Figure]
    states: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of some questions of a data set.

    Attributes:
        name: "all", "language ar", "source arcd".
        n_questions: Questions.
        n_judged: Those whose answering passage is known: the ones rankings are judged by.
        n_answerable: Those that some passage answers.
        ranking: R@1, R@5, R@10, R@100, MRR@10 and nDCG@10, by "fused" and each stage alone.
        marks: Share of right marks: "in the known passage", the only one looked at, and "end to
            end", where the first citation must have a mark and it must be right.
        refusal: How well answerable questions are kept apart from the others.
        reliability: Whether the confidence is what it claims to be.
    """

    name: str
    n_questions: int
    n_judged: int
    n_answerable: int
    ranking: dict[str, dict[str, Figure]]
    marks: dict[str, Figure]
    refusal: Refusal
    reliability: Reliability


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of one data set.

    Attributes:
        dataset: Its name.
        n_passages: Passages in the data set.
        groups: All questions first, then those of each language and source, where there are
            several.
        latency_ms: 50th, 95th and 99th percentile of one answer, in milliseconds.
    """

    dataset: str
    n_passages: int
    groups: tuple[Group, ...]
    latency_ms: dict[str, float]


def evaluate(
    dataset: Dataset,
    folder: Path,
    encoder: Encoder,
    *,
    reader: Reader | None = None,
    progress: ProgressListener | None = None,
    track: Tracker = iter,
) -> Evaluation:
    """Index a data set's passages as documents and ask every question.

    Args:
        dataset: The data set.
        folder: Where the documents and the index are made; what is there is used again.
        encoder: The encoder.
        reader: What reads the first hits; None to ask without.
        progress: Told how far the build is.
        track: Shows how far the asking is.
    """
    generation = open_corpus(dataset, folder, encoder, progress)
    asked = track(dataset.questions)
    outcomes = list(ask_questions(generation, encoder, dataset, asked, reader))
    times = np.percentile([outcome.elapsed_ms for outcome in outcomes], [50, 95, 99])
    return Evaluation(
        dataset=dataset.name,
        n_passages=len(dataset.passages),
        groups=tuple(summarise(name, some) for name, some in _groups(outcomes)),
        latency_ms=dict(zip(("p50", "p95", "p99"), times.tolist(), strict=True)),
    )


def summarise(name: str, outcomes: Sequence[Outcome]) -> Group:
    """The figures of some outcomes."""
    judged = [outcome for outcome in outcomes if outcome.question.relevant]
    return Group(
        name=name,
        n_questions=len(outcomes),
        n_judged=len(judged),
        n_answerable=sum(outcome.question.answerable for outcome in outcomes),
        ranking=_ranking(judged),
        marks=_marks(outcomes),
        refusal=_refusal(outcomes),
        reliability=measure_reliability(
            np.array([outcome.confidence for outcome in outcomes]),
            np.array([outcome.supported for outcome in outcomes]),
        ),
    )


def _groups(outcomes: Sequence[Outcome]) -> Iterable[tuple[str, Sequence[Outcome]]]:
    """All, then by language and by source; strangers count with all only."""
    own = [outcome for outcome in outcomes if not outcome.question.stranger]
    languages = {outcome.question.language: "" for outcome in own}
    sources = {outcome.question.source: "" for outcome in own}
    by_language = (
        (f"language {code}", [o for o in own if o.question.language == code])
        for code in sorted(languages)
        if len(languages) > 1
    )
    by_source = (
        (f"source {source}", [o for o in own if o.question.source == source])
        for source in sorted(sources)
        if len(sources) > 1
    )
    yield "all", outcomes
    for name, some in chain(by_language, by_source):
        if len(some) >= _MIN_GROUP_SIZE:
            yield name, some


def _ranking(judged: Sequence[Outcome]) -> dict[str, dict[str, Figure]]:
    if not judged:
        return {}
    bootstrap = Bootstrap(len(judged))
    return {
        stage: bootstrap.means(
            {
                name: [measure(o.rankings[stage], o.question.relevant, depth) for o in judged]
                for name, measure, depth in _MEASURES
            }
        )
        for stage in (FUSED, *STAGES)
    }


def _marks(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    judgements = {
        "in the known passage": [o.marked_in_known for o in outcomes],
        "end to end": [o.marked_first for o in outcomes],
    }
    figures: dict[str, Figure] = {}
    for name, found in judgements.items():
        known = [float(right) for right in found if right is not None]
        if known:
            figures |= Bootstrap(len(known)).means({name: known})
    return figures


def _refusal(outcomes: Sequence[Outcome]) -> Refusal:
    answerable = np.array([outcome.question.answerable for outcome in outcomes])
    stranger = np.array([outcome.question.stranger for outcome in outcomes])
    answered = np.array([outcome.state is AnswerState.ANSWERED for outcome in outcomes])
    not_found = np.array([outcome.state is AnswerState.NOT_FOUND for outcome in outcomes])
    kinds = {
        "answerable": answerable,
        "unanswerable": ~answerable & ~stranger,
        "strangers": stranger,
    }
    both = not answerable.all() and answerable.any()
    return Refusal(
        auroc=_auroc(outcomes, kinds["answerable"], kinds["unanswerable"]),
        strangers_auroc=_auroc(outcomes, kinds["answerable"], kinds["strangers"]),
        answered=_judged(answered, answerable) if both else {},
        not_found=_judged(not_found, ~answerable) if both else {},
        states={
            name: metrics.state_shares(
                [o.state for o, mine in zip(outcomes, kind, strict=True) if mine], AnswerState
            )
            for name, kind in kinds.items()
            if kind.any()
        },
    )


def _auroc(outcomes: Sequence[Outcome], positive: Flags, negative: Flags) -> Figure | None:
    if not positive.any() or not negative.any():
        return None
    chosen = positive | negative
    scores = np.array([outcome.confidence for outcome in outcomes])[chosen]
    labels = positive[chosen]
    return Bootstrap(len(labels)).of(lambda drawn: metrics.auroc(scores, labels, drawn))


def _judged(predicted: Flags, actual: Flags) -> dict[str, Figure]:
    bootstrap = Bootstrap(len(actual))
    values = metrics.precision_recall_f1(predicted, actual)
    resampled = metrics.precision_recall_f1(predicted, actual, bootstrap.weights)
    return {name: bootstrap.figure(values[name][0], resampled[name]) for name in values}
