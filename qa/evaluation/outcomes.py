"""Asking a corpus a data set's questions, and noting what came of each."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tokenizers import Tokenizer

from qa.answering.composing import answer_question
from qa.answering.highlight import mark_answers
from qa.answering.reading import read_hits, read_passages
from qa.answering.retrieval import Retrieval, retrieve
from qa.encoding.embedded import read_embedded_tokenizer
from qa.encoding.protocol import Encoder
from qa.encoding.tokens import PassageEncodings, QuestionEncoding
from qa.errors import DatasetError, QuestionError
from qa.evaluation.corpora import document_folder, identifier_of
from qa.evaluation.datasets import Dataset, Question
from qa.evaluation.spans import holds_answer, offsets_in
from qa.indexing.generation import Generation
from qa.reader.reader import PassageText, Reader, Reading
from qa.records import Answer, AnswerState, Hit, Scope, Span
from qa.settings import DEFAULT_CITATIONS
from qa.understanding.question import prepare_question

FUSED = "fused"
STAGES = ("dense", "lexical", "late_interaction")
"""The scores that a hit has besides the fused one."""

DEPTH = 100
"""Documents of a ranking that are looked at."""

_HITS = 200  # passages searched for, so that 100 documents are among them, by every retriever
_FEW_HITS = 40  # ... so that 10 documents are


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question.

    Attributes:
        question: The question.
        rankings: Identifiers of the documents found, best first, by stage and "fused".
        state: The state of the answer.
        confidence: Its confidence.
        supported: Whether a cited passage is known to answer; where none is known for an
            answerable question, true.
        marked_in_known: Whether the mark made inside the known passage is right; None where no
            answer's place is known.
        marked_first: Whether the first citation's mark is right, an answer without a mark being
            wrong; None where no answer's place is known.
        elapsed_ms: Time from question to answer, in milliseconds.
    """

    question: Question
    rankings: Mapping[str, tuple[str, ...]]
    state: AnswerState
    confidence: float
    supported: bool
    marked_in_known: bool | None
    marked_first: bool | None
    elapsed_ms: float


@dataclass(frozen=True, slots=True)
class FoundDocuments:
    """What was found for a question.

    Attributes:
        ranking: Identifiers of the first documents, best first.
        marked_in_known: As in `Outcome`.
    """

    ranking: tuple[str, ...]
    marked_in_known: bool | None


