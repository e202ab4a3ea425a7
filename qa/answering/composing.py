"""From a question to an answer: retrieve, judge, mark, number. Writes no words of its own."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answering.absence import NAMED_CONFIDENCE, Naming, naming_of, surest
from qa.answering.confidence import ConfidenceModel, gather_evidence, shipped_model
from qa.answering.encoded_question import QuestionGrams
from qa.answering.explaining import explain_citations
from qa.answering.highlight import mark_answers
from qa.answering.quotations import put_first, quotation_in
from qa.answering.reading import READ_HITS, read_hits
from qa.answering.retrieval import Retrieval, retrieve
from qa.answering.terms import joined, matched_words
from qa.corpus.analysis import gram_hashes
from qa.encoding.protocol import Encoder
from qa.indexing.generation import Generation
from qa.indexing.scoping import undated_in_scope
from qa.reader.reader import Reader
from qa.records import EVERYTHING, Answer, AnswerState, Citation, Passage, Scope, Span
from qa.settings import DEFAULT_TOP_K
from qa.understanding.question import prepare_question
from qa.understanding.understand import Understood, understand


def answer_question(
    generation: Generation,
    encoder: Encoder,
    question: str,
    n_citations: int,
    history: Sequence[Answer | str] = (),
    *,
    reader: Reader | None = None,
    model: ConfidenceModel | None = None,
    scope: Scope = EVERYTHING,
    explain: bool = False,
    corrected: bool = True,
) -> Answer:
    """Answer one question with at most `n_citations` cited passages.

    A question that leans on the one before it is completed from the `history` first, and what is
    found for it is judged and marked by it. The `reader` reads the first hits, where one is given.
    The `model` tells how sure to be, else the shipped one. `explain`: why each was found.
    `corrected`: whether mistyped words are read as words of the documents.

    Raises:
        QuestionError, ScopeError, ModelError: As of `KnowledgeBase.ask`.
    """
    started = time.perf_counter()
    understood = understand(prepare_question(question), history, generation, corrected=corrected)
    model = model or shipped_model(encoder.fingerprint, read=reader is not None)
    judged: _Judged | None = None
    if len(generation):
        n_hits = max(DEFAULT_TOP_K, n_citations)
        found = retrieve(generation, encoder, understood.searched_for, n_hits, scope=scope)
        retrieval = _read(generation, reader, understood, found)
        judged = _quoted(understood, retrieval, n_citations) or _judge(
            generation, encoder, understood, retrieval, model=model, n_citations=n_citations
        )
        if explain:
            explained = explain_citations(generation, judged.retrieval, judged.citations, scope)
            judged = replace(judged, citations=explained)
    return Answer(
        understood.asked,
        judged.state if judged else AnswerState.NO_DOCUMENTS,
        judged.confidence if judged else 0.0,
        judged.citations if judged else (),
        elapsed_ms=(time.perf_counter() - started) * 1000,
        generation=generation.name,
        searched_for=understood.searched_for,
        calibration_outdated=model.stands_in,
        undated=undated_in_scope(generation, scope),
        is_follow_up=understood.is_follow_up,
        corrections=understood.corrections,
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """What was found, and how sure to be that it answers."""

    state: AnswerState
    confidence: float
    citations: tuple[Citation, ...]
    retrieval: Retrieval


def _quoted(understood: Understood, retrieval: Retrieval, n_citations: int) -> _Judged | None:
    """The place of a quotation, first and marked; None where nothing is quoted that is there."""
    quotation = quotation_in(understood.own, retrieval)
    if quotation is None:
        return None
    retrieval = put_first(retrieval, quotation.hit)
    first, *others = cite(retrieval, n_citations)
    first = replace(first, marks=(quotation.span,), answer_span=None)
    return _Judged(AnswerState.ANSWERED, 1.0, (first, *others), retrieval)


def _read(
    generation: Generation, reader: Reader | None, understood: Understood, found: Retrieval
) -> Retrieval:
    """The hits, read as far as matters to their order and to one that names who is asked about."""
    retrieval = read_hits(generation, reader, found)
    naming = naming_of(understood, retrieval, generation) if retrieval.readings else None
    if naming and naming.hit in range(len(retrieval.readings), READ_HITS):
        return read_hits(generation, reader, found, whole=True)
    return retrieval


def _judge(
    generation: Generation,
    encoder: Encoder,
    understood: Understood,
    retrieval: Retrieval,
    *,
    model: ConfidenceModel,
    n_citations: int,
) -> _Judged:
    naming = naming_of(understood, retrieval, generation)
    retrieval = put_first(retrieval, naming.hit) if naming else retrieval
    confidence = _confidence(generation, encoder, understood, retrieval, model)
    confidence = max(confidence, NAMED_CONFIDENCE) if naming else confidence
    state, own_grams = model.state(confidence), _own_grams(generation, understood)
    citations = _cite_judged(retrieval, n_citations, state, own_grams)
    citations = _marking_name(citations, naming) if naming else citations
    return _Judged(state, confidence, citations, retrieval)


def _marking_name(citations: tuple[Citation, ...], naming: Naming) -> tuple[Citation, ...]:
    """The citations, the first marked where the one asked about is named."""
    first, *others = citations
    if naming.sentences and not set(first.marks) & set(naming.sentences):
        first = replace(first, marks=naming.sentences[:1], answer_span=None)
    return first, *others


def _cite_judged(
    retrieval: Retrieval, n_citations: int, state: AnswerState, own_grams: QuestionGrams | None
) -> tuple[Citation, ...]:
    """Cite the best hits: what is not believed to answer gets no mark."""
    return cite(
        retrieval,
        n_citations,
        marked=state is AnswerState.ANSWERED,
        with_terms=state in (AnswerState.ANSWERED, AnswerState.RELATED),
        follow_up=own_grams,
    )


def _own_grams(generation: Generation, understood: Understood) -> QuestionGrams | None:
    """The grams of a follow-up as it was asked; None of a question that stands for itself."""
    if not understood.is_follow_up:
        return None
    return QuestionGrams.of(gram_hashes(understood.own), generation)


def _confidence(
    generation: Generation,
    encoder: Encoder,
    understood: Understood,
    retrieval: Retrieval,
    model: ConfidenceModel,
) -> float:
    if not retrieval.hits:  # a scope of a language and a document may hold no passage
        return 0.0
    confidence = model.confidence(gather_evidence(generation, encoder, retrieval))
    return min(confidence, surest(understood, retrieval, generation))


def cite(
    retrieval: Retrieval,
    n_citations: int,
    *,
    marked: bool = True,
    with_terms: bool = True,
    follow_up: QuestionGrams | None = None,
) -> tuple[Citation, ...]:
    """Number the best hits.

    Args:
        retrieval: The hits.
        n_citations: Most hits to cite.
        marked: Whether the sentence nearest to the question is marked in each.
        with_terms: Whether each tells which words it has in common with the question.
        follow_up: The grams of a follow-up as it was asked (see `mark_answers`).
    """
    cited = retrieval.hits[:n_citations]
    marks: list[tuple[Span, ...]] = [()] * len(cited)
    if marked:
        marks = mark_answers(
            cited,
            retrieval.matches,
            retrieval.grams,
            follow_up,
            question=retrieval.question,
            readings=retrieval.readings,
        )
    return tuple(
        Citation(
            number,
            hit,
            spans,
            _terms(retrieval, hit.passage) if with_terms else (),
            answer_span=_answer_span(retrieval, number, spans),
        )
        for number, (hit, spans) in enumerate(zip(cited, marks, strict=True), start=1)
    )


def _answer_span(retrieval: Retrieval, number: int, marks: Sequence[Span]) -> Span | None:
    """The span that the reader finds in a citation, where it lies in what is marked."""
    if number > len(retrieval.readings):
        return None
    found = retrieval.readings[number - 1].span
    if found is None:
        return None
    start = retrieval.hits[number - 1].passage.start
    span = Span(start + found.start, start + found.end)
    inside = any(mark.start <= span.start and span.end <= mark.end for mark in marks)
    return span if inside else None


def _terms(retrieval: Retrieval, passage: Passage) -> tuple[Span, ...]:
    found = matched_words(passage, retrieval.question, retrieval.grams)
    return joined(Span(word.start, word.end) for word in found)
