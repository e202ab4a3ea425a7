"""Which sentence of a passage answers: the one that matches the question and holds the answer.

Its tokens and grams match the question's best, and the reader, where it reads, finds the answer in
it: then that sentence is marked, and the next one where the answer goes on into it. Without the
reader, where a sentence leaves a part of the question open and the one beside it does not, both are
marked; where it is itself a question, its answer is what follows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat

import numpy as np
import numpy.typing as npt

from qa.answering.answer_types import asked_type, holds
from qa.answering.asides import is_aside
from qa.answering.encoded_question import QuestionGrams
from qa.answering.reranking import TokenMatch
from qa.corpus.analysed_text import AnalysedText, analysed
from qa.indexing.late_interaction import late_interaction_score
from qa.reader.reader import Reading
from qa.records import Hit, Passage, Span

COVERAGE_WEIGHT = 0.2
"""Weight of the covered share of the question's grams, against the late interaction score."""

FOLLOW_UP_WEIGHT = 0.3
"""Weight of the covered share of a follow-up's own grams, beside those of what it is searched as.

Of the 28 follow-ups in `tests/data/dialogues.jsonl` whose first passage holds the answer, the mark
holds it in 10 without this and in 14 with it (of the 9 written after the rules: 3 and 3).
"""

SPAN_WEIGHT = 1.0
"""Weight of the probability of the likeliest span of a sentence, by the reader.

In the grid of `training/fit_weights.py` the evidence leads by .01 on the half that chooses, and the
span alone by .03 on the other half: so the span leads here, and the evidence settles near ties.
"""

EVIDENCE_WEIGHT = 0.4
"""Weight of the probability that a sentence is evidence, by the reader."""

KIND_WEIGHT = 0.1
"""What a sentence gains that holds a number, a date or a name where the question asks for one."""

ASIDE_PENALTY = 0.5
"""What a title, a source note, a caption or a line of a date loses."""

JOINING_GAIN = 0.08
"""What a neighbouring sentence has to add to the late interaction score to be marked as well."""

_QUESTION_MARKS = ("?", "؟", "？", "⸮", "\u037e")
_CLOSING = "\"'»”’)]"


def mark_answers(
    hits: Sequence[Hit],
    matches: Sequence[TokenMatch],
    grams: QuestionGrams,
    follow_up: QuestionGrams | None = None,
    *,
    question: str = "",
    readings: Sequence[Reading] = (),
) -> list[tuple[Span, ...]]:
    """For each hit, the sentence that answers, or two in a row, as a span of its document's text.

    Args:
        hits: Hits whose passages are marked.
        matches: How the tokens of each match the question's.
        grams: The question's grams.
        follow_up: Those of what was asked, where that was completed from the question before it:
            of two sentences that match the whole, the one that has the new words answers.
        question: The question, whose words tell what kind of thing it asks for.
        readings: What the reader says of the first hits.
    """
    kind = asked_type(question)
    each_reading = chain(readings, repeat(None))  # the further hits are not read
    marks: list[tuple[Span, ...]] = []
    for hit, match, reading in zip(hits, matches, each_reading, strict=False):
        text, start = analysed(hit.passage.text), hit.passage.start
        spans = text.sentences
        sentences = [text.text[span.start : span.end] for span in spans]
        scores = likeness(match, text, grams)
        if follow_up:
            scores += FOLLOW_UP_WEIGHT * follow_up.covered_by_sentences(text)
        if kind:
            scores += KIND_WEIGHT * np.array([holds(sentence, kind) for sentence in sentences])
        scores -= ASIDE_PENALTY * _asides(hit.passage, spans, sentences, reading)
        if reading:
            best = _read(reading, scores)
        else:
            best = _joined(match, spans, _answering(sentences, int(np.argmax(scores))), text.text)
        marks.append((Span(start + best.start, start + best.end),))
    return marks + [()] * (len(hits) - len(marks))


def likeness(
    match: TokenMatch, text: AnalysedText, grams: QuestionGrams
) -> npt.NDArray[np.float64]:
    """How well the tokens and grams of each sentence match the question's, shape (n_sentences,)."""
    length = len(text.text)
    scores = np.array([_late_interaction(match, span, length) for span in text.sentences])
    return scores + COVERAGE_WEIGHT * grams.covered_by_sentences(text)


def _asides(
    passage: Passage, spans: Sequence[Span], sentences: Sequence[str], reading: Reading | None
) -> npt.NDArray[np.bool_]:
    """Which sentences stand beside the text, unless the reader finds the answer there."""
    above = (passage.document.title, *passage.place.headings)
    answer = reading.span if reading else None
    return np.array(
        [
            is_aside(sentence, above) and not (answer and span.start <= answer.start < span.end)
            for span, sentence in zip(spans, sentences, strict=True)
        ]
    )


def _read(reading: Reading, scores: npt.NDArray[np.float64]) -> Span:
    """The sentence that matches best and that the reader finds the answer in.

    Where the likeliest span begins in it and ends in the next, both.
    """
    best = int(
        np.argmax(
            scores
            + SPAN_WEIGHT * np.exp(reading.spans)
            + EVIDENCE_WEIGHT * np.array(reading.evidence)
        )
    )
    sentence, answer = reading.sentences[best], reading.span
    if answer and sentence.start < answer.end and answer.start < sentence.end:
        touched = [s for s in reading.sentences if s.start < answer.end and answer.start < s.end]
        return Span(touched[0].start, touched[-1].end)
    return sentence


def _answering(sentences: Sequence[str], best: int) -> int:
    """The sentence that matches best, or, where it asks, the next one that does not."""
    for place in range(best, len(sentences)):
        if not sentences[place].rstrip(_CLOSING).endswith(_QUESTION_MARKS):
            return place
    return best


def _joined(match: TokenMatch, spans: Sequence[Span], best: int, text: str) -> Span:
    """A sentence with the neighbour on its line that adds most, if that is enough."""
    alone = spans[best]
    pairs = [
        Span(pair[0].start, pair[1].end)
        for pair in (spans[best - 1 : best + 1], spans[best : best + 2])
        if len(pair) == 2 and "\n" not in text[pair[0].end : pair[1].start]
    ]
    score = _late_interaction(match, alone, len(text))
    gains = [_late_interaction(match, pair, len(text)) - score for pair in pairs]
    if not pairs or max(gains) < JOINING_GAIN:
        return alone
    return pairs[int(np.argmax(gains))]


def _late_interaction(match: TokenMatch, span: Span, length: int) -> float:
    """Late interaction score of the tokens that end within a sentence."""
    ends = length - match.remaining
    inside = match.similarities[:, (ends > span.start) & (ends <= span.end)]
    return late_interaction_score(inside) if inside.size else -1.0
