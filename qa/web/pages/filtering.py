"""Finding documents by their title or path, as several pages offer it."""

from __future__ import annotations

from qa.records import DocumentInfo

MAX_FILTER_CHARACTERS = 200
"""Longer than any title that is looked for."""


def matches(info: DocumentInfo, wanted: str) -> bool:
    """Whether a text stands in a document's title or path, in whatever case."""
    text = wanted.strip().casefold()
    return text in info.title.casefold() or text in info.path.casefold()
