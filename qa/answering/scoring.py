"""What both legs, and then the tokens, make of passages: scores, and what each adds to the sum.

Each leg's score is standardised for that question, so that the two can be added: by the mean of the
passages of the same language, and the deviation of all of the corpus. For every score is higher in
the question's own language, whatever a passage is about, and what tells is how far it stands out
among its like. The first of the fused order are then compared with the question token by token.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from qa.corpus.analysis import GramHashes, gram_hashes
from qa.encoding.protocol import Encoder
from qa.encoding.tokens import QuestionEncoding
from qa.indexing.dense import Rows
from qa.indexing.generation import Generation
from qa.indexing.late import late_score, token_similarities
from qa.indexing.lexical import Scores, inverse_document_frequencies

DENSE_WEIGHT = 0.5
LEXICAL_WEIGHT = 0.3
LATE_WEIGHT = 1.5
"""Weight of the late interaction's standard score among the passages compared.

On seven development sets (the Arabic pool, XQuAD in and between Arabic and English, TyDi QA) every
dense weight from .35 to .6 and late weight from 1 to 1.5 give the same nDCG@10 within .004; more
weight on the tokens is better between languages.
"""

FULL_WEIGHT_KNOWN_SHARE = 0.5
"""Below this share of known grams the lexical leg loses weight in proportion.

A question in another script than the documents shares only digits and a stray name with them, and
what it does share then decides: English questions on XQuAD's Arabic passages have nDCG@10 .791 with
the full weight and .885 with this, .887 without the leg. In one language nothing changes.
"""

LATE_DEPTH = 30
"""Passages that are compared with the question token by token."""

LANGUAGE_PRIOR = 10
"""Passages of the whole corpus that a language's mean counts besides its own: it may have few."""

LATE_LANGUAGE_PRIOR = 2
"""The same among the passages compared token by token, which are few."""

# `benchmarks/language_balance.py`: where the answer is only in the other language, R@1 is .56 and
# .65 with these and .25 and .27 without; in the question's own .97 and .99 (.97 and 1.00).

LANGUAGE_SAMPLE = 2_000
"""Passages of a language whose cosines its mean is taken over, evenly spread."""

