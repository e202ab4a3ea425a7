"""Styles of a Word document, each with what it takes from those it is based on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from qa.corpus.office.package import number_of
from qa.corpus.office.word_xml import W, is_on, value_of

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_TITLE = "title"


@dataclass(frozen=True, slots=True)
class Style:
    """One style, with what it inherits.

    Attributes:
        heading: The level of the heading that its paragraphs are; 0 for none.
        number_id: The list that its paragraphs belong to, or None.
        number_level: The level in that list, or None where the list tells it by the style.
        is_hidden: Whether its text is hidden.
        font: The font of its text, where it says so.
    """

    heading: int = 0
    number_id: str | None = None
    number_level: int | None = None
    is_hidden: bool = False
    font: str = ""


NO_STYLE = Style()


class Styles:
    """The styles of a document, by id."""

    def __init__(self, root: Any) -> None:  # noqa: ANN401 (an XML element, or None)
        found = root.findall(f"{W}style") if root is not None else []
        self._elements = {element.get(f"{W}styleId", ""): element for element in found}
        self._styles: dict[str, Style] = {}
        kinds = {element: element.get(f"{W}type") for element in found}
        self._default = next(
            (
                element.get(f"{W}styleId", "")
                for element in found
                if kinds[element] == "paragraph" and is_on_attribute(element, "default")
            ),
            "",
        )

    def paragraph(self, properties: Any) -> tuple[str, Style]:  # noqa: ANN401
        """The id and the style of a paragraph with these properties (`w:pPr`, or None)."""
        style_id = value_of(properties, "pStyle") or self._default
        return style_id, self.style(style_id)

    def run(self, properties: Any) -> Style:  # noqa: ANN401
        """The character style of a run with these properties (`w:rPr`, or None)."""
        style_id = value_of(properties, "rStyle")
        return self.style(style_id) if style_id else NO_STYLE

    def style(self, style_id: str) -> Style:
        """The style of this id, with what it inherits."""
        if style_id not in self._styles:
            self._styles[style_id] = self._inherited(style_id)
        return self._styles[style_id]

    def chain(self, style_id: str) -> list[str]:
        """The id, and those of the styles that it is based on, nearest first."""
        ids: dict[str, None] = {}
        while style_id in self._elements and style_id not in ids and len(ids) < 100:
            ids[style_id] = None
            style_id = value_of(self._elements[style_id], "basedOn") or ""
        return list(ids)

    def _inherited(self, style_id: str) -> Style:
        style = NO_STYLE
        for ancestor in reversed(self.chain(style_id)):
            style = _laid_over(style, self._elements[ancestor])
        return style


def is_on_attribute(element: Any, name: str) -> bool:  # noqa: ANN401
    """Whether an attribute is there and true."""
    return element.get(f"{W}{name}") in ("1", "true", "on")


def outline_level(properties: Any) -> int | None:  # noqa: ANN401
    """The level of a heading that paragraph properties give, 0 for body text; None if none."""
    value = value_of(properties, "outlineLvl")
    if value is None:
        return None
    level = number_of(value, 9)
    return level + 1 if 0 <= level < 9 else 0


def _laid_over(base: Style, element: Any) -> Style:  # noqa: ANN401
    """A style as its element changes what it is based on."""
    properties, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
    name = (value_of(element, "name") or "").strip()
    found = _HEADING.fullmatch(name)
    level = outline_level(properties)
    heading = base.heading if level is None else level
    if found or name.lower() == _TITLE:
        heading = int(found[1]) if found else 1
    number_id = value_of(properties, "numPr", "numId")
    number_level = value_of(properties, "numPr", "ilvl")
    fonts = run.find(f"{W}rFonts") if run is not None else None
    hidden = base.is_hidden if value_of(run, "vanish") is None else is_on(run, "vanish")
    return Style(
        heading=heading,
        number_id=base.number_id if number_id is None else number_id,
        number_level=base.number_level if number_level is None else number_of(number_level, 0),
        is_hidden=hidden,
        font=base.font if fonts is None else fonts.get(f"{W}ascii", base.font),
    )
