"""From a question to ranked hits: candidates of both legs, fused, the best compared closely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from qa.answering.duplicates import Distinct, distinct
from qa.answering.scoring import (
    LATE_DEPTH,
    Asked,
    Compared,
    QuestionGrams,
    TokenMatch,
    compare_tokens,
    score_legs,
)
from qa.encoding.protocol import Encoder
from qa.indexing.dense import RowMask, Rows
from qa.indexing.generation import Generation
from qa.indexing.lexical import Scores
from qa.indexing.scoping import rows_in_scope
from qa.records import EVERYTHING, EmbeddingVector, Hit, Scope

CANDIDATES_PER_LEG = 100
"""Passages each leg puts forward; the fused order of the best ten is the same with 1,000."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The hits for a question, with what later stages need to judge them.

    Attributes:
        asked: The question as both legs see it.
        hits: Best first.
        matches: Of the first `LATE_DEPTH` hits.
        parts: What the dense leg, the lexical leg and late interaction add to each hit's score.
        late: Late interaction scores of all passages that were compared, in no order.
    """

    asked: Asked
    hits: tuple[Hit, ...] = ()
    matches: tuple[TokenMatch, ...] = ()
    parts: tuple[tuple[float, float, float], ...] = ()
    late: Scores = field(default_factory=lambda: np.empty(0))

    @classmethod
    def of(
        cls, asked: Asked, compared: Compared, ranking: Rows, found: Sequence[Distinct]
    ) -> Retrieval:
        """Make hits of what was found.

        Args:
            asked: The question.
            compared: The rows among which it was found.
            ranking: Their positions, best first.
            found: What is shown of the ranking.
        """
        legs, late, scores = compared.legs, compared.late, compared.scores
        positions = ranking[[one.position for one in found]].tolist()
        hits = tuple(
            Hit(
                passage=one.passage,
                score=float(scores[i]),
                rank=rank,
                dense=float(legs.dense[i]),
                lexical=float(legs.lexical[i]),
                late=None if np.isnan(late[i]) else float(late[i]),
                duplicates=one.duplicates,
            )
            for rank, (i, one) in enumerate(zip(positions, found, strict=True), start=1)
        )
        matches = tuple(compared.matches[i] for i in positions if i in compared.matches)
        legs_parts = (legs.dense_part, legs.lexical_part, compared.late_part)
        parts = np.stack(legs_parts, axis=1)[positions]
        return cls(asked, hits, matches, tuple(map(tuple, parts.tolist())), late[~np.isnan(late)])

    @property
    def question(self) -> str:
        """The question."""
        return self.asked.question

    @property
    def vector(self) -> EmbeddingVector:
        """Its embedding."""
        return self.asked.encoding.vector

    @property
    def grams(self) -> QuestionGrams:
        """Its grams."""
        return self.asked.grams


def retrieve(
    generation: Generation,
    encoder: Encoder,
    question: str,
    top_k: int,
    *,
    scope: Scope = EVERYTHING,
    within: RowMask | None = None,
    n_candidates: int = CANDIDATES_PER_LEG,
) -> Retrieval:
    """Find the passages nearest to a question.

    Args:
        generation: Where to look.
        encoder: The encoder the generation was built with.
        question: A prepared question.
        top_k: Most hits to return; the same text in several places is one.
        scope: Which passages may be found.
        within: The same as a mask of rows, instead of a scope.
        n_candidates: Passages each leg puts forward at first; more where they are few texts.

    Raises:
        ScopeError: The scope names a language or a document that the index does not know.
    """
    within = rows_in_scope(generation, scope) if within is None else within
    asked = Asked.of(question, generation, encoder)
    n_allowed = len(generation) if within is None else int(within.sum())
    if not n_allowed:
        return Retrieval(asked)
    n_candidates = max(n_candidates, top_k)
    while True:
        rows = _candidates(generation, asked, n_candidates, within)
        legs = score_legs(generation, asked, rows)
        compared = compare_tokens(generation, asked, legs, legs.order[:LATE_DEPTH])
        ranking = compared.order
        found = distinct((generation.passage(row) for row in rows[ranking].tolist()), top_k)
        if len(found) == top_k or len(rows) == n_allowed:
            return Retrieval.of(asked, compared, ranking, found)
        n_candidates *= 4


def _candidates(
    generation: Generation, asked: Asked, n_candidates: int, within: RowMask | None
) -> Rows:
    """The rows that either leg puts forward, rising."""
    lexical = asked.lexical if within is None else np.where(within, asked.lexical, 0.0)
    put_forward = [_best(lexical, n_candidates)]
    # Of each language as many: the nearest of all may be in the question's own alone.
    languages = generation.language_numbers
    for number in range(n_languages := int(languages.max()) + 1):
        allowed = within
        if n_languages > 1:
            own = languages == number
            allowed = own if within is None else own & within
        if allowed is None or allowed.any():
            put_forward.append(generation.nearest(asked.encoding.vector, n_candidates, allowed)[0])
    return np.unique(np.concatenate(put_forward))


def _best(scores: Scores, top_k: int) -> Rows:
    """Rows of the highest positive scores, in no order."""
    positive = np.flatnonzero(scores > 0)
    if len(positive) <= top_k:
        return positive
    # Ties at the edge are settled by row, so that the choice does not depend on the sort.
    order = np.lexsort((positive, -scores[positive]))
    return positive[order[:top_k]]
