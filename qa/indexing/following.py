"""Following a folder: wake up whenever its documents may have changed.

The only module that imports watchfiles.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path

from watchfiles import watch

from qa.errors import FolderUnwatchedError, QAError, SeedsNotFoundError, words_of
from qa.reports import BuildReport
from qa.settings import FOLLOW_SWEEP_SECONDS

_LOG = logging.getLogger(__name__)

_TICK_MILLISECONDS = 250  # between two looks at whether the folder is still the same


class Follower:
    """Keeps an index up to date in two threads: one watches the folder, the other refreshes.

    So a change is seen while a build is under way, which can make room for it.

    Attributes:
        changed: Set when the folder was seen to change; for the build to clear.
        unwatched: Why it is only looked through from time to time; "" where it is watched.
    """

    def __init__(
        self,
        seeds: Path,
        refreshes: Callable[[], Generator[BuildReport]],
        *,
        on_refresh: Callable[[BuildReport], None] | None,
        on_error: Callable[[QAError], None] | None,
        sweep_seconds: float,
    ) -> None:
        """Prepare, without threads.

        Args:
            seeds: The folder of documents.
            refreshes: Brings the index up to date, in builds of which each is reported.
            on_refresh: Told of every build that put a new generation in service.
            on_error: Told of what went wrong, whatever it is; following goes on.
            sweep_seconds: How often to look through the folder without a change event.
        """
        self.changed = threading.Event()
        self.unwatched = ""
        self._seeds = seeds
        self._refreshes = refreshes
        self._on_refresh = on_refresh
        self._on_error = on_error
        self._sweep_seconds = sweep_seconds
        self._to_look = threading.Event()
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._until_stopped, args=(work,), name=name, daemon=True)
            for name, work in (("sanad-watcher", self._watch), ("sanad-follower", self._refresh))
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def look(self) -> None:
        """Have the folder looked through now."""
        self.changed.set()
        self._to_look.set()

    def end(self, seconds: float) -> None:
        """Follow no more; a build under way is for others to end.

        Args:
            seconds: How long to wait for each thread.
        """
        self._stop.set()
        self.look()
        for thread in self._threads:
            thread.join(seconds)

    def _watch(self) -> None:
        """Have the folder looked through after each change, and without one from time to time.

        Where it cannot be watched (Linux watches so many folders and no more, and some disks
        tell nothing) it is looked through from time to time alone.
        """
        try:
            for seen in changes_in(self._seeds, self._stop, self._sweep_seconds):
                self.unwatched = ""
                if seen:
                    self.changed.set()
                self._to_look.set()
        except SeedsNotFoundError:
            raise
        except BaseException as error:  # noqa: BLE001 (watchfiles is a library in Rust)
            self._to_look.set()
            reason = words_of(error)
            if reason != self.unwatched:
                self.unwatched = reason
                _LOG.warning("'%s' cannot be watched: %s", self._seeds, reason)
                _report(FolderUnwatchedError(self._seeds, reason), self._on_error)
            self._stop.wait(self._sweep_seconds)

    def _refresh(self) -> None:
        self._to_look.wait()
        self._to_look.clear()
        if self._stop.is_set():
            return
        try:
            with closing(self._refreshes()) as reports:
                for report in reports:
                    if report.published and self._on_refresh:
                        self._on_refresh(report)
        except BaseException:
            self._to_look.set()  # what was not done is to be done yet
            raise

    def _until_stopped(self, work: Callable[[], None]) -> None:
        while not self._stop.is_set():
            try:
                work()
            except QAError as error:
                if self._stop.is_set():
                    return  # it was ended
                _LOG.warning("The index could not follow '%s': %s", self._seeds, error)
                _report(error, self._on_error)
                self._stop.wait(self._sweep_seconds)
            except BaseException as error:  # noqa: BLE001 (nobody would see that the thread ended)
                _LOG.exception("A fault of the program while following '%s'", self._seeds)
                name = type(error).__name__
                fault = QAError(
                    f"A fault of the program while following: {name}: {words_of(error)}"
                )
                _report(fault, self._on_error)
                self._stop.wait(self._sweep_seconds)


def _report(error: QAError, on_error: Callable[[QAError], None] | None) -> None:
    """Tell of an error, whatever the one who is told does."""
    if on_error is None:
        return
    try:
        on_error(error)
    except BaseException:  # noqa: BLE001 (following goes on)
        _LOG.exception("A fault in what is told of errors")


def changes_in(
    seeds: Path, stop: threading.Event, sweep_seconds: float = FOLLOW_SWEEP_SECONDS
) -> Iterator[bool]:
    """Yield True at the start and after every burst of changes, False after each quiet spell.

    The folder is watched from before the first yield on, so no change falls between. The quiet
    spells' sweep finds what change events miss, as on network disks. What changed is for the build
    to say.

    Args:
        seeds: The folder.
        stop: Ends the iteration when set.
        sweep_seconds: Length of a quiet spell.

    Ends when `stop` is set, or when another folder has taken the folder's place: change events
    come from the old one, so call again.

    Raises:
        SeedsNotFoundError: The folder is gone; call again when it is back.
    """
    sweep_due = 0.0
    try:
        folder = seeds.stat()
        for changes in watch(
            seeds,
            watch_filter=None,
            stop_event=stop,
            rust_timeout=_TICK_MILLISECONDS,
            yield_on_timeout=True,
            raise_interrupt=False,
            debounce=400,
        ):
            if not seeds.is_dir():
                raise SeedsNotFoundError(seeds)
            if not os.path.samestat(folder, seeds.stat()):
                return
            if changes or time.monotonic() >= sweep_due:
                yield bool(changes) or not sweep_due
                sweep_due = time.monotonic() + sweep_seconds
    except FileNotFoundError as error:
        raise SeedsNotFoundError(seeds) from error
