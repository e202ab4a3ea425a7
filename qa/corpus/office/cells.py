"""Tables of office documents as lines, whatever their cells are merged to and hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, repeat
from typing import Literal

from qa.corpus.office.pieces import Piece
from qa.corpus.tables.column_names import names_columns
from qa.corpus.tables.grid import table_lines

MAX_COLUMNS = 1024
"""A cell that reaches over more is taken to reach over as many."""

MAX_REPEATED_CELLS = 200_000
"""Places of a table into which other cells reach; past them a cell reaches no further."""

MAX_REPEATED_CHARACTERS = 2_000_000
"""Of merged cells, as often as they are repeated; past them their places stay empty."""

MAX_NAME = 200
"""Characters. A header cell that is longer is no name to be repeated in each line."""

MAX_CELL = 2_000
"""Characters. A table with a longer cell is there for the looks of a page."""

MAX_INNER_TABLE = 300
"""Characters. A longer table in a cell stands below the row, a line for each of its rows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the file has it.

    Attributes:
        pieces: What stands in it.
        n_columns: How many columns it reaches over.
        merged: Whether it is only the place into which the cell above or before it reaches.
    """

    pieces: tuple[Piece, ...] = ()
    n_columns: int = 1
    merged: Literal["", "above", "before"] = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its cells, and whether the file says that they name the columns."""

    cells: Sequence[Cell]
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A row: its texts in their columns, the long tables in its cells, whether it is one cell."""

    texts: tuple[str, ...]
    below: tuple[str, ...]
    is_header: bool
    spans_all: bool = False


def table_pieces(rows: Sequence[TableRow]) -> list[Piece]:
    """A table as one piece of lines, and the notes of its cells after it.

    A table of one column, or one with whole pages in its cells, gives what stands in them instead.
    """
    every = [piece for row in rows for cell in row.cells for piece in cell.pieces]
    lines = _in_columns(rows)
    width = max((len(line.texts) for line in lines), default=0)
    if width < 2 or any(len(text) > MAX_CELL for line in lines for text in line.texts):
        return every
    text = "\n".join(_written(lines, width))
    notes = [piece for piece in every if piece.kind == "note"]
    return [Piece(text, "table"), *notes] if text else notes


def _in_columns(rows: Sequence[TableRow]) -> list[_Line]:
    """The rows with each cell's text in every column that the cell reaches into."""
    lines: list[_Line] = []
    above: Sequence[str] = ()
    cells_left, characters_left = MAX_REPEATED_CELLS, MAX_REPEATED_CHARACTERS
    for row in rows:
        texts: list[str] = []
        below: list[str] = []
        cells = list(_one_column_each(row.cells, cells_left))
        cells_left = max(0, cells_left - (len(cells) - len(row.cells)))
        for cell in cells:
            text, inner = _cell_text(cell.pieces)
            below += inner
            if cell.merged and not text:
                source = above if cell.merged == "above" else texts[-1:]
                place = len(texts) if cell.merged == "above" else 0
                text = source[place] if place < len(source) else ""
                characters_left -= len(text)
                text = text if characters_left > 0 else ""
            texts.append(text)
        is_one = len(cells) > 1 and all(cell.merged == "before" for cell in cells[1:])
        lines.append(_Line(tuple(texts), tuple(below), row.is_header, is_one and any(texts)))
        above = texts
    return lines


def _one_column_each(cells: Sequence[Cell], n_left: int) -> Iterator[Cell]:
    """Cells with one for every column, and so many at most that are only reached into."""
    for cell in cells:
        yield replace(cell, n_columns=1)
        n_reached = min(cell.n_columns - 1, MAX_COLUMNS, n_left)
        yield from repeat(Cell(merged=cell.merged or "before"), n_reached)
        n_left -= max(n_reached, 0)


def _cell_text(pieces: Sequence[Piece]) -> tuple[str, list[str]]:
    """A cell's text as one line, and the tables in it that are too long for one."""
    parts: list[str] = []
    below: list[str] = []
    for piece in pieces:
        if piece.kind == "table" and len(piece.text) > MAX_INNER_TABLE:
            below.append(piece.text)
        elif piece.kind == "table":
            parts.append("; ".join(map(_with_commas, piece.text.splitlines())))
        elif piece.kind != "note":
            parts.append(piece.text)
    return " ".join(" ".join(parts).split()), below


def _with_commas(line: str) -> str:
    """A line of an inner table, told apart from the cells of the outer one."""
    return ", ".join(cell for cell in line.split(" | ") if cell.strip(" |"))


def _written(lines: Sequence[_Line], width: int) -> Iterator[str]:
    """The table's lines: titles, then each row with the names of its columns."""
    regular = [line for line in lines if any(line.texts) and not line.spans_all]
    n_titles = _n_titles(regular, width)
    titles, regular = regular[:n_titles], regular[n_titles:]
    n_names = _n_name_rows(regular)
    written = table_lines([line.texts for line in regular], n_names)
    n_rows = len(regular) - n_names
    n_lead = max(0, len(written) - n_rows)
    lead, rows = written[:n_lead], iter(written[n_lead:])
    title_ids = {id(line) for line in titles}
    places = {id(line): number for number, line in enumerate(regular)}
    for line in lines:
        place = places.get(id(line))
        if line.spans_all or id(line) in title_ids:
            yield next(text for text in line.texts if text)
        elif place is not None and place >= n_names:
            yield from islice(rows, 1)
        elif place == 0:
            yield from lead
        yield from line.below


def _n_titles(lines: Sequence[_Line], width: int) -> int:
    """How many rows at the top hold one text alone: titles, which name no column."""
    n_titles = 0
    while width > 2 and n_titles < len(lines) and sum(map(bool, lines[n_titles].texts)) == 1:
        n_titles += 1
    return n_titles if n_titles < len(lines) else 0


def _n_name_rows(lines: Sequence[_Line]) -> int:
    """How many rows at the top name the columns: as the file says, or as the first one looks."""
    n_names = 0
    while n_names < len(lines) and lines[n_names].is_header:
        n_names += 1
    if any(len(text) > MAX_NAME for line in lines[:n_names] for text in line.texts):
        return 0
    if n_names and n_names < len(lines):
        return n_names
    return int(bool(lines) and names_columns(lines[0].texts, [line.texts for line in lines[1:]]))
