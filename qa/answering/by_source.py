"""What does each document say? The best passage of every one, the best document first."""

from __future__ import annotations

import numpy as np

from qa.answering.composing import cite
from qa.answering.duplicates import Distinct
from qa.answering.encoded_question import EncodedQuestion
from qa.answering.fusion import fuse_scores
from qa.answering.reading import hits_to_find, read_hits
from qa.answering.reranking import RERANKED_HITS, rerank
from qa.answering.retrieval import Retrieval
from qa.encoding.protocol import Encoder
from qa.indexing.dense import Rows
from qa.indexing.generation import Generation
from qa.indexing.scoping import mask_of_scope
from qa.reader.reader import Reader
from qa.records import EVERYTHING, Citation, Scope
from qa.understanding.question import prepare_question


def cite_sources(
    generation: Generation,
    encoder: Encoder,
    question: str,
    limit: int,
    *,
    reader: Reader | None = None,
    scope: Scope = EVERYTHING,
) -> tuple[Citation, ...]:
    """Cite the best passage of each document, the best document first, at most `limit` of them.

    The sentence nearest to the question is marked in each that was compared token by token;
    whether it answers is not judged. The `reader` reads the first, where one is given.

    Raises:
        QuestionError: The question cannot be searched for.
        ScopeError: The scope names a language or a document that the index does not know.
    """
    n_hits = hits_to_find(limit, reader)
    retrieval = best_of_each(generation, encoder, prepare_question(question), n_hits, scope=scope)
    return cite(read_hits(generation, reader, retrieval), limit)


def best_of_each(
    generation: Generation,
    encoder: Encoder,
    question: str,
    limit: int,
    *,
    scope: Scope = EVERYTHING,
) -> Retrieval:
    """Find the best passage of each document, looking at every passage of the scope.

    Compared token by token are the passages that a search would compare, and the best of each of
    the first `RERANKED_HITS` documents: so a long document cannot keep the others from being looked
    at, and those that a search compares too have its scores, and stand in its order.
    A text that two documents have is a hit of both.
    """
    rows = np.flatnonzero(mask_of_scope(generation, scope))
    encoded = EncodedQuestion.of(question, generation, encoder)
    if not len(rows):
        return Retrieval(encoded)
    documents = generation.document_numbers[rows]
    fused = fuse_scores(generation, encoded, rows)
    order = fused.order
    best_of_documents = order[_first_of_each(documents[order])]
    reranked = rerank(
        generation, encoded, fused, order[:RERANKED_HITS], best_of_documents[:RERANKED_HITS]
    )
    ranking = reranked.order
    firsts = _first_of_each(documents[ranking])[:limit].tolist()
    found = [Distinct(i, generation.passage(int(rows[ranking[i]])), ()) for i in firsts]
    return Retrieval.of(encoded, reranked, ranking, found)


def _first_of_each(documents: Rows) -> Rows:
    """Where each document stands first in a ranking, rising."""
    _, firsts = np.unique(documents, return_index=True)
    return np.sort(firsts)
