"""Names of OpenDocument, and its styles as far as they say what a text is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_NAMESPACE = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
OFFICE = _NAMESPACE.format("office")
FORM = _NAMESPACE.format("form")
TEXT = _NAMESPACE.format("text")
TABLE = _NAMESPACE.format("table")
DRAW = _NAMESPACE.format("drawing")
STYLE = _NAMESPACE.format("style")
SVG = _NAMESPACE.format("svg-compatible")
DC = "{http://purl.org/dc/elements/1.1/}"
XLINK = "{http://www.w3.org/1999/xlink}"

MAX_AFFIX = 100
"""Characters before or after a number, which are repeated with each item of a list."""

_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "أ, ب, ت, ...": "arabicAlpha", "أ, ب, ج, ...": "arabicAbjad", "א, י, ק, ...": "hebrew1",
    "一, 二, 三, ...": "chineseCounting", "①, ②, ③, ...": "decimalEnclosedCircle",
    "А, Б, .., Аа, Аб, ... (ru)": "russianUpper", "а, б, .., аа, аб, ... (ru)": "russianLower",
}  # fmt: skip
"""OpenDocument's numbers → those of WordprocessingML."""


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is counted and written; a bullet has no format."""

    number_format: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    n_shown: int = 1


class OdfStyles:
    """The styles of a document, from the roots of `content.xml` and `styles.xml`."""

    def __init__(self, roots: list[Any]) -> None:
        self._parents: dict[str, str] = {}
        self._hidden: set[str] = set()
        self._fonts: dict[str, str] = {}
        self.levels: dict[str, dict[int, ListLevel]] = {}
        self.outline: dict[int, ListLevel] = {}
        for root in roots:
            for style in root.iter(f"{STYLE}style"):
                self._add(style)
            for style in root.iter(f"{TEXT}list-style"):
                self.levels[style.get(f"{STYLE}name", "")] = _levels(style)
            for style in root.iter(f"{TEXT}outline-style"):
                self.outline = _levels(style)

    def is_title(self, name: str) -> bool:
        """Whether a paragraph of this style is the document's title."""
        return "Title" in self._chain(name)

    def is_hidden(self, name: str) -> bool:
        """Whether text of this style is hidden."""
        return bool(self._hidden) and not self._hidden.isdisjoint(self._chain(name))

    def font_of(self, name: str) -> str:
        """The font of text of this style, or ""."""
        return next((self._fonts[one] for one in self._chain(name) if one in self._fonts), "")

    def _add(self, style: Any) -> None:  # noqa: ANN401
        name = style.get(f"{STYLE}name", "")
        self._parents[name] = style.get(f"{STYLE}parent-style-name", "")
        properties = style.find(f"{STYLE}text-properties")
        if properties is None:
            return
        if properties.get(f"{TEXT}display") == "none":
            self._hidden.add(name)
        if (font := properties.get(f"{STYLE}font-name")) is not None:
            self._fonts[name] = font

    def _chain(self, name: str) -> list[str]:
        names: dict[str, None] = {}
        while name and name not in names and len(names) < 100:
            names[name] = None
            name = self._parents.get(name, "")
        return list(names)


def _levels(style: Any) -> dict[int, ListLevel]:  # noqa: ANN401
    levels = {}
    for element in style:
        number = _whole(element.get(f"{TEXT}level"), 0)
        if not number:
            continue
        written = element.get(f"{STYLE}num-format", "")
        levels[number] = ListLevel(
            number_format=_FORMATS.get(written, "decimal") if written else "",
            prefix=element.get(f"{STYLE}num-prefix", "")[:MAX_AFFIX],
            suffix=element.get(f"{STYLE}num-suffix", "")[:MAX_AFFIX],
            start=_whole(element.get(f"{TEXT}start-value"), 1),
            n_shown=_whole(element.get(f"{TEXT}display-levels"), 1),
        )
    return levels


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default
