"""The paragraphs and tables of a rich text, as they come."""

from __future__ import annotations

from dataclasses import dataclass, field

from qa.corpus.office.cells import MAX_COLUMNS, Cell, TableRow, table_pieces
from qa.corpus.office.pieces import Piece
from qa.corpus.office.word_content import MAX_HEADING, is_only_a_page_number
from qa.corpus.office.word_numbering import BULLET
from qa.errors import DocumentParseError
from qa.findings import Finding

MAX_PARAGRAPHS = 500_000
MAX_NESTED_TABLES = 50
_EDGE = 30
"""Twips, half a millimetre: edges of cells that are nearer are one."""


@dataclass(slots=True)
class RowShape:
    """How the cells of a row are laid out, as the file says before or after them.

    Attributes:
        left: Its left edge.
        edges: The right edge of each cell.
        merges: For each cell "", "above" or "before": the cell that it belongs to.
        is_header: Whether the row names the columns.
        next_merge: What has been said of the cell whose edge comes next.
    """

    left: int = 0
    edges: list[int] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    is_header: bool = False
    next_merge: str = ""

    def end_cell(self, edge: int) -> None:
        """Note a cell's right edge, which ends what is said of it."""
        if len(self.edges) >= MAX_COLUMNS:
            return
        self.edges.append(edge)
        self.merges.append(self.next_merge)
        self.next_merge = ""


@dataclass(slots=True)
class _Table:
    """A table being read: its rows, and the cells and pieces of the one that has begun."""

    rows: list[tuple[list[list[Piece]], RowShape]] = field(default_factory=list)
    cells: list[list[Piece]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


class Flow:
    """A body of text: the document's, or that of a note, a header or a box."""

    def __init__(self, *, is_margin: bool = False) -> None:
        """Begin a flow; that of a header or a footer (`is_margin`) leaves out pages' numbers."""
        self.is_margin = is_margin
        self.has_page_number = False
        self.parts: list[str] = []
        self.attached: list[Piece] = []
        self.label = ""
        self._pieces: list[Piece] = []
        self._tables: list[_Table] = []
        self._n_paragraphs = 0

    def end_paragraph(self, depth: int, heading: int) -> None:
        """End a paragraph that stands in so many tables, and is a heading of this level or none."""
        self._n_paragraphs += 1
        if self._n_paragraphs > MAX_PARAGRAPHS:
            raise DocumentParseError("too_large", Finding.of("many_paragraphs", MAX_PARAGRAPHS))
        self._to_depth(min(depth, MAX_NESTED_TABLES))
        pieces = self._tables[-1].pieces if self._tables else self._pieces
        text = _characters("".join(self.parts)).replace("\u00ad", "").strip(" ")
        is_page_line = self.is_margin and self.has_page_number and is_only_a_page_number(text)
        self.parts, self.has_page_number = [], False
        if text.strip() and not is_page_line:
            label, self.label = self.label, ""
            text = f"{_tidy(label)}{text}"
            is_heading = heading > 0 and len(text) <= MAX_HEADING
            pieces.append(
                Piece(text, "heading" if is_heading else "text", heading if is_heading else 0)
            )
        pieces += self.attached
        self.attached = []

    def end_cell(self, depth: int, heading: int) -> None:
        """End a cell of the table at this depth, and its last paragraph."""
        self.end_paragraph(max(depth, 1), heading)
        table = self._tables[-1]
        table.cells.append(table.pieces)
        table.pieces = []

    def end_row(self, depth: int, shape: RowShape) -> None:
        """End a row of the table at this depth."""
        self._to_depth(min(max(depth, 1), MAX_NESTED_TABLES))
        table = self._tables[-1]
        if table.cells:
            table.rows.append((table.cells, shape))
        table.cells = []

    def finish(self) -> list[Piece]:
        """End the text, and return its pieces."""
        if self.parts or self.attached:
            self.end_paragraph(len(self._tables), 0)
        self._to_depth(0)
        return self._pieces

    def _to_depth(self, depth: int) -> None:
        """Begin tables, or end them, until what comes stands in so many."""
        while len(self._tables) < depth:
            self._tables.append(_Table())
        while len(self._tables) > depth:
            table = self._tables.pop()
            if table.cells or table.pieces:  # a row without an end
                table.rows.append(([*table.cells, table.pieces], RowShape()))
            outer = self._tables[-1].pieces if self._tables else self._pieces
            outer += table_pieces(_grid(table.rows))


def _characters(text: str) -> str:
    """The text with characters that came in two halves made one."""
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _tidy(label: str) -> str:
    """The label of a list's item: a number as it is, any other sign a bullet."""
    label = " ".join(label.split())
    if not label:
        return ""
    is_sign = not any(character.isalnum() for character in label) or label == "o"
    return f"{BULLET} " if is_sign else f"{label} "


def _grid(rows: list[tuple[list[list[Piece]], RowShape]]) -> list[TableRow]:
    """Rows whose cells know how many columns they reach over, told by where their edges are."""
    shapes = {id(shape): shape for _, shape in rows}  # many rows may have one shape
    columns = _columns({e for shape in shapes.values() for e in (*shape.edges, shape.left)})
    grid = []
    for cells, shape in rows:
        reached = columns.get(shape.left, 0)
        row = [Cell(n_columns=reached)] if shape.edges and reached else []
        for number, pieces in enumerate(cells):
            n_columns = 1
            if number < len(shape.edges):
                column = columns[shape.edges[number]]
                n_columns, reached = max(1, column - reached), max(column, reached + 1)
            merged = shape.merges[number] if number < len(shape.merges) else ""
            row.append(Cell(tuple(pieces), n_columns, merged))  # type: ignore[arg-type]
        grid.append(TableRow(row, shape.is_header))
    return grid


def _columns(edges: set[int]) -> dict[int, int]:
    """The number of columns to the left of each edge."""
    numbers: dict[int, int] = {}
    number, last = -1, None
    for edge in sorted(edges):
        if last is None or edge - last > _EDGE:
            number += 1
            last = edge
        numbers[edge] = number
    return numbers
