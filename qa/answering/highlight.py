"""Which sentence of a passage answers: the one whose tokens and grams match the question's best."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from qa.answering.retrieval import TokenMatch
from qa.corpus.analysis import GramHashes, gram_hashes
from qa.corpus.sentences import sentence_spans
from qa.records import Hit, Span

LEXICAL_WEIGHT = 0.2
"""Weight of the covered share of the question's grams, against the late interaction score."""

Weigh = Callable[[GramHashes], npt.NDArray[np.float64]]


def mark_answers(
    hits: Sequence[Hit],
    matches: Sequence[TokenMatch],
    question: str,
    inverse_frequencies: Weigh,
) -> list[tuple[Span, ...]]:
    """For each hit, the sentence that answers, as a span of its document's text.

    Args:
        hits: Hits whose passages are marked.
        matches: How the tokens of each match the question's.
        question: The question.
        inverse_frequencies: Weight of grams in the corpus.
    """
    grams = np.unique(gram_hashes(question))
    weights = inverse_frequencies(grams)
    total = float(weights.sum()) or 1.0
    marks: list[tuple[Span, ...]] = []
    for hit, match in zip(hits, matches, strict=False):
        text, start = hit.passage.text, hit.passage.start
        spans = sentence_spans(text)
        scores = [
            _late(match, span, len(text))
            + LEXICAL_WEIGHT * float(weights[np.isin(grams, _grams(text, span))].sum()) / total
            for span in spans
        ]
        best = spans[int(np.argmax(scores))]
        marks.append((Span(start + best.start, start + best.end),))
    return marks + [()] * (len(hits) - len(marks))


def _late(match: TokenMatch, span: Span, length: int) -> float:
    """Late interaction score of the tokens that end within a sentence."""
    ends = length - match.remaining
    own = match.similarities[:, (ends > span.start) & (ends <= span.end)]
    return float(own.max(axis=1).mean()) if own.size else -1.0


def _grams(text: str, span: Span) -> GramHashes:
    return gram_hashes(text[span.start : span.end])
