"""A page's conversation as one object of the server, which events that overlap change safely.

Gradio copies a value at an event's start and overwrites it at the end, so of two events that
overlap one would be lost. A `Chat` is never replaced: whoever adds a turn adds it under the lock,
and one event at a time answers what waits, in order.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import count

from qa.web.chat.turns import MAX_TURNS, IndexLoading, Pending, Turn

MAX_APPLIED = 200
"""Actions remembered as done: more than a page ever has under way."""

Answerer = Callable[[Turn, Sequence[Turn]], Turn]
"""From a turn that waits, and those before it, to the turn as it is then."""


class Chat:
    """The turns of one page.

    Gradio keeps it with the page's session (`gr.State`), and makes each its own by copying the
    first: a copy is an empty chat.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: tuple[Turn, ...] = ()
        self._version = 0
        self._applied: deque[str] = deque(maxlen=MAX_APPLIED)
        self._restored = False
        self._answering = False

    def __deepcopy__(self, _: object) -> Chat:
        return Chat()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns as they are now."""
        return self._turns

    @property
    def applied(self) -> tuple[str, ...]:
        """The actions that need not be sent again, oldest first."""
        with self._lock:
            return tuple(self._applied)

    def snapshot(self) -> tuple[int, tuple[Turn, ...]]:
        """A number that changes with the turns, and the turns."""
        with self._lock:
            return self._version, self._turns

    def is_new(self, action: str) -> bool:
        """Whether an action is new; a page sends it again when it has heard nothing."""
        with self._lock:
            if action in self._applied:
                return False
            self._applied.append(action)
            return True

    def restore(self, turns: Sequence[Turn]) -> None:
        """Begin with the turns that the browser remembers; done once."""
        with self._lock:
            if not self._restored:
                self._restored = True
                self._set((*turns, *self._turns))

    def add(self, turn: Turn) -> None:
        """Add a turn, numbered in its place, and drop those over `MAX_TURNS`."""
        with self._lock:
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

    def clear(self) -> None:
        """Forget every turn."""
        with self._lock:
            self._set(())

    def resume(self) -> None:
        """Let the turns that waited for the index be answered."""
        with self._lock:
            if any(isinstance(turn.outcome, IndexLoading) for turn in self._turns):
                self._set(map(_resumed, self._turns))

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
        self._version += 1


def _resumed(turn: Turn) -> Turn:
    return replace(turn, outcome=Pending()) if isinstance(turn.outcome, IndexLoading) else turn


def _numbered(turn: Turn, number: int) -> Turn:
    return turn if turn.number == number else replace(turn, number=number)
