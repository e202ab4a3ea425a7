"""Questions that the page offers, made of the documents' words and known to be answered.

Each is asked before it is offered, and remembered until there is another build of the index.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from qa.answering.suggesting import is_answered_by, near, suggestions_of
from qa.errors import QAError
from qa.records import Answer, DocumentInfo, Suggestion
from qa.web.chat.turns import Turn
from qa.web.loading import Answering

MAX_STARTERS = 6
"""Questions that an empty chat offers: three lines above the box."""

OWN_LANGUAGE = 4
"""Of them, those in the reader's language come first; the others show that any will do."""

MAX_NEXT = 3
"""Questions offered after an answer."""

SAMPLED_DOCUMENTS = 48
"""Documents looked at for starters, evenly spread; more would be asked and not shown."""

TRIED_OF_EACH = 3
"""Suggestions of a document that are tried for one starter."""

TRIED_NEXT = 6
"""Suggestions that are tried after an answer: some 20 ms each."""

_logger = logging.getLogger(__name__)


class Suggestions:
    """What can be offered now, for one build of the index at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation = ""
        self._starters: list[tuple[str, Suggestion]] | None = None
        self._answered: dict[Suggestion, bool] = {}

    def starters(self, knowledge_base: Answering, language: str) -> list[Suggestion] | None:
        """What to begin with, the reader's language first; None while a thread finds out."""
        self._keep_up(knowledge_base)
        known = self._starters
        if known is None:
            return None
        own = [suggestion for spoken, suggestion in known if spoken == language][:OWN_LANGUAGE]
        one_each = dict(reversed(known))
        others = [one_each[spoken] for spoken in one_each if spoken != language]
        rest = (suggestion for _, suggestion in known)
        return list(dict.fromkeys((*own, *reversed(others), *rest)))[:MAX_STARTERS]

    def after(self, knowledge_base: Answering, turns: Sequence[Turn]) -> tuple[Suggestion, ...]:
        """What to ask after the last of some turns, from around its answer."""
        answer = turns[-1].outcome if turns else None
        if not isinstance(answer, Answer) or not answer.found or not answer.citations:
            return ()
        self._keep_up(knowledge_base)
        asked = {" ".join(turn.question.split()) for turn in turns}
        found: list[Suggestion] = []
        path = answer.citations[0].passage.document.path
        for suggestion in near(_suggestions(knowledge_base, path), answer)[:TRIED_NEXT]:
            if suggestion.text not in asked and self._is_answered(knowledge_base, suggestion):
                found.append(suggestion)
            if len(found) == MAX_NEXT:
                break
        return tuple(found)

    def _keep_up(self, knowledge_base: Answering) -> None:
        """Forget what another build answered, and begin to look for starters in this one."""
        generation = knowledge_base.generation
        with self._lock:
            if generation == self._generation:
                return
            self._generation, self._starters, self._answered = generation, None, {}
        arguments = (knowledge_base, generation)
        threading.Thread(target=self._seek, args=arguments, name="starters", daemon=True).start()

    def _seek(self, knowledge_base: Answering, generation: str) -> None:
        found: list[tuple[str, Suggestion]] = []
        for info in _sample(knowledge_base.documents()):
            for suggestion in _suggestions(knowledge_base, info.path)[:TRIED_OF_EACH]:
                if self._is_answered(knowledge_base, suggestion):
                    found.append((info.language, suggestion))
                    break
        with self._lock:
            if generation == self._generation:
                self._starters = found

    def _is_answered(self, knowledge_base: Answering, suggestion: Suggestion) -> bool:
        known = self._answered
        if suggestion not in known:
            known[suggestion] = _is_answered(knowledge_base, suggestion)
        return known[suggestion]


def _sample(documents: Sequence[DocumentInfo]) -> Sequence[DocumentInfo]:
    return documents[:: max(1, -(-len(documents) // SAMPLED_DOCUMENTS))]


def _suggestions(knowledge_base: Answering, path: str) -> list[Suggestion]:
    try:
        return suggestions_of(knowledge_base.document(path))
    except (KeyError, QAError):  # replaced since
        return []


def _is_answered(knowledge_base: Answering, suggestion: Suggestion) -> bool:
    try:
        return is_answered_by(suggestion, knowledge_base.ask(suggestion.text, top_k=1))
    except QAError:
        return False
    except Exception:  # the page does without this one; a question of the reader's will tell
        _logger.exception("a question to offer could not be asked")
        return False
