"""Blocks of the rows of a table: one for each, or for several where they are very many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from qa.corpus.blocks import Block
from qa.corpus.tables.grid import TableRow, cells_with_names

MAX_ROW_BLOCKS = 20_000
"""Table rows of a file that are passages of their own; of a longer table several make one."""

SHORT_TABLE = 8
"""Rows of a table in a text that make one block."""

SHORT_TABLE_CHARACTERS = 800
"""Characters of such a table, about a passage."""


def row_blocks(rows: Iterable[TableRow], n_rows: int) -> Iterator[Block]:
    """Write each table row's cells below each other, or in one line where several make a block."""
    separator = "\n" if n_rows <= MAX_ROW_BLOCKS else " | "
    texts = ((row.number, separator.join(cells_with_names(row.names, row.cells))) for row in rows)
    return joined_blocks(texts, n_rows, "\n")


def joined_blocks(
    texts: Iterable[tuple[int, str]], n_rows: int, separator: str = "\n\n"
) -> Iterator[Block]:
    """Turn numbered texts into blocks, no more than `MAX_ROW_BLOCKS`."""
    n_together = max(1, -(-n_rows // MAX_ROW_BLOCKS))
    texts = iter(texts)
    while several := list(islice(texts, n_together)):
        first, last = several[0][0], several[-1][0]
        label = str(first) if first == last else f"{first}–{last}"
        yield Block(separator.join(text for _, text in several if text), "row", label)


def table_blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Blocks of a table that stands in a text, from its lines.

    A short one goes with the text around it. Each row of a long one is a passage, or a question
    about one row would find any part of the table.
    """
    if len(lines) <= SHORT_TABLE or sum(map(len, lines)) <= SHORT_TABLE_CHARACTERS:
        yield Block("\n".join(lines))
        return
    yield from joined_blocks(enumerate(lines, 1), len(lines), "\n")
    yield part("")


def part(text: str) -> Block:
    """A block that shares no passage with what stands before it."""
    return Block(text, "row")
