"""The content of one part of a Word document (its body, a header, its notes), in order.

Tables and text boxes may hold each other to any depth. They are read from the last to the first, so
that whatever is within one has been read before it: there is no recursion.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from qa.corpus.office.cells import MAX_COLUMNS, Cell, TableRow, table_pieces
from qa.corpus.office.drawings import chart_lines, diagram_lines
from qa.corpus.office.formulas import M, linear_formula
from qa.corpus.office.package import Package, number_of
from qa.corpus.office.pieces import Piece
from qa.corpus.office.word_numbering import Numbering
from qa.corpus.office.word_paragraphs import TEXT_BOX, Attached, Inline, ParagraphReader
from qa.corpus.office.word_styles import Styles, outline_level
from qa.corpus.office.word_xml import (
    DELETED,
    R,
    W,
    children,
    is_on,
    outermost,
    value_of,
)
from qa.errors import DocumentParseError

MAX_HEADING = 300
"""Characters. A longer paragraph with the level of a heading is text."""

MAX_PAGE_LINE = 16
"""Letters. A line of a header with a page's number and no more of them says nothing else."""

_TABLE = f"{W}tbl"
_CONTAINERS = frozenset((_TABLE, TEXT_BOX))
_BLOCKS = frozenset((f"{W}p", _TABLE, f"{W}altChunk", f"{M}oMathPara", f"{M}oMath"))
_ROWS = frozenset((f"{W}tr",))
_CELLS = frozenset((f"{W}tc",))
_PROPERTIES = frozenset((f"{W}pPr", f"{W}rPr", f"{W}tblPr", f"{W}tcPr", f"{W}trPr", f"{W}sdtPr"))

FindNote = Callable[[Attached], list[Piece]]


@dataclass(frozen=True, slots=True)
class WordContext:
    """What all parts of a document share.

    Attributes:
        package: The zip.
        styles: Its styles.
        numbering: What counts its lists.
        unread: What is left out, by kind.
    """

    package: Package
    styles: Styles
    numbering: Numbering
    unread: Counter[str] = field(default_factory=Counter)


