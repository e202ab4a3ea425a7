"""The paragraphs in a shape of a presentation, with their bullets and numbers."""

from __future__ import annotations

import re
from typing import Any

from qa.corpus.office.formulas import M, linear_formula
from qa.corpus.office.number_formats import formatted
from qa.corpus.office.package import number_of
from qa.corpus.office.pieces import Piece
from qa.corpus.office.symbols import without_private_codes
from qa.corpus.office.word_numbering import BULLET
from qa.corpus.office.word_xml import children

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_AUTOMATIC = re.compile(
    r"(alphaLc|alphaUc|arabic|romanLc|romanUc|circleNum\w*|arabic1Minus|arabic2Minus|hebrew2Minus|"
    r"hindiAlpha|hindiNum|thaiAlpha|thaiNum|ea1ChsPeriod|ea1ChtPeriod|ea1JpnKor)(\w*)"
)
_FORMATS = {
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
    "arabic1Minus": "arabicAlpha",
    "arabic2Minus": "arabicAbjad",
    "hebrew2Minus": "hebrew2",
    "hindiNum": "hindiNumbers",
    "thaiAlpha": "thaiLetters",
    "thaiNum": "thaiNumbers",
}
_SHAPES = {"ParenBoth": "({})", "ParenR": "{})", "Period": "{}.", "Plain": "{}"}


def drawn_paragraphs(body: Any) -> list[Piece]:  # noqa: ANN401 (an XML element)
    """The paragraphs of a shape's text (`txBody`) that hold text."""
    pieces = []
    counts: dict[int, tuple[str, int]] = {}
    for paragraph in body.findall(f"{_A}p"):
        text = _text(paragraph)
        if text.strip():
            pieces.append(Piece(f"{_label(paragraph, counts)}{text.strip()}"))
    return pieces


def _label(paragraph: Any, counts: dict[int, tuple[str, int]]) -> str:  # noqa: ANN401
    """The bullet or number of a paragraph; `counts` has the number reached at each level."""
    properties = paragraph.find(f"{_A}pPr")
    level = 0 if properties is None else number_of(properties.get("lvl"), 0)
    for deeper in [one for one in counts if one > level]:
        del counts[deeper]
    numbered = None if properties is None else properties.find(f"{_A}buAutoNum")
    if numbered is None:
        counts.pop(level, None)
        is_bullet = properties is not None and properties.find(f"{_A}buChar") is not None
        return f"{BULLET} " if is_bullet else ""
    kind = numbered.get("type", "arabicPeriod")
    reached = counts.get(level)
    start = number_of(numbered.get("startAt"), 1)
    number = reached[1] + 1 if reached and reached[0] == kind else start
    counts[level] = (kind, number)
    found = _AUTOMATIC.fullmatch(kind)
    written = formatted(number, _FORMATS.get(found[1], "decimal") if found else "decimal")
    return f"{_SHAPES.get(found[2] if found else '', '{}.').format(written)} "


def _text(paragraph: Any) -> str:  # noqa: ANN401
    """The text of a paragraph, its formulas as lines."""
    parts: list[str] = []
    pending = list(children(paragraph))[::-1]
    while pending:
        element = pending.pop()
        if element.tag == f"{_A}t":
            parts.append(without_private_codes(element.text or "", "wingdings"))
        elif element.tag == f"{_A}br":
            parts.append("\n")
        elif element.tag in (f"{M}oMath", f"{M}oMathPara"):
            parts.append(linear_formula(element))
        elif element.tag not in (f"{_A}pPr", f"{_A}rPr"):
            pending += list(children(element))[::-1]
    return "".join(parts).replace("\u00ad", "").replace("\x0b", "\n").replace("_x000B_", "\n")
