"""Re-ranking by late interaction: the first of the fused order, compared token by token."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa.answering.encoded_question import LEAST_DIVISOR, EncodedQuestion
from qa.answering.fusion import FusedScores, language_means
from qa.encoding.single_thread import single_thread
from qa.indexing.dense import Rows
from qa.indexing.generation import Generation
from qa.indexing.late_interaction import late_interaction_score
from qa.indexing.lexical import Scores

LATE_INTERACTION_WEIGHT = 1.5
"""Weight of the late interaction's standard score among the passages compared.

On seven development sets (the Arabic pool, XQuAD in and between Arabic and English, TyDi QA) every
weight from 1 to 1.5 gives the same nDCG@10 within .004; more weight on the tokens is better between
languages.
"""

RERANKED_HITS = 30
"""Passages that are compared with the question token by token."""

RERANKED_LANGUAGE_PRIOR = 2
"""Passages of all compared that a language's mean counts besides its own: they are few."""


@dataclass(frozen=True, slots=True)
class TokenMatch:
    """How a passage's tokens match the question's.

    Attributes:
        similarities: Cosine of each question token and each of the passage's tokens, shape
            (n_question, n_tokens).
        remaining: Code points from the end of each token to the end of the passage.
    """

    similarities: npt.NDArray[np.float32]
    remaining: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Reranked:
    """The fused rows, the best of them compared with the question token by token.

    Attributes:
        fused: What the retrievers make of them.
        late_interaction: Late interaction score, shape (n,); nan of a row that was not compared.
        contribution: What it adds to the score, shape (n,).
        matches: How the tokens match, by the position of the row.
    """

    fused: FusedScores
    late_interaction: Scores
    contribution: Scores
    matches: Mapping[int, TokenMatch]

    @property
    def scores(self) -> Scores:
        """The sum of the three contributions, shape (n,)."""
        scores: Scores = self.fused.scores + self.contribution
        return scores

    @property
    def order(self) -> Rows:
        """Positions of the rows, best first."""
        return np.lexsort((self.fused.rows, -self.scores))


def rerank(
    generation: Generation,
    question: EncodedQuestion,
    fused: FusedScores,
    leading: Rows,
    others: Rows | None = None,
) -> Reranked:
    """Compare some of the fused rows with the question token by token.

    The rows that are not compared get the lowest contribution of those that are: they were below
    them in the fused order, and so stay below in the sum.

    Args:
        generation: Where the rows are.
        question: The question.
        fused: What the retrievers make of the rows.
        leading: Positions of the first in the fused order; the late interaction's mean and
            deviation are taken over them.
        others: Positions of more rows to compare.
    """
    compared = leading if others is None else np.union1d(leading, others)
    matches = _token_matches(generation, question, fused.rows, compared.tolist())
    scores = np.full(len(fused.rows), np.nan)
    scores[compared] = [late_interaction_score(matches[i].similarities) for i in compared.tolist()]
    languages = generation.language_numbers[fused.rows]
    means = language_means(
        scores[leading],
        languages[leading],
        float(scores[leading].mean()),
        RERANKED_LANGUAGE_PRIOR,
        len(generation.rows_by_language),
    )
    above_mean = scores - means[languages]
    deviation = max(float(scores[leading].std()), LEAST_DIVISOR)
    standard = (above_mean - above_mean[leading].mean()) / deviation
    lowest = np.nanmin(standard)
    contribution = LATE_INTERACTION_WEIGHT * np.where(np.isnan(scores), lowest, standard)
    return Reranked(fused, scores, contribution, matches)


def _token_matches(
    generation: Generation, question: EncodedQuestion, rows: Rows, positions: Iterable[int]
) -> dict[int, TokenMatch]:
    """How the tokens of the rows at some positions match."""
    matches = {}
    with single_thread():
        for i in positions:
            tokens = generation.tokens(int(rows[i]))
            similarities = question.encoding.tokens.similarities(tokens)
            matches[i] = TokenMatch(similarities, tokens.remaining)
    return matches
