"""What a reader wants done with the chat, as the page's script sends it.

One hidden box takes them all, since nothing inside a bubble can reach the server by itself. A page
sends what it has not seen done again, so each wish has an id and is heeded once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from qa.records import EVERYTHING, Answer
from qa.web.api.rest import Question, ScopeRequest
from qa.web.chat.state import Chat
from qa.web.chat.turns import Pending, Turn, asked


class Wish(BaseModel):
    """One thing to do.

    Attributes:
        id: What tells it from the page's other wishes.
        do: `ask` a question; ask a turn's `again`, `anew` without what was asked before, or
            `everywhere`, in all documents; `renew` all answers; take the last turn `back`;
            `forget` all turns; or `look`, which only draws the chat.
        question: What to ask.
        as_new: Whether it stands by itself.
        scope: What may be found for it.
        turn: Number of the turn that is meant.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Annotated[str, Field(pattern=r"^[\w-]{1,60}$")]
    do: Literal["ask", "again", "anew", "everywhere", "renew", "back", "forget", "look"]
    question: Question = ""
    as_new: bool = False
    scope: ScopeRequest = ScopeRequest()
    turn: int = 0


_WISHES = TypeAdapter(list[Wish])


def wishes_in(sent: object) -> Sequence[Wish]:
    """The wishes that were sent; none where it is no list of them."""
    try:
        return _WISHES.validate_json(sent) if isinstance(sent, str) else ()
    except ValidationError:
        return ()


def heed(chat: Chat, wishes: Sequence[Wish]) -> None:
    """Do what was not done before, in order."""
    for wish in wishes:
        if chat.first_time(wish.id):
            _do(chat, wish)


def _do(chat: Chat, wish: Wish) -> None:
    match wish.do:
        case "ask" if wish.question.strip():
            chat.add(asked(wish.question, as_new=wish.as_new, scope=wish.scope.record()))
        case "again":
            _redo(chat, wish.turn, _again)
        case "anew":
            _redo(chat, wish.turn, lambda turn: replace(_again(turn), as_new=True))
        case "everywhere":
            _redo(chat, wish.turn, lambda turn: replace(_again(turn), scope=EVERYTHING))
        case "renew":
            chat.change(lambda turn: _again(turn) if isinstance(turn.outcome, Answer) else turn)
        case "back":
            chat.take_back()
        case "forget":
            chat.clear()


def _redo(chat: Chat, number: int, change: Callable[[Turn], Turn]) -> None:
    chat.change(lambda turn: change(turn) if turn.number == number else turn)


def _again(turn: Turn) -> Turn:
    """The same question, waiting for an answer once more."""
    return replace(turn, outcome=Pending(), sources=(), offered=None)
