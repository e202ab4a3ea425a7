"""A file to which lines are added, one JSON object each, by several threads and processes."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path

from filelock import FileLock

from qa.appending import append_whole

LOCK_SECONDS = 10.0
"""How long a line waits for another process that writes to the file or replaces it."""


class LineFile:
    """An append-only file of JSON objects, made with the first of them.

    Whoever writes to it, or puts another file in its place, holds the lock beside it
    (`path.with_suffix(".lock")`). A line that a crash cut short spoils only itself: readers leave
    it out (`qa.evaluation.jsonl.read_kept_lines`).
    """

    def __init__(self, path: Path, max_bytes: int) -> None:
        """Prepare, without a file.

        Args:
            path: The file.
            max_bytes: Size that it does not grow beyond.
        """
        self.path = path
        self._max_bytes = max_bytes
        self._lock = threading.Lock()

    def append(self, values: Mapping[str, object]) -> None:
        """Write a line through to the disk.

        Raises:
            OSError: It cannot be written, or the file is full.
        """
        line = json.dumps(values).encode() + b"\n"
        beside = FileLock(self.path.with_suffix(".lock"), timeout=LOCK_SECONDS)
        with self._lock, beside, self.path.open("ab+", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    line = b"\n" + line
            if size + len(line) > self._max_bytes:
                raise OSError(f"'{self.path}' is full")
            append_whole(file, line)
