"""Tables of web pages: cells that span others repeated, rows that name the columns, captions.

A table that only arranges a page is told from one of data, and is read as text.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from qa.corpus.html.markup import tag_of
from qa.corpus.tables.column_names import is_year, names_columns
from qa.corpus.tables.grid import table_lines

MAX_SPAN = 1000
"""Columns that one cell may cover, as in browsers."""

MAX_REPEATED = 200_000
"""Cells of a table that are repetitions of others; beyond, covered cells stay empty."""

MAX_REPEATED_CHARACTERS = 4_000_000
"""Characters of such repetitions."""

MAX_CELL = 500
"""Characters of a cell from which a table without names arranges a page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it stands in the page.

    Attributes:
        text: What stands in it.
        is_name: Whether it says that it names a column.
        names_row: Whether it says that it names its row.
        is_marked: Whether it is a name or only looks like one: all bold.
        columns: How many columns it covers.
        rows: How many rows.
    """

    text: str
    is_name: bool = False
    names_row: bool = False
    is_marked: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Table:
    """A table that is being read: its rows, those of its head first and of its foot last."""

    captions: list[str] = field(default_factory=list)
    head: list[list[Cell]] = field(default_factory=list)
    body: list[list[Cell]] = field(default_factory=list)
    foot: list[list[Cell]] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The table as text, a line for each table row."""
        rows = [row for row in (*self.head, *self.body, *self.foot) if row]
        if max(map(len, rows), default=0) <= 1:
            return [*self.captions, *(row[0].text for row in rows if row[0].text)]
        spread = [
            row
            for row in _spread(rows, len(self.head), len(self.foot))
            if row.title or any(row.cells)
        ]
        n_titles = next((n for n, row in enumerate(spread) if not row.title), len(spread))
        captions = [*self.captions, *(row.title for row in spread[:n_titles])]
        return [*captions, *_lines(spread[n_titles:])]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with a cell in every column.

    Attributes:
        cells: The texts, those of spanning cells repeated.
        title: The text of a cell that runs across all columns; there are no cells then.
        is_section: Whether such a title heads the rows below it.
        is_names: Whether every cell says that it is a name.
        begins_with_name: Whether the first cell does, and no other.
        is_foot: Whether it stands in the table's foot, below all sections.
        is_marked: Whether every cell looks like a name.
    """

    cells: tuple[str, ...]
    title: str = ""
    is_section: bool = False
    is_names: bool = False
    begins_with_name: bool = False
    is_foot: bool = False
    is_marked: bool = False


def span_of(cell: HtmlElement, name: str, most: int) -> int:
    """How many rows or columns a cell covers; 0 stands for all that follow, as in browsers."""
    digits = (cell.get(name) or "").strip()[:7]
    n = int(digits) if digits.isascii() and digits.isdigit() else 1
    return min(n or (most if name == "rowspan" else 1), most)


def is_emphasized(cell: HtmlElement) -> bool:
    """Whether all that stands in a cell is bold, or its class calls it a head."""
    if "head" in cell.get("class", "").lower():
        return True
    inner: etree._Element | None = cell
    while inner is not None and len(inner) == 1 and not (inner.text or "").strip():
        inner = inner[0]
        if (inner.tail or "").strip():
            return False
        if tag_of(inner) in ("b", "strong"):
            return True
    return False


def _lines(rows: Sequence[_Row]) -> list[str]:
    """Write rows, each with the names of its columns and of its section."""
    cells = [row.cells for row in rows if not row.title]
    n_names = _n_name_rows(rows)
    if not n_names and cells and _are_terms(rows):
        lines = [": ".join(filter(None, row)) for row in cells]
    else:
        lines = table_lines(cells, n_names)
    n_before = max(0, len(lines) - (len(cells) - n_names))
    written = lines[:n_before]
    rest = iter(lines[n_before:])
    section = ""
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        if row.title:
            section = row.title if row.is_section else ""
            if not section or below is None or below.title or below.is_foot:
                written.append(row.title)  # else each row of the section says it
        elif n_names:
            n_names -= 1
        else:
            section = "" if row.is_foot else section
            written.append(" | ".join(filter(None, (section, next(rest, "")))))
    return written


def _n_name_rows(rows: Sequence[_Row]) -> int:
    """How many rows at the top name the columns."""
    cells = [row for row in rows if not row.title]
    n = next((n for n, row in enumerate(cells) if not row.is_names), 0)
    if n or not cells or cells[0].begins_with_name:
        return min(n, MAX_NAME_ROWS)
    if cells[0].is_names:
        return 0  # nothing but names
    first, rest = cells[0], [row.cells for row in cells[1:]]
    looks_so = first.is_marked and not all(row.is_marked for row in cells[1:])
    return int(names_columns(first.cells, rest) and (looks_so or _heads_numbers(first.cells, rest)))


def _heads_numbers(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether a first row of words stands above a column of numbers.

    Rows of words alone may all be rows of values: without a sign none is taken for names.
    """
    for column, name in enumerate(first):
        below = [row[column] for row in rest if column < len(row) and row[column]]
        is_name = bool(name) and (is_year(name) or not any(map(str.isdigit, name)))
        if is_name and below and all(any(map(str.isdigit, cell)) for cell in below):
            return True
    return False


