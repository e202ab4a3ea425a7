"""Work that comes in while other work is under way, done together.

Whoever comes while nothing is under way begins at once, so that nobody waits for company. Whoever
comes meanwhile waits for the end of that, as it would for a model that does one thing at a time;
then one of those who wait does the work of all that is alike.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


class Together(Generic[Given, Made]):
    """Does what several threads ask for in batches. Safe from several threads.

    Args:
        work: Makes something of each of a batch, in order.
        alike: What is the same of all that go into one batch.
        most: Most of a batch.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Given]], Sequence[Made]],
        alike: Callable[[Given], object],
        most: int,
    ) -> None:
        self._work = work
        self._alike = alike
        self._most = most
        self._at_work = threading.Lock()
        self._changing = threading.Lock()
        self._waiting: list[tuple[Given, Future[Made]]] = []

    def do(self, given: Given) -> Made:
        """What is made of something; an error in the work is raised for each of its batch."""
        mine: Future[Made] = Future()
        with self._changing:
            self._waiting.append((given, mine))
        with self._at_work:
            if not mine.done():
                self._do_batch(self._alike(given), mine)
        return mine.result()

    def _do_batch(self, kind: object, mine: Future[Made]) -> None:
        """Do one batch of a kind, in which something is that is waited for."""
        with self._changing:
            alike = [one for one in self._waiting if self._alike(one[0]) == kind]
            # What came first goes first, and the one whose turn it is goes in any case.
            batch = sorted(alike, key=lambda one: one[1] is not mine)[: self._most]
            taken = {future for _, future in batch}  # what is given may not be comparable
            self._waiting = [one for one in self._waiting if one[1] not in taken]
        try:
            made = self._work([given for given, _ in batch])
        except BaseException as error:  # noqa: BLE001 (told to each that waits for it)
            for _, future in batch:
                future.set_exception(error)
            return
        for (_, future), one in zip(batch, made, strict=True):
            future.set_result(one)
