"""Running a data set through the real index: figures with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa.encoding.protocol import Encoder
from qa.evaluation import metrics
from qa.evaluation.datasets import Dataset, Question, identifier_of, write_documents
from qa.knowledge_base import KnowledgeBase
from qa.records import AnswerState
from qa.reports import ProgressListener

_DEPTH = 100
_HITS = 200  # passages searched for, so that 100 documents are among them


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over questions with its 95 % bootstrap interval.

    Attributes:
        mean: The figure.
        low: Lower end of the interval.
        high: Upper end.
    """

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of one data set.

    Attributes:
        dataset: Its name.
        n_passages: Passages in the data set.
        n_judged: Questions whose answering passage is known: the ones the ranking is judged by.
        n_answerable: Questions that some passage answers.
        n_unanswerable: Questions that none does.
        figures: R@1, R@5, R@10, R@100, MRR@10 and nDCG@10 over the judged questions.
        refusal_auroc: How well the confidence tells answerable questions from the others; None
            where the data set has questions of one kind only.
        states: Share of each answer state among answerable and unanswerable questions.
        latency_ms: 50th and 95th percentile of one search, in milliseconds.
    """

    dataset: str
    n_passages: int
    n_judged: int
    n_answerable: int
    n_unanswerable: int
    figures: dict[str, Figure]
    refusal_auroc: float | None
    states: dict[str, dict[str, float]]
    latency_ms: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Outcome:
    question: Question
    ranking: list[str]
    state: AnswerState
    confidence: float
    elapsed_ms: float


def evaluate(
    dataset: Dataset,
    folder: Path,
    encoder: Encoder,
    *,
    progress: ProgressListener | None = None,
) -> Evaluation:
    """Index a data set's passages as documents and ask every question.

    Args:
        dataset: The data set.
        folder: Where the documents and the index are made; what is there is used again.
        encoder: The encoder.
        progress: Told how far the build is.
    """
    write_documents(dataset, folder / "seeds")
    kb = KnowledgeBase.open(folder / "seeds", folder / "index", encoder=encoder, progress=progress)
    outcomes = [_ask(kb, question) for question in dataset.questions]
    judged = [outcome for outcome in outcomes if outcome.question.relevant]
    answerable = [outcome for outcome in outcomes if outcome.question.answerable]
    unanswerable = [outcome for outcome in outcomes if not outcome.question.answerable]
    auroc = None
    if answerable and unanswerable:
        auroc = metrics.auroc(
            [outcome.confidence for outcome in outcomes],
            [outcome.question.answerable for outcome in outcomes],
        )
    p50, p95 = np.percentile([outcome.elapsed_ms for outcome in outcomes], [50, 95])
    return Evaluation(
        dataset=dataset.name,
        n_passages=len(dataset.passages),
        n_judged=len(judged),
        n_answerable=len(answerable),
        n_unanswerable=len(unanswerable),
        figures=_figures(judged),
        refusal_auroc=auroc,
        states={
            name: _shares(some)
            for name, some in (("answerable", answerable), ("unanswerable", unanswerable))
            if some
        },
        latency_ms={"p50": float(p50), "p95": float(p95)},
    )


def _ask(kb: KnowledgeBase, question: Question) -> _Outcome:
    hits = kb.search(question.text, top_k=_HITS)
    answer = kb.ask(question.text)
    paths = dict.fromkeys(hit.passage.document.path for hit in hits)
    ranking = [identifier_of(path) for path in paths]
    return _Outcome(question, ranking[:_DEPTH], answer.state, answer.confidence, answer.elapsed_ms)


def _figures(outcomes: list[_Outcome]) -> dict[str, Figure]:
    if not outcomes:
        return {}
    measures = (
        *((f"R@{depth}", metrics.success, depth) for depth in (1, 5, 10, 100)),
        ("MRR@10", metrics.reciprocal_rank, 10),
        ("nDCG@10", metrics.ndcg, 10),
    )
    figures = {}
    for name, measure, depth in measures:
        values = [
            measure(outcome.ranking, outcome.question.relevant, depth) for outcome in outcomes
        ]
        figures[name] = Figure(float(np.mean(values)), *metrics.interval(values))
    return figures


def _shares(outcomes: list[_Outcome]) -> dict[str, float]:
    return {
        state.value: sum(outcome.state is state for outcome in outcomes) / len(outcomes)
        for state in AnswerState
    }
