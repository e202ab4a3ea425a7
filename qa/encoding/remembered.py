"""Digests of files, computed once and remembered until the system sees a change in them."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_SETTLED_NANOSECONDS = 2_000_000_000


class RememberedDigests:
    """Hex sha256 of files, of each name the last.

    A file that looks as it did (bytes, times, inode) when it was read is not read again. What was
    written within two seconds before is not remembered: within one tick of a clock it may change
    and look the same.

    Args:
        note: The file that they are remembered in; where it cannot be written nothing is.
    """

    def __init__(self, note: Path) -> None:
        self._note = note
        self._known = read_note(note)

    def of(self, path: Path) -> str:
        """The digest of a file.

        Raises:
            OSError: It cannot be read.
        """
        stamp, known = _stamp(path), self._known.get(path.name)
        if isinstance(known, list) and len(known) == 2 and known[1] == stamp:
            return str(known[0])
        digest = digest_of(path)
        if time.time_ns() - max(stamp[1:3]) > _SETTLED_NANOSECONDS:
            self._known[path.name] = [digest, stamp]
            with suppress(OSError):  # then it is computed again the next time
                write_note(self._note, self._known)
        return digest


def write_note(note: Path, known: Mapping[str, object]) -> None:
    """Write what is known of files, by their names.

    Raises:
        OSError: It cannot be written; what was there before is there yet.
    """
    note.parent.mkdir(parents=True, exist_ok=True)
    draft = note.with_name(f".{note.name}.{os.getpid()}")
    draft.write_text(json.dumps(known), encoding="utf-8")
    draft.replace(note)


def read_note(note: Path) -> dict[str, object]:
    """Read it back; nothing is known where it cannot be read."""
    try:
        known = json.loads(note.read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _stamp(path: Path) -> list[int]:
    """What the system notes of a file that changes with it."""
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def digest_of(path: Path) -> str:
    """Hex sha256 of a file.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
