"""Fusion of the two retrievers, dense and lexical: what each adds to a passage's score.

Each retriever's score is standardised for the question, so that the two can be added: by the mean
of the passages of the same language, and the deviation of all of the corpus. For every score is
higher in the question's own language, whatever a passage is about, and what tells is how far it
stands out among its like.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from qa.answering.encoded_question import LEAST_DIVISOR, EncodedQuestion
from qa.indexing.dense import Rows
from qa.indexing.generation import Generation
from qa.indexing.lexical import Scores

DENSE_WEIGHT = 0.5
LEXICAL_WEIGHT = 0.3
"""Weights of the standard scores.

On seven development sets (the Arabic pool, XQuAD in and between Arabic and English, TyDi QA) every
dense weight from .35 to .6 gives the same nDCG@10 within .004 (see `LATE_INTERACTION_WEIGHT`).
"""

EXACT_WEIGHT = 6.0
"""What a passage gains that has the number, the day or the identifier asked about.

More than late interaction can take from it: to the encoder one number is like another.
"""

FULL_WEIGHT_KNOWN_SHARE = 0.5
"""Below this share of known grams the lexical retriever loses weight in proportion.

A question in another script than the documents shares only digits and a stray name with them, and
what it does share then decides: English questions on XQuAD's Arabic passages have nDCG@10 .791 with
the full weight and .885 with this, .887 without the retriever. In one language nothing changes.
"""

LANGUAGE_PRIOR = 10
"""Passages of the whole corpus that a language's mean counts besides its own: it may have few."""

# `benchmarks/language_balance.py`: where the answer is only in the other language, R@1 is .56 and
# .65 with this and its like in `reranking`, and .25 and .27 without; in the question's own .97 and
# .99 (.97 and 1.00).


@dataclass(frozen=True, slots=True)
class FusedScores:
    """Some rows, what each retriever scores them, and what that adds to their score.

    Attributes:
        rows: The rows, shape (n,).
        dense: Cosine of question and passage, shape (n,).
        lexical: BM25, shape (n,).
        dense_contribution: What the cosine adds to the score, shape (n,).
        lexical_contribution: What BM25 adds to it, shape (n,).
    """

    rows: Rows
    dense: Scores
    lexical: Scores
    dense_contribution: Scores
    lexical_contribution: Scores

    @property
    def scores(self) -> Scores:
        """The sum of both contributions, shape (n,)."""
        scores: Scores = self.dense_contribution + self.lexical_contribution
        return scores

    @property
    def order(self) -> Rows:
        """Positions in `rows`, best first."""
        return np.lexsort((self.rows, -self.scores))


def fuse_scores(generation: Generation, question: EncodedQuestion, rows: Rows) -> FusedScores:
    """Score some rows by both retrievers, and add the two.

    A scope decides what is found, not what it scores: frequencies and moments stay those of the
    whole corpus, which the confidence was fitted on, and a small scope has none worth the name.

    Args:
        generation: Where the rows are.
        question: The question.
        rows: The rows.
    """
    languages = generation.language_numbers[rows]
    cosines = generation.cosines(question.encoding.vector, rows)
    dense = _standard_cosines(generation, question, cosines, languages)
    lexical = _standard_lexical_scores(generation, question, rows, languages)
    full_weight = LEXICAL_WEIGHT * min(1.0, question.grams.known / FULL_WEIGHT_KNOWN_SHARE)
    shares = _lexical_shares(question)[languages]
    lexical_weights = full_weight * shares
    # What the lexical retriever cannot tell of a language, the dense one takes over.
    scale = (DENSE_WEIGHT + full_weight) / (DENSE_WEIGHT + lexical_weights)
    exact = EXACT_WEIGHT * _share_of_exact_values(generation, question, rows)
    return FusedScores(
        rows=rows,
        dense=cosines,
        lexical=question.lexical_scores.of(rows),
        dense_contribution=scale * DENSE_WEIGHT * dense,
        lexical_contribution=scale * lexical_weights * lexical + exact,
    )


def _share_of_exact_values(generation: Generation, question: EncodedQuestion, rows: Rows) -> Scores:
    """Share of the values that name one thing alone which each row has: 0 to 1, shape (n,)."""
    if not len(question.exact):
        return np.zeros(len(rows))
    shares: Scores = generation.having(question.exact, rows) / len(question.exact)
    return shares


def language_means(
    scores: Scores, languages: Rows, mean: float, prior: int, n_languages: int
) -> Scores:
    """The mean score of each language, drawn to the mean of all, shape (n_languages,).

    Args:
        scores: Some scores, shape (n,).
        languages: Number of each one's language, shape (n,).
        mean: What the means are drawn to.
        prior: How many scores that one counts as.
        n_languages: Languages in all.
    """
    counts = np.bincount(languages, minlength=n_languages)
    sums = np.bincount(languages, scores, n_languages).astype(np.float64)
    return _drawn_means(sums, counts, mean, prior)


def _drawn_means(
    sums: npt.NDArray[np.floating[Any]],
    counts: npt.NDArray[np.integer[Any]],
    mean: float,
    prior: int,
) -> Scores:
    means: Scores = (sums + prior * mean) / (counts + prior)
    return means


def _standard_cosines(
    generation: Generation, question: EncodedQuestion, cosines: Scores, languages: Rows
) -> Scores:
    """How far each cosine stands out among its language's, in the corpus's deviations."""
    mean, deviation = generation.cosine_moments(question.encoding.vector)
    means = _mean_cosines(generation, question, mean)
    standard: Scores = (cosines - means[languages]) / max(deviation, LEAST_DIVISOR)
    return standard


def _mean_cosines(generation: Generation, question: EncodedQuestion, mean: float) -> Scores:
    """The mean cosine of each language, given that of the corpus, shape (n_languages,)."""
    if len(generation.rows_by_language) == 1:
        return np.array([mean])
    counts, sums = generation.sampled_vectors
    return _drawn_means(sums @ question.encoding.vector, counts, mean, LANGUAGE_PRIOR)


def _standard_lexical_scores(
    generation: Generation, question: EncodedQuestion, rows: Rows, languages: Rows
) -> Scores:
    """How far each row's BM25 stands out among its language's, in the corpus's deviations."""
    scores = question.lexical_scores
    counts = np.array([len(own) for own in generation.rows_by_language])
    means = _drawn_means(scores.totals, counts, scores.mean, LANGUAGE_PRIOR)
    deviation = max(scores.deviation, LEAST_DIVISOR)
    standard: Scores = (scores.of(rows) - means[languages]) / deviation
    return standard


def _lexical_shares(question: EncodedQuestion) -> Scores:
    """The highest BM25 in each language, against the highest of all: 0 to 1, (n_languages,)."""
    highest = question.lexical_scores.highest
    shares: Scores = highest / max(float(highest.max()), LEAST_DIVISOR)
    return shares
