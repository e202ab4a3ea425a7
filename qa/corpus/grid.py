"""Tables as text: each table row a line that names its columns, "Day: Friday | Evening: 18:00".

A line can then be found, marked and understood without the line of names far above it. Where no
names are known, empty cells keep their place between the bars.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice

from qa.corpus.column_names import (
    are_surely_names,
    filled_groups,
    is_title,
    layout,
    names_columns,
)

__all__ = ["TableRow", "cells_with_names", "named_rows", "names_columns", "table_lines"]

SAMPLED_ROWS = 30
"""Table rows by which it is told whether the first ones name the columns."""


MAX_COLUMNS = 16_384
"""Columns, as many as a spreadsheet has; a longer row is no table's, and is not looked at."""

MAX_TABLES = 1_000
"""Tables of a file, parted by empty rows, whose first rows are looked at for names."""

FEW_ROWS = 3
"""Rows that stand apart and are narrow: notes to a table rather than one."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table.

    Attributes:
        number: Its number in the file, from 1.
        cells: Its cells.
        names: The names of the columns; empty where none are known, and for titles.
    """

    number: int
    cells: Sequence[str]
    names: Sequence[str] = ()


def table_lines(rows: Sequence[Sequence[str]], n_name_rows: int | None = None) -> list[str]:
    """Write a table, a line for each table row that is not empty.

    Args:
        rows: The cells, those of merged cells repeated wherever they reach; no row need be as long
            as another.
        n_name_rows: How many rows at the top name the columns, 0 where surely none does; None
            where the file does not tell, and the first ones are looked at.
    """
    squeezed = [[" ".join(cell.split()) for cell in row] for row in rows]
    heads = [row for row in squeezed[: n_name_rows or 0] if any(row)]
    # A row that says one thing over all columns is no name of each, but the table's title.
    titles = [row for row in heads if len(row) > 1 and is_title(row)]
    names = _joined_names([row for row in heads if row not in titles])
    rest = [row for row in squeezed[n_name_rows or 0 :] if any(row)]
    if names or n_name_rows == 0:
        named = {column for row in rest for column, cell in enumerate(row) if cell}
        if any(name and column not in named for column, name in enumerate(names)):
            titles.append(names)  # a name without a value is nowhere else
        written = [TableRow(0, row, () if _is_merged(row) else names) for row in rest]
    else:
        numbered = list(enumerate(rest, 1))
        written = list(named_rows(numbered, is_record_table=False, has_merged_cells=True))
    lines = [*(TableRow(0, row) for row in titles), *written]
    return [" | ".join(cells_with_names(row.names, row.cells)) for row in lines]


def named_rows(
    rows: Iterable[tuple[int, Sequence[str]]],
    *,
    is_record_table: bool = True,
    has_merged_cells: bool = False,
    declared: frozenset[int] = frozenset(),
) -> Iterator[TableRow]:
    """Give each row that is not empty the names of its columns.

    Empty rows may part a table from its title, or from another table with names of its own.

    Args:
        rows: Each row's number and its cells, without space at their ends. They are gone through
            twice, so an iterator will not do.
        is_record_table: Whether a table of two columns is one of records rather than one of terms
            with their values.
        has_merged_cells: Whether a row may hold one cell, repeated all over it.
        declared: Numbers of rows that surely name columns.
    """
    n_values = _values_per_column(rows)
    names: list[str] = []
    n_tables = 0
    for is_filled, group in groupby(rows, key=lambda row: any(row[1])):
        if not is_filled:
            continue
        top = list(islice(group, SAMPLED_ROWS))
        n_tables += 1
        n_titles = n_names = 0
        if n_tables <= MAX_TABLES and all(len(row) <= MAX_COLUMNS for _, row in top):
            if not _goes_on(names, top):
                names = []
            n_titles, n_names = _layout(top, names, declared, is_record_table=is_record_table)
            is_narrow = 2 * max(len(_filled(row)) for _, row in top) <= len(n_values)
            if not names and len(top) <= FEW_ROWS and is_narrow:
                n_names = 0  # notes above a table: "Source" and "Date" with what they are
        yield from (TableRow(number, row) for number, row in top[:n_titles])
        heads = [row for _, row in top[n_titles : n_titles + n_names]]
        if heads:
            names = _joined_names([*map(filled_groups, heads, heads[1:]), heads[-1]])
            if sum(map(bool, names)) > 1 and any(
                name and n_values[column] <= n_names for column, name in enumerate(names)
            ):
                yield TableRow(top[n_titles][0], names)  # a name without a value is nowhere else
        for number, row in chain(top[n_titles + n_names :], group):
            if row in heads:  # names come again on each page of a long table
                continue
            is_merged = has_merged_cells and _is_merged(row)
            yield TableRow(number, row, () if is_merged else names)


def cells_with_names(names: Sequence[str], row: Sequence[str]) -> Iterator[str]:
    """A table row's cells, each after its column's name; empty ones only where no name is known."""
    if not any(names):
        yield row[0] if len(row) > 1 and _is_merged(row) else _in_place(row)
        return
    for column, cell in enumerate(row):
        name = names[column] if column < len(names) else ""
        if cell:
            yield f"{name}: {cell}" if name else cell


def _layout(
    top: Sequence[tuple[int, Sequence[str]]],
    known: Sequence[str],
    declared: frozenset[int],
    *,
    is_record_table: bool,
) -> tuple[int, int]:
    """How many of the rows after an empty one are titles, and how many after them names."""
    for n, (number, row) in enumerate(top[:-1]):
        if number in declared and not is_title(row):
            below = (m for m in range(n + 1, len(top)) if top[m][0] not in declared)
            return n, next(below, n + 1) - n
    rows = [row for _, row in top]
    if not known:
        return layout(rows, is_record_table=is_record_table)
    n_titles = next((n for n, row in enumerate(rows) if not is_title(row)), len(rows))
    rest = rows[n_titles:]
    return n_titles, int(are_surely_names(rest, known))


def _goes_on(names: Sequence[str], top: Sequence[tuple[int, Sequence[str]]]) -> bool:
    """Whether rows after an empty one may be further rows of the same table, or notes to it."""
    n_names = len(_filled(names))
    return all(is_title(row) for _, row in top) or any(
        2 * len(_filled(row)) > n_names for _, row in top
    )


def _values_per_column(rows: Iterable[tuple[int, Sequence[str]]]) -> Counter[int]:
    """In how many rows each column is filled, not counting rows of one cell."""
    counts: Counter[int] = Counter()
    for _, row in rows:
        filled = _filled(row[:MAX_COLUMNS])
        if len(filled) > 1:
            counts.update(filled)
    return counts


def _filled(row: Sequence[str]) -> list[int]:
    """The columns in which a row has something."""
    return [column for column, cell in enumerate(row) if cell]


def _joined_names(rows: Sequence[Sequence[str]]) -> list[str]:
    """One name for each column, of the rows of names from the top."""
    width = max(map(len, rows), default=0)
    names = []
    for column in range(width):
        parts = [row[column] for row in rows if column < len(row) and row[column]]
        names.append(" ".join(dict.fromkeys(parts)))
    return names


def _is_merged(row: Sequence[str]) -> bool:
    """Whether a row is one cell over all columns: three times the same words are no three values."""
    return len(row) > 2 and len(set(row)) == 1 and any(map(str.isalpha, row[0]))


def _in_place(row: Sequence[str]) -> str:
    """Cells between bars, without those that are empty at the end."""
    return " | ".join(row).rstrip(" |")
