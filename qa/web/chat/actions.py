"""What a visitor wants done with the chat, as the page's script sends it.

One hidden box takes them all, since nothing inside a bubble can reach the server by itself. A page
sends what it has not seen done again, so each action has an id and is applied once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from qa.records import EVERYTHING, Answer
from qa.web.api.rest import Question, ScopeRequest
from qa.web.chat.restoring import Key, restore_turns
from qa.web.chat.state import Chat
from qa.web.chat.turns import CloserLook, Pending, Turn, new_turn
from qa.web.chat.verbs import ServerVerb


class Action(BaseModel):
    """One thing to do.

    Attributes:
        id: What tells it from the page's other actions.
        do: The verb.
        question: What to ask.
        as_new: Whether it stands by itself.
        scope: What may be found for it.
        turn: Number of the turn that is meant.
        key: What a new turn is known by.
        conversation: The browser's conversation that is meant; "" for whichever is open.
        entries: The questions of a conversation that is opened.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Annotated[str, Field(pattern=r"^[\w-]{1,60}$")]
    do: ServerVerb
    question: Question = ""
    as_new: bool = False
    scope: ScopeRequest = ScopeRequest()
    turn: int = 0
    key: Key = ""
    conversation: Key = ""
    entries: list[Any] = []


_ACTIONS = TypeAdapter(list[Action])


def parse_actions(sent: object) -> Sequence[Action]:
    """The actions that were sent; none where it is no list of them."""
    try:
        return _ACTIONS.validate_json(sent) if isinstance(sent, str) else ()
    except ValidationError:
        return ()


def apply_actions(chat: Chat, actions: Sequence[Action]) -> None:
    """Do what was not done before, in order."""
    for action in actions:
        with chat.applying(action.id) as new:
            if new:
                _apply(chat, action)


def _apply(chat: Chat, action: Action) -> None:
    match action.do:
        case "ask" if action.question.strip() and _is_meant(chat, action):
            scope = action.scope.record()
            turn = new_turn(action.question, as_new=action.as_new, scope=scope, key=action.key)
            chat.add(turn)
        case "open":
            turns = restore_turns(action.entries)
            chat.open(action.conversation, turns, action.scope.record())
        case "again":
            _change(chat, action.turn, _waiting_again)
        case "as_new":
            _change(chat, action.turn, lambda turn: replace(_waiting_again(turn), as_new=True))
        case "as_typed":
            _change(chat, action.turn, lambda turn: replace(_waiting_again(turn), corrected=False))
        case "everywhere":
            _change(chat, action.turn, lambda turn: replace(_waiting_again(turn), scope=EVERYTHING))
        case "why" | "similar" as kind:
            _change(chat, action.turn, lambda turn: _looked_at(turn, kind))
        case "renew":
            chat.change(
                lambda turn: _waiting_again(turn) if isinstance(turn.outcome, Answer) else turn
            )
        case "remove_last":
            chat.remove_last()


def _is_meant(chat: Chat, action: Action) -> bool:
    """Whether the conversation is open; else the page sees that, and opens it with the question."""
    return not action.conversation or chat.has(action.conversation)


def _change(chat: Chat, number: int, change: Callable[[Turn], Turn]) -> None:
    chat.change(lambda turn: change(turn) if turn.number == number else turn)


def _waiting_again(turn: Turn) -> Turn:
    """The same question, waiting for an answer once more."""
    return replace(turn, outcome=Pending(), sources=(), suggestions=None, look=None)


def _looked_at(turn: Turn, kind: Literal["why", "similar"]) -> Turn:
    """The turn with a closer look, or without it where it has that one."""
    shown = turn.look is not None and turn.look.kind == kind
    return replace(turn, look=None if shown else CloserLook(kind))
