"""Whether the first rows of a table name its columns, where nothing in the file says so.

A name is a word above its values. What else may be one is told by what stands below it: a year
above counts is a name, a year above years is a value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median_high

import regex

MAX_COLUMN_NAME = 80
"""Characters. A longer first cell is a value, so the table has no names of columns."""

MAX_QUESTION = 240
"""Characters of a name that is a question, as in surveys, above answers half as long at most."""

MAX_TITLE_ROWS = 12
"""Lines above the names of columns that are looked at."""

MOSTLY = 0.6
"""Share of a column's values that must be numbers for their name to be none."""

_YEAR = regex.compile(r"(?:1[5-9]|20|21)\d\d|1[34]\d\d")
_WHOLE = regex.compile(r"\p{Nd}{1,9}")
_DIGITS = regex.compile(r"\p{Nd}+(?:[.,٫٬]\p{Nd}+)*")
_NOTHING = regex.compile(r"[-–—_.…?*\s]*")
_ADDRESS = regex.compile(r"\S@\S|://")


def names_columns(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether a first row names the columns of a table in running text.

    A table of two columns is mostly one of terms with their values, so there the values must be
    numbers and their name none.
    """
    if not may_name_columns(first, rest):
        return False
    n_columns = max(map(len, [first, *rest]))
    if sum(any(_cell(row, column) for row in [first, *rest]) for column in range(n_columns)) > 2:
        return True
    return any(stands_out(first, rest, column) for column in range(1, n_columns))


def may_name_columns(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether a first row can name the columns of a table of records, which mostly has names."""
    rest = [row for row in rest if list(row) != list(first)]
    filled = {column: cell for column, cell in enumerate(first) if not _is_nothing(cell)}
    below = {column: [row[column] for row in rest if _cell(row, column)] for column in filled}
    if not rest or not all(_may_name(cell, below[column]) for column, cell in filled.items()):
        return False
    if len(filled) < 2:
        return _heads_alone(first, rest)
    numbers = [column for column, cell in filled.items() if is_number(cell)]
    if any(filled[column] in below[column] for column in filled.keys() - set(numbers)):
        return False  # a value that comes again is no name
    if len(numbers) == len(filled) and _cell(first, 0):  # nothing but numbers
        numbers = numbers if all(map(is_year, filled.values())) else []
        return bool(numbers) and _is_series_above(first, rest, numbers)
    return _is_series_above(first, rest, numbers) or all(
        _number_may_name(filled[column], below[column]) for column in numbers
    )


def stands_out(first: Sequence[str], rest: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column has no number at its top and mostly numbers below."""
    cell = _cell(first, column)
    values = [row[column] for row in rest if not _is_nothing(_cell(row, column))]
    numbers = sum(map(is_number, values))
    return bool(cell) and not is_number(cell) and numbers > 0 and numbers >= MOSTLY * len(values)


def layout(rows: Sequence[Sequence[str]], *, is_record_table: bool = True) -> tuple[int, int]:
    """How many rows at a table's top are its titles, and how many after them name its columns.

    Args:
        rows: The first rows, none of them empty.
        is_record_table: Whether a table of two columns is one of records rather than one of terms
            with their values.
    """
    decide = may_name_columns if is_record_table else names_columns
    n_titles = _title_rows(rows)
    if len(rows) - n_titles < 2:
        return (n_titles, 0) if n_titles < len(rows) else (0, 0)
    first, rest = rows[n_titles], rows[n_titles + 1 :]
    if _is_group_row(first, rest[0]) and _contrasts(rest[0], rest[1:]):
        return n_titles, 2
    return n_titles, int(decide(first, rest))


def are_surely_names(rows: Sequence[Sequence[str]], known: Sequence[str]) -> bool:
    """Whether a table that may only go on begins anew, with the same names or with others."""
    if len(rows) < 2:
        return False
    first = rows[0]
    is_same = [cell for cell in first if cell] == [name for name in known if name]
    return is_same or _contrasts(first, rows[1:])


def filled_groups(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """A row of groups ("2019" over two columns), each written over every column it spans."""
    groups = list(above) + [""] * (len(below) - len(above))
    last = ""
    for column, cell in enumerate(groups):
        if not cell and _cell(below, column):
            groups[column] = last
        last = groups[column]
    return groups


def is_title(row: Sequence[str]) -> bool:
    """Whether a row says one thing only: in its one filled cell, or in all of its merged ones."""
    return len({cell for cell in row if cell}) == 1


def is_number(cell: str) -> bool:
    """Whether a cell holds a digit and no letter."""
    return not any(map(str.isalpha, cell)) and any(map(str.isdigit, cell))


def is_year(cell: str) -> bool:
    """Whether a cell is a year, in any digits."""
    return _WHOLE.fullmatch(cell) is not None and _YEAR.fullmatch(str(int(cell))) is not None


def _title_rows(rows: Sequence[Sequence[str]]) -> int:
    """Rows above the names of columns: titles, and notes that are shorter than the table."""
    usual = median_high([_n_filled(row) for row in rows])
    if usual < 2:
        return 0
    for n, row in enumerate(rows[:MAX_TITLE_ROWS]):
        rest = rows[n + 1 :]
        if is_title(row) or (usual > 3 and 2 * _n_filled(row) <= usual and not _gaps(row)):
            continue
        is_note = (
            bool(rest)
            and _n_filled(row) < _n_filled(rest[0])
            and not _gaps(row)
            and _contrasts(rest[0], rest[1:])
        )
        if not is_note:
            return n
    return 0


def _contrasts(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether a row surely names columns: some of numbers below are none in it."""
    return may_name_columns(first, rest) and any(
        stands_out(first, rest, column) for column in range(len(first))
    )


def _is_group_row(row: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row's names each span several columns, which the row below tells apart."""
    if not all(map(_has_form_of_name, filter(None, row))):
        return False
    if any(a and a == b and _cell(below, n) for n, (a, b) in enumerate(pairwise(row))):
        return True  # merged cells, repeated
    spans = any(cell and not _cell(row, column) for column, cell in enumerate(below) if column)
    tells_apart = all(_cell(below, column) for column, cell in enumerate(row) if column and cell)
    return _n_filled(row) > 1 and spans and tells_apart and _gaps(row)


def _gaps(row: Sequence[str]) -> bool:
    """Whether an empty cell stands before a filled one."""
    filled = [column for column, cell in enumerate(row) if cell]
    return bool(filled) and filled[-1] >= len(filled)


def _heads_alone(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether the first cell of a single column names it: a word over numbers or over prose."""
    column = next((n for n, cell in enumerate(first) if not _is_nothing(cell)), None)
    if column is None or is_number(first[column]) or any(map(any, (row[1:] for row in rest))):
        return False
    cell = first[column]
    values = [row[column] for row in rest if _cell(row, column)]
    return stands_out(first, rest, column) or (
        len(cell.split()) == 1 and bool(values) and median_high(map(len, values)) > 3 * len(cell)
    )


def _may_name(cell: str, below: Sequence[str]) -> bool:
    """Whether a cell names what is below it by its form; a question may, above short answers."""
    if MAX_COLUMN_NAME < len(cell) <= MAX_QUESTION:
        is_above_answers = 2 * median_high(map(len, below or [cell])) < len(cell)
        return is_above_answers and _has_form_of_name(cell[-MAX_COLUMN_NAME:])
    return _has_form_of_name(cell)


def _has_form_of_name(cell: str) -> bool:
    return (
        len(cell) <= MAX_COLUMN_NAME
        and _ADDRESS.search(cell) is None
        and not cell.endswith((":", "："))
    )


def _number_may_name(cell: str, below: Sequence[str]) -> bool:
    """Whether a number names a column: a year over other values, or an age over counts ("65+")."""
    if is_year(cell):
        return 2 * sum(map(is_year, below)) <= len(below)
    shape = _shape(cell)
    shapes = Counter(map(_shape, below))
    return shape != "0" and 2 * shapes[shape] <= len(below)


def _shape(cell: str) -> str:
    """A cell with one figure in place of each number."""
    return _DIGITS.sub("0", cell)


def _is_series_above(
    first: Sequence[str], rest: Sequence[Sequence[str]], columns: Sequence[int]
) -> bool:
    """Whether numbers count up as weeks, hours and years do, and those below do not so as well."""
    step = _step(first, columns)
    are_years = step == 1 and all(is_year(first[column]) for column in columns)
    if step is None or len(columns) < (2 if are_years else 3):
        return False
    return sum(_step(row, columns) == step for row in rest) < MOSTLY * len(rest)


def _step(row: Sequence[str], columns: Sequence[int]) -> int | None:
    """By how much whole numbers rise from column to column; None where they do not, or unevenly."""
    cells = [_cell(row, column) for column in columns]
    if not all(map(_WHOLE.fullmatch, cells)):
        return None
    steps = {int(b) - int(a) for a, b in pairwise(cells)}
    return min(steps) if len(steps) == 1 and min(steps) > 0 else None


def _is_nothing(cell: str) -> bool:
    """Whether a cell is empty, or a dash in place of a value."""
    return _NOTHING.fullmatch(cell) is not None


def _n_filled(row: Sequence[str]) -> int:
    return sum(map(bool, row))


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""
