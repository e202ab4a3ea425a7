"""The present index against what visitors judged: is the state right, is the confidence honest?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation.judgements import Judgement
from qa.evaluation.metrics import Bootstrap, Figure, auroc
from qa.evaluation.reliability import Reliability, measure_reliability
from qa.evaluation.tracking import Tracker
from qa.knowledge_base import KnowledgeBase
from qa.records import AnswerState


@dataclass(frozen=True, slots=True)
class JudgedAnswers:
    """How the present answers to judged questions fare.

    Attributes:
        n_judgements: Judged questions that were used.
        n_supported: Those whose passages answer, by the visitor.
        n_left_out: Judgements from which no outcome can be told, or whose passages are no longer
            what is found first.
        state_right: Share of questions called answered where the passages answer, and not called
            answered where they do not; None where no judgement could be used.
        auroc: Probability that a supported answer has the higher confidence; None where the
            judgements are of one kind.
        reliability: Whether the confidence is the probability it claims to be.
    """

    n_judgements: int
    n_supported: int
    n_left_out: int
    state_right: Figure | None
    auroc: Figure | None
    reliability: Reliability | None


def evaluate_judgements(
    kb: KnowledgeBase,
    judgements: Sequence[Judgement],
    track: Tracker = iter,
    *,
    reader: bool = False,
) -> JudgedAnswers:
    """Ask the judged questions of the present index.

    A judgement holds as long as the passage found first is one of those that were judged.

    Raises:
        CalibrationError: What was fitted to judgements on this index is damaged.
    """
    confidences, outcomes, states = [], [], []
    for judgement in track(judgements):
        if judgement.supported is None:
            continue
        answer = kb.ask(judgement.question, reader=reader)
        if answer.citations and judgement.still_holds(answer.citations[0].passage.passage_id):
            confidences.append(answer.confidence)
            outcomes.append(judgement.supported)
            states.append(answer.state is AnswerState.ANSWERED)
    n = len(outcomes)
    chances, supported = np.array(confidences), np.array(outcomes, dtype=bool)
    right = [float(state == outcome) for state, outcome in zip(states, outcomes, strict=True)]
    bootstrap = Bootstrap(n)
    both = 0 < sum(outcomes) < n
    return JudgedAnswers(
        n_judgements=n,
        n_supported=sum(outcomes),
        n_left_out=len(judgements) - n,
        state_right=bootstrap.means({"right": right})["right"] if n else None,
        auroc=bootstrap.of(lambda drawn: auroc(chances, supported, drawn)) if both else None,
        reliability=measure_reliability(chances, supported) if n else None,
    )