_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class QuestionGrams:
    """The distinct grams of a question and how much each tells.

    Attributes:
        hashes: The grams, in rising order, shape (n,).
        weights: Inverse document frequency of each in the corpus, shape (n,).
        held: Whether the corpus has each at all, shape (n,).
        known: Share of the grams, by weight, that it has: 0 to 1.
    """

    hashes: GramHashes
    weights: npt.NDArray[np.float64]
    held: npt.NDArray[np.bool_]
    known: float

    @classmethod
    def of(cls, grams: GramHashes, generation: Generation) -> QuestionGrams:
        """Weigh the grams of a question, repeats included."""
        hashes = np.unique(grams)
        frequencies = generation.document_frequencies(hashes)
        weights = inverse_document_frequencies(frequencies, len(generation))
        held = frequencies > 0
        known = float(weights[held].sum()) / max(float(weights.sum()), _TINY)
        return cls(hashes, weights, held, known)

    def covered_by(self, text: str) -> float:
        """Share of the grams, by weight, that a text has: 0 to 1."""
        found = self.weights[np.isin(self.hashes, gram_hashes(text))]
        return float(found.sum()) / (float(self.weights.sum()) or 1.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as both legs see it: encoded once, however deep is searched.

    Attributes:
        question: A prepared question.
        encoding: Its vectors.
        grams: Its grams.
        lexical: BM25 of every row for them.
    """

    question: str
    encoding: QuestionEncoding
    grams: QuestionGrams
    lexical: Scores

    @classmethod
    def of(cls, question: str, generation: Generation, encoder: Encoder) -> Asked:
        """Encode a question, and weigh its grams."""
        grams = gram_hashes(question)
        return cls(
            question,
            encoder.encode_question(question),
            QuestionGrams.of(grams, generation),
            generation.lexical_scores(grams),
        )


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
class LegScores:
    """Some rows, what each leg makes of them, and what it adds to their score.

    Attributes:
        rows: The rows, shape (n,).
        dense: Cosine of question and passage.
        lexical: BM25.
        dense_part: What the first adds.
        lexical_part: What the second adds.
    """

    rows: Rows
    dense: Scores
    lexical: Scores
    dense_part: Scores
    lexical_part: Scores

    @property
    def fused(self) -> Scores:
        """The sum of both parts."""
        fused: Scores = self.dense_part + self.lexical_part
        return fused

    @property
    def order(self) -> Rows:
        """Positions of the rows, best first."""
        return np.lexsort((self.rows, -self.fused))


@dataclass(frozen=True, slots=True)
class Compared:
    """The same rows, the best of them compared with the question token by token.

    Attributes:
        legs: What both legs make of them.
        late: Late interaction score; nan of a row that was not compared.
        late_part: What it adds to the score.
        matches: How the tokens match, by the position of the row.
    """

    legs: LegScores
    late: Scores
    late_part: Scores
    matches: Mapping[int, TokenMatch]

    @property
    def scores(self) -> Scores:
        """The sum of the three parts."""
        scores: Scores = self.legs.fused + self.late_part
        return scores

    @property
    def order(self) -> Rows:
        """Positions of the rows, best first."""
        return np.lexsort((self.legs.rows, -self.scores))


def score_legs(generation: Generation, asked: Asked, rows: Rows) -> LegScores:
    """Score some rows by both legs."""
    # A scope decides what is found, not what it scores: frequencies and moments stay those of the
    # whole corpus, which the confidence was fitted on, and a small scope has none worth the name.
    languages, vector, every = generation.language_numbers, asked.encoding.vector, asked.lexical
    own = languages[rows]
    cosines = generation.cosines(vector, rows)
    mean, deviation = generation.cosine_moments(vector)
    usual = _usual_cosines(generation, asked, languages, mean)
    dense = (cosines - usual[own]) / max(deviation, _TINY)
    usual = _means(every, languages, float(every.mean()), LANGUAGE_PRIOR, int(languages.max()) + 1)
    lexical = (every[rows] - usual[own]) / max(float(every.std()), _TINY)
    # What the lexical leg cannot tell of a language, the dense leg tells alone.
    full = LEXICAL_WEIGHT * min(1.0, asked.grams.known / FULL_WEIGHT_KNOWN_SHARE)
    highest = np.array([every[languages == number].max() for number in range(len(usual))])
    weight = full * (highest / max(float(highest.max()), _TINY))[own]
    shared = (DENSE_WEIGHT + full) / (DENSE_WEIGHT + weight)
    return LegScores(
        rows, cosines, every[rows], shared * DENSE_WEIGHT * dense, shared * weight * lexical
    )


def _usual_cosines(generation: Generation, asked: Asked, languages: Rows, mean: float) -> Scores:
    """The mean cosine of each language, given that of the corpus, shape (n_languages,)."""
    n_languages = int(languages.max()) + 1
    if n_languages == 1:
        return np.array([mean])
    rows = [np.flatnonzero(languages == number) for number in range(n_languages)]
    sample = np.concatenate([own[:: -(-len(own) // LANGUAGE_SAMPLE)] for own in rows])
    cosines = generation.cosines(asked.encoding.vector, sample)
    return _means(cosines, languages[sample], mean, LANGUAGE_PRIOR, n_languages)


def _means(scores: Scores, languages: Rows, mean: float, prior: int, n_languages: int) -> Scores:
    """The mean score of each language, drawn to the mean of all, shape (n_languages,)."""
    counts = np.bincount(languages, minlength=n_languages)
    sums = np.bincount(languages, scores, minlength=n_languages)
    means: Scores = (sums + prior * mean) / (counts + prior)
    return means


def compare_tokens(
    generation: Generation, asked: Asked, legs: LegScores, leading: Rows, others: Rows | None = None
) -> Compared:
    """Compare some of the scored rows with the question token by token.

    The rows that are not compared get the lowest part of those that are: they were below them in
    the fused order, and so stay below in the sum.

    Args:
        generation: Where the rows are.
        asked: The question.
        legs: What both legs make of the rows.
        leading: Positions of the first in the fused order; the late interaction's mean and
            deviation are taken over them.
        others: Positions of more rows to compare.
    """
    close = leading if others is None else np.union1d(leading, others)
    matches = _matches(generation, asked, legs.rows, close.tolist())
    late = np.full(len(legs.rows), np.nan)
    late[close] = [late_score(matches[i].similarities) for i in close.tolist()]
    languages = generation.language_numbers
    own, mean = languages[legs.rows], float(late[leading].mean())
    usual = _means(late[leading], own[leading], mean, LATE_LANGUAGE_PRIOR, int(languages.max()) + 1)
    standing = late - usual[own]
    standard = (standing - standing[leading].mean()) / max(float(late[leading].std()), _TINY)
    part = LATE_WEIGHT * np.where(np.isnan(late), np.nanmin(standard), standard)
    return Compared(legs, late, part, matches)


_MATCHING = threading.Lock()  # what one thread restores is what it found, and not another's limit


def _matches(
    generation: Generation, asked: Asked, rows: Rows, positions: Iterable[int]
) -> dict[int, TokenMatch]:
    """How the tokens of the rows at some positions match.

    In one thread: these products are too small to share out, and on a busy machine the threads of
    OpenBLAS wait for each other at every one of them (93 ms a question instead of 13).
    """
    matches = {}
    with _MATCHING, _thread_pools().limit(limits=1, user_api="blas"):
        for i in positions:
            tokens = generation.tokens(int(rows[i]))
            similarities = token_similarities(asked.encoding.tokens, tokens)
            matches[i] = TokenMatch(similarities, tokens.remaining)
    return matches


@cache
def _thread_pools() -> ThreadpoolController:
    return ThreadpoolController()