class CachingEncoder:
    """An encoder that encodes a question asked several times in a row once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._last: tuple[str, QuestionEncoding] | None = None
        self.fingerprint = encoder.fingerprint
        self.numeric_mode = encoder.numeric_mode
        self.dimension = encoder.dimension
        self.max_tokens = encoder.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """As the encoder does."""
        return self._encoder.count_tokens(texts)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> PassageEncodings:
        """As the encoder does."""
        return self._encoder.encode_passages(texts, progress)

    def encode_stream(
        self, texts: Iterable[str]
    ) -> Iterator[tuple[Sequence[int], PassageEncodings]]:
        """As the encoder does."""
        return self._encoder.encode_stream(texts)

    def encode_question(self, text: str) -> QuestionEncoding:
        """As the encoder does, or what it did for the same text just before."""
        if self._last is None or self._last[0] != text:
            self._last = text, self._encoder.encode_question(text)
        return self._last[1]


class CachingReader(Reader):
    """A reader that reads the same passages for the same question once, asked again at once."""

    def __init__(self, tokenizer: Callable[[], Tokenizer] = read_embedded_tokenizer) -> None:
        super().__init__(tokenizer)
        self._last: tuple[str, Sequence[PassageText], list[Reading]] | None = None

    def read(self, question: str, passages: Sequence[PassageText]) -> list[Reading]:
        """As the reader does, or what it did just before."""
        if self._last is None or self._last[:2] != (question, passages):
            self._last = question, passages, super().read(question, passages)
        return self._last[2]


def ask_questions(
    generation: Generation,
    encoder: Encoder,
    dataset: Dataset,
    questions: Iterable[Question],
    reader: Reader | None = None,
) -> Iterator[Outcome]:
    """Ask a data set's questions of its corpus, one after the other.

    Raises:
        DatasetError: A question cannot be searched for.
    """
    caching = CachingEncoder(encoder)
    for question in questions:
        try:
            # By the encoder itself: the time includes encoding the question, and what is kept for
            # an encoder (the background of a small corpus) is kept from one question to the next.
            answer = answer_question(
                generation, encoder, question.text, DEFAULT_CITATIONS, reader=reader
            )
        except QuestionError as error:
            raise DatasetError(f"Question '{question.question_id}': {error}") from error
        retrieval = _retrieve(generation, caching, question, _HITS, reader)
        shown = {identifier_of(c.passage.document.path) for c in answer.citations}
        yield Outcome(
            question=question,
            rankings=document_rankings(retrieval.hits),
            state=answer.state,
            confidence=answer.confidence,
            supported=question.is_answered_by(shown),
            marked_in_known=_marked_in_known(
                generation, caching, dataset, question, retrieval, reader=reader
            ),
            marked_first=_marked_first(generation, dataset, question, answer),
            elapsed_ms=answer.elapsed_ms,
        )


def search_documents(
    generation: Generation,
    encoder: Encoder,
    dataset: Dataset,
    question: Question,
    reader: Reader | None = None,
) -> FoundDocuments:
    """Find documents for a question, without judging whether they answer."""
    retrieval = _retrieve(generation, encoder, question, _FEW_HITS, reader)
    marked = _marked_in_known(generation, encoder, dataset, question, retrieval, reader=reader)
    return FoundDocuments(_documents(retrieval.hits), marked)


def _retrieve(
    generation: Generation,
    encoder: Encoder,
    question: Question,
    n_hits: int,
    reader: Reader | None,
) -> Retrieval:
    retrieval = retrieve(generation, encoder, prepare_question(question.text), n_hits)
    return read_hits(generation, reader, retrieval)


def document_rankings(hits: Sequence[Hit]) -> dict[str, tuple[str, ...]]:
    """Documents by the fused score and by each stage's own.

    A stage that did not look at a hit (late interaction looks at the first ones only) leaves it
    below those it looked at, in fused order.
    """
    return {
        FUSED: _documents(hits),
        "dense": _documents(_by_score(hits, [hit.dense for hit in hits])),
        "lexical": _documents(_by_score(hits, [hit.lexical for hit in hits])),
        "late_interaction": _documents(_by_score(hits, [hit.late_interaction for hit in hits])),
    }


def _by_score(hits: Sequence[Hit], scores: Sequence[float | None]) -> list[Hit]:
    """Hits by scores of theirs, highest first; those without one stay in order at the end."""
    keys = [-math.inf if score is None else score for score in scores]
    return [hits[i] for i in sorted(range(len(hits)), key=lambda i: -keys[i])]


def _documents(hits: Iterable[Hit]) -> tuple[str, ...]:
    paths = (passage.document.path for hit in hits for passage in (hit.passage, *hit.duplicates))
    return tuple(identifier_of(path) for path in dict.fromkeys(paths))[:DEPTH]


def _marked_first(
    generation: Generation, dataset: Dataset, question: Question, answer: Answer
) -> bool | None:
    if not question.answers:
        return None
    if not answer.citations:
        return False
    citation = answer.citations[0]
    path = citation.passage.document.path
    return _marks_hold_answer(generation, dataset, question, path, citation.marks)


def _marked_in_known(
    generation: Generation,
    encoder: Encoder,
    dataset: Dataset,
    question: Question,
    retrieval: Retrieval,
    *,
    reader: Reader | None,
) -> bool | None:
    """Whether the mark is right where the search is kept to the known passage's document.

    The document may have been split into several passages: the mark is that of the one found
    first, whatever the confidence. Where it is one passage that was compared closely with the
    question, its mark is known without another search: it does not depend on the other passages.
    """
    if question.known_passage not in question.answers:
        return None
    alone = _alone(retrieval, question.known_passage)
    if alone is None:
        within = Scope(documents=(document_folder(question.known_passage),))
        alone = retrieve(generation, encoder, prepare_question(question.text), 1, scope=within)
    readings = alone.readings
    if reader and not readings:
        readings = tuple(read_passages(generation, reader, alone))
    marks = mark_answers(
        alone.hits, alone.matches, alone.grams, question=alone.question, readings=readings
    )[0]
    path = alone.hits[0].passage.document.path
    return _marks_hold_answer(generation, dataset, question, path, marks)


def _alone(retrieval: Retrieval, identifier: str) -> Retrieval | None:
    """The hit of a passage that is a whole document and was compared closely; None for none.

    What the reader said of it, where it did, comes with it.
    """
    for i, match in enumerate(retrieval.matches):
        hit = retrieval.hits[i]
        document = hit.passage.document
        if identifier_of(document.path) == identifier and document.n_passages == 1:
            readings = retrieval.readings[i : i + 1]
            return replace(retrieval, hits=(hit,), matches=(match,), readings=readings)
    return None


def _marks_hold_answer(
    generation: Generation,
    dataset: Dataset,
    question: Question,
    path: str,
    marks: Sequence[Span],
) -> bool:
    """Whether marks on a document are right, by the answers known in its passage."""
    identifier = identifier_of(path)
    answers = question.answers.get(identifier, ())
    if not answers or not marks:
        return False
    text = generation.split_document(path).document.text
    offsets = offsets_in(dataset.passages[identifier], text)
    return holds_answer(marks, answers, dataset.sentences.get(identifier, ()), offsets)
