"""The text of an OpenDocument paragraph as it is shown, and what hangs on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from qa.corpus.office.drawings import told_description
from qa.corpus.office.mathml import linear_mathml
from qa.corpus.office.odf_xml import DC, DRAW, OFFICE, SVG, TEXT, XLINK, OdfStyles
from qa.corpus.office.package import Package, number_of
from qa.corpus.office.symbols import without_private_codes

ATTACHED = frozenset((f"{DRAW}text-box", f"{TEXT}note", f"{OFFICE}annotation"))
"""Elements with paragraphs of their own, which stand after the one they hang on."""

_SKIPPED = frozenset(
    (
        f"{TEXT}tracked-changes", f"{TEXT}number", f"{OFFICE}forms", f"{TEXT}sequence-decls",
        f"{TEXT}hidden-paragraph", f"{TEXT}script", f"{OFFICE}event-listeners", f"{SVG}title",
        f"{DC}creator", f"{DC}date", f"{TEXT}note-citation", f"{OFFICE}annotation-end",
        f"{DRAW}glue-point", f"{TEXT}ruby-text",
    )
)  # fmt: skip
_PAGE_NUMBERS = frozenset((f"{TEXT}page-number", f"{TEXT}page-count"))
_SPACES = re.compile(r"[ \t\r\n]+")
_MATH = "{http://www.w3.org/1998/Math/MathML}math"
MAX_SPACES = 100


class OdfParagraphs:
    """Reads paragraphs of one document, and counts what is left out in `unread`."""

    def __init__(self, package: Package, styles: OdfStyles, unread: Counter[str]) -> None:
        self._package = package
        self._styles = styles
        self._unread = unread
        self._parts: list[str] = []
        self._attached: list[Any] = []
        self._pending: list[Any] = []

    def read(self, paragraph: Any) -> tuple[str, list[Any]]:  # noqa: ANN401 (an XML element)
        """A paragraph's text, and in order the elements and texts that hang on it."""
        self._parts, self._attached, self._pending = [], [], []
        self._push(paragraph)
        while self._pending:
            element = self._pending.pop()
            if isinstance(element, str):
                self._text(element)
            elif isinstance(element.tag, str) and element.tag not in _SKIPPED:
                self._element(element)
        return "".join(self._parts).replace("\u00ad", "").strip(" "), self._attached

    def _push(self, element: Any) -> None:  # noqa: ANN401
        """Put what an element holds, texts and elements, before what is still to be read."""
        font = self._styles.font_of(element.get(f"{TEXT}style-name", ""))
        self._pending += [
            without_private_codes(one, font) if isinstance(one, str) else one
            for one in _content(element)
        ][::-1]

    def _text(self, text: str) -> None:
        """Text; the space in it counts once, whatever it is of."""
        text = _SPACES.sub(" ", text)
        if text.startswith(" ") and (not self._parts or self._parts[-1][-1:] in (" ", "\n")):
            text = text[1:]
        if text:
            self._parts.append(text)

    def _element(self, element: Any) -> None:  # noqa: ANN401
        tag = element.tag
        if tag in ATTACHED:
            self._attached.append(element)
        elif tag == f"{TEXT}s":
            n_spaces = number_of(element.get(f"{TEXT}c"), 1)
            self._parts.append(" " * min(max(n_spaces, 0), MAX_SPACES))
        elif tag == f"{TEXT}tab":
            self._parts.append("\t")
        elif tag == f"{TEXT}line-break":
            self._parts.append("\n")
        elif tag == f"{TEXT}ruby":
            self._ruby(element)
        elif tag == f"{TEXT}span" and self._styles.is_hidden(element.get(f"{TEXT}style-name", "")):
            self._unread["hidden text"] += 1
        elif tag == f"{SVG}desc":
            self._attached.append(told_description(element.text or ""))
        elif tag == f"{DRAW}frame":
            self._frame(element)
        else:
            self._push(element)

    def _ruby(self, ruby: Any) -> None:  # noqa: ANN401
        above = ruby.find(f"{TEXT}ruby-text")
        reading = "".join(above.itertext()).strip() if above is not None else ""
        if reading:
            self._pending.append(f"({reading})")
        self._push(ruby)

    def _frame(self, frame: Any) -> None:  # noqa: ANN401
        """A frame shows one thing in one or several ways: a formula, an object, a picture."""
        places = frame.find(f"{DRAW}object")
        if places is not None:
            self._object(places)
        elif frame.find(f"{DRAW}object-ole") is not None:
            self._unread["embedded object"] += 1
        elif frame.find(f"{DRAW}image") is not None and frame.find(f"{DRAW}text-box") is None:
            self._unread["picture"] += 1
        self._push(frame)

    def _object(self, element: Any) -> None:  # noqa: ANN401
        """An embedded document: the text of a formula; others are counted."""
        math = element.find(_MATH)
        if math is None:
            folder = element.get(f"{XLINK}href", "").strip("./")
            math = self._package.root(f"{folder}/content.xml") if folder else None
        if math is not None and math.tag == _MATH:
            self._parts.append(linear_mathml(math))
        else:
            self._unread["embedded object"] += 1


def _content(element: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the texts and elements of mixed content, in order."""
    if element.tag in (f"{DRAW}object", f"{DRAW}image"):
        return
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def is_page_number(element: Any) -> bool:  # noqa: ANN401
    """Whether a paragraph holds the number of a page."""
    return any(found.tag in _PAGE_NUMBERS for found in element.iter())
