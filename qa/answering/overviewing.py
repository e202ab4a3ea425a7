"""What the documents hold, found and not written: their openings, a subject's passages, a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from qa.answering.asides import is_aside
from qa.answering.composing import cite
from qa.answering.confidence import gather_evidence, shipped_model
from qa.answering.retrieval import Retrieval, retrieve
from qa.corpus.languages import likeliest_language
from qa.corpus.sentences import sentence_spans
from qa.corpus.values import ValueKind, values_of
from qa.encoding.protocol import Encoder
from qa.indexing.generation import Generation
from qa.indexing.scoping import mask_of_scope
from qa.records import EVERYTHING, AnswerState, Citation, Hit, Passage, Scope, Span
from qa.understanding.names import people_in
from qa.understanding.overviews import Overview, OverviewKind

MOST_DOCUMENTS = 50
"""Documents that an overview names: more are no overview."""

MOST_LISTED = 20
"""Passages that a list is taken from."""

SEARCHED_PASSAGES = 2_000
"""Passages that are looked through for a list about nothing in particular."""

SUBJECT_PASSAGES = 10
"""Passages that an overview of a subject is made of at most."""

NEAR = 0.15
"""How far under the best late interaction score a passage is still on the subject."""

Holds = Callable[[str], bool]


def _holds_value(kind: ValueKind) -> Holds:
    return lambda sentence: any(value.kind is kind for value in values_of(sentence))


_HOLDS: dict[OverviewKind, Holds] = {
    OverviewKind.DATES: _holds_value(ValueKind.DATE),
    OverviewKind.NUMBERS: _holds_value(ValueKind.NUMBER),
    OverviewKind.NAMES: lambda text: bool(people_in(text, language=likeliest_language(text))),
}
"""Whether a sentence holds what a list is of."""


def cite_overview(
    generation: Generation,
    encoder: Encoder,
    overview: Overview,
    *,
    scope: Scope = EVERYTHING,
    number: int = 0,
) -> tuple[AnswerState, tuple[Citation, ...]]:
    """Cite what an overview is made of, and say whether there was anything.

    Args:
        generation: Where to look.
        encoder: The encoder it was built with.
        overview: What it is of.
        scope: Which passages may be found.
        number: Which passage of each document an overview of all shows: 0 for the opening one.
    """
    if overview.kind is OverviewKind.DOCUMENTS:
        cited = _openings(generation, scope, number)
        return (AnswerState.OVERVIEW if cited else AnswerState.NOT_FOUND), cited
    if overview.kind is OverviewKind.SUBJECT:
        return _subject(generation, encoder, overview.subject, scope)
    holds = _HOLDS[overview.kind]
    if overview.subject:
        state, cited = _subject(generation, encoder, overview.subject, scope)
        passages = [citation.passage for citation in cited]
    else:
        state, passages = AnswerState.OVERVIEW, _all_passages(generation, scope)
    listed = _listed(passages, holds)
    return (state, listed) if listed else (AnswerState.NOT_FOUND, ())


def _openings(generation: Generation, scope: Scope, number: int) -> tuple[Citation, ...]:
    """A passage of each document, its opening sentence marked, in order of path."""
    rows = np.flatnonzero(mask_of_scope(generation, scope))
    documents = generation.document_numbers[rows]
    _, firsts, sizes = np.unique(documents, return_index=True, return_counts=True)
    passages = [generation.passage(int(row)) for row in rows[firsts[sizes > number] + number]]
    passages.sort(key=lambda passage: passage.document.path)
    return _cited((passage, (_opening(passage),)) for passage in passages[:MOST_DOCUMENTS])


def _opening(passage: Passage) -> Span:
    """The first sentence of a passage that is no title, date or note beside the text."""
    spans = sentence_spans(passage.text)
    above = (passage.document.title, *passage.place.headings)
    first = next(
        (span for span in spans if not is_aside(passage.text[span.start : span.end], above)),
        spans[0],
    )
    return Span(passage.start + first.start, passage.start + first.end)


def _subject(
    generation: Generation, encoder: Encoder, subject: str, scope: Scope
) -> tuple[AnswerState, tuple[Citation, ...]]:
    """The passages on a subject, those of one document together, the nearest document first."""
    retrieval = retrieve(generation, encoder, subject, SUBJECT_PASSAGES, scope=scope)
    if not retrieval.hits:
        return AnswerState.NOT_FOUND, ()
    model = shipped_model(encoder.fingerprint)
    evidence = gather_evidence(generation, encoder, retrieval)
    state = model.state(model.confidence(evidence))
    if state is not AnswerState.NOT_FOUND:
        state = AnswerState.OVERVIEW
    cited = cite(retrieval, len(_on_subject(retrieval)))
    order = list(dict.fromkeys(citation.passage.document.path for citation in cited))
    grouped = sorted(
        cited, key=lambda one: (order.index(one.passage.document.path), one.passage.ordinal)
    )
    return state, tuple(replace(one, number=i) for i, one in enumerate(grouped, start=1))


def _on_subject(retrieval: Retrieval) -> Sequence[Hit]:
    """The first hits, down to the last that is near the best."""
    scores = [hit.late_interaction or -1.0 for hit in retrieval.hits]
    last = max(i for i, score in enumerate(scores) if score >= max(scores) - NEAR)
    return retrieval.hits[: last + 1]


def _all_passages(generation: Generation, scope: Scope) -> list[Passage]:
    rows = np.flatnonzero(mask_of_scope(generation, scope))[:SEARCHED_PASSAGES]
    passages = [generation.passage(int(row)) for row in rows]
    return sorted(passages, key=lambda passage: (passage.document.path, passage.ordinal))


def _listed(passages: Sequence[Passage], holds: Holds) -> tuple[Citation, ...]:
    """The passages with a sentence that holds something, those sentences marked."""
    found = []
    for passage in passages:
        sentences = [
            span
            for span in sentence_spans(passage.text)
            if holds(passage.text[span.start : span.end])
        ]
        if sentences:
            start = passage.start
            marks = tuple(Span(start + span.start, start + span.end) for span in sentences)
            found.append((passage, marks))
        if len(found) == MOST_LISTED:
            break
    return _cited(found)


def _cited(found: Iterable[tuple[Passage, tuple[Span, ...]]]) -> tuple[Citation, ...]:
    return tuple(
        Citation(number, Hit(passage, score=0.0, rank=number, dense=0.0, lexical=0.0), marks)
        for number, (passage, marks) in enumerate(found, start=1)
    )
