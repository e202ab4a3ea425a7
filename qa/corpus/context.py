"""What stands above a passage: its document's title and the headings in force."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Protocol

import regex

from qa.records import Section

_MAX_CONTEXT_CHARACTERS = 240  # of title and headings put before a passage when it is encoded
# Letters and digits in one word, or digits with a quoted sign between ("10036%238").
_IDENTIFIER = regex.compile(r"\p{L}\p{N}|\p{N}\p{L}|\p{N}%[0-9A-F]{2}")


def title_from_path(path: str) -> str:
    """A title for a document that has none: its file name without the ending, as words."""
    return " ".join(PurePosixPath(path).stem.replace("-", " ").replace("_", " ").split())


class Headed(Protocol):
    """What has a path, a title and headings: a document, with its text or without."""

    @property
    def path(self) -> str:
        """Its POSIX path."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """Where its headings, pages and table rows begin."""


def passage_contexts(document: Headed, starts: Iterable[int]) -> Iterator[str]:
    """Title and headings above each of some rising offsets, one line: what is encoded with it.

    A title that is a file name with an identifier in it ("a0017-p03") says nothing and is left out.
    """
    title = document.title
    if title == title_from_path(document.path) and _IDENTIFIER.search(title):
        title = ""
    path: list[Section] = []
    done = 0
    for start in starts:
        reached = bisect_right(document.sections, start, lo=done, key=lambda s: s.start)
        _descend(path, document.sections[done:reached])
        done = reached
        parts = [title, *(section.label for section in path)]
        unique = dict.fromkeys(part.strip() for part in parts if part.strip())
        yield " › ".join(unique)[:_MAX_CONTEXT_CHARACTERS]


def headings_at(sections: Sequence[Section], start: int) -> tuple[str, ...]:
    """Labels of the headings in force at an offset, outermost first."""
    path: list[Section] = []
    _descend(path, sections[: bisect_right(sections, start, key=lambda s: s.start)])
    return tuple(section.label for section in path)


def _descend(path: list[Section], passed: Iterable[Section]) -> None:
    """Bring the headings in force up to date with sections that were passed."""
    for section in passed:
        if section.kind == "heading":
            while path and path[-1].level >= section.level:
                path.pop()
            path.append(section)