class ContentReader:
    """Reads one part.

    Args:
        context: What is shared.
        part: The part's name.
        find_note: What gives the footnote, the endnote or the comment that is referred to.
        skips_page_numbers: Whether it is a header or a footer, shown once for every page.
    """

    def __init__(
        self,
        context: WordContext,
        part: str,
        find_note: FindNote,
        *,
        skips_page_numbers: bool = False,
    ) -> None:
        self._context = context
        self._find_note = find_note
        self._paragraphs = ParagraphReader(
            context.styles, context.unread, skips_page_numbers=skips_page_numbers
        )
        self._targets = {r.id: r.target for r in context.package.relationships(part)}
        self._labels: dict[Any, str] = {}
        self._read: dict[Any, list[Piece]] = {}

    def prepare(self, root: Any) -> None:  # noqa: ANN401 (an XML element)
        """Count the lists of a part, and read its tables and text boxes; once, before `pieces`."""
        for container in reversed(self._counted(root)):
            is_table = container.tag == _TABLE
            self._read[container] = self._table(container) if is_table else self.pieces(container)

    def pieces(self, container: Any) -> list[Piece]:  # noqa: ANN401
        """The pieces in an element that holds paragraphs."""
        pieces: list[Piece] = []
        carried = Inline()  # of paragraphs whose end was deleted
        for element in outermost(container, _BLOCKS):
            if element.tag != f"{W}p":
                pieces += self._flushed(carried) + self._block(element)
                carried = Inline()
                continue
            if not len(element) and not carried.text:  # an empty line
                continue
            inline = self._paragraphs.read(element)
            inline.text = carried.text + inline.text
            inline.attached = carried.attached + inline.attached
            properties = element.find(f"{W}pPr")
            if _is_end_deleted(properties):
                carried = inline
                continue
            carried = Inline()
            pieces.append(self._paragraph(element, properties, inline))
            pieces += self._attached(inline)
            if properties is not None and properties.find(f"{W}sectPr") is not None:
                pieces.append(Piece("", "section_end"))
        return pieces + self._flushed(carried)

    def _counted(self, root: Any) -> list[Any]:  # noqa: ANN401
        """Label the numbered paragraphs, and return the tables and text boxes, in order."""
        containers = []
        pending = [root]
        while pending:
            element = pending.pop()
            if element.tag in _PROPERTIES or element.tag in DELETED or _is_deleted(element):
                continue
            if element.tag in _CONTAINERS:
                containers.append(element)
            elif element.tag == f"{W}p":
                properties = element.find(f"{W}pPr")
                if not _is_end_deleted(properties):
                    label = self._context.numbering.label(properties)
                    if label:
                        self._labels[element] = label
            pending.extend(list(children(element))[::-1])
        return containers

    def _block(self, element: Any) -> list[Piece]:  # noqa: ANN401
        """A table, a formula by itself, or a document within the document."""
        if element.tag == _TABLE:
            return self._read.pop(element, [])
        if element.tag == f"{W}altChunk":
            return self._embedded(self._targets.get(element.get(f"{R}id", ""), ""))
        return [Piece(linear_formula(element))]

    def _embedded(self, target: str) -> list[Piece]:
        """The pieces of a document within the document, where it is a page or a plain text."""
        # Loaded here: few documents have one, and pages need large libraries.
        from qa.corpus.office.word_embedded import embedded_pieces  # noqa: PLC0415

        try:
            pieces = embedded_pieces(target, self._context.package.data(target))
        except DocumentParseError:
            pieces = []
        if not pieces:
            self._context.unread["embedded document"] += 1
        return pieces

    def _flushed(self, carried: Inline) -> list[Piece]:
        if not carried.text.strip() and not carried.attached:
            return []
        return [Piece(carried.text), *self._attached(carried)]

    def _paragraph(self, element: Any, properties: Any, inline: Inline) -> Piece:  # noqa: ANN401
        """A paragraph: a heading, an item of a list with its number, or plain text."""
        text = inline.text
        if inline.has_page_number and is_only_a_page_number(text):
            return Piece("")
        label = self._labels.pop(element, "")
        text = f"{label}{text.strip()}" if text.strip() and label else text
        level = outline_level(properties)
        if level is None:
            level = self._context.styles.paragraph(properties)[1].heading
        if level and len(text) <= MAX_HEADING:
            return Piece(text, "heading", level)
        return Piece(text)

    def _attached(self, inline: Inline) -> Iterator[Piece]:
        """What hangs on a paragraph, as pieces after it."""
        for attached in inline.attached:
            if attached.kind == "box":
                yield from self._read.pop(attached.element, [])
            elif attached.kind == "text":
                yield Piece(attached.value)
            elif attached.kind in ("chart", "diagram"):
                yield from self._drawing(attached)
            else:
                yield from self._find_note(attached)

    def _drawing(self, attached: Attached) -> Iterator[Piece]:
        """The text of a chart or a diagram, which have parts of their own."""
        target = self._targets.get(attached.value)
        root = self._context.package.root(target) if target else None
        if root is None:
            self._context.unread[attached.kind] += 1
            return
        lines = chart_lines(root) if attached.kind == "chart" else diagram_lines(root)
        yield Piece("\n".join(lines), "table" if attached.kind == "chart" else "text")

    def _table(self, table: Any) -> list[Piece]:  # noqa: ANN401
        """A table, whose inner tables have been read."""
        rows = []
        for row in outermost(table, _ROWS):
            if _is_deleted(row):
                continue
            properties = row.find(f"{W}trPr")
            before = _span(properties, "gridBefore", 0)
            cells = [Cell(n_columns=before)] if before else []
            cells += [self._cell(c) for c in outermost(row, _CELLS) if not _is_deleted(c)]
            rows.append(TableRow(cells, is_header=is_on(properties, "tblHeader")))
        return table_pieces(rows)

    def _cell(self, cell: Any) -> Cell:  # noqa: ANN401
        properties = cell.find(f"{W}tcPr")
        merged = ""
        for name, direction in (("vMerge", "above"), ("hMerge", "before")):
            if (value := value_of(properties, name)) is not None and value != "restart":
                merged = direction
        return Cell(
            tuple(self.pieces(cell)),
            _span(properties, "gridSpan", 1),
            merged,  # type: ignore[arg-type]
        )


def is_only_a_page_number(text: str) -> bool:
    """Whether a line of a header that holds a page's number says nothing else."""
    return sum(map(str.isalpha, text)) <= MAX_PAGE_LINE


def _span(properties: Any, name: str, default: int) -> int:  # noqa: ANN401
    number = number_of(value_of(properties, name), default)
    return min(max(number, default), MAX_COLUMNS)


def _is_end_deleted(properties: Any) -> bool:  # noqa: ANN401
    """Whether the end of a paragraph was deleted, so that it goes on in the next."""
    mark = properties.find(f"{W}rPr") if properties is not None else None
    return mark is not None and any(mark.find(name) is not None for name in DELETED)


def _is_deleted(element: Any) -> bool:  # noqa: ANN401
    """Whether a table's row or cell was deleted."""
    if element.tag == f"{W}tr":
        properties = element.find(f"{W}trPr")
        return properties is not None and properties.find(f"{W}del") is not None
    if element.tag == f"{W}tc":
        properties = element.find(f"{W}tcPr")
        return properties is not None and properties.find(f"{W}cellDel") is not None
    return False
