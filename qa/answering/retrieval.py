"""From a question to ranked hits: candidates of both retrievers, fused, the best re-ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from qa.answering.duplicates import Distinct, distinct
from qa.answering.encoded_question import EncodedQuestion, QuestionGrams
from qa.answering.fusion import fuse_scores
from qa.answering.reranking import RERANKED_HITS, Reranked, TokenMatch, rerank
from qa.encoding.protocol import Encoder
from qa.indexing.dense import RowMask, Rows
from qa.indexing.generation import Generation
from qa.indexing.lexical import Scores
from qa.indexing.scoping import rows_in_scope
from qa.reader.reader import Reading
from qa.records import EVERYTHING, Hit, Scope
from qa.vectors import EmbeddingVector

CANDIDATES_PER_RETRIEVER = 100
"""Candidates of each retriever; the fused order of the best ten is the same with 1,000."""


@dataclass(frozen=True, slots=True)
class Contributions:
    """What a hit's score is the sum of."""

    dense: float
    lexical: float
    late_interaction: float
    reader: float = 0.0


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The hits for a question, with what later stages need to judge them.

    Attributes:
        encoded: The question as the retrievers see it.
        hits: Best first.
        matches: How the tokens match, of the first `RERANKED_HITS` hits.
        contributions: Of each hit.
        late_interaction: Scores of all passages that were compared, in no order.
        readings: What the reader says of the first hits; () where none were read.
    """

    encoded: EncodedQuestion
    hits: tuple[Hit, ...] = ()
    matches: tuple[TokenMatch, ...] = ()
    contributions: tuple[Contributions, ...] = ()
    late_interaction: Scores = field(default_factory=lambda: np.empty(0))
    readings: tuple[Reading, ...] = ()

    @classmethod
    def of(
        cls, encoded: EncodedQuestion, reranked: Reranked, ranking: Rows, found: Sequence[Distinct]
    ) -> Retrieval:
        """Make hits of what was found.

        Args:
            encoded: The question.
            reranked: The rows among which it was found.
            ranking: Their positions, best first.
            found: What is shown of the ranking.
        """
        scores = reranked.scores
        late_interaction = reranked.late_interaction
        positions = ranking[[one.position for one in found]].tolist()
        return cls(
            encoded=encoded,
            hits=tuple(
                _hit(reranked, i, float(scores[i]), rank, one)
                for rank, (i, one) in enumerate(zip(positions, found, strict=True), start=1)
            ),
            matches=tuple(reranked.matches[i] for i in positions if i in reranked.matches),
            contributions=tuple(_contributions(reranked, i) for i in positions),
            late_interaction=late_interaction[~np.isnan(late_interaction)],
        )

    @property
    def question(self) -> str:
        """The question."""
        return self.encoded.text

    @property
    def vector(self) -> EmbeddingVector:
        """Its embedding."""
        return self.encoded.encoding.vector

    @property
    def grams(self) -> QuestionGrams:
        """Its grams."""
        return self.encoded.grams


def _hit(reranked: Reranked, position: int, score: float, rank: int, found: Distinct) -> Hit:
    late_interaction = float(reranked.late_interaction[position])
    return Hit(
        passage=found.passage,
        score=score,
        rank=rank,
        dense=float(reranked.fused.dense[position]),
        lexical=float(reranked.fused.lexical[position]),
        late_interaction=None if np.isnan(late_interaction) else late_interaction,
        duplicates=found.duplicates,
    )


def _contributions(reranked: Reranked, position: int) -> Contributions:
    return Contributions(
        dense=float(reranked.fused.dense_contribution[position]),
        lexical=float(reranked.fused.lexical_contribution[position]),
        late_interaction=float(reranked.contribution[position]),
    )


def retrieve(
    generation: Generation,
    encoder: Encoder,
    question: str,
    top_k: int,
    *,
    scope: Scope = EVERYTHING,
    n_candidates: int = CANDIDATES_PER_RETRIEVER,
) -> Retrieval:
    """Find the passages nearest to a question.

    Args:
        generation: Where to look.
        encoder: The encoder the generation was built with.
        question: A prepared question.
        top_k: Most hits to return; the same text in several places is one.
        scope: Which passages may be found.
        n_candidates: Candidates of each retriever at first; more where they are few texts.

    Raises:
        ScopeError: The scope names a language or a document that the index does not know.
    """
    within = rows_in_scope(generation, scope)
    encoded = EncodedQuestion.of(question, generation, encoder)
    return find_hits(generation, encoded, top_k, within=within, n_candidates=n_candidates)


def find_hits(
    generation: Generation,
    encoded: EncodedQuestion,
    top_k: int,
    *,
    within: RowMask | None = None,
    n_candidates: int = CANDIDATES_PER_RETRIEVER,
) -> Retrieval:
    """Find the passages nearest to a question that is encoded already.

    Args:
        generation: Where to look.
        encoded: The question, weighed in that generation.
        top_k: Most hits to return; the same text in several places is one.
        within: Which rows may be found, shape (n,); None for all.
        n_candidates: Candidates of each retriever at first; more where they are few texts.
    """
    n_allowed = len(generation) if within is None else int(within.sum())
    if not n_allowed:
        return Retrieval(encoded)
    n_candidates = max(n_candidates, top_k)
    while True:
        rows = _candidates(generation, encoded, n_candidates, within)
        fused = fuse_scores(generation, encoded, rows)
        reranked = rerank(generation, encoded, fused, fused.order[:RERANKED_HITS])
        ranking = reranked.order
        found = distinct(generation, rows[ranking], top_k)
        if len(found) == top_k or len(rows) == n_allowed:
            return Retrieval.of(encoded, reranked, ranking, found)
        n_candidates *= 4


def _candidates(
    generation: Generation, encoded: EncodedQuestion, n_candidates: int, within: RowMask | None
) -> Rows:
    """The rows that either retriever finds, rising: both look at the same time."""
    # Of each language as many: the nearest of all may be in the question's own alone.
    begun = [
        generation.begin_nearest(encoded.encoding.vector, n_candidates, allowed)
        for allowed in _masks_by_language(generation, within)
        if allowed is None or allowed.any()
    ]
    candidates = [encoded.lexical_scores.best(n_candidates, within)]
    candidates += [nearest()[0] for nearest in begun]
    return np.unique(np.concatenate(candidates))


def _masks_by_language(generation: Generation, within: RowMask | None) -> list[RowMask | None]:
    """Which rows of each language may be found; None for all rows."""
    if len(generation.rows_by_language) == 1:
        return [within]
    masks = generation.masks_by_language
    return [mask if within is None else mask & within for mask in masks]
