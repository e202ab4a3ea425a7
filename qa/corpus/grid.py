"""Tables as text: each table row a line that names its columns, "Day: Friday | Evening: 18:00".

A line can then be found, marked and understood without the line of names far above it. Where no
names are known, empty cells keep their place between the bars.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

MAX_COLUMN_NAME = 80
"""Characters. A longer first cell is a value, so the table has no names of columns."""

_YEAR = regex.compile(r"(?:1[5-9]|20|21)\d\d|[١-٢۱-۲][\p{Nd}]{3}|1[34]\d\d")


def table_lines(rows: Sequence[Sequence[str]], n_name_rows: int | None = None) -> list[str]:
    """Write a table, a line for each table row that is not empty.

    Args:
        rows: The cells, those of merged cells repeated wherever they reach; no row need be as long
            as another.
        n_name_rows: How many rows at the top name the columns; None where the file does not tell,
            and the first is looked at.
    """
    filled = [[" ".join(cell.split()) for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    if n_name_rows is None:
        n_name_rows = int(names_columns(filled[0], filled[1:])) if filled else 0
    names = _joined_names(filled[:n_name_rows])
    rest = filled[n_name_rows:]
    named = {column for row in rest for column, cell in enumerate(row) if cell}
    lines = [" | ".join(cells_with_names(names, row)) for row in rest]
    if any(name and column not in named for column, name in enumerate(names)):
        lines.insert(0, _in_place(names))  # a name without a value is nowhere else
    return lines


def names_columns(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether a table's first row names its columns, where nothing in the file says so.

    A table of two columns is mostly one of terms with their values, so there the values must be
    numbers and their name none.
    """
    if not rest or len([cell for cell in first if cell]) < 2:
        return False
    named = [cell for cell in first if cell]
    if all(map(is_number, named)) or not all(map(_may_name, named)):
        return False
    if len(first) > 2:
        return True
    values = [row[1] for row in rest if len(row) > 1 and row[1]]
    return not is_number(first[1]) and bool(values) and all(map(is_number, values))


def cells_with_names(names: Sequence[str], row: Sequence[str]) -> Iterator[str]:
    """A table row's cells, each after its column's name; empty ones only where no name is known."""
    if not any(names):
        yield _in_place(row)
        return
    for column, cell in enumerate(row):
        name = names[column] if column < len(names) else ""
        if cell:
            yield f"{name}: {cell}" if name else cell


def is_number(cell: str) -> bool:
    """Whether a cell holds no letter."""
    return not any(character.isalpha() for character in cell)


def is_year(cell: str) -> bool:
    """Whether a cell is a year, which may name a column."""
    return _YEAR.fullmatch(cell.strip()) is not None


def _may_name(cell: str) -> bool:
    return len(cell) <= MAX_COLUMN_NAME and (not is_number(cell) or is_year(cell))


def _joined_names(rows: Sequence[Sequence[str]]) -> list[str]:
    """One name for each column, of the rows of names from the top."""
    width = max(map(len, rows), default=0)
    names = []
    for column in range(width):
        parts = [row[column] for row in rows if column < len(row) and row[column]]
        names.append(" ".join(dict.fromkeys(parts)))
    return names


def _in_place(row: Sequence[str]) -> str:
    """Cells between bars, without those that are empty at the end."""
    return " | ".join(row).rstrip(" |")
