"""The text of a document as lines to be drawn: headings, lists and tables look like such.

Nothing is added to the text and nothing left out: the text of all pieces together is the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from qa.records import Document, Section, Span
from qa.web.html.bidi import Direction, direction, strip_overrides

BAR = " | "
"""What stands between the cells of a table row in a document's text."""

MAX_CELLS = 8
"""Cells of a table row that stand in columns; those of a wider one follow each other."""

MAX_NAME = 60
"""Characters of a column's name before a value; a longer one is no name."""

_ITEM = re.compile(r"(\s*)(?:[•‣▪▫◦●○·*–-]|\(?[0-9٠-٩۰-۹]{1,3}[.)-]|[a-zA-Zء-ي][.)])\s")
_NAME = re.compile(rf"[^:|\n]{{1,{MAX_NAME}}}:\s")

Role = Literal["", "name", "bar"]
Kind = Literal["", "gap", "heading", "item", "field", "row"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a line that are drawn alike.

    Attributes:
        text: The characters.
        role: The name of a column, the bar between two cells, or neither.
        is_cited: Whether they belong to the cited passage.
        is_marked: Whether they belong to what answers in it.
        is_target: Whether an address leads here.
        page: Label of the page that begins here; "" for none.
    """

    text: str
    role: Role
    is_cited: bool
    is_marked: bool
    is_target: bool
    page: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A line.

    Attributes:
        kind: What it is.
        level: Depth of a heading, from 1, or of a list's item, from 0.
        direction: That of most of its letters.
        is_cited: Whether all of it belongs to the cited passage.
        cells: Its pieces; those of a table row cell by cell.
    """

    kind: Kind
    level: int
    direction: Direction
    is_cited: bool
    cells: tuple[tuple[Piece, ...], ...]

    @property
    def is_partly_cited(self) -> bool:
        """Whether some of it belongs to the cited passage, and some does not."""
        return not self.is_cited and any(piece.is_cited for cell in self.cells for piece in cell)


@dataclass(frozen=True, slots=True)
class Lines:
    """Consecutive lines: those of a table, or others.

    Attributes:
        is_table: Whether they are rows with as many cells each.
        lines: The lines.
    """

    is_table: bool
    lines: tuple[DocumentLine, ...]


def document_lines(
    document: Document, shown: Span, passage: Span | None, marks: Sequence[Span]
) -> list[Lines]:
    """Cut a part of a document into lines.

    Args:
        document: The document.
        shown: The part.
        passage: The cited passage; None for none.
        marks: What answers in it, in rising order.
    """
    drawing = _Drawing(document, shown, passage, marks)
    lines = list(drawing.lines())
    grouped = groupby(lines, key=lambda line: len(line.cells) if line.kind == "row" else 0)
    return [Lines(1 < n_cells <= MAX_CELLS, tuple(alike)) for n_cells, alike in grouped]


class _Drawing:
    """What of a document is where."""

    def __init__(
        self, document: Document, shown: Span, passage: Span | None, marks: Sequence[Span]
    ) -> None:
        self._text = document.text[: shown.end]
        self._shown = shown
        self._passage = passage or Span(0, 0)
        self._marks = marks
        self._target = marks[0].start if marks else self._passage.start
        self._has_target = passage is not None
        self._headings = _starts(document.sections, "heading")
        self._pages = _starts(document.sections, "page")
        self._is_table = any(
            section.kind == "row" and section.label for section in document.sections
        )
        self._default = direction(document.text)
        edges = {passage.start, passage.end} if passage else set()
        edges |= {edge for mark in marks for edge in (mark.start, mark.end)}
        self._edges = sorted(edges | set(self._pages))

    def lines(self) -> Iterator[DocumentLine]:
        at = self._shown.start
        for text in self._text[at:].splitlines(keepends=True):
            yield self._line(Span(at, at + len(text)), text)
            at += len(text)

    def _line(self, span: Span, text: str) -> DocumentLine:
        kind, level = self._kind(span, text)
        cells = tuple(tuple(self._pieces(roles)) for roles in _cells(span, text, kind))
        pieces = [piece for cell in cells for piece in cell]
        solid = [piece for piece in pieces if not piece.text.isspace()] or pieces
        is_cited = all(piece.is_cited for piece in solid)
        return DocumentLine(
            kind, level, direction(strip_overrides(text), self._default), is_cited, cells
        )

    def _kind(self, span: Span, text: str) -> tuple[Kind, int]:
        heading = self._headings.get(span.start)
        if text.isspace():
            return "gap", 0
        if heading is not None:
            return "heading", heading.level
        if BAR in text:
            return "row", 0
        if self._is_table and _NAME.match(text):
            return "field", 0
        item = _ITEM.match(text)
        return ("item", min(len(item[1]) // 2, 4)) if item else ("", 0)

    def _pieces(self, roles: Iterable[tuple[Span, Role]]) -> Iterator[Piece]:
        """Cut ranges of a line where something begins or ends."""
        for span, role in roles:
            first = bisect_right(self._edges, span.start)
            cuts = self._edges[first : bisect_left(self._edges, span.end)]
            bounds = [span.start, *cuts, span.end]
            for start, end in pairwise(bounds):
                if start < end:
                    yield self._piece(Span(start, end), role)

    def _piece(self, span: Span, role: Role) -> Piece:
        text = self._text[span.start : span.end]
        page = self._pages.get(span.start)
        passage = self._passage
        is_blank = text.isspace()  # one that is marked would be a speck
        return Piece(
            text,
            role,
            is_cited=passage.start <= span.start < passage.end,
            is_marked=not is_blank and any(m.start <= span.start < m.end for m in self._marks),
            is_target=self._has_target and span.start <= self._target < span.end,
            page=page.label if page else "",
        )


def _starts(sections: Iterable[Section], kind: str) -> dict[int, Section]:
    return {section.start: section for section in sections if section.kind == kind}


def _cells(span: Span, text: str, kind: Kind) -> Iterator[list[tuple[Span, Role]]]:
    """The ranges of a line and their roles; of a table row those of each cell with its bar."""
    if kind not in ("row", "field"):
        yield [(span, "")]
        return
    at = span.start
    values = text.split(BAR) if kind == "row" else [text]
    for number, value in enumerate(values, 1):
        name = _NAME.match(value)
        name_end = at + (name.end() if name else 0)
        end = at + len(value)
        after = end + (len(BAR) if number < len(values) else 0)
        ranges: list[tuple[Span, Role]] = [
            (Span(at, name_end), "name"),
            (Span(name_end, end), ""),
            (Span(end, after), "bar"),
        ]
        yield [(found, role) for found, role in ranges if found.start < found.end]
        at = after
