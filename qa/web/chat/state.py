"""A page's conversation as one object of the server, which events that overlap change safely.

Gradio copies a value at an event's start and overwrites it at the end, so of two events that
overlap one would be lost. A `Chat` is never replaced: whoever adds a turn adds it under the lock,
and one event at a time answers what waits, in order.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count

from qa.records import EVERYTHING, Scope
from qa.web.chat.drawings import Drawings
from qa.web.chat.turns import MAX_TURNS, IndexLoading, Pending, Turn

MAX_APPLIED = 200
"""Actions remembered as done: more than a page ever has under way."""

Answerer = Callable[[Turn, Sequence[Turn]], Turn]
"""From a turn that waits, and those before it, to the turn as it is then."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A chat at one moment.

    Attributes:
        version: Larger after every change of the turns, and after a restart of the server.
        turns: The turns.
        applied: The actions that need not be sent again, oldest first; all are in the turns.
        conversation: Which of the browser's conversations they are; "" before it has said.
        scope: Where an empty chat's offers are to be found.
    """

    version: int
    turns: tuple[Turn, ...]
    applied: tuple[str, ...]
    conversation: str = ""
    scope: Scope = EVERYTHING


class Chat:
    """The turns of one page.

    Gradio keeps it with the page's session (`gr.State`), and makes each its own by copying the
    first: a copy is an empty chat.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._turns: tuple[Turn, ...] = ()
        self._version = 0
        self._applied: deque[str] = deque(maxlen=MAX_APPLIED)
        self._conversation = ""
        self._scope = EVERYTHING
        self._answering = False
        self.drawings = Drawings()

    def __deepcopy__(self, _: object) -> Chat:
        return Chat()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns as they are now."""
        return self._turns

    def snapshot(self) -> Snapshot:
        """The chat as it is now."""
        with self._lock:
            applied = tuple(self._applied)
            return Snapshot(self._version, self._turns, applied, self._conversation, self._scope)

    @contextmanager
    def applying(self, action: str) -> Iterator[bool]:
        """Whether an action is new, while nobody else sees or changes the chat.

        A page sends an action again when it has heard nothing of it. Were one told as applied
        before it is in the turns, a drawing of that moment would be the last that the page waits
        for.
        """
        with self._lock:
            new = action not in self._applied
            yield new
            if new:
                self._applied.append(action)

    def open(self, conversation: str, turns: Sequence[Turn], scope: Scope = EVERYTHING) -> None:
        """Take up one of the browser's conversations.

        Args:
            conversation: Its name.
            turns: Its turns, waiting. Of the conversation that is open already, those that are
                known stay as they are.
            scope: Where, while it is empty, offers are to be found.
        """
        with self._lock:
            is_same = conversation == self._conversation
            known = {turn.key: turn for turn in self._turns if is_same and turn.key}
            self._conversation, self._scope = conversation, scope
            self._set(known.get(turn.key, turn) for turn in turns)

    def has(self, conversation: str) -> bool:
        """Whether a conversation of the browser is the one that is open."""
        return conversation == self._conversation

    def add(self, turn: Turn) -> None:
        """Add a turn, numbered in its place, and drop those over `MAX_TURNS`.

        One whose key is there already was sent twice, and is not added again.
        """
        with self._lock:
            if not turn.key or all(known.key != turn.key for known in self._turns):
                self._set((*self._turns, turn))

    def change(self, change: Callable[[Turn], Turn]) -> None:
        """Put what `change` makes of each turn in its place."""
        with self._lock:
            self._set(map(change, self._turns))

    def replace_turn(self, turn: Turn, changed: Turn) -> None:
        """Put a changed turn in the place of one that is still there."""
        with self._lock:
            self._set(changed if known is turn else known for known in self._turns)

    def remove_last(self) -> None:
        """Forget the last turn."""
        with self._lock:
            self._set(self._turns[:-1])

    def resume(self) -> None:
        """Let the turns that waited for the index be answered."""
        with self._lock:
            if any(isinstance(turn.outcome, IndexLoading) for turn in self._turns):
                self._set(map(_resumed, self._turns))

    @property
    def is_waiting(self) -> bool:
        """Whether a turn waits for an answer that nobody is at."""
        turns = self._turns
        return not self._answering and any(isinstance(turn.outcome, Pending) for turn in turns)

    def answer_next(self, answer: Answerer) -> bool:
        """Answer the oldest turn that waits.

        Returns:
            Whether there was one. False also while another event answers: that one goes on with
            whatever has been added.
        """
        with self._lock:
            waiting = [i for i, turn in enumerate(self._turns) if isinstance(turn.outcome, Pending)]
            if self._answering or not waiting:
                return False
            self._answering = True
            turn, earlier = self._turns[waiting[0]], self._turns[: waiting[0]]
        done = turn
        try:
            done = answer(turn, earlier)
        finally:
            with self._lock:
                self._answering = False
                # By identity: the chat may have been emptied or the turn asked differently.
                self._set(done if known is turn else known for known in self._turns)
        return True

    def _set(self, turns: Iterable[Turn]) -> None:
        kept = tuple(turns)
        first = max(kept[0].number, 1) if kept else 1
        self._turns = tuple(map(_numbered, kept, count(first)))[-MAX_TURNS:]
        # By the clock, so that a page can tell an old drawing from a new one over a restart too.
        self._version = max(self._version + 1, time.time_ns() // 1_000_000)


def _resumed(turn: Turn) -> Turn:
    return replace(turn, outcome=Pending()) if isinstance(turn.outcome, IndexLoading) else turn


def _numbered(turn: Turn, number: int) -> Turn:
    return turn if turn.number == number else replace(turn, number=number)
