"""The documents of a segment: a line of JSON each, read when it is wanted."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from qa.findings import Finding
from qa.indexing.files import HeldFile
from qa.records import DocumentInfo, Section


@dataclass(frozen=True, slots=True)
class Entry:
    """What a segment's file says of a document.

    Attributes:
        info: The document without its text.
        sections: Its sections.
        first_passage: Row of its first passage in the segment.
        first_byte: Where its text begins in the segment's texts.
        last_byte: Where it ends.
        text_sha256: Hex sha256 of its text.
    """

    info: DocumentInfo
    sections: tuple[Section, ...]
    first_passage: int
    first_byte: int
    last_byte: int
    text_sha256: str

    @property
    def path(self) -> str:
        """The document's path."""
        return self.info.path

    @property
    def title(self) -> str:
        """The document's title."""
        return self.info.title

    @property
    def rows(self) -> slice:
        """The rows of its passages in the segment."""
        return slice(self.first_passage, self.first_passage + self.info.n_passages)


class DocumentTable:
    """The documents of one segment, in rising order of path.

    Args:
        file: Holds a line for each.

    Everything raises IndexDamagedError where the file is not as it was written.
    """

    def __init__(self, file: HeldFile) -> None:
        self._file = file
        self._read: dict[int, Entry] = {}

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> Entry:
        if (entry := self._read.get(number)) is None:
            entry = self._read[number] = self._parsed(self.line(number))
        return entry

    def number_of(self, path: str) -> int | None:
        """Which document has a path, from 0; None if none has."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self[middle].path < path:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self[low].path == path else None

    def all(self) -> list[Entry]:
        """All of them, in order."""
        return [self[number] for number in range(len(self))]

    @cached_property
    def _data(self) -> bytes:
        return self._file.whole()

    @cached_property
    def _ends(self) -> npt.NDArray[np.int64]:
        """Where each line ends, shape (n,)."""
        return np.flatnonzero(np.frombuffer(self._data, dtype=np.uint8) == ord("\n"))

    def line(self, number: int) -> dict[str, Any]:
        """The line of a document, by its number."""
        if not 0 <= number < len(self):
            raise self._file.damaged("it does not fit the passages")
        first = int(self._ends[number - 1]) + 1 if number else 0
        try:
            line: dict[str, Any] = json.loads(self._data[first : self._ends[number]])
        except ValueError as error:
            raise self._file.damaged(f"a line of it is none ({error})") from error
        return line

    def _parsed(self, line: dict[str, Any]) -> Entry:
        try:
            return _entry(line)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._file.damaged(f"a line of it is none ({error})") from error


_INFO_FIELDS = tuple(field.name for field in dataclasses.fields(DocumentInfo))


def _entry(line: dict[str, Any]) -> Entry:
    fields = {field: line[field] for field in _INFO_FIELDS}
    notes = tuple(Finding(**n | {"values": tuple(n["values"])}) for n in line["notes"])
    info = DocumentInfo(**fields | {"notes": notes})
    sections = tuple(Section(**section) for section in line["sections"])
    first_byte, last_byte = line["bytes"]
    return Entry(
        info=info,
        sections=sections,
        first_passage=line["first_passage"],
        first_byte=first_byte,
        last_byte=last_byte,
        text_sha256=line["text_sha256"],
    )
