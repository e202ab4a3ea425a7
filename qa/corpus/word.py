"""Word documents (.docx) to text: paragraphs and tables in the order in which they stand."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from qa.corpus.blocks import Block, Extract
from qa.errors import DocumentParseError

MAX_UNPACKED_BYTES = 512 * 1024 * 1024
"""A .docx is a zip; one that unpacks to more than this is a bomb or a film."""

_BROKEN = "The file is not a sound Word document (.docx); open it in Word and save it again."
_HEADING = re.compile(r"heading (\d)", re.I)
# Deleted text of tracked changes, and the second copy of text boxes for old programs.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset((qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), _FALLBACK))
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def parse_word(data: bytes) -> Extract:
    """Parse a Word document.

    Raises:
        DocumentParseError: "broken": it is no Word document. "too_large": it unpacks to more
            than `MAX_UNPACKED_BYTES`.
    """
    _check_zip(data)
    try:
        document = docx.Document(io.BytesIO(data))
        styles = {style.style_id: str(style.name or "") for style in document.styles}
        blocks = tuple(_blocks(document.element.body, styles))
        title = str(document.core_properties.title or "").strip()
    except Exception as error:  # a damaged part raises almost anything
        raise DocumentParseError("broken", _BROKEN) from error
    headings = [block.text for block in blocks if block.kind == "heading"]
    return Extract(blocks, title or next(iter(headings), ""))


def _check_zip(data: bytes) -> None:
    """Make sure that the data is a zip of bearable size before anything is unpacked."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        message = "The document is encrypted or in the old .doc format; save it as an open .docx."
        raise DocumentParseError("encrypted", message)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except Exception as error:  # zipfile raises half a dozen kinds
        raise DocumentParseError("broken", _BROKEN) from error
    if unpacked > MAX_UNPACKED_BYTES:
        limit = MAX_UNPACKED_BYTES // (1024 * 1024)
        message = f"The document unpacks to more than {limit} MB; remove its pictures or split it."
        raise DocumentParseError("too_large", message)


def _blocks(body: Any, styles: dict[str, str]) -> Iterator[Block]:  # noqa: ANN401 (an XML element)
    """Yield the body's paragraphs and tables, those inside content controls included."""
    pending = list(reversed(list(body)))
    while pending:
        element = pending.pop()
        if element.tag == qn("w:p"):
            yield _paragraph(element, styles)
        elif element.tag == qn("w:tbl"):
            yield Block("\n".join(_rows(element)))
        elif element.tag not in _SKIPPED:
            pending.extend(reversed(list(element)))


def _paragraph(paragraph: Any, styles: dict[str, str]) -> Block:  # noqa: ANN401
    """Turn a paragraph into a block: a heading, a list item or plain text."""
    text = _text(paragraph)
    properties = paragraph.find(qn("w:pPr"))
    style = properties.find(qn("w:pStyle")) if properties is not None else None
    name = styles.get(style.get(qn("w:val")), "") if style is not None else ""
    heading = _HEADING.fullmatch(name.strip())
    if heading or name.strip().lower() == "title":
        return Block(text, "heading", level=int(heading[1]) if heading else 1)
    numbered = properties is not None and properties.find(qn("w:numPr")) is not None
    if text.strip() and (numbered or name.lower().startswith("list")):
        return Block(f"• {text.strip()}")
    return Block(text)


def _rows(table: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the table rows, inner tables flattened."""
    for row in table.iter(qn("w:tr")):
        cells = [
            " ".join(_text(paragraph) for paragraph in cell.iter(qn("w:p"))).strip()
            for cell in row
            if cell.tag == qn("w:tc")
        ]
        if any(cells):
            yield " | ".join(" ".join(cell.split()) for cell in cells if cell)


def _text(paragraph: Any) -> str:  # noqa: ANN401
    """Return a paragraph's text, inserted and linked text included, deleted text not."""
    parts: list[str] = []
    pending = list(reversed(list(paragraph)))
    while pending:
        element = pending.pop()
        if element.tag == qn("w:t"):
            parts.append(element.text or "")
        elif element.tag in _BREAKS:
            parts.append(_BREAKS[element.tag])
        elif element.tag not in _SKIPPED and element.tag != qn("w:pPr"):
            pending.extend(reversed(list(element)))
    return "".join(parts)
