"""Questions that are asked again of the same index, as people of one house ask the same.

An answer is kept for as long as its generation and its confidence model are in service. What it
cites is read from the index again before it is given again, so that damage is found as if it had
been looked for anew.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import replace

from qa.answering.confidence import ConfidenceModel
from qa.answering.conversing import Asking, Turn, answer_message
from qa.indexing.generation import Generation
from qa.records import Answer
from qa.understanding.question import prepare_question

KEPT_ANSWERS = 256
"""Answers that are kept, those asked for last: some ten kilobytes each."""


class RepeatedAnswers:
    """Keeps answers by what was asked. Safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation: Generation | None = None
        self._kept: OrderedDict[Hashable, tuple[ConfidenceModel | None, Answer]] = OrderedDict()

    def answer(self, asking: Asking, message: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer that was given before, proved again, or a new one.

        What follows something said may lean on it, and is answered anew.

        Args:
            asking: What it is made with.
            message: What is asked.
            history: The conversation so far.

        Raises:
            QuestionError, ScopeError, ModelError: As of `KnowledgeBase.ask`.
            IndexDamagedError: What is cited was altered.
        """
        if history:
            return answer_message(asking, message, history)
        started, asked = time.perf_counter(), _asked(asking, message)
        known = self._known(asking, asked)
        if known is not None and _is_proved(known, asking.generation):
            return replace(known, elapsed_ms=(time.perf_counter() - started) * 1000)
        answer = answer_message(asking, message)
        self._keep(asking, asked, answer)
        return answer

    def _known(self, asking: Asking, asked: Hashable) -> Answer | None:
        with self._lock:
            if self._generation is not asking.generation:
                return None
            model, answer = self._kept.get(asked, (None, None))
            if answer is None or model != asking.model:
                return None
            self._kept.move_to_end(asked)
            return answer

    def _keep(self, asking: Asking, asked: Hashable, answer: Answer) -> None:
        with self._lock:
            if self._generation is not asking.generation:
                self._generation = asking.generation
                self._kept.clear()
            self._kept[asked] = asking.model, answer
            self._kept.move_to_end(asked)
            while len(self._kept) > KEPT_ANSWERS:
                self._kept.popitem(last=False)


def _asked(asking: Asking, message: str) -> Hashable:
    """A message, and what its answer depends on besides generation and confidence model."""
    scope = asking.scope
    within = tuple(scope.languages), tuple(scope.documents), scope.since, scope.until
    how = asking.n_citations, asking.reader is None, asking.explain, asking.corrected
    return prepare_question(message), within, how


def _is_proved(answer: Answer, generation: Generation) -> bool:
    """Whether the index says of each cited passage what the answer does."""
    shown = (
        passage
        for citation in answer.citations
        for passage in (citation.passage, *citation.hit.duplicates)
    )
    return all(generation.passage(generation.row(passage)) == passage for passage in shown)
