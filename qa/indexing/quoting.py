"""Lists of what was asked, a JSON object a line, and which of their lines quote a text."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock

from qa.indexing.layout import sync_folder

LOCK_SECONDS = 10.0
"""How long somebody who adds a line to a list is waited for."""

QUOTED_BYTES = 40
"""Bytes of UTF-8 that a quotation has: six or seven words in English, four in Arabic."""

_WHOLE_BYTES = 16  # a shorter list entry quotes a text only by being a word of it
_BLOCK_BYTES = QUOTED_BYTES // 2  # any run of a quotation's length holds one that is aligned


class Quotable:
    """A text in which quotations are looked for, whatever their case, width and spaces."""

    def __init__(self, text: str) -> None:
        self._text = _plain(text)
        ends = range(_BLOCK_BYTES, len(self._text) + 1, _BLOCK_BYTES)
        self._blocks = {self._text[end - _BLOCK_BYTES : end] for end in ends}

    def is_quoted_by(self, words: str) -> bool:
        """Whether some words hold a piece of the text, or are one."""
        asked = _plain(words)
        if len(asked) < QUOTED_BYTES:
            return len(asked) >= _WHOLE_BYTES and asked in self._text
        last = len(asked) - QUOTED_BYTES
        return any(
            asked[at : at + _BLOCK_BYTES] in self._blocks
            and any(
                asked[first : first + QUOTED_BYTES] in self._text
                for first in range(max(0, at - _BLOCK_BYTES), min(at, last) + 1)
            )
            for at in range(len(asked) - _BLOCK_BYTES + 1)
        )


class LineList:
    """A file of lines, such as that of the verdicts, to which others may be adding."""

    def __init__(self, path: Path) -> None:
        """Read it.

        Args:
            path: The file.

        Raises:
            OSError: It cannot be read.
        """
        self._path = path
        self._data = path.read_bytes()
        self._quoting: set[bytes] = set()

    def mark_quoting(self, text: Quotable) -> None:
        """Note the lines that quote a text, to be forgotten too."""
        for line in self._data.splitlines():
            if line not in self._quoting and any(map(text.is_quoted_by, _strings(line))):
                self._quoting.add(line)

    def forget(self, is_meant: Callable[[str], bool]) -> int:
        """Take out the lines that were marked, name what is meant, or cannot be read.

        Args:
            is_meant: Whether a string of a line names something that is to be forgotten.

        Returns:
            How many there were.

        Raises:
            OSError: The file cannot be written.
        """
        # Held by whoever adds a line (`qa.web.line_files`).
        lock = FileLock(self._path.with_suffix(".lock"), timeout=LOCK_SECONDS)
        with lock, self._path.open("rb") as file:
            data = file.read()
            kept, n_gone = self._kept(data, is_meant)
            if not n_gone:
                return 0
            draft = self._path.with_name(self._path.name + ".new")
            with draft.open("wb") as written:
                written.write(kept)
                written.flush()
                os.fsync(written.fileno())
            draft.replace(self._path)
        sync_folder(self._path.parent)
        return n_gone

    def _kept(self, data: bytes, is_meant: Callable[[str], bool]) -> tuple[bytes, int]:
        lines = [line for line in data.splitlines() if line.strip()]
        kept = [line for line in lines if not self._is_gone(line, is_meant)]
        return b"".join(line + b"\n" for line in kept), len(lines) - len(kept)

    def _is_gone(self, line: bytes, is_meant: Callable[[str], bool]) -> bool:
        strings = list(_strings(line))
        return not strings or line in self._quoting or any(map(is_meant, strings))


def _strings(line: bytes) -> Iterator[str]:
    """The strings that a line holds; none where it cannot be read."""
    try:
        values: list[object] = [json.loads(line)]
    except (ValueError, RecursionError):
        return
    while values:
        value = values.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            values += [*value, *value.values()]
        elif isinstance(value, list):
            values += value


def _plain(text: str) -> bytes:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).encode()
