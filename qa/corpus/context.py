"""What stands above a passage: its document's title and the headings in force."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import PurePosixPath

import regex

from qa.records import Document, Section

_MAX_CONTEXT_CHARACTERS = 240  # of title and headings put before a passage when it is encoded
_IDENTIFIER = regex.compile(r"\p{L}\p{N}|\p{N}\p{L}")  # letters and digits in one word


def title_from_path(path: str) -> str:
    """A title for a document that has none: its file name without the ending, as words."""
    return " ".join(PurePosixPath(path).stem.replace("-", " ").replace("_", " ").split())


def passage_context(document: Document, start: int) -> str:
    """Title and headings above an offset, one line: what a passage is encoded with.

    A title that is a file name with an identifier in it ("a0017-p03") says nothing and is left out.
    """
    title = document.title
    if title == title_from_path(document.path) and _IDENTIFIER.search(title):
        title = ""
    parts = [title, *headings_at(document.sections, start)]
    unique = dict.fromkeys(part.strip() for part in parts if part.strip())
    return " › ".join(unique)[:_MAX_CONTEXT_CHARACTERS]


def headings_at(sections: Sequence[Section], start: int) -> tuple[str, ...]:
    """Labels of the headings in force at an offset, outermost first."""
    path: list[Section] = []
    for section in sections[: bisect_right(sections, start, key=lambda s: s.start)]:
        if section.kind == "heading":
            while path and path[-1].level >= section.level:
                path.pop()
            path.append(section)
    return tuple(section.label for section in path)
