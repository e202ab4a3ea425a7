"""Where an upload stands until it is a document: a hidden folder beside the documents.

Bodies are written there as they come, so that none is held in memory. Whatever ends an upload, its
draft goes: with the request, or, where the process was killed, when the page is next served.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from anyio import CancelScope, to_thread
from fastapi import Request
from filelock import FileLock, Timeout
from starlette.requests import ClientDisconnect

_NAME = re.compile(r"\.[0-9a-f]{16}\.part")
_LOCK = "lock"
_BLOCK_BYTES = 1024 * 1024  # written at a time
_UNLOCKED_SECONDS = 3600.0  # how old a draft is left where no file can be locked


class BodyTooLargeError(Exception):
    """A body is larger than it may be."""


class BodyCutShortError(Exception):
    """A body ends before its end: its client went away."""


class Drafts:
    """A folder of drafts, held by this process until it is removed.

    Attributes:
        folder: Where they are.
    """

    def __init__(self, seeds: Path) -> None:
        """Make the folder.

        Raises:
            OSError: It cannot be made.
        """
        self.folder = seeds / f".{secrets.token_hex(8)}.part"
        self.folder.mkdir()
        # The system lets go of it when the process ends, in whatever way.
        self._lock = _lock_of(self.folder)
        with suppress(Timeout, NotImplementedError):
            self._lock.acquire()

    def remove(self) -> None:
        """Remove the folder with all that is left in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()


def _lock_of(folder: Path) -> FileLock:
    return FileLock(folder / _LOCK, timeout=0, thread_local=False)


@asynccontextmanager
async def drafts_in(seeds: Path) -> AsyncIterator[Path]:
    """A folder of drafts, gone in the end.

    Raises:
        OSError: It cannot be made.
    """
    drafts = await to_thread.run_sync(Drafts, seeds)
    try:
        yield drafts.folder
    finally:
        with CancelScope(shield=True):
            await to_thread.run_sync(drafts.remove)


def remove_old_drafts(seeds: Path) -> None:
    """Remove what uploads left behind whose process did not live to end them."""
    for folder in seeds.glob(".*.part"):
        with suppress(OSError, Timeout):
            if _NAME.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
                _remove_dead(folder)


def _remove_dead(folder: Path) -> None:
    """Remove a folder of drafts that no process holds.

    Raises:
        Timeout: One does.
        OSError: It cannot be removed.
    """
    try:
        with _lock_of(folder):
            shutil.rmtree(folder)
    except NotImplementedError:  # the file system knows no locks
        if folder.stat().st_mtime < time.time() - _UNLOCKED_SECONDS:
            shutil.rmtree(folder)


async def receive(request: Request, draft: Path, most: int) -> None:
    """Write a request's body to a new file, from its first byte to its last.

    Raises:
        BodyTooLargeError: It has more than `most` bytes.
        BodyCutShortError: Less came than was said, or a chunked body without its end.
        OSError: The file cannot be written.
    """
    said = request.headers.get("content-length")
    n_bytes = 0
    file = await to_thread.run_sync(draft.open, "xb")
    try:
        async for block in _blocks(request, most):
            n_bytes += len(block)
            await to_thread.run_sync(file.write, block)
        await to_thread.run_sync(file.close)  # which may find the disk full
    except ClientDisconnect as error:
        raise BodyCutShortError from error
    finally:
        with suppress(OSError):
            file.close()
    if said is not None and n_bytes < int(said):
        raise BodyCutShortError


async def _blocks(request: Request, most: int) -> AsyncIterator[bytes]:
    """A body in larger pieces than it comes in."""
    waiting, n_bytes = bytearray(), 0
    async for piece in request.stream():
        n_bytes += len(piece)
        if n_bytes > most:
            raise BodyTooLargeError
        waiting += piece
        if len(waiting) >= _BLOCK_BYTES:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)
