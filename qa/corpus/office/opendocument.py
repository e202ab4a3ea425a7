"""OpenDocument texts (.odt) to text: everything that can be read in them, in its order.

As in Word documents notes and text boxes stand after the paragraph they hang on, headers and
footers at the end, each text once. What tracked changes deleted stands apart in the file, and is
left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from qa.corpus.blocks import Extract
from qa.corpus.office.cells import MAX_COLUMNS, Cell, TableRow, table_pieces
from qa.corpus.office.number_formats import formatted
from qa.corpus.office.odf_forms import form_pieces
from qa.corpus.office.odf_lists import NO_ITEM, ListItem, OdfNumbering
from qa.corpus.office.odf_paragraphs import ATTACHED, OdfParagraphs, is_page_number
from qa.corpus.office.odf_xml import DC, DRAW, OFFICE, STYLE, TABLE, TEXT, OdfStyles
from qa.corpus.office.package import Package, number_of
from qa.corpus.office.pieces import Piece, blocks_of, extract_of, once_each
from qa.corpus.office.properties import open_document_properties
from qa.corpus.office.word_content import is_only_a_page_number
from qa.errors import DocumentParseError
from qa.findings import Finding

_SKIPPED = frozenset((f"{TEXT}tracked-changes", f"{OFFICE}forms", f"{TEXT}sequence-decls"))
_PARAGRAPHS = frozenset((f"{TEXT}p", f"{TEXT}h"))
_TABLE = f"{TABLE}table"
_CONTAINERS = ATTACHED | {_TABLE}
_CELLS = frozenset((f"{TABLE}table-cell", f"{TABLE}covered-table-cell"))
_MARGINS = tuple(
    f"{STYLE}{kind}{page}" for kind in ("header", "footer") for page in ("", "-left", "-first")
)


def parse_open_document(data: bytes) -> Extract:
    """Parse an OpenDocument text.

    Raises:
        DocumentParseError: "broken": it is none. "encrypted": it is protected. "too_large": it
            unpacks to more than is read.
    """
    package = Package(data, ".odt")
    manifest = package.root("META-INF/manifest.xml")
    if manifest is not None and any("encryption-data" in str(e.tag) for e in manifest.iter()):
        raise DocumentParseError("encrypted", Finding.of("encrypted_office", ".odt"))
    content = package.main("content.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise package.broken()
    styles_root = package.root("styles.xml")
    roots = [content] if styles_root is None else [content, styles_root]
    reader = _Reader(package, OdfStyles(roots))
    pieces = [*reader.pieces(body), *form_pieces(body)]
    seen: set[str] = set()
    for kind in _MARGINS if styles_root is not None else ():
        for margin in styles_root.iter(kind):
            pieces += once_each(reader.margin(margin), seen)
    properties = open_document_properties(package)
    return extract_of(blocks_of(pieces), properties, reader.unread + package.unread)


class _Reader:
    """Reads a document: tables, boxes and notes from the last to the first, without recursion."""

    def __init__(self, package: Package, styles: OdfStyles) -> None:
        self.unread: Counter[str] = Counter()
        self._styles = styles
        self._numbering = OdfNumbering(styles)
        self._paragraphs = OdfParagraphs(package, styles, self.unread)
        self._labels: dict[Any, str] = {}
        self._read: dict[Any, list[Piece]] = {}
        self._numbers: dict[Any, int] = {}

    def pieces(self, root: Any) -> list[Piece]:  # noqa: ANN401 (an XML element)
        """The pieces of the body, or of a header."""
        for container in reversed(self._counted(root)):
            self._read[container] = list(
                self._table(container) if container.tag == _TABLE else self._attachment(container)
            )
        return list(self._flow(root))

    def margin(self, margin: Any) -> Iterator[Piece]:  # noqa: ANN401
        """Yield the pieces of a header or a footer but its page numbers."""
        for paragraph in margin.iter(*_PARAGRAPHS):
            if is_page_number(paragraph):
                for element in list(paragraph.iter(f"{TEXT}page-number", f"{TEXT}page-count")):
                    element.text = ""
                if is_only_a_page_number("".join(paragraph.itertext())):
                    paragraph.clear()
        yield from self.pieces(margin)

    def _counted(self, root: Any) -> list[Any]:  # noqa: ANN401
        """Label what is numbered, and return what has paragraphs of its own, in order."""
        containers: list[Any] = []
        pending: list[tuple[Any, ListItem]] = [(root, NO_ITEM)]
        counts: Counter[str] = Counter()
        while pending:
            element, item = pending.pop()
            if element.tag in _SKIPPED:
                continue
            if element.tag in _CONTAINERS:
                containers.append(element)
                item = NO_ITEM
                if element.tag == f"{TEXT}note":
                    counts[element.get(f"{TEXT}note-class", "")] += 1
                    self._numbers[element] = counts[element.get(f"{TEXT}note-class", "")]
            elif element.tag == f"{TEXT}list":
                item = self._numbering.enter_list(element, item)
            elif element.tag == f"{TEXT}list-item":
                item = self._numbering.item(element, item)
            elif element.tag in _PARAGRAPHS:
                self._label(element, item)
            pending.extend((child, item) for child in list(element)[::-1])
        return containers

    def _label(self, paragraph: Any, item: ListItem) -> None:  # noqa: ANN401
        label = self._numbering.label(item)
        if paragraph.tag == f"{TEXT}h" and not item.depth and not _is_unnumbered(paragraph):
            level = number_of(paragraph.get(f"{TEXT}outline-level"), 1)
            label = self._numbering.heading_label(level)
        if label:
            self._labels[paragraph] = label

    def _flow(self, container: Any) -> Iterator[Piece]:  # noqa: ANN401
        """Yield the pieces in an element that holds paragraphs."""
        pending = list(container)[::-1]
        while pending:
            element = pending.pop()
            if element.tag in _SKIPPED or not isinstance(element.tag, str):
                continue
            if element.tag in _PARAGRAPHS:
                yield from self._paragraph(element)
            elif element.tag in _CONTAINERS:
                yield from self._read.pop(element, [])
            elif element.tag == f"{TEXT}section" and element.get(f"{TEXT}display") == "none":
                self.unread["hidden text"] += 1
            elif element.tag == f"{DRAW}frame":
                yield from self._paragraph(element)
            else:
                pending += list(element)[::-1]

    def _paragraph(self, element: Any) -> Iterator[Piece]:  # noqa: ANN401
        """Yield a paragraph, then what hangs on it."""
        text, attached = self._paragraphs.read(element)
        label = self._labels.pop(element, "")
        text = f"{label}{text}" if text.strip() else ""
        style = element.get(f"{TEXT}style-name", "")
        if self._styles.is_hidden(style):
            self.unread["hidden text"] += bool(text)
        elif element.tag == f"{TEXT}h":
            level = number_of(element.get(f"{TEXT}outline-level"), 1)
            yield Piece(text, "heading", max(1, level))
        elif self._styles.is_title(style):
            yield Piece(text, "heading", 1)
        else:
            yield Piece(text)
        for one in attached:
            if isinstance(one, str):
                yield Piece(one)
            else:
                yield from self._read.pop(one, [])

    def _attachment(self, element: Any) -> Iterator[Piece]:  # noqa: ANN401
        """Yield a text box, or a note or a comment as one piece."""
        if element.tag == f"{DRAW}text-box":
            yield from self._flow(element)
            return
        texts = [piece.text.strip() for piece in self._flow(element)]
        text = "\n".join(filter(None, texts))
        if text:
            yield Piece(f"{self._lead(element)}{text}", "note")

    def _lead(self, element: Any) -> str:  # noqa: ANN401
        """What stands before a note: its number, or a comment's author."""
        if element.tag == f"{OFFICE}annotation":
            creator = element.findtext(f"{DC}creator", "")
            author = " ".join(creator.split())
            return f"{author}: " if author else ""
        is_endnote = element.get(f"{TEXT}note-class") == "endnote"
        number = self._numbers.get(element, 1)
        return f"[{formatted(number, 'lowerRoman' if is_endnote else 'decimal')}] "

    def _table(self, table: Any) -> list[Piece]:  # noqa: ANN401
        rows = []
        for row, is_header in _rows(table):
            # A row that is there several times in a row says the same each time.
            rows.append(TableRow(list(self._cells(row)), is_header))
        return table_pieces(rows)

    def _cells(self, row: Any) -> Iterator[Cell]:  # noqa: ANN401
        """Yield a row's cells; those that others reach into stand in the file as such."""
        reached = 0  # columns into which the last cell of this row still reaches
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            pieces = tuple(piece for piece in self._flow(cell) if piece.text.strip())
            is_covered = cell.tag == f"{TABLE}covered-table-cell"
            n_times = number_of(cell.get(f"{TABLE}number-columns-repeated"), 1)
            n_times = min(max(n_times, 1), MAX_COLUMNS)
            if is_covered:
                n_before = min(max(reached, 0), n_times)
                if n_before:
                    yield Cell(pieces, n_before, "before")
                if n_times > n_before:
                    yield Cell(pieces, n_times - n_before, "above")
                reached -= n_times
            else:
                yield Cell(pieces, n_times)
                reached = number_of(cell.get(f"{TABLE}number-columns-spanned"), 1) - 1


def _rows(table: Any) -> Iterator[tuple[Any, bool]]:  # noqa: ANN401
    """Yield a table's own rows, and whether each is among those that name the columns."""
    pending = [(child, False) for child in table][::-1]
    while pending:
        element, is_header = pending.pop()
        if element.tag == f"{TABLE}table-row":
            yield element, is_header
        elif element.tag != _TABLE:
            is_header = is_header or element.tag == f"{TABLE}table-header-rows"
            pending += [(child, is_header) for child in list(element)[::-1]]


def _is_unnumbered(heading: Any) -> bool:  # noqa: ANN401
    return str(heading.get(f"{TEXT}is-list-header")) == "true"
