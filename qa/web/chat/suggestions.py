"""Questions that the page offers, made of the documents' words and known to be answered.

Each is asked before it is offered, and remembered until there is another build of the index.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from qa.errors import QAError
from qa.records import Answer, DocumentInfo, Suggestion
from qa.web.chat.turns import Turn
from qa.web.jobs import BackgroundJob, reason_of
from qa.web.loading import KnowledgeBaseLike

MAX_STARTERS = 6
"""Questions that an empty chat offers: three lines above the box."""

OWN_LANGUAGE = 4
"""Of them, those in the visitor's language come first; the others show that any will do."""

MAX_NEXT = 3
"""Questions offered after an answer."""

SAMPLED_DOCUMENTS = 48
"""Documents looked at for starters, evenly spread; more would be asked and not shown."""

TRIED_OF_EACH = 3
"""Suggestions of a document that are tried for one starter."""

TRIED_NEXT = 6
"""Suggestions that are tried after an answer: some 20 ms each."""

_LOG = logging.getLogger(__name__)


class Suggestions:
    """What can be offered now, for one build of the index at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._job = BackgroundJob("starters")
        self._generation = ""
        self._starters: list[tuple[str, Suggestion]] | None = None
        self._answered: dict[Suggestion, bool] = {}

    def starters(self, knowledge_base: KnowledgeBaseLike, language: str) -> list[Suggestion] | None:
        """What to begin with, the visitor's language first; None while that is being found out."""
        self._keep_up(knowledge_base)
        known = self._starters
        if known is None:
            return None
        own = [suggestion for spoken, suggestion in known if spoken == language][:OWN_LANGUAGE]
        one_each = dict(reversed(known))
        others = [one_each[spoken] for spoken in one_each if spoken != language]
        rest = (suggestion for _, suggestion in known)
        return list(dict.fromkeys((*own, *reversed(others), *rest)))[:MAX_STARTERS]

    def after(
        self, knowledge_base: KnowledgeBaseLike, turns: Sequence[Turn]
    ) -> tuple[Suggestion, ...]:
        """What to ask after the last of some turns, from around its answer."""
        answer = turns[-1].outcome if turns else None
        if not isinstance(answer, Answer) or not answer.found:
            return ()
        self._keep_up(knowledge_base)
        asked = {" ".join(turn.question.split()) for turn in turns}
        found: list[Suggestion] = []
        for suggestion in _suggestions_after(knowledge_base, answer)[:TRIED_NEXT]:
            if suggestion.text not in asked and self._is_answered(knowledge_base, suggestion):
                found.append(suggestion)
            if len(found) == MAX_NEXT:
                break
        return tuple(found)

    def _keep_up(self, knowledge_base: KnowledgeBaseLike) -> None:
        """Forget what another build answered, and look for starters in this one."""
        generation = knowledge_base.generation
        with self._lock:
            if generation != self._generation:
                self._generation, self._starters, self._answered = generation, None, {}
            if self._starters is not None:
                return
        # Nothing begins while another generation's are sought; whoever asks next begins it.
        self._job.start(
            lambda: self._seek(knowledge_base, generation),
            lambda error: self._seek_in_vain(generation, error),
        )

    def _seek(self, knowledge_base: KnowledgeBaseLike, generation: str) -> None:
        found: list[tuple[str, Suggestion]] = []
        for info in _sample(knowledge_base.documents()):
            for suggestion in _suggestions(knowledge_base, info.path)[:TRIED_OF_EACH]:
                if self._is_answered(knowledge_base, suggestion):
                    found.append((info.language, suggestion))
                    break
        self._offer(generation, found)

    def _seek_in_vain(self, generation: str, error: Exception) -> None:
        reason_of(error, "Looking for questions to offer")
        self._offer(generation, [])

    def _offer(self, generation: str, found: list[tuple[str, Suggestion]]) -> None:
        with self._lock:
            if generation == self._generation:
                self._starters = found

    def _is_answered(self, knowledge_base: KnowledgeBaseLike, suggestion: Suggestion) -> bool:
        known = self._answered
        if suggestion not in known:
            known[suggestion] = _is_answered(knowledge_base, suggestion)
        return known[suggestion]


def _sample(documents: Sequence[DocumentInfo]) -> Sequence[DocumentInfo]:
    return documents[:: max(1, -(-len(documents) // SAMPLED_DOCUMENTS))]


def _suggestions(knowledge_base: KnowledgeBaseLike, path: str) -> Sequence[Suggestion]:
    try:
        return knowledge_base.suggestions(path)
    except (KeyError, QAError):  # replaced since
        return ()


def _suggestions_after(knowledge_base: KnowledgeBaseLike, answer: Answer) -> Sequence[Suggestion]:
    try:
        return knowledge_base.suggestions_after(answer)
    except QAError:
        return ()


def _is_answered(knowledge_base: KnowledgeBaseLike, suggestion: Suggestion) -> bool:
    try:
        return knowledge_base.is_answered(suggestion)
    except QAError:
        return False
    except Exception:  # noqa: BLE001 (the page does without; a visitor's own question will tell)
        _LOG.exception("a question to offer could not be asked")
        return False
