"""A chat as the browser remembers it: its questions, to be asked again of the index as it is.

What the browser sends back is checked: it may be anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa.records import EVERYTHING
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.api.rest import Question, ScopeRequest
from qa.web.chat.turns import MAX_TURNS, Turn, new_turn


class _Remembered(BaseModel):
    """One question as remembered; as a rule it is a plain string instead."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: Annotated[Question, Field(max_length=MAX_QUESTION_CHARACTERS, pattern=r"\S")]
    as_new: bool = False
    scope: ScopeRequest = ScopeRequest()
    corrected: bool = True


def to_browser(turns: Sequence[Turn]) -> list[object]:
    """What the browser is to remember of a chat."""
    return [_entry(turn) for turn in turns]


def restore_turns(remembered: object, linked: object = None) -> tuple[Turn, ...]:
    """The turns of a chat, waiting for answers anew.

    Args:
        remembered: What the browser sent: what `to_browser` gave it, or anything.
        linked: The question of a `?q=` link that opened the page, or anything.
    """
    known = remembered if isinstance(remembered, list) else []
    turns = [turn for turn in map(_read, known) if turn is not None]
    new = _read({"question": linked, "as_new": True})
    # A reload of the linked page is not meant as asking again.
    if new is not None and [turn.question for turn in turns[-1:]] != [linked]:
        turns.append(new)
    return tuple(turns[-MAX_TURNS:])


def _entry(turn: Turn) -> object:
    if not turn.as_new and turn.scope == EVERYTHING and turn.corrected:
        return turn.question
    scope = {
        "languages": [*turn.scope.languages],
        "documents": [*turn.scope.documents],
        "since": turn.scope.since,
        "until": turn.scope.until,
    }
    return {
        "question": turn.question,
        "as_new": turn.as_new,
        "scope": scope,
        "corrected": turn.corrected,
    }


def _read(value: object) -> Turn | None:
    try:
        known = _Remembered.model_validate({"question": value} if isinstance(value, str) else value)
    except ValidationError:
        return None
    return new_turn(
        known.question,
        as_new=known.as_new,
        scope=known.scope.record(),
        corrected=known.corrected,
    )
