"""Following a folder: wake up whenever its documents may have changed.

The only module that imports watchfiles.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import watch

from qa.errors import QAError, SeedsNotFoundError
from qa.reports import BuildReport
from qa.settings import FOLLOW_SWEEP_SECONDS

_LOG = logging.getLogger(__name__)

_TICK_MILLISECONDS = 250  # between two looks at whether the folder is still the same


def keep_up(
    seeds: Path,
    stop: threading.Event,
    refresh: Callable[[], BuildReport],
    *,
    on_refresh: Callable[[BuildReport], None] | None,
    on_error: Callable[[QAError], None] | None,
    sweep_seconds: float,
) -> None:
    """Refresh an index whenever its documents may have changed, until told to stop.

    Args:
        seeds: The folder of documents.
        stop: Ends it when set.
        refresh: Brings the index up to date.
        on_refresh: Told of every build that put a new generation in service.
        on_error: Told of what went wrong, whatever it is; following goes on.
        sweep_seconds: How often to look through the folder without a change event.
    """
    while not stop.is_set():
        try:
            for _ in changes_in(seeds, stop, sweep_seconds):
                report = refresh()
                if report.published and on_refresh:
                    on_refresh(report)
        except QAError as error:
            _LOG.warning("The index could not follow '%s': %s", seeds, error)
            _report(error, on_error)
            stop.wait(sweep_seconds)
        except BaseException as error:  # noqa: BLE001 (nobody would see that the thread ended)
            _LOG.exception("A fault of the program while following '%s'", seeds)
            _report(QAError(f"A fault of the program while following: {error!r}."), on_error)
            stop.wait(sweep_seconds)


def _report(error: QAError, on_error: Callable[[QAError], None] | None) -> None:
    """Tell of an error, whatever the one who is told does."""
    if on_error is None:
        return
    try:
        on_error(error)
    except Exception:  # noqa: BLE001 (following goes on)
        _LOG.exception("A fault in what is told of errors")


def changes_in(
    seeds: Path, stop: threading.Event, sweep_seconds: float = FOLLOW_SWEEP_SECONDS
) -> Iterator[None]:
    """Yield once at the start, after every burst of changes, and after each quiet spell.

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
                yield
                sweep_due = time.monotonic() + sweep_seconds
    except FileNotFoundError as error:
        raise SeedsNotFoundError(seeds) from error
