"""What a chat is made of: turns, each a question and what came of it.

Turns stay on the server. What the browser shows is rendered from them and never read back, so
nothing that a page's script or a forged request puts into the history is shown again.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from qa.errors import QAError, QuestionError
from qa.records import Answer, AnswerState, Citation
from qa.reports import Progress
from qa.settings import DEFAULT_CITATIONS, MAX_QUESTION_CHARACTERS
from qa.web.shelf import Answering, Shelf

_logger = logging.getLogger(__name__)

CONTEXT_CHARACTERS = 280
"""Text shown before and after a passage: some three lines of the panel."""

MAX_TURNS = 50
"""Turns a chat keeps: they are drawn again with each answer, some 8 kB each."""


@dataclass(frozen=True, slots=True)
class Source:
    """A citation with the text of its document around it.

    Attributes:
        citation: The citation.
        before: Document text that ends where the passage begins; "" where unknown.
        after: Document text that begins where the passage ends; "" where unknown.
    """

    citation: Citation
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that could not be answered for a reason that is not in the documents.

    Attributes:
        kind: Name of the error's class, or "Exception" for a fault of the program.
        message: What happened and what to do, in English; "" for a fault of the program.
    """

    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Opening:
    """The index is still being built.

    Attributes:
        progress: How far it is, or None.
    """

    progress: Progress | None


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its outcome.

    Attributes:
        number: Its place in the chat, from 1; part of the ids of its sources.
        question: The question as typed.
        outcome: What came of it.
        sources: One for each citation of an answer, in order.
    """

    number: int
    question: str
    outcome: Answer | Failure | Opening
    sources: tuple[Source, ...] = ()


def take_turn(shelf: Shelf, question: str, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Ask, and return the chat with one more turn (and without those over `MAX_TURNS`)."""
    # Half a character, which only a forged request sends, is no text that can be searched for.
    question = question.encode("utf-8", "replace").decode("utf-8")
    number = turns[-1].number + 1 if turns else 1
    knowledge_base = shelf.ready()
    if knowledge_base is not None:
        turn = _ask(knowledge_base, question, number)
    elif shelf.failure is not None:
        turn = Turn(number, question, _failure(shelf.failure))
        shelf.start()  # what stood in the way may be mended by now
    else:
        turn = Turn(number, question, Opening(shelf.progress))
        shelf.start()
    return (*turns, turn)[-MAX_TURNS:]


def resume(shelf: Shelf, questions: Sequence[str]) -> tuple[Turn, ...]:
    """Ask again what a chat asked before: its answers come from the index as it is now."""
    turns: tuple[Turn, ...] = ()
    for question in questions:
        turns = take_turn(shelf, question, turns)
    return turns


def remembered_questions(remembered: object, linked: object = None) -> list[str]:
    """The questions of a chat, as the browser remembers them.

    Args:
        remembered: What the browser sent: a list of questions, or anything.
        linked: The question of a `?q=` link that opened the page, or anything.
    """
    known = remembered if isinstance(remembered, list) else []
    questions = [question for question in known if _is_question(question)]
    # A reload of the linked page is not meant as asking again.
    if _is_question(linked) and questions[-1:] != [linked]:
        questions.append(str(linked))
    return questions[-MAX_TURNS:]


def _is_question(value: object) -> bool:
    return (
        isinstance(value, str) and len(value.strip()) > 0 and len(value) <= MAX_QUESTION_CHARACTERS
    )


def context_of(knowledge_base: Answering, citation: Citation) -> Source:
    """Add the surrounding text of its document to a citation.

    The document may have been replaced since the passage was found: then there is no context.
    """
    passage = citation.passage
    try:
        text = knowledge_base.document(passage.document.path).text
    except (KeyError, QAError):
        return Source(citation)
    if text[passage.start : passage.end] != passage.text:
        return Source(citation)
    before = text[max(0, passage.start - CONTEXT_CHARACTERS) : passage.start]
    after = text[passage.end : passage.end + CONTEXT_CHARACTERS]
    # Begin and end with a whole word.
    if passage.start > CONTEXT_CHARACTERS:
        before = re.sub(r"^\S*\s+", "", before)
    if passage.end + CONTEXT_CHARACTERS < len(text):
        after = re.sub(r"\s+\S*$", "", after)
    return Source(citation, before, after)


class Examples:
    """Which of the prepared questions the index in service can answer.

    A prepared question is offered only when asking it gives an answer, so that a folder of other
    documents is never introduced with questions it cannot answer. Asked once for a generation.
    """

    def __init__(self, candidates: Sequence[str]) -> None:
        self._candidates = tuple(candidates)
        self._lock = threading.Lock()
        self._known: tuple[str, tuple[str, ...]] = ("", ())

    def answered_by(self, knowledge_base: Answering) -> tuple[str, ...]:
        """The prepared questions that the knowledge base answers, in order."""
        generation = knowledge_base.generation
        with self._lock:
            if self._known[0] != generation:
                self._known = (
                    generation,
                    tuple(q for q in self._candidates if _is_answered(knowledge_base, q)),
                )
            return self._known[1]


def _is_answered(knowledge_base: Answering, question: str) -> bool:
    try:
        return knowledge_base.ask(question, top_k=1).state is AnswerState.ANSWERED
    except QAError:
        return False
    except Exception:  # the page opens without examples; a question of the reader's will tell
        _logger.exception("a prepared question could not be asked")
        return False


def _ask(knowledge_base: Answering, question: str, number: int) -> Turn:
    if len(question) > MAX_QUESTION_CHARACTERS:
        # Shown shortened: a hostile page of text should not be drawn again with every turn.
        shown = question[:200] + "…"
        return Turn(number, shown, Failure(QuestionError.__name__, ""))
    try:
        answer = knowledge_base.ask(question, top_k=DEFAULT_CITATIONS)
        sources = tuple(context_of(knowledge_base, citation) for citation in answer.citations)
    except QAError as error:
        return Turn(number, question, _failure(error))
    except Exception:  # the chat goes on; the cause is for the terminal, not for the page
        _logger.exception("a question could not be answered")
        return Turn(number, question, Failure("Exception", ""))
    return Turn(number, question, answer, sources)


def _failure(error: QAError) -> Failure:
    return Failure(type(error).__name__, str(error))
