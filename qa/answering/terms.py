"""Words that a passage shares with the question, on the passage's own text."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from qa.answering.scoring import QuestionGrams
from qa.corpus.analysis import LocatedWord, located_words, word_grams
from qa.explanations import MatchedWord
from qa.records import Passage, Span

LIKENESS = 0.5
"""Least share of the grams of a word of the question or of the passage, whichever is larger."""

OTHER_LIKENESS = 0.25
"""Least such share of the other of the two words."""

TELLING = 0.4
"""Least weight of the shared grams, against the mean of those of the question that are known.

With these three, on 200 questions each of ARCD and of XQuAD in Arabic and English, 95 to 99 % of a
passage's words that are the question's but for clitics and a plural s are matched, and 2 to 3 % of
its function words; 14 % of what is matched is a word's other form, or alike by chance.
"""

_TINY = 1e-9


def matched_words(passage: Passage, question: str, grams: QuestionGrams) -> list[MatchedWord]:
    """The words of a passage that the question has too, in order of the text.

    Args:
        passage: The passage.
        question: The question.
        grams: Its grams.
    """
    own, asked = located_words(passage.text), located_words(question)
    if not own or not asked:
        return []
    own_grams, own_sizes = _incidence(own, grams)
    asked_grams, _ = _incidence(asked, grams)
    counts = own_grams @ asked_grams.T
    shared = own_grams @ (asked_grams * grams.weights).T
    of_own = counts / own_sizes[:, None]
    of_asked = shared / np.maximum(asked_grams @ grams.weights, _TINY)
    like = np.maximum(of_asked, of_own) >= LIKENESS
    like &= np.minimum(of_asked, of_own) >= OTHER_LIKENESS
    mean = float(grams.weights[grams.held].sum()) / max(int(grams.held.sum()), 1)
    telling = shared >= TELLING * mean * counts
    matched = np.where(like & telling, shared, 0.0)
    weights = matched.max(axis=1) / max(float(grams.weights.sum()), _TINY)
    found = []
    for i in np.flatnonzero(weights).tolist():
        there, here = asked[int(matched[i].argmax())].span, own[i].span
        found.append(
            MatchedWord(
                asked=question[there.start : there.end],
                found=passage.text[here.start : here.end],
                start=passage.start + here.start,
                end=passage.start + here.end,
                weight=float(weights[i]),
            )
        )
    return found


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in rising order, those that overlap made one."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _incidence(
    found: list[LocatedWord], grams: QuestionGrams
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Which of the question's grams each word has, shape (n_words, n_grams), and its own number."""
    hashes, owners = word_grams([word.text for word in found])
    places = np.minimum(np.searchsorted(grams.hashes, hashes), len(grams.hashes) - 1)
    known = grams.hashes[places] == hashes
    has = np.zeros((len(found), len(grams.hashes)))
    has[owners[known], places[known]] = 1.0
    return has, np.bincount(owners, minlength=len(found))
