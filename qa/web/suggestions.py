"""Questions that the page offers: found in the background, once for each build of the index."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from qa.errors import QAError
from qa.records import AnswerState
from qa.web.shelf import Answering

_logger = logging.getLogger(__name__)


class Starters:
    """Which of the prepared questions the index in service can answer.

    A prepared question is offered only when asking it gives an answer, so that a folder of other
    documents is never introduced with questions it cannot answer.
    """

    def __init__(self, candidates: Sequence[str]) -> None:
        self._candidates = tuple(candidates)
        self._lock = threading.Lock()
        self._known: dict[str, tuple[str, ...]] = {}
        self._sought = ""

    def of(self, knowledge_base: Answering) -> tuple[str, ...] | None:
        """The questions to begin with; None while a thread finds out."""
        generation = knowledge_base.generation
        with self._lock:
            if generation not in self._known and self._sought != generation:
                self._sought = generation
                threading.Thread(
                    target=self._seek, args=(knowledge_base, generation), daemon=True
                ).start()
            return self._known.get(generation)

    def _seek(self, knowledge_base: Answering, generation: str) -> None:
        found = tuple(q for q in self._candidates if is_answered(knowledge_base, q))
        with self._lock:
            self._known = {generation: found}


def is_answered(knowledge_base: Answering, question: str) -> bool:
    """Whether the documents answer a question."""
    try:
        return knowledge_base.ask(question, top_k=1).state is AnswerState.ANSWERED
    except QAError:
        return False
    except Exception:  # the page does without this one; a question of the reader's will tell
        _logger.exception("a question to offer could not be asked")
        return False
