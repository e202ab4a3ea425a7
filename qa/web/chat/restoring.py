"""Conversations as the browser keeps them: questions, to be asked again of the index as it is.

What the browser sends back is checked: it may be anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa.records import EVERYTHING
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.api.rest import Question, ScopeRequest
from qa.web.chat.state import Snapshot
from qa.web.chat.turns import MAX_TURNS, Turn, new_turn
from qa.web.html.markup import Html, render

Key = Annotated[str, Field(pattern=r"^[\w-]{0,60}$")]
"""Name that a browser gives to a turn or a conversation."""


class _Remembered(BaseModel):
    """One question as remembered; in an older browser's store it may be a plain string instead."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: Annotated[Question, Field(max_length=MAX_QUESTION_CHARACTERS, pattern=r"\S")]
    key: Key = ""
    as_new: bool = False
    scope: ScopeRequest = ScopeRequest()
    corrected: bool = True


def to_browser(turns: Sequence[Turn]) -> list[dict[str, object]]:
    """What the browser is to remember of a chat."""
    return [_entry(turn) for turn in turns]


def restore_turns(remembered: object) -> tuple[Turn, ...]:
    """The turns of a chat, waiting for answers anew.

    Args:
        remembered: What the browser sent: what `to_browser` gave it, or anything.
    """
    known = remembered if isinstance(remembered, list) else []
    turns = [turn for turn in map(_read, known) if turn is not None]
    return tuple(turns[-MAX_TURNS:])


def for_script(drawn: Snapshot, generation: str, former: object = None) -> Html:
    """What the page's script is told of a drawing.

    Args:
        drawn: What is drawn: how new it is, of which conversation, and what need not be sent again.
        generation: The index that is asked.
        former: What the browser kept when it kept one conversation alone, or anything.
    """
    values = {
        "drawn": drawn,
        "entries": to_browser(drawn.turns),
        "generation": generation,
        "former": to_browser(restore_turns(former)),
    }
    return render("chat/for_script.html", values)


def _entry(turn: Turn) -> dict[str, object]:
    entry: dict[str, object] = {"key": turn.key, "question": turn.question}
    if turn.as_new:
        entry["as_new"] = True
    if not turn.corrected:
        entry["corrected"] = False
    if turn.scope != EVERYTHING:
        entry["scope"] = {
            "languages": [*turn.scope.languages],
            "documents": [*turn.scope.documents],
            "since": turn.scope.since,
            "until": turn.scope.until,
        }
    return entry


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
        key=known.key,
    )
