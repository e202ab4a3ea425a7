"""How far a build is, how fast it goes and how long it will take, told as it goes."""

from __future__ import annotations

import time
from collections.abc import Callable

from qa.reports import Progress, ProgressListener, Stage

TOLD_SECONDS = 0.1
"""Least time between two reports of one stage: a listener may draw each."""

FIRST_SECONDS = 1.0
"""From how long on a stage's rate tells how long it will take."""


class ProgressMeter:
    """Times the stages of one build and tells a listener, which may end it by what it raises.

    Attributes:
        n_files: New and changed files that are not in the index yet.
        ended_by: What the listener raised, if it did.
        is_anew: Whether everything is built anew, in place of an index that cannot be used.
    """

    def __init__(
        self, listener: ProgressListener | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._listener = listener
        self._clock = clock
        self.n_files = 0
        self.ended_by: BaseException | None = None
        self.is_anew = False
        self._stage: Stage | None = None
        self._began = self._told = 0.0

    def tell(self, stage: Stage, done: int = 0, total: int = 0, file: str = "") -> None:
        """Say that so much of a stage is done, and which file was the last."""
        if self._listener is None:
            return
        now = self._clock()
        begins = stage != self._stage
        if begins:
            self._stage, self._began = stage, now
        elif done < total and now - self._told < TOLD_SECONDS:
            return
        self._told = now
        elapsed = now - self._began
        rate = done / elapsed if elapsed >= FIRST_SECONDS else 0.0
        left = (total - done) / rate if rate and total else None
        told = Progress(stage, done, total, file, rate, left, self.n_files, self.is_anew)
        try:
            self._listener(told)
        except BaseException as error:
            self.ended_by = error
            raise
