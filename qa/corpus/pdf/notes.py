"""What was filled into a PDF's form or typed onto its pages, put among its lines."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.corpus.blocks import clean_characters
from qa.corpus.pdf.lines import Line
from qa.corpus.pdf.order import kind_of
from qa.corpus.pdf.pages import Box, Note, Page

LABEL_ABOVE = 2.5
"""Heights of a line within which a line above a field is its label."""


@dataclass(slots=True)
class _Row:
    """A line and where it stands; None for what was put in between."""

    line: Line
    box: Box | None


def with_notes(lines: Sequence[Line], page: Page, first: int) -> list[Line]:
    """Put a page's notes among its lines: a field's value after its label, others by themselves.

    Args:
        lines: The lines of the page.
        page: The page.
        first: The number of its first character in the file.
    """
    if not page.notes:
        return list(lines)
    boxes = _boxes(page, first)
    rows = [_Row(line, _line_box(line, boxes)) for line in lines]
    text = _squeezed(page.text)
    in_order = sorted(enumerate(page.notes), key=lambda pair: (-pair[1].box.top, pair[1].box.left))
    for number, note in in_order:
        source = first + len(page.text) + number
        boxes[source] = note.box
        if note.is_field:
            _put_field(rows, note, source, boxes)
        elif _squeezed(note.text) not in text:
            _put_apart(rows, note.text, note, source)
    return [row.line for row in rows]


def _put_field(rows: list[_Row], note: Note, source: int, boxes: dict[int, Box]) -> None:
    row = _beside(rows, note.box)
    if row is not None and "\n" not in note.text:
        place = _place(row.line, note.box, boxes)
        before, after = row.line.part(0, place), row.line.part(place)
        value = _sourced(note.text, source)
        joined = before.followed_by(value, " " if before.text else "")
        space = " " if after.text and after.text[0] != " " else ""
        row.line = replace(joined.followed_by(after, space), is_apart=True)
        return
    label = row or _above(rows, note.box)
    if label is not None:
        position = rows.index(label) + 1
        rows.insert(position, _Row(replace(_sourced(note.text, source), is_apart=True), None))
    else:
        _put_apart(rows, f"{note.name}: {note.text}" if note.name else note.text, note, source)


def _put_apart(rows: list[_Row], text: str, note: Note, source: int) -> None:
    """Put a note as a line of its own below the last line that stands higher."""
    middle = (note.box.bottom + note.box.top) / 2
    above = [
        (row.box.bottom, n) for n, row in enumerate(rows) if row.box and _middle(row.box) >= middle
    ]
    place = min(above)[1] + 1 if above else 0
    while place < len(rows) and rows[place].box is None:
        place += 1
    rows.insert(place, _Row(replace(_sourced(text, source), is_apart=True), None))


def _sourced(text: str, source: int) -> Line:
    clean = " ".join(clean_characters(text).split())
    return Line(clean, array("l", [source] * len(clean)))


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _boxes(page: Page, first: int) -> dict[int, Box]:
    """Where the upright characters of a page stand."""
    return {
        first + glyph.index: Box(
            glyph.left,
            glyph.baseline - 0.25 * glyph.size,
            glyph.right,
            glyph.baseline + 0.75 * glyph.size,
        )
        for glyph in page.glyphs
        if glyph.turn == 0
    }


def _line_box(line: Line, boxes: dict[int, Box]) -> Box | None:
    found = [boxes[source] for source in line.sources if source in boxes]
    if not found:
        return None
    return Box(
        min(box.left for box in found),
        min(box.bottom for box in found),
        max(box.right for box in found),
        max(box.top for box in found),
    )


def _middle(box: Box) -> float:
    return (box.bottom + box.top) / 2


def _beside(rows: Sequence[_Row], box: Box) -> _Row | None:
    """The line on whose height a field stands, the nearest of several."""
    level = [row for row in rows if row.box and box.bottom - 2 <= _middle(row.box) <= box.top + 2]
    return min(level, key=lambda row: _apart(row.box, box), default=None)


def _apart(one: Box | None, other: Box) -> tuple[float, float]:
    """How far a line is from a field: to the side first, then up or down from its top."""
    if one is None:
        return (0.0, 0.0)
    aside = max(0.0, other.left - one.right, one.left - other.right)
    return (aside, abs(one.top - other.top))


def _above(rows: Sequence[_Row], box: Box) -> _Row | None:
    """The line above a field that labels it."""
    near = [
        row
        for row in rows
        if row.box
        and 0 <= row.box.bottom - box.top + 2 <= LABEL_ABOVE * (row.box.top - row.box.bottom)
        and row.box.left < box.right
        and box.left < row.box.right
    ]
    return min(near, key=lambda row: row.box.bottom if row.box else 0.0, default=None)


def _place(line: Line, box: Box, boxes: dict[int, Box]) -> int:
    """After which character of a line a field stands."""
    kinds = [kind_of(character) for character in line.text]
    rtl = kinds.count("R") + kinds.count("A") > kinds.count("L")
    middle = (box.left + box.right) / 2
    place = 0
    for position, source in enumerate(line.sources):
        other = boxes.get(source)
        if other is not None:
            is_before = (other.left + other.right) / 2 < middle
            if is_before != rtl:
                place = position + 1
    return place
