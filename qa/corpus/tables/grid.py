"""Tables as text: each table row a line that names its columns, "Day: Friday | Evening: 18:00".

A line can then be found, marked and understood without the line of names far above it. Where no
names are known, empty cells keep their place between the bars.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice

from qa.corpus.tables.column_names import (
    are_surely_names,
    filled_groups,
    is_title,
    layout,
)

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
        written = [TableRow(0, row, () if _is_merged(row) else names) for row in rest]
        named = {column for row in written if row.names for column in _filled(row.cells)}
        if not named.issuperset(_filled(names)):
            titles.append(names)  # a name without a value is nowhere else
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
    width = _width(rows)
    names: list[str] = []
    unused: dict[int, tuple[int, str]] = {}
    n_tables = 0
    for top, group in _parted(rows):
        n_tables += 1
        n_titles = n_names = 0
        if n_tables <= MAX_TABLES and all(len(row) <= MAX_COLUMNS for _, row in top):
            if not _goes_on(names, top):
                names = []
            n_titles, n_names = _layout(top, names, declared, is_record_table=is_record_table)
            if not names and _is_note(top, width):
                n_names = 0
        yield from (TableRow(number, row) for number, row in top[:n_titles])
        heads = [row for _, row in top[n_titles : n_titles + n_names]]
        if heads:
            yield from _without_value(unused)
            names = _joined_names([*map(filled_groups, heads, heads[1:]), heads[-1]])
            unused = {column: (top[n_titles][0], names[column]) for column in _filled(names)}
        for number, row in chain(top[n_titles + n_names :], group):
            if row in heads:  # names come again on each page of a long table
                continue
            is_merged = has_merged_cells and _is_merged(row)
            yield TableRow(number, row, () if is_merged else names)
            if unused and names and not is_merged:
                for column in _filled(row):
                    unused.pop(column, None)
    yield from _without_value(unused)


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
    rows = [row for _, row in top]
    n_titles = next((n for n, row in enumerate(rows) if not is_title(row)), len(rows))
    if n_titles + 1 < len(rows) and top[n_titles][0] in declared:
        return n_titles, 1
    if not known:
        return layout(rows, is_record_table=is_record_table)
    rest = rows[n_titles:]
    return n_titles, int(are_surely_names(rest, known))


def _goes_on(names: Sequence[str], top: Sequence[tuple[int, Sequence[str]]]) -> bool:
    """Whether rows after an empty one may be further rows of the same table, or notes to it."""
    n_names = len(_filled(names))
    return all(is_title(row) for _, row in top) or any(
        2 * len(_filled(row)) > n_names for _, row in top
    )


def _parted(
    rows: Iterable[tuple[int, Sequence[str]]],
) -> Iterator[tuple[list[tuple[int, Sequence[str]]], Iterator[tuple[int, Sequence[str]]]]]:
    """The parts of a table between empty rows: each one's first rows, and those that follow."""
    names: list[tuple[int, Sequence[str]]] = []
    is_begun = False
    for is_filled, group in groupby(rows, key=lambda row: any(row[1])):
        if not is_filled:
            continue
        top = list(islice(group, SAMPLED_ROWS))
        is_row = len(top) == 1 and not is_title(top[0][1])
        if is_row and not is_begun:
            names = top  # an empty row may stand below them
        else:
            if names and are_surely_names([row for _, row in top], ()):
                yield names, iter(())
                names = []
            yield names + top, group  # noqa: B031 (what is left of it)
            names = []
        is_begun |= not all(is_title(row) for _, row in top)
    if names:
        yield names, iter(())


def _without_value(unused: Mapping[int, tuple[int, str]]) -> Iterator[TableRow]:
    """The names that no row of a table has said."""
    if unused:
        number = min(number for number, _ in unused.values())
        yield TableRow(number, [name for _, name in unused.values()])


def _is_note(top: Sequence[tuple[int, Sequence[str]]], width: int) -> bool:
    """Whether rows stand above a table to say where it is from: few, and half as wide at most."""
    return len(top) <= FEW_ROWS and 2 * max(len(_filled(row)) for _, row in top) <= width


def _width(rows: Iterable[tuple[int, Sequence[str]]]) -> int:
    """How many columns are filled, not counting rows of one cell."""
    columns: set[int] = set()
    for _, row in rows:
        filled = _filled(row[:MAX_COLUMNS])
        if len(filled) > 1:
            columns.update(filled)
    return len(columns)


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
    """Whether a row is one cell over all columns: thrice the same words are no three values."""
    return len(row) > 2 and len(set(row)) == 1 and any(map(str.isalpha, row[0]))


def _in_place(row: Sequence[str]) -> str:
    """Cells between bars, without those that are empty at the end."""
    return " | ".join(row).rstrip(" |")
