"""Automatic numbers of a Word document: "Article 3.", "1.2", "ج)", and bullets.

The numbers stand nowhere in the text: a paragraph names a list and a level, and is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qa.corpus.office.number_formats import formatted
from qa.corpus.office.package import number_of
from qa.corpus.office.symbols import without_private_codes
from qa.corpus.office.word_styles import Styles
from qa.corpus.office.word_xml import W, is_on, value_of

BULLET = "•"
MAX_LABEL = 200
"""Characters of a label, which is repeated with each paragraph of its list."""

_N_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is counted and written."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    restart: int | None = None
    is_legal: bool = False
    separator: str = " "
    style_id: str = ""


@dataclass(slots=True)
class _List:
    """A `w:num`: the levels of the list it is of, as it changes them."""

    abstract_id: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """Counts the paragraphs of a document's lists, in the order in which they are given."""

    def __init__(self, root: Any, styles: Styles) -> None:  # noqa: ANN401 (an element, or None)
        self._styles = styles
        self._lists = _lists(root)
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, properties: Any) -> str:  # noqa: ANN401
        """Count a paragraph with these properties (`w:pPr`, or None), and return its label.

        The label ends with what parts it from the text; it is "" for a paragraph of no list.
        """
        number_id, level_number = self._place(properties)
        found = self._lists.get(number_id)
        if found is None:
            return ""
        level = found.levels.get(level_number, _Level())
        self._count(number_id, found, level_number)
        if level.number_format == "bullet":
            return f"{BULLET} "
        written = self._written(found, level_number, level)
        return f"{written}{level.separator}" if written.strip() else ""

    def _place(self, properties: Any) -> tuple[str, int]:  # noqa: ANN401
        """The list and the level that a paragraph belongs to: its own, or its style's."""
        style_id, style = self._styles.paragraph(properties)
        number_id = value_of(properties, "numPr", "numId")
        own_level = value_of(properties, "numPr", "ilvl")
        by_style = number_id is None
        number_id = style.number_id if number_id is None else number_id
        if number_id is None:
            return "", 0
        if own_level is not None:
            return number_id, min(max(number_of(own_level, 0), 0), _N_LEVELS - 1)
        if by_style and number_id in self._lists:
            levels = self._lists[number_id].levels
            for ancestor in self._styles.chain(style_id):
                for number, level in levels.items():
                    if level.style_id == ancestor:
                        return number_id, number
        return number_id, style.number_level or 0

    def _count(self, number_id: str, found: _List, at: int) -> None:
        """Count one paragraph more at a level; what is below it begins anew."""
        counts = self._counts.setdefault(found.abstract_id, {})
        anew = at in found.starts and (number_id, at) not in self._started
        self._started.add((number_id, at))
        if anew or at not in counts:
            counts[at] = found.starts.get(at, found.levels.get(at, _Level()).start)
        else:
            counts[at] += 1
        for below in range(at + 1, _N_LEVELS):
            restart = found.levels.get(below, _Level()).restart
            if restart is None or (restart and at < restart):
                counts.pop(below, None)

    def _written(self, found: _List, at: int, level: _Level) -> str:
        """The label at a level: its text with the numbers of this level and those above."""
        counts = self._counts[found.abstract_id]

        def number(place: re.Match[str]) -> str:
            above = int(place[1]) - 1
            other = found.levels.get(above, _Level())
            count = counts.get(above, found.starts.get(above, other.start))
            written = other.number_format
            if level.is_legal and written != "none":
                written = "decimal"
            return "" if written == "bullet" else formatted(count, written)

        return _PLACE.sub(number, level.text)


def _lists(root: Any) -> dict[str, _List]:  # noqa: ANN401
    """The lists of `numbering.xml`, by the id that paragraphs name."""
    if root is None:
        return {}
    abstract = {e.get(f"{W}abstractNumId", ""): e for e in root.findall(f"{W}abstractNum")}
    numbers = {e.get(f"{W}numId", ""): e for e in root.findall(f"{W}num")}
    styled = {value_of(e, "styleLink"): e for e in abstract.values()}
    lists = {}
    for number_id, element in numbers.items():
        definition = abstract.get(value_of(element, "abstractNumId") or "")
        link = value_of(definition, "numStyleLink")
        if link is not None:  # the levels stand in the list that defines the style
            definition = styled.get(link, definition)
        if definition is None or number_id == "0":
            continue
        overrides = element.findall(f"{W}lvlOverride")
        changed = [e for o in overrides for e in o.findall(f"{W}lvl")]
        levels = _levels(definition.findall(f"{W}lvl")) | _levels(changed)
        starts = {
            number_of(o.get(f"{W}ilvl"), 0): number_of(value_of(o, "startOverride"), 1)
            for o in overrides
            if value_of(o, "startOverride") is not None
        }
        abstract_id = definition.get(f"{W}abstractNumId", "")
        lists[number_id] = _List(abstract_id, levels, starts)
    return lists


def _levels(elements: Iterable[Any]) -> dict[int, _Level]:
    return {number_of(element.get(f"{W}ilvl"), 0): _level(element) for element in elements}


def _level(element: Any) -> _Level:  # noqa: ANN401
    """One `w:lvl`."""
    restart = value_of(element, "lvlRestart")
    fonts = element.find(f"{W}rPr/{W}rFonts")
    font = "" if fonts is None else fonts.get(f"{W}ascii", "")
    return _Level(
        start=number_of(value_of(element, "start"), 0),
        number_format=value_of(element, "numFmt") or "decimal",
        text=without_private_codes((value_of(element, "lvlText") or "")[:MAX_LABEL], font),
        restart=None if restart is None else number_of(restart, 0),
        is_legal=is_on(element, "isLgl"),
        separator="" if value_of(element, "suff") == "nothing" else " ",
        style_id=value_of(element, "pStyle") or "",
    )
