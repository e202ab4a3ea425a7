"""Who wants to know of it is told of each question that is asked, and how long its stages took."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar, cast

from qa.errors import QuestionError, ScopeError
from qa.records import EVERYTHING, Answer, Scope
from qa.settings import DEFAULT_CITATIONS

_LOG = logging.getLogger(__name__)

Stage = Literal["waiting", "answering", "drawing"]
"""What a question goes through: its turn comes, it is answered, and the chat is drawn with it."""


class Asked(Protocol):
    """What is asked: the one method of a knowledge base that is listened to."""

    def ask(
        self,
        question: str,
        *,
        top_k: int = DEFAULT_CITATIONS,
        history: Sequence[Answer | str] = (),
        scope: Scope = EVERYTHING,
        explain: bool = False,
        reader: bool | None = None,
        corrected: bool = True,
    ) -> Answer:
        """Answer a question."""


@dataclass(frozen=True, slots=True)
class HeardQuestion:
    """A question, and what came of it.

    Attributes:
        question: As asked; it is for those alone who are meant to keep it.
        outcome: The state of its answer; "refused" where it could not be asked, "failed" where the
            program could not answer.
        seconds: How long answering took.
        answer: Its answer, if there is one.
    """

    question: str
    outcome: str
    seconds: float
    answer: Answer | None = None


class Hearing:
    """Passes on what is heard; a listener that fails stops neither the others nor an answer."""

    def __init__(self) -> None:
        self._of_questions: list[Callable[[HeardQuestion], None]] = []
        self._of_stages: list[Callable[[Stage, float], None]] = []

    def tell_questions(self, listener: Callable[[HeardQuestion], None]) -> None:
        """Have a listener told of each question, in the thread that answered it."""
        self._of_questions.append(listener)

    def tell_stages(self, listener: Callable[[Stage, float], None]) -> None:
        """Have a listener told how many seconds each stage of each question took."""
        self._of_stages.append(listener)

    def asked(self, heard: HeardQuestion) -> None:
        """Tell of a question."""
        for listener in self._of_questions:
            try:
                listener(heard)
            except Exception:  # noqa: BLE001 (whoever asked is answered all the same)
                _LOG.exception("a question could not be taken note of")
        self.took("answering", heard.seconds)

    def took(self, stage: Stage, seconds: float) -> None:
        """Tell how long a stage took."""
        for listener in self._of_stages:
            listener(stage, seconds)

    @contextmanager
    def timing(self, stage: Stage) -> Iterator[None]:
        """Tell how long what is done meanwhile took."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.took(stage, time.perf_counter() - began)


_KnowledgeBase = TypeVar("_KnowledgeBase", bound=Asked)


def heard(knowledge_base: _KnowledgeBase, hearing: Hearing) -> _KnowledgeBase:
    """The same knowledge base, of which each question is told."""
    return cast("_KnowledgeBase", _HeardKnowledgeBase(knowledge_base, hearing))


def unheard(knowledge_base: _KnowledgeBase) -> _KnowledgeBase:
    """The same, for asking what was asked before, or what nobody asked."""
    if isinstance(knowledge_base, _HeardKnowledgeBase):
        return cast("_KnowledgeBase", knowledge_base.itself)
    return knowledge_base


class _HeardKnowledgeBase:
    def __init__(self, itself: Asked, hearing: Hearing) -> None:
        self.itself = itself
        self._hearing = hearing

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (everything else it has)
        return getattr(self.itself, name)

    def ask(
        self,
        question: str,
        *,
        top_k: int = DEFAULT_CITATIONS,
        history: Sequence[Answer | str] = (),
        scope: Scope = EVERYTHING,
        explain: bool = False,
        reader: bool | None = None,
        corrected: bool = True,
    ) -> Answer:
        began = time.perf_counter()
        outcome, answer = "failed", None
        try:
            answer = self.itself.ask(
                question,
                top_k=top_k,
                history=history,
                scope=scope,
                explain=explain,
                reader=reader,
                corrected=corrected,
            )
            outcome = answer.state.value
        except (QuestionError, ScopeError):
            outcome = "refused"
            raise
        finally:
            seconds = time.perf_counter() - began
            self._hearing.asked(HeardQuestion(question, outcome, seconds, answer))
        return answer
