"""Questions that the page offers, made of the documents' words and known to be answered.

Each is a question in the visitor's language: one of the documents' own, or ours about a heading of
theirs. It is asked before it is offered, and remembered until there is another build of the index.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from qa.errors import BusyError, QAError
from qa.records import EVERYTHING, UNDETERMINED, Answer, DocumentInfo, Scope, Suggestion
from qa.web.admission import Admission
from qa.web.chat.notices import cites_answers
from qa.web.chat.turns import Turn
from qa.web.html.bidi import direction
from qa.web.html.ui_strings import UiStrings
from qa.web.jobs import BackgroundJob, reason_of
from qa.web.loading import KnowledgeBaseLike

MAX_STARTERS = 4
"""Questions that an empty chat offers: as many as are read at a glance."""

FEW_STARTERS = 3
"""Below this many, what the documents are about is offered too."""

MAX_NEXT = 3
"""Questions offered after an answer."""

SAMPLED_DOCUMENTS = 48
"""Documents looked at for starters, evenly spread; more would be asked and not shown."""

SEEKING_SECONDS = 10.0
"""How long starters are sought at most: a question is asked in some 20 to 300 ms."""

TRIED_OF_EACH = 6
"""Suggestions of a document that are tried."""

TRIED_NEXT = 6
"""Suggestions that are tried after an answer: some 20 ms each."""

PATIENCE_SECONDS = 1.0
"""How long a suggestion waits for a moment in which no visitor's question waits."""

SUBJECT_CHARACTERS = 60
"""Of a heading that a question of ours is about; a longer one is no name."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """For whom starters are sought, and in which build of the index."""

    generation: str
    language: str
    scope: Scope


class Suggestions:
    """What can be offered now, for one build of the index at a time."""

    def __init__(self, admission: Admission) -> None:
        self._admission = admission
        self._lock = threading.Lock()
        self._job = BackgroundJob("starters")
        self._generation = ""
        self._starters: dict[_Wanted, list[Suggestion]] = {}
        self._answered: dict[tuple[Suggestion, Scope], bool] = {}

    def starters(
        self, knowledge_base: KnowledgeBaseLike, strings: UiStrings, scope: Scope = EVERYTHING
    ) -> list[Suggestion] | None:
        """What to begin with, within a scope; None while that is being found out."""
        self._keep_up(knowledge_base)
        wanted = _Wanted(knowledge_base.generation, strings.language, scope)
        known = self._starters.get(wanted)
        if known is None:
            # Nothing begins while others are sought; whoever asks next begins it.
            self._job.start(
                lambda: self._offer(wanted, self._sought(knowledge_base, strings, scope)),
                lambda error: self._offer_nothing(wanted, error),
            )
        return known

    def after(
        self, knowledge_base: KnowledgeBaseLike, turns: Sequence[Turn], strings: UiStrings
    ) -> tuple[Suggestion, ...]:
        """What to ask after the last of some turns, from around its answer.

        Raises:
            BusyError: Visitors' own questions leave no time for it.
        """
        answer = turns[-1].outcome if turns else None
        if not isinstance(answer, Answer) or not cites_answers(answer):
            return ()
        self._keep_up(knowledge_base)
        asked = {" ".join(turn.question.split()) for turn in turns}
        language = answer.citations[0].passage.document.language if answer.citations else ""
        given = _suggestions_after(knowledge_base, answer)
        own = _own_questions(given, language, strings)
        offered = [*own, *_our_questions(given, strings)]
        found: list[Suggestion] = []
        scope = turns[-1].scope
        for suggestion in [one for one in offered if one.text not in asked][:TRIED_NEXT]:
            if self._is_answered(knowledge_base, suggestion, scope):
                found.append(suggestion)
            if len(found) == MAX_NEXT:
                break
        return tuple(found)

    def _keep_up(self, knowledge_base: KnowledgeBaseLike) -> None:
        """Forget what another build answered."""
        generation = knowledge_base.generation
        with self._lock:
            if generation != self._generation:
                self._generation, self._starters, self._answered = generation, {}, {}

    def _sought(
        self, knowledge_base: KnowledgeBaseLike, strings: UiStrings, scope: Scope
    ) -> list[Suggestion]:
        """Answered questions, one of a document, those that the documents ask themselves first."""
        until = time.monotonic() + SEEKING_SECONDS
        infos = [info for info in knowledge_base.documents() if _may_be_within(info, scope)]
        in_language = [info for info in infos if _speaks(info.language, info.title, strings)]
        offered = [
            (info.language, _suggestions(knowledge_base, info.path))
            for info in _sample(in_language or infos)
        ]
        own = _in_turn(_own_questions(given, language, strings) for language, given in offered)
        ours = _in_turn(_our_questions(given, strings) for _, given in offered)
        found: dict[str, Suggestion] = {}
        for suggestion in chain(own, ours):
            if len(found) == MAX_STARTERS or time.monotonic() > until:
                break
            if self._is_answered(knowledge_base, suggestion, scope):
                found.setdefault(suggestion.text, suggestion)
        if infos and len(found) < FEW_STARTERS:
            found.setdefault(strings.ask_overview, Suggestion(strings.ask_overview, "", 0, True))
        return list(found.values())

    def _offer(self, wanted: _Wanted, found: list[Suggestion]) -> None:
        with self._lock:
            if wanted.generation == self._generation:
                self._starters[wanted] = found

    def _offer_nothing(self, wanted: _Wanted, error: Exception) -> None:
        if isinstance(error, BusyError):  # whoever draws an empty chat next has them sought again
            return
        reason_of(error, "Looking for questions to offer")
        self._offer(wanted, [])

    def _is_answered(
        self, knowledge_base: KnowledgeBaseLike, suggestion: Suggestion, scope: Scope
    ) -> bool:
        known, asked = self._answered, (suggestion, scope)
        if asked not in known:
            known[asked] = self._admission.spare(
                lambda: _is_answered(knowledge_base, suggestion, scope), PATIENCE_SECONDS
            )
        return known[asked]


def _own_questions(
    given: Iterable[Suggestion], language: str, strings: UiStrings
) -> list[Suggestion]:
    """What a document asks itself, in the visitor's language."""
    asking = [one for one in given if one.is_question and _speaks(language, one.text, strings)]
    return asking[:TRIED_OF_EACH]


