"""The lock of an index folder: whatever changes the index holds it, and nobody else does."""

from __future__ import annotations

import errno
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from qa.errors import IndexBusyError, IndexDamagedError, IndexWriteError, QAError
from qa.indexing.files import stands_instead
from qa.indexing.layout import Layout
from qa.indexing.publishing import remove_unfinished

LOCK_SECONDS = 600.0
"""How long another process's build is waited for."""

_LOCK_LOOK_SECONDS = 0.2  # ... between two looks at whether to wait on
_REMOVE = "Remove it, then build again: qa build"
_WRITE_FAULTS = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "refused",
    errno.EACCES: "refused",
    errno.EPERM: "refused",
}
_CACHE_FAULTS = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR_SHMSIZE: "full",  # no room for the file beside the cache
    sqlite3.SQLITE_READONLY: "refused",
}


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
        IndexDamagedError: Something stands where the index would be written.
        IndexWriteError: Something that was done under it could not be written.
    """
    lock = FileLock(layout.lock)
    try:
        layout.root.mkdir(parents=True, exist_ok=True)
        _refuse_blocked(layout)
        _wait_for(lock, layout, seconds, meanwhile)
        try:
            yield
        except (OSError, sqlite3.Error):
            remove_unfinished(layout)  # a full disk stays full otherwise
            raise
        finally:
            lock.release()
    except QAError:
        raise
    except (OSError, sqlite3.Error) as error:
        raise IndexWriteError(layout.root, error, _why_unwritable(error)) from error


def _refuse_blocked(layout: Layout) -> None:
    """Refuse an index folder in which something stands where a build would write."""
    for path in (layout.lock, layout.current):
        kind = stands_instead(path)
        # A build puts its own pointer in place of anything but a folder; a lock is opened.
        if kind == "a folder" or (kind and path == layout.lock):
            raise IndexDamagedError(path.name, f"{kind} stands in its place", _REMOVE)
    for path in (layout.generations, layout.cache.parent):
        if (path.is_symlink() or path.exists()) and not path.is_dir():
            reason = "something that is no folder stands in its place"
            raise IndexDamagedError(path.name, reason, _REMOVE)


def _why_unwritable(error: OSError | sqlite3.Error) -> str:
    if isinstance(error, OSError):
        return _WRITE_FAULTS.get(error.errno or 0, "other")
    code = getattr(error, "sqlite_errorcode", 0)
    return _CACHE_FAULTS.get(code, _CACHE_FAULTS.get(code & 0xFF, "other"))


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
