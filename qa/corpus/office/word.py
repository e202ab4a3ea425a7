"""Word documents (.docx, .docm) to text: everything that can be read in them, in its order.

Footnotes, endnotes and comments stand after the paragraph that refers to them, text boxes after the
one they hang on, headers and footers after their section, each text once.
Tracked changes are taken as accepted. Hidden text is left out, and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from qa.corpus.blocks import Extract
from qa.corpus.office.package import Package
from qa.corpus.office.pieces import Piece, blocks_of, extract_of, once_each
from qa.corpus.office.properties import core_properties
from qa.corpus.office.word_content import ContentReader, WordContext
from qa.corpus.office.word_notes import Notes
from qa.corpus.office.word_numbering import Numbering
from qa.corpus.office.word_styles import Styles
from qa.corpus.office.word_xml import R, W


def parse_word(data: bytes) -> Extract:
    """Parse a Word document.

    Raises:
        DocumentParseError: "broken": it is no Word document. "encrypted", "unsupported": it is
            protected, or of an old program. "too_large": it unpacks to more than is read.
    """
    package = Package(data, ".docx")
    part = next(
        (r.target for r in package.relationships("") if r.kind == "officeDocument"),
        "word/document.xml",
    )
    document = package.main(part)
    body = document.find(f"{W}body")
    if body is None:
        raise package.broken()
    targets = {r.kind: r.target for r in package.relationships(part)}
    styles = Styles(package.root(targets.get("styles", "word/styles.xml")))
    numbering = Numbering(package.root(targets.get("numbering", "word/numbering.xml")), styles)
    context = WordContext(package, styles, numbering, Counter())
    # In this order: what is read says what is left unread.
    blocks = tuple(blocks_of(_pieces(context, part, body)))
    properties = core_properties(package)
    return extract_of(blocks, properties, context.unread + package.unread)


def _pieces(context: WordContext, part: str, body: Any) -> Iterator[Piece]:  # noqa: ANN401
    """Yield the pieces of the body, each section followed by its headers and footers."""
    notes = Notes(context, part, body)
    reader = ContentReader(context, part, notes.pieces)
    reader.prepare(body)
    margins = _Margins(context, part, notes, body)
    section = 0
    for piece in reader.pieces(body):
        yield piece
        if piece.kind == "section_end":
            yield from margins.pieces(section)
            section += 1
    yield from margins.pieces(section)
    yield from notes.unreferred()


class _Margins:
    """The headers and footers of a document's sections, each text once."""

    def __init__(self, context: WordContext, part: str, notes: Notes, body: Any) -> None:  # noqa: ANN401
        self._context = context
        self._notes = notes
        self._targets = {r.id: r.target for r in context.package.relationships(part)}
        # A section's properties stand in its last paragraph, those of the last in the body.
        inside = body.iterfind(f".//{W}p/{W}pPr/{W}sectPr")
        self._sections = [*inside, *body.findall(f"{W}sectPr")]
        self._seen: set[str] = set()
        self._read: set[str] = set()

    def pieces(self, section: int) -> Iterator[Piece]:
        """Yield what the headers and footers of a section say anew."""
        if section >= len(self._sections):
            return
        properties = self._sections[section]
        headers = properties.findall(f"{W}headerReference")
        for reference in [*headers, *properties.findall(f"{W}footerReference")]:
            target = self._targets.get(reference.get(f"{R}id", ""), "")
            if not target or target in self._read:
                continue
            self._read.add(target)
            root = self._context.package.root(target)
            if root is None:
                continue
            reader = ContentReader(
                self._context, target, self._notes.pieces, skips_page_numbers=True
            )
            reader.prepare(root)
            yield from once_each(reader.pieces(root), self._seen)
