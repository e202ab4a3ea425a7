"""Which turns are one answer and more of it: a wish for more is no question of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.records import Answer, AnswerState
from qa.web.chat.turns import Turn


@dataclass(frozen=True, slots=True)
class More:
    """What a turn adds to the answer before it.

    Attributes:
        turn: The turn.
        offset: How many sources stand above its own: it is numbered from there.
    """

    turn: Turn
    offset: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, and what was asked for besides.

    Attributes:
        turn: The question and its answer.
        more: What is added to that, in order.
    """

    turn: Turn
    more: tuple[More, ...] = ()

    def numbered(self) -> list[More]:
        """Every turn of it, in order."""
        return [More(self.turn, 0), *self.more]


def exchanges(turns: Sequence[Turn]) -> list[Exchange]:
    """The turns of a chat, those that only add to the one before it put there."""
    found: list[Exchange] = []
    for turn in turns:
        if found and _adds_to(found[-1].turn, turn):
            last = found[-1]
            offset = sum(len(earlier.turn.sources) for earlier in last.numbered())
            found[-1] = replace(last, more=(*last.more, More(turn, offset)))
        else:
            found.append(Exchange(turn))
    return found


def _adds_to(earlier: Turn, turn: Turn) -> bool:
    first, answer = earlier.outcome, turn.outcome
    if not (isinstance(first, Answer) and isinstance(answer, Answer)):
        return False
    if answer.state not in (AnswerState.OVERVIEW, AnswerState.NOT_FOUND):
        return False
    if not answer.is_follow_up or answer.parts:
        return False
    # More is searched for in the words of the answer that it belongs to.
    last = first.parts[-1] if first.parts else first
    return answer.searched_for == last.searched_for
