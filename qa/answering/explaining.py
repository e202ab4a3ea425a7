"""Why each cited passage was found. Computed for those who ask, from what the retrieval kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from qa.answering.reranking import TokenMatch
from qa.answering.retrieval import Contributions, Retrieval
from qa.answering.terms import matched_words
from qa.explanations import Explanation, MatchedToken, StageScore
from qa.indexing.generation import Generation
from qa.indexing.lexical import Scores
from qa.indexing.scoping import mask_of_scope
from qa.records import EVERYTHING, Citation, Hit, Passage, Scope, Span


def explain_citations(
    generation: Generation,
    retrieval: Retrieval,
    citations: Sequence[Citation],
    scope: Scope = EVERYTHING,
) -> tuple[Citation, ...]:
    """The citations of the first hits, each with the reasons why it was found.

    Args:
        generation: Where they were found.
        retrieval: The hits.
        citations: Of the first hits, in order.
        scope: Where they were looked for; ranks are among its passages.
    """
    within = mask_of_scope(generation, scope)
    rows = np.flatnonzero(within)
    cosines = generation.cosines(retrieval.vector, rows)
    lexical = retrieval.encoded.lexical_scores
    explained = []
    for i, citation in enumerate(citations):
        hit, contributions = citation.hit, retrieval.contributions[i]
        position = int(np.searchsorted(rows, generation.row(hit.passage)))
        stages = [
            StageScore(
                stage="dense",
                score=hit.dense,
                rank=_rank(cosines, float(cosines[position])),
                contribution=contributions.dense,
            ),
            _lexical_stage(hit, lexical.n_above(hit.lexical, within), contributions),
            _late_interaction_stage(hit, retrieval.late_interaction, contributions),
            *_reader_stage(retrieval, i, contributions),
        ]
        words = matched_words(hit.passage, retrieval.question, retrieval.grams)
        tokens: tuple[MatchedToken, ...] = ()
        if i < len(retrieval.matches):
            tokens = _matched_tokens(generation, retrieval, hit.passage, retrieval.matches[i])
        explained.append(
            replace(citation, explanation=Explanation(tuple(stages), tuple(words), tokens))
        )
    return tuple(explained)


def _lexical_stage(hit: Hit, n_above: int, contributions: Contributions) -> StageScore:
    rank = 1 + n_above if hit.lexical > 0 else None
    return StageScore("lexical", hit.lexical, rank, contributions.lexical)


def _late_interaction_stage(hit: Hit, scores: Scores, contributions: Contributions) -> StageScore:
    score = hit.late_interaction
    rank = None if score is None else _rank(scores, score)
    return StageScore("late_interaction", score, rank, contributions.late_interaction)


def _reader_stage(
    retrieval: Retrieval, number: int, contributions: Contributions
) -> Iterator[StageScore]:
    """What the reader says of a hit, where any were read."""
    if not retrieval.readings:
        return
    score = rank = None
    if number < len(retrieval.readings):
        scores = np.array([reading.answers for reading in retrieval.readings])
        score = retrieval.readings[number].answers
        rank = _rank(scores, score)
    yield StageScore("reader", score, rank, contributions.reader)


def _rank(scores: Scores, score: float) -> int:
    return 1 + int((scores > score).sum())


def _matched_tokens(
    generation: Generation, retrieval: Retrieval, passage: Passage, match: TokenMatch
) -> tuple[MatchedToken, ...]:
    """Each token of the question with the passage's nearest one."""
    question = retrieval.question
    similarities = match.similarities
    if not similarities.size:
        return ()
    # What was encoded: the end of it is the passage.
    split = generation.split_document(passage.document.path)
    encoded = split.encoded_texts()[passage.ordinal]
    spans = token_spans(encoded, match.remaining)
    question_spans = token_spans(question, retrieval.encoded.encoding.remaining)
    shift = passage.end - len(encoded)
    tokens = []
    for i, j in enumerate(similarities.argmax(axis=1).tolist()):
        asked, found = question_spans[i], spans[j]
        inside = found.start + shift >= passage.start
        tokens.append(
            MatchedToken(
                asked=question[asked.start : asked.end],
                found=encoded[found.start : found.end],
                start=found.start + shift if inside else None,
                end=found.end + shift if inside else None,
                cosine=float(similarities[i, j]),
            )
        )
    return tuple(tokens)


def token_spans(text: str, remaining: npt.NDArray[np.int32]) -> list[Span]:
    """Where each token stands in its text, without the white space before it.

    A token begins where the one before it ends. Several of one character (ﷺ is four words to the
    model) stand at the same place, and one of white space alone, which only says that a word
    begins, at the token after it.

    Args:
        text: What was encoded.
        remaining: Code points from the end of each token to the end of the text.
    """
    ends = np.maximum.accumulate(len(text) - remaining).tolist()
    starts = [0] * len(ends)
    for i, (before, end) in enumerate(pairwise(ends), start=1):
        starts[i] = before if end > before else starts[i - 1]
    spans: list[Span] = []
    for start, end in reversed([*zip(starts, ends, strict=True)]):
        written = text[start:end].strip()
        if written or not spans:
            first = start + text[start:end].index(written)
            spans.append(Span(first, first + len(written)))
        else:
            spans.append(spans[-1])
    return spans[::-1]