def _are_terms(rows: Sequence[_Row]) -> bool:
    """Whether each row is a name and its value."""
    return all(row.title or (row.begins_with_name and len(row.cells) == 2) for row in rows)


@dataclass(slots=True)
class _Spread:
    """Cells that reach into the rows below, and what repeating them may still cost."""

    covered: dict[int, tuple[int, Cell]] = field(default_factory=dict)
    cells: int = MAX_REPEATED
    characters: int = MAX_REPEATED_CHARACTERS

    def may_repeat(self, cell: Cell, n: int) -> bool:
        """Whether a cell can be repeated so often; if so, it counts."""
        if n > self.cells or n * len(cell.text) > self.characters:
            return False
        self.cells -= n
        self.characters -= n * len(cell.text)
        return True


def _spread(rows: Sequence[Sequence[Cell]], n_head: int, n_foot: int) -> list[_Row]:
    """Repeat spanning cells into all that they cover."""
    width = max(sum(cell.columns for cell in row) for row in rows if len(row) > 1)
    state = _Spread()
    spread: list[_Row] = []
    for number, row in enumerate(rows):
        alone = row[0] if len(row) == 1 else None
        if alone and alone.columns > 1 and alone.columns >= width and not state.covered:
            spread.append(_Row((), alone.text, is_section=alone.is_name))
            continue
        placed = _placed(row, width, state)
        named = [cell.is_name for cell in placed if cell.text]
        begins = placed[0].is_name or placed[0].names_row
        spread.append(
            _Row(
                tuple(cell.text for cell in placed),
                is_names=bool(named) and (number < n_head or all(named)),
                begins_with_name=begins and not any(cell.is_name for cell in placed[1:]),
                is_foot=number >= len(rows) - n_foot,
                is_marked=bool(named) and all(cell.is_marked for cell in placed if cell.text),
            )
        )
    return spread


def _placed(row: Sequence[Cell], width: int, state: _Spread) -> list[Cell]:
    """Put the cells of a row into their columns, beside those that reach down into it."""
    placed: list[Cell] = []
    waiting = list(reversed(row))
    last = max(state.covered, default=-1)
    while waiting or len(placed) <= last:
        above = state.covered.pop(len(placed), None)
        if above is not None:
            n_left, cell = above
            if n_left > 1 and state.may_repeat(cell, 1):
                state.covered[len(placed)] = (n_left - 1, cell)
            placed.append(cell)
            continue
        cell = waiting.pop() if waiting else Cell("")
        n = min(cell.columns, max(1, width - len(placed)))
        n = n if n == 1 or state.may_repeat(cell, n - 1) else 1
        for _ in range(n):
            if cell.rows > 1 and state.may_repeat(cell, 1):
                state.covered[len(placed)] = (cell.rows - 1, cell)
            placed.append(cell)
    return placed


MAX_NAME_ROWS = 5
"""Rows of names on top of each other."""


@dataclass(slots=True)
class _Shape:
    """What tells a table of data from one that arranges a page."""

    says_so: bool = False
    is_data: bool = False
    has_blocks: bool = False
    has_tables: bool = False
    rows: int = 0
    cells: int = 0
    filled_cells: int = 0
    cell: int = 0
    longest_cell: int = 0

    def begin_cell(self) -> None:
        """Count the cell before."""
        self.filled_cells += self.cell > 0
        self.longest_cell = max(self.longest_cell, self.cell)
        self.cell = 0


def tables_of_layout(page: HtmlElement) -> Set[etree._Element]:
    """The tables of a page that only arrange it."""
    found: set[etree._Element] = set()
    opened: list[_Shape] = []
    for event, element in etree.iterwalk(page, events=("start", "end")):
        tag = tag_of(element)
        if event == "start":
            if tag == "table":
                says_so = element.get("role", "") in ("presentation", "none")
                if opened:
                    opened[-1].has_tables = True
                opened.append(_Shape(says_so))
            elif opened:
                _look_at(tag, element, opened[-1])
        elif tag == "table" and opened and _arranges(opened.pop()):
            found.add(element)
        if event == "end" and opened and element.tail:
            opened[-1].cell += len(element.tail.strip())
    return found


def _look_at(tag: str, element: HtmlElement, shape: _Shape) -> None:
    if tag in ("td", "th"):
        shape.begin_cell()
        shape.cells += 1
    shape.rows += tag == "tr"
    shape.is_data = shape.is_data or tag in ("th", "caption", "thead")
    shape.has_blocks = shape.has_blocks or tag in ("h1", "h2", "h3", "main", "article", "form")
    shape.cell += len((element.text or "").strip())


def _arranges(shape: _Shape) -> bool:
    if shape.says_so or shape.cells <= 1:
        return True
    if shape.is_data:
        return False
    shape.begin_cell()
    holds_tables = shape.has_tables and 2 * shape.filled_cells <= shape.cells
    return shape.has_blocks or holds_tables or shape.rows <= 1 or shape.longest_cell > MAX_CELL
