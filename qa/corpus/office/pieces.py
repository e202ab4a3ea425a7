"""What an office document holds, in order: paragraphs, headings, tables, notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from qa.corpus.blocks import Block, Extract
from qa.corpus.office.properties import Properties
from qa.corpus.tables.row_blocks import table_blocks


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a document's content.

    Attributes:
        text: Its text; of a table a line for each row.
        kind: "note" is a footnote or a comment, which goes out of a table's cells; "section_end"
            has no text.
        level: Depth of a heading, from 1.
    """

    text: str
    kind: Literal["text", "heading", "table", "note", "section_end"] = "text"
    level: int = 0


def extract_of(
    blocks: Iterable[Block], properties: Properties, unread: Mapping[str, int]
) -> Extract:
    """What was found in a document; without a title of its own its first heading is one."""
    blocks = tuple(blocks)
    headings = (block.text for block in blocks if block.kind == "heading")
    return Extract(
        blocks,
        title=properties.title or next(headings, ""),
        author=properties.author,
        date=properties.date,
        unread=unread,
        is_logical=True,
    )


def blocks_of(pieces: Iterable[Piece]) -> Iterator[Block]:
    """Pieces as blocks of a document."""
    for piece in pieces:
        if piece.kind == "heading" and piece.text.strip():
            yield Block(piece.text, "heading", level=piece.level)
        elif piece.kind == "table" and piece.text.strip():
            yield from table_blocks(piece.text.splitlines())
        elif piece.text.strip():
            yield Block(piece.text)


def once_each(pieces: Iterable[Piece], seen: set[str]) -> Iterator[Piece]:
    """Those pieces whose text has not been seen yet, which is then seen."""
    for piece in pieces:
        text = " ".join(piece.text.split())
        if text and text not in seen:
            seen.add(text)
            yield piece