def _our_questions(given: Iterable[Suggestion], strings: UiStrings) -> list[Suggestion]:
    """Questions in the visitor's language about a document's headings."""
    subjects = [one for one in given if not one.is_question]
    names = [one for one in subjects if len(one.text) <= SUBJECT_CHARACTERS] or subjects
    return [
        replace(one, text=strings.ask_of.format(subject=one.text), is_question=True)
        for one in names[:TRIED_OF_EACH]
    ]


def _in_turn(offered: Iterable[Sequence[Suggestion]]) -> Iterator[Suggestion]:
    """One of each document, then another of each, and so on."""
    for row in zip_longest(*offered):
        yield from filter(None, row)


def _speaks(language: str, text: str, strings: UiStrings) -> bool:
    """Whether a text is in the visitor's language; by its letters where its own is not known."""
    if language in {"", UNDETERMINED}:
        return direction(text) == strings.direction
    return language == strings.language


def _may_be_within(info: DocumentInfo, scope: Scope) -> bool:
    """Whether a scope names a document; its dates are for the answer to tell."""
    named = scope.documents
    return (not scope.languages or info.language in scope.languages) and (
        not named or any(_is_in(info.path, name) for name in named)
    )


def _is_in(path: str, name: str) -> bool:
    return path == name or path.startswith(f"{name.rstrip('/')}/")


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


def _is_answered(knowledge_base: KnowledgeBaseLike, suggestion: Suggestion, scope: Scope) -> bool:
    try:
        return knowledge_base.is_answered(suggestion, scope)
    except QAError:
        return False
    except Exception:  # noqa: BLE001 (the page does without; a visitor's own question will tell)
        _LOG.exception("a question to offer could not be asked")
        return False
