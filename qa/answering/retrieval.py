"""From a question to ranked hits: two legs over the whole corpus, fused, the best compared closely.

Each leg's score is standardised by its mean and deviation over all passages of the corpus for that
question, so that the two can be added; the weights favour the dense leg. The first of the fused
order are then compared with the question token by token.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa.answering.duplicates import distinct
from qa.corpus.analysis import GramHashes, gram_hashes
from qa.encoding.protocol import Encoder
from qa.encoding.tokens import TokenMatrix, TokenVectors
from qa.indexing.generation import Generation
from qa.indexing.late import late_score, token_similarities
from qa.indexing.lexical import inverse_document_frequencies
from qa.indexing.scoping import rows_in_scope
from qa.records import EVERYTHING, EmbeddingVector, Hit, Scope

DENSE_WEIGHT = 0.7
LEXICAL_WEIGHT = 0.3
# On the 1,537 questions of the Arabic development pool every dense weight from .6 to .8 gives the
# same nDCG@10 within .003.

FULL_WEIGHT_KNOWN_SHARE = 0.5
"""Below this share of known grams the lexical leg loses weight in proportion.

A question in another script than the documents shares only digits and a stray name with them, and
what it does share then decides: English questions on XQuAD's Arabic passages have nDCG@10 .791 with
the full weight and .885 with this, .887 without the leg. In one language nothing changes.
"""

CANDIDATES_PER_LEG = 100
"""Passages each leg puts forward; the fused order of the best ten is the same with 1,000."""

LATE_DEPTH = 30
"""Passages that are compared with the question token by token."""

LATE_WEIGHT = 1.0
"""Weight of the late interaction's standard score among those passages, beside the fused score."""

_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class TokenMatch:
    """How a hit's tokens match the question's.

    Attributes:
        similarities: Cosine of each question token and each of the hit's tokens, shape
            (n_question, n_tokens).
        remaining: Code points from the end of each token to the end of the passage.
    """

    similarities: npt.NDArray[np.float32]
    remaining: npt.NDArray[np.int32]


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
class Retrieval:
    """The hits for a question, with what later stages need to judge them.

    Attributes:
        question: The question.
        vector: Its embedding.
        hits: Best first.
        matches: Of the first `LATE_DEPTH` hits.
        grams: The question's grams.
    """

    question: str
    vector: EmbeddingVector
    hits: tuple[Hit, ...]
    matches: tuple[TokenMatch, ...]
    grams: QuestionGrams


def retrieve(
    generation: Generation,
    encoder: Encoder,
    question: str,
    top_k: int,
    *,
    scope: Scope = EVERYTHING,
    n_candidates: int = CANDIDATES_PER_LEG,
) -> Retrieval:
    """Find the passages nearest to a question.

    Args:
        generation: Where to look.
        encoder: The encoder the generation was built with.
        question: A prepared question.
        top_k: Most hits to return; the same text in several places is one.
        scope: Which passages may be found.
        n_candidates: Passages each leg puts forward at first; more where they are few texts.

    Raises:
        ScopeError: The scope names a language or a document that the index does not know.
    """
    within = rows_in_scope(generation, scope)
    encoding = encoder.encode_question(question)
    vector = encoding.vector
    grams = gram_hashes(question)
    question_grams = QuestionGrams.of(grams, generation)
    n_allowed = len(generation) if within is None else int(within.sum())
    if not n_allowed:
        return Retrieval(question, vector, (), (), question_grams)
    n_candidates = max(n_candidates, top_k)
    dense_rows, _ = generation.nearest(vector, n_candidates, within)
    lexical_weight = LEXICAL_WEIGHT * min(1.0, question_grams.known / FULL_WEIGHT_KNOWN_SHARE)
    lexical = generation.lexical_scores(grams)
    # A scope decides what is found, not what it scores: frequencies and moments stay those of the
    # whole corpus, which the confidence was fitted on, and a small scope has none worth the name.
    allowed = lexical if within is None else np.where(within, lexical, 0.0)
    rows = np.union1d(dense_rows, _best(allowed, n_candidates))
    cosines = generation.cosines(vector, rows)
    mean, deviation = generation.cosine_moments(vector)
    fused = DENSE_WEIGHT * (cosines - mean) / max(deviation, _TINY)
    fused += lexical_weight * (lexical[rows] - lexical.mean()) / max(float(lexical.std()), _TINY)
    close = np.lexsort((rows, -fused))[:LATE_DEPTH]
    matches = [_match(encoding.tokens, generation.tokens(int(rows[i]))) for i in close]
    late = np.full(len(rows), np.nan)
    late[close] = [late_score(match.similarities) for match in matches]
    scores = fused + LATE_WEIGHT * _standard(late)
    ranked = rows[order := np.lexsort((rows, -scores))]
    found = distinct((generation.passage(row) for row in ranked.tolist()), top_k)
    if len(found) < top_k and len(rows) < n_allowed:
        deeper = 4 * n_candidates
        return retrieve(generation, encoder, question, top_k, scope=scope, n_candidates=deeper)
    order = order[[one.position for one in found]]
    hits = tuple(
        Hit(
            passage=one.passage,
            score=float(scores[i]),
            rank=rank,
            dense=float(cosines[i]),
            lexical=float(lexical[rows[i]]),
            late=None if np.isnan(late[i]) else float(late[i]),
            duplicates=one.duplicates,
        )
        for rank, (i, one) in enumerate(zip(order.tolist(), found, strict=True), start=1)
    )
    match_of = dict(zip(close.tolist(), matches, strict=True))
    shown = tuple(match_of[i] for i in order.tolist() if i in match_of)
    return Retrieval(question, vector, hits, shown, question_grams)


def _match(question: TokenMatrix, tokens: TokenVectors) -> TokenMatch:
    return TokenMatch(token_similarities(question, tokens), tokens.remaining)


def _standard(late: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Standard scores of what was looked at; the rest get the lowest of them.

    The rest were below in the fused order, and so stay below in the sum.
    """
    looked_at = late[~np.isnan(late)]
    standard = (late - looked_at.mean()) / max(float(looked_at.std()), _TINY)
    filled: npt.NDArray[np.float64] = np.where(np.isnan(late), np.nanmin(standard), standard)
    return filled


def _best(scores: npt.NDArray[np.float64], top_k: int) -> npt.NDArray[np.int64]:
    """Rows of the highest positive scores, in no order."""
    positive = np.flatnonzero(scores > 0)
    if len(positive) <= top_k:
        return positive
    # Ties at the edge are settled by row, so that the choice does not depend on the sort.
    order = np.lexsort((positive, -scores[positive]))
    return positive[order[:top_k]]
