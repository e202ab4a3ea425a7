"""Whose turn it is: one bounded line for everything that asks the knowledge base.

Who asks takes a place before it takes a thread. Where all places are taken it is refused at once,
and told when to ask again: a longer line answers nobody sooner, and most of it has gone away before
its turn. What is asked by one who goes away while it waits is never computed.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self, TypeVar

from starlette.types import Receive, Scope

from qa.errors import BusyError
from qa.processors import usable_processors

WAITING_FOR_EACH_CORE = 5
"""Questions that may wait, for each core. More would only be answered later, and not more of them.

With five, 99 of 100 are answered within the time of eight mean questions for each core, though some
take twice the mean (`benchmarks/overload.py`)."""

LONGEST_WAIT_SECONDS = 30.0
"""How long a question waits at most, whatever keeps those before it."""

CLAIM_SECONDS = 5.0
"""How long a place is kept for an event that does not begin: Gradio drops what is malformed, and
the events of closed pages."""

LONGEST_RETRY_SECONDS = 60
"""The latest that anybody is told to ask again."""

WEIGHT_OF_LAST = 0.05
"""Of the last question in the mean time of a question: some twenty of them count."""

_HANDED_OVER = "sanad.place"

_Found = TypeVar("_Found")


class ClientGoneError(Exception):
    """Whoever asked went away before its turn came."""


class Admission:
    """Lets in as many as can be answered soon, and has them answered in the order of their coming.

    Safe from several threads. Every method but `serve` and `spare` ends at once.

    Attributes:
        at_once: Questions computed at a time.
        most: Places: questions that are computed or wait.
        refused: How many were refused so far.
    """

    def __init__(self, at_once: int | None = None) -> None:
        """Prepare, without a thread.

        Args:
            at_once: Questions computed at a time; None for one on each core.
        """
        self.at_once = at_once or usable_processors()
        self._waited: Callable[[float], None] = _unheard
        self.most = self.at_once * (1 + WAITING_FOR_EACH_CORE)
        self.refused = 0
        self._lock = threading.RLock()
        self._done = threading.Condition(self._lock)
        self._places: set[Place] = set()
        self._in_line = self._running = 0
        self._mean_seconds = 0.0
        self._is_closed = False
        # It keeps the order of coming, and never begins what was cancelled before its turn.
        self._threads = ThreadPoolExecutor(self.at_once, thread_name_prefix="question")

    @property
    def taken(self) -> int:
        """Places that are taken."""
        return len(self._places)

    @property
    def running(self) -> int:
        """Questions that are being computed."""
        return self._running

    @property
    def is_idle(self) -> bool:
        """Whether a question could begin at once."""
        return self._in_line < self.at_once

    @property
    def retry_seconds(self) -> int:
        """When whoever is refused now may ask again, in whole seconds: the time of all places."""
        seconds = math.ceil(self._mean_seconds * len(self._places) / self.at_once)
        return min(max(seconds, 1), LONGEST_RETRY_SECONDS)

    def enter(self, whose: str = "") -> Place:
        """Take a place.

        Args:
            whose: What tells its client from the others; "" where it is watched by itself.

        Raises:
            BusyError: All are taken, or the program ends.
        """
        with self._lock:
            if self._is_closed or len(self._places) >= self.most:
                self.refused += 1
                raise BusyError(self.retry_seconds)
            place = Place(self, whose)
            self._places.add(place)
            return place

    async def serve(self, work: Callable[[], _Found], receive: Receive) -> _Found:
        """Do what a request asks for in a thread, in its turn.

        Args:
            work: What is to be done.
            receive: The request's channel (ASGI), from which its body has been read; it tells when
                the client goes away.

        Raises:
            BusyError: All places are taken.
            ClientGoneError: The client went away before the work began.
        """
        with self.enter() as place:
            watching = asyncio.create_task(_leave_when_gone(place, receive))
            try:
                return await place.run(work)
            finally:
                watching.cancel()

    def spare(self, work: Callable[[], _Found], patience: float) -> _Found:
        """Do, from a thread, what can as well be left undone: only while nobody waits.

        Args:
            work: What is to be done.
            patience: Seconds that it waits for such a moment at most.

        Raises:
            BusyError: There was none.
        """
        with self._done:
            is_idle = self._done.wait_for(lambda: self.is_idle, patience)
            if not is_idle or self._is_closed:
                raise BusyError(self.retry_seconds)
            doing = self._line_up(work)
        return doing.result()

    def leave_all(self, whose: str) -> None:
        """Give up the places of a client that went away."""
        with self._lock:
            left = [place for place in self._places if place.whose == whose]
        for place in left:
            place.leave()

    def tell_waits(self, listener: Callable[[float], None]) -> None:
        """Have a listener told how many seconds each question waited for its turn."""
        self._waited = listener

    def close(self) -> None:
        """Let nobody in any more; who is in is still answered."""
        with self._lock:
            self._is_closed = True

    def line_up(self, work: Callable[[], _Found]) -> Future[_Found]:
        """Have work done after all that came before; for `Place` alone."""
        with self._lock:
            return self._line_up(work)

    def give_back(self, place: Place) -> None:
        """Take note that a place is free; for `Place` alone."""
        with self._lock:
            self._places.discard(place)

    def _line_up(self, work: Callable[[], _Found]) -> Future[_Found]:
        self._in_line += 1
        doing = self._threads.submit(self._timed, work, time.perf_counter())
        doing.add_done_callback(self._note_done)
        return doing

    def _timed(self, work: Callable[[], _Found], came: float) -> _Found:
        with self._lock:
            self._running += 1
        began = time.perf_counter()
        self._waited(began - came)
        try:
            return work()
        finally:
            seconds = time.perf_counter() - began
            with self._lock:
                self._running -= 1
                known = self._mean_seconds or seconds
                self._mean_seconds = known + WEIGHT_OF_LAST * (seconds - known)

    def _note_done(self, _: Future[_Found]) -> None:
        with self._done:
            self._in_line -= 1
            self._done.notify_all()


def _unheard(_: float) -> None:
    pass


class Place:
    """A place in the line, from its being taken to its being left.

    Attributes:
        whose: What tells its client from the others.
        is_claimed: Whether it has been taken over by what answers in it.
        is_left: Whether it was given up.
    """

    def __init__(self, admission: Admission, whose: str) -> None:
        self.whose = whose
        self.is_claimed = False
        self._admission = admission
        self._doing: Future[Any] | None = None
        self.is_left = self._is_late = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.leave()

    async def run(self, work: Callable[[], _Found]) -> _Found:
        """Do something in a thread, in its turn: behind all who came before.

        What has begun ends, and counts, though nobody may wait for it any more.

        Raises:
            BusyError: Its turn did not come in `LONGEST_WAIT_SECONDS`.
            ClientGoneError: The place was left before its turn came.
        """
        if self.is_left:
            raise ClientGoneError
        doing = self._admission.line_up(work)
        self._doing = doing
        late = asyncio.get_running_loop().call_later(LONGEST_WAIT_SECONDS, self._give_up)
        try:
            return await asyncio.wrap_future(doing)
        except asyncio.CancelledError:
            if self.is_left:
                raise ClientGoneError from None
            if self._is_late:
                raise BusyError(self._admission.retry_seconds) from None
            raise
        finally:
            late.cancel()

    def leave(self) -> None:
        """Give the place up; what waits in it is never begun."""
        self.is_left = True
        doing = self._doing
        if doing is None or doing.cancel() or doing.done():
            self._admission.give_back(self)
        else:  # it is being computed
            doing.add_done_callback(lambda _: self._admission.give_back(self))

    def leave_unclaimed(self) -> None:
        """Give the place up where nobody took it over."""
        if not self.is_claimed:
            self.leave()

    def _give_up(self) -> None:
        self._is_late = True
        if self._doing is not None:
            self._doing.cancel()


def hand_over(place: Place, scope: Scope) -> None:
    """Give a place that was taken as a request came to whoever answers it later (`handed_over`)."""
    scope[_HANDED_OVER] = place
    asyncio.get_running_loop().call_later(CLAIM_SECONDS, place.leave_unclaimed)


def handed_over(scope: Scope) -> Place | None:
    """The place that was taken as a request came, where it has not been given up since."""
    place = scope.pop(_HANDED_OVER, None)
    if not isinstance(place, Place) or place.is_left:
        return None
    place.is_claimed = True
    return place


async def _leave_when_gone(place: Place, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    place.leave()
