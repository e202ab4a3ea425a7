"""The lock of an index folder: whatever changes the index holds it, and nobody else does."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from qa.errors import IndexBusyError, IndexStateError, QAError
from qa.indexing.layout import Layout

LOCK_SECONDS = 600.0
"""How long another process's build is waited for."""

_LOCK_LOOK_SECONDS = 0.2  # ... between two looks at whether to wait on


@contextmanager
def build_lock(
    layout: Layout,
    seconds: float = LOCK_SECONDS,
    meanwhile: Callable[[], object] | None = None,
) -> Iterator[None]:
    """Hold the lock; the folder is made if missing.

    Args:
        layout: The index folder.
        seconds: How long to wait for another process.
        meanwhile: Called while waiting; what it raises ends the waiting.

    Raises:
        IndexBusyError: Another process held it all the time.
        IndexStateError: Something that was done under it could not be written.
    """
    lock = FileLock(layout.lock)
    try:
        layout.root.mkdir(parents=True, exist_ok=True)
        _wait_for(lock, layout, seconds, meanwhile)
        try:
            yield
        finally:
            lock.release()
    except QAError:
        raise
    except (OSError, sqlite3.Error) as error:
        raise IndexStateError(
            f"The index at '{layout.root}' cannot be written: {error}. Make room or give this user "
            "the right to write there, or name another folder with --index FOLDER."
        ) from error


def _wait_for(
    lock: FileLock, layout: Layout, seconds: float, meanwhile: Callable[[], object] | None
) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            lock.acquire(timeout=min(seconds, _LOCK_LOOK_SECONDS))
        except Timeout as error:
            if time.monotonic() >= until:
                raise IndexBusyError(layout.root, seconds) from error
            if meanwhile is not None:
                meanwhile()
        else:
            return
