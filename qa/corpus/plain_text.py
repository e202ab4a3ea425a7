"""Plain text: its lines as they are, below the fields that it may begin with."""

from __future__ import annotations

from qa.corpus.blocks import Block, Extract, clean_characters
from qa.corpus.encodings import decode
from qa.corpus.front_matter import read_front_matter, with_front_matter
from qa.corpus.tables.fields import Origin

MAX_TITLE_LINE = 150
"""Longest first line, in characters, that is taken for a title: longer ones are paragraphs."""

_NOT_A_TITLE_END = (".", "،", ":", ",", ";", "؛", "…")


def parse_text(data: bytes) -> Extract:
    """Parse plain text. Its title is the one that its fields state, or its first line.

    Raises:
        DocumentParseError: It is not text.
    """
    decoded = decode(data)
    text = clean_characters(decoded.text)
    fields = read_front_matter(text)
    body = text[fields.length :] if fields else text
    origin = fields.origin if fields else Origin()
    blocks = with_front_matter(fields, (Block(body),))
    title = origin.title or _first_line(body)
    return Extract(blocks, title, decoded.notes, origin.author, origin.date)


def _first_line(text: str) -> str:
    """The first line, where it is a title by its form and something follows it; else ""."""
    first, _, rest = text.lstrip().partition("\n")
    first = " ".join(first.split())
    if len(first) > MAX_TITLE_LINE or not rest.strip() or first.endswith(_NOT_A_TITLE_END):
        return ""
    return first
