"""From a message of a conversation to an answer: what kind of message it is decides by whom."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answering.composing import answer_question
from qa.answering.confidence import ConfidenceModel
from qa.answering.more import cite_more
from qa.answering.overviewing import cite_overview
from qa.encoding.protocol import Encoder
from qa.indexing.generation import Generation
from qa.reader.reader import Reader
from qa.records import EVERYTHING, Answer, AnswerState, Citation, Scope
from qa.understanding.more import asks_for_more
from qa.understanding.overviews import Overview, OverviewKind, overview_of
from qa.understanding.parts import split_questions
from qa.understanding.question import prepare_question
from qa.understanding.small_talk import small_talk, without_greeting

_BEST_FIRST = (
    AnswerState.ANSWERED,
    AnswerState.RELATED,
    AnswerState.NOT_FOUND,
    AnswerState.NO_DOCUMENTS,
)
Turn = Answer | str


@dataclass(frozen=True, slots=True)
class Asking:
    """What an answer is made with.

    Attributes:
        generation: The index.
        encoder: The encoder it was built with.
        n_citations: Most passages to cite.
        reader: What reads the first hits; None for nothing.
        model: What tells how sure to be; None for the shipped one.
        scope: Which passages may be found.
        explain: Whether each citation tells why it was found.
        corrected: Whether mistyped words are read as words of the documents.
    """

    generation: Generation
    encoder: Encoder
    n_citations: int
    reader: Reader | None = None
    model: ConfidenceModel | None = None
    scope: Scope = EVERYTHING
    explain: bool = False
    corrected: bool = True

    def answer(self, question: str, history: Sequence[Turn]) -> Answer:
        """Answer one question."""
        return answer_question(
            self.generation,
            self.encoder,
            question,
            self.n_citations,
            history,
            reader=self.reader,
            model=self.model,
            scope=self.scope,
            explain=self.explain,
            corrected=self.corrected,
        )


def answer_message(asking: Asking, message: str, history: Sequence[Turn] = ()) -> Answer:
    """Answer a message: small talk, a wish for more or for an overview, or questions.

    Raises:
        QuestionError, ScopeError, ModelError: As of `KnowledgeBase.ask`.
    """
    started = time.perf_counter()
    prepared = prepare_question(message)
    if kind := small_talk(prepared):
        answer = _plain(asking, AnswerState.SMALL_TALK, prepared)
        return _timed(replace(answer, small_talk=kind), prepared, started)
    spoken = _last_questions(history)
    question = without_greeting(prepared)
    if not len(asking.generation):
        return _timed(_plain(asking, AnswerState.NO_DOCUMENTS, question), prepared, started)
    if spoken and asks_for_more(question):
        return _timed(_more(asking, spoken), prepared, started)
    if overview := overview_of(question):
        return _timed(_overview(asking, question, overview), prepared, started)
    parts = split_questions(question)
    answers = _in_turn(asking, parts, spoken)
    return _timed(answers[0] if len(parts) == 1 else _joined(answers), prepared, started)


def _last_questions(history: Sequence[Turn]) -> list[Turn]:
    """The turns that were searched for; of several questions in one, each is a turn."""
    spoken: list[Turn] = []
    for turn in history:
        if isinstance(turn, Answer):
            said = turn.state is AnswerState.SMALL_TALK
            spoken += [] if said else turn.parts or [turn]
        elif not small_talk(prepare_question(turn)):
            spoken.append(turn)
    return spoken


def _timed(answer: Answer, message: str, started: float) -> Answer:
    """The answer to a message, with the time since it came."""
    elapsed = (time.perf_counter() - started) * 1000
    searched_for = message if answer.searched_for == answer.question else answer.searched_for
    return replace(answer, question=message, searched_for=searched_for, elapsed_ms=elapsed)


def _plain(
    asking: Asking, state: AnswerState, question: str, citations: tuple[Citation, ...] = ()
) -> Answer:
    return Answer(
        question,
        state,
        0.0,
        citations,
        elapsed_ms=0.0,
        generation=asking.generation.name,
        searched_for=question,
    )


def _in_turn(asking: Asking, parts: Sequence[str], spoken: Sequence[Turn]) -> list[Answer]:
    """The answer to each part, every one asked after those before it."""
    answers: list[Answer] = []
    for part in parts:
        answers.append(asking.answer(part, [*spoken, *answers]))
    return answers


def _overview(asking: Asking, question: str, overview: Overview, number: int = 0) -> Answer:
    """What the documents hold, or hold on a subject."""
    state, citations = cite_overview(
        asking.generation, asking.encoder, overview, scope=asking.scope, number=number
    )
    return _plain(asking, state, question, citations)


def _more(asking: Asking, spoken: Sequence[Turn]) -> Answer:
    """More of the last answer; where only its question is known, it is answered again first."""
    answers = [turn for turn in spoken if isinstance(turn, Answer)]
    if not isinstance(spoken[-1], Answer):
        answers = [answer_message(asking, str(spoken[-1]), spoken[:-1])]
    last = answers[-1]
    overview = overview_of(last.searched_for)
    if overview and overview.kind is OverviewKind.DOCUMENTS:
        shown = [answer for answer in answers if answer.searched_for == last.searched_for]
        more = _overview(asking, last.searched_for, overview, len(shown))
        return replace(more, question="", is_follow_up=True)
    citations = cite_more(
        asking.generation, asking.encoder, answers, asking.n_citations, asking.scope
    )
    state = AnswerState.OVERVIEW if citations else AnswerState.NOT_FOUND
    more = _plain(asking, state, answers[-1].searched_for, citations)
    return replace(more, question="", is_follow_up=True)


def _joined(answers: Sequence[Answer]) -> Answer:
    """Several answers as one, their citations numbered through."""
    parts, number = [], 0
    for answer in answers:
        citations = tuple(
            replace(citation, number=number + place)
            for place, citation in enumerate(answer.citations, start=1)
        )
        number += len(citations)
        parts.append(replace(answer, citations=citations))
    best = min(parts, key=lambda part: _BEST_FIRST.index(part.state))
    return replace(
        best,
        citations=tuple(citation for part in parts for citation in part.citations),
        confidence=max(part.confidence for part in parts),
        question="",
        searched_for="",
        is_follow_up=any(part.is_follow_up for part in parts),
        corrections=tuple(one for part in parts for one in part.corrections),
        parts=tuple(parts),
    )
