"""Presentations (.pptx) to text: each slide a page, its title a heading, its notes after it.

The shapes of a slide are read from the top to the bottom, those beside each other in the direction
of the script; what is grouped stays together. Slides that are hidden in a show are read too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qa.corpus.blocks import Block, Extract
from qa.corpus.office.cells import MAX_COLUMNS, Cell, TableRow, table_pieces
from qa.corpus.office.drawings import PICTURES, chart_lines, diagram_lines, told_description
from qa.corpus.office.drawn_text import drawn_paragraphs
from qa.corpus.office.package import Package, Relationship, number_of
from qa.corpus.office.pieces import Piece, blocks_of, extract_of, once_each
from qa.corpus.office.properties import core_properties
from qa.corpus.office.word_xml import MC, R, children

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"

_SHAPES = frozenset(f"{_P}{name}" for name in ("sp", "pic", "graphicFrame", "cxnSp"))
_TITLES = frozenset(("title", "ctrTitle"))
_NOT_READ = frozenset(("sldNum", "dt", "sldImg"))
"""Placeholders that say nothing of their own: numbers and dates of slides, pictures of them."""

_SAME_LINE = 300_000
"""EMU, a third of an inch: shapes whose tops differ by less stand beside each other."""


def parse_presentation(data: bytes) -> Extract:
    """Parse a presentation.

    Raises:
        DocumentParseError: "broken": it is none. "encrypted", "unsupported": it is protected, or
            of an old program. "too_large": it unpacks to more than is read.
    """
    package = Package(data, ".pptx")
    part = next(
        (r.target for r in package.relationships("") if r.kind == "officeDocument"),
        "ppt/presentation.xml",
    )
    presentation = package.main(part)
    reader = _Reader(package)
    targets = {r.id: r.target for r in package.relationships(part)}
    blocks: list[Block] = []
    slides = presentation.findall(f"{_P}sldIdLst/{_P}sldId")
    for number, slide in enumerate(slides, 1):
        target = targets.get(slide.get(f"{R}id", ""), "")
        blocks.append(Block("", "page", str(number)))
        blocks += blocks_of(reader.slide(target))
    properties = core_properties(package)
    return extract_of(blocks, properties, reader.unread + package.unread)


@dataclass(frozen=True, slots=True)
class _Shape:
    """A shape on a slide: where it stands, and where the outermost group it is in does."""

    element: Any
    place: tuple[int, int]
    group: tuple[int, int]


class _Reader:
    """Reads slides; what stands on each of them alike (their footers) once."""

    def __init__(self, package: Package) -> None:
        self.unread: Counter[str] = Counter()
        self._package = package
        self._authors = _comment_authors(package)
        self._footers: set[str] = set()

    def slide(self, part: str) -> Iterator[Piece]:
        """Yield a slide's title, its shapes, its notes and its comments."""
        root = self._package.root(part) if part else None
        if root is None:
            self.unread["slide"] += not self._package.unread
            return
        relationships = self._package.relationships(part)
        is_from_right = any(p.get("rtl") in ("1", "true") for p in root.iter(f"{_A}pPr"))
        shapes = _in_reading_order(list(_shapes(root)), is_from_right=is_from_right)
        shapes.sort(key=lambda shape: _placeholder(shape.element) not in _TITLES)
        for shape in shapes:
            yield from self._shape(shape.element, relationships)
        for other in relationships:
            if other.kind == "notesSlide":
                yield from self._notes(other.target)
            elif other.kind == "comments":
                yield from self._comments(other.target)

    def _shape(self, element: Any, relationships: tuple[Relationship, ...]) -> Iterator[Piece]:  # noqa: ANN401
        """Yield what a shape says: its text, its table or diagram, its description."""
        placeholder = _placeholder(element)
        if placeholder in _NOT_READ:
            return
        body = element.find(f"{_P}txBody")
        if body is not None:
            pieces = drawn_paragraphs(body)
            if placeholder in _TITLES:
                yield Piece(" ".join(piece.text for piece in pieces), "heading", 1)
            elif placeholder in ("ftr", "hdr"):
                yield from once_each(pieces, self._footers)
            else:
                yield from pieces
        yield from self._graphic(element, {r.id: r.target for r in relationships})
        if element.tag in PICTURES:
            self.unread["picture"] += 1
        for properties in element.iter(f"{_P}cNvPr"):
            yield Piece(told_description(properties.get("descr", "")))

    def _graphic(self, element: Any, targets: dict[str, str]) -> Iterator[Piece]:  # noqa: ANN401
        """Yield a table, a chart or a diagram."""
        for table in element.iter(f"{_A}tbl"):
            yield from table_pieces([_row(row) for row in table.findall(f"{_A}tr")])
        for kind, found, attribute, lines_of in (
            ("chart", f"{_C}chart", f"{R}id", chart_lines),
            ("diagram", f"{_DGM}relIds", f"{R}dm", diagram_lines),
        ):
            for reference in element.iter(found):
                root = self._package.root(targets.get(reference.get(attribute, ""), ""))
                self.unread[kind] += root is None
                if root is not None:
                    yield Piece("\n".join(lines_of(root)))
        self.unread["embedded object"] += sum(1 for _ in element.iter(f"{_P}oleObj"))

    def _notes(self, part: str) -> Iterator[Piece]:
        """Yield the speaker's notes on a slide."""
        root = self._package.root(part)
        for shape in _shapes(root) if root is not None else ():
            body = shape.element.find(f"{_P}txBody")
            if _placeholder(shape.element) == "body" and body is not None:
                yield from drawn_paragraphs(body)

    def _comments(self, part: str) -> Iterator[Piece]:
        """Yield the comments on a slide, after their authors."""
        root = self._package.root(part)
        for comment in root if root is not None else ():
            author = self._authors.get(comment.get("authorId", ""), "")
            text = " ".join(comment.findtext(f"{_P}text", "").split())
            if not text:
                text = " ".join("".join(comment.itertext()).split())
            yield Piece(f"{author}: {text}" if author and text else text)


