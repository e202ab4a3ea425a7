"""Questions that found nothing, kept in a file of this machine where its owner asks for that.

The file (`index/unanswered.jsonl`) holds one JSON object a line, UTF-8, in order of time:

    time          when it was asked: ISO 8601, UTC
    question      as asked; of several in one, each that found nothing
    searched_for  what was searched for
    state         "related" or "not_found"
    confidence    the answer's confidence, in [0, 1]
    generation    the build of the index that was asked
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

from qa.records import Answer, AnswerState
from qa.web.hearing import HeardQuestion
from qa.web.line_files import LineFile

MAX_UNANSWERED_BYTES = 64 * 1024 * 1024
"""Size at which no more are kept: some 200,000 questions."""

_FOUND_NOTHING = (AnswerState.RELATED, AnswerState.NOT_FOUND)
_LOG = logging.getLogger(__name__)


class UnansweredQuestions:
    """Keeps the questions that found nothing."""

    def __init__(self, path: Path) -> None:
        self._file = LineFile(path, MAX_UNANSWERED_BYTES)
        self._is_told = False

    def note(self, heard: HeardQuestion) -> None:
        """Keep a question, where nothing was found for it."""
        if heard.answer is None:
            return
        for answer in heard.answer.parts or (heard.answer,):
            if answer.state in _FOUND_NOTHING:
                self._keep(answer)

    def _keep(self, answer: Answer) -> None:
        try:
            self._file.append(
                {
                    "time": datetime.now(UTC).isoformat(timespec="seconds"),
                    "question": answer.question,
                    "searched_for": answer.searched_for,
                    "state": answer.state.value,
                    "confidence": answer.confidence,
                    "generation": answer.generation,
                }
            )
        except OSError as error:
            if not self._is_told:  # once, not with each question
                self._is_told = True
                _LOG.warning("Questions that found nothing cannot be kept: %s", error)