def _comment_authors(package: Package) -> dict[str, str]:
    root = package.root("ppt/commentAuthors.xml")
    root = package.root("ppt/authors.xml") if root is None else root
    if root is None:
        return {}
    return {author.get("id", ""): author.get("name", "") for author in root}


def _shapes(root: Any) -> Iterator[_Shape]:  # noqa: ANN401
    """Yield the shapes of a slide; those in groups know where the group stands."""
    tree = root.find(f"{_P}cSld/{_P}spTree")
    pending: list[tuple[Any, tuple[int, int] | None]] = []
    pending += [(child, None) for child in tree][::-1] if tree is not None else []
    while pending:
        element, group = pending.pop()
        if element.tag in _SHAPES:
            place = _place(element)
            yield _Shape(element, place, place if group is None else group)
        elif element.tag == f"{_P}grpSp":
            inside = _place(element) if group is None else group
            pending += [(child, inside) for child in element][::-1]
        elif element.tag == f"{MC}AlternateContent":
            pending += [(child, group) for child in children(element)][::-1]


def _place(element: Any) -> tuple[int, int]:  # noqa: ANN401
    """Where a shape stands, from the top and from the left; (-1, -1) where its layout says so."""
    for offset in element.iterfind(f".//{_A}off"):
        return number_of(offset.get("y"), 0), number_of(offset.get("x"), 0)
    return -1, -1


def _in_reading_order(shapes: list[_Shape], *, is_from_right: bool) -> list[_Shape]:
    """Shapes from the top down, those beside each other in the direction of the script.

    Placeholders whose place only their layout knows stay first, in the order of the file.
    """
    placed = sorted((s for s in shapes if s.group != (-1, -1)), key=lambda shape: shape.group[0])
    order = [shape for shape in shapes if shape.group == (-1, -1)]
    line: list[_Shape] = []
    for shape in [*placed, None]:
        if line and (shape is None or shape.group[0] - line[0].group[0] > _SAME_LINE):
            line.sort(key=lambda one: -one.group[1] if is_from_right else one.group[1])
            order += line
            line = []
        if shape is not None:
            line.append(shape)
    return order


def _placeholder(element: Any) -> str:  # noqa: ANN401
    """What a shape is a placeholder for: "title", "body", "sldNum" …, or "" for none."""
    for found in element.iterfind(f"*/{_P}nvPr/{_P}ph"):
        return str(found.get("type", "obj"))
    return ""


def _row(row: Any) -> TableRow:  # noqa: ANN401
    """A row of a table; cells that others reach into stand in the file as such."""
    cells = []
    for cell in row.findall(f"{_A}tc")[:MAX_COLUMNS]:
        body = cell.find(f"{_A}txBody")
        pieces = tuple(drawn_paragraphs(body)) if body is not None else ()
        if cell.get("vMerge") in ("1", "true"):
            cells.append(Cell(pieces, merged="above"))
        elif cell.get("hMerge") in ("1", "true"):
            cells.append(Cell(pieces, merged="before"))
        else:
            cells.append(Cell(pieces))
    return TableRow(cells)
