"""Automatic numbers of an OpenDocument text: of lists and of headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qa.corpus.office.number_formats import formatted
from qa.corpus.office.odf_xml import TEXT, ListLevel, OdfStyles
from qa.corpus.office.package import number_of
from qa.corpus.office.word_numbering import BULLET

_OUTLINE = "\0outline"
_NO_LEVEL = ListLevel()


@dataclass(slots=True)
class ListItem:
    """Where a paragraph stands: in which list, how deep, and whether its item has been counted."""

    style: str = ""
    depth: int = 0
    is_counted: bool = True
    start: int | None = None


NO_ITEM = ListItem()


class OdfNumbering:
    """Counts items and headings in the order in which they are given."""

    def __init__(self, styles: OdfStyles) -> None:
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}

    def enter_list(self, element: Any, outer: ListItem) -> ListItem:  # noqa: ANN401
        """What stands in a list (`text:list`) that itself stands in an item, or in none."""
        style = element.get(f"{TEXT}style-name") or outer.style
        depth = outer.depth + 1
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" or (
            element.get(f"{TEXT}continue-list") is not None
        )
        if not goes_on:
            self._forget(style, depth)
        return ListItem(style, depth)

    def item(self, element: Any, within: ListItem) -> ListItem:  # noqa: ANN401
        """One item of a list (`text:list-item`), counted when its first paragraph is."""
        start = element.get(f"{TEXT}start-value")
        number = None if start is None else number_of(start, 1)
        return ListItem(within.style, within.depth, is_counted=False, start=number)

    def label(self, item: ListItem) -> str:
        """The label of a paragraph in an item: "" for all but the item's first."""
        if item.is_counted or not item.depth:
            return ""
        item.is_counted = True
        levels = self._styles.levels.get(item.style, {})
        if not levels.get(item.depth, _NO_LEVEL).number_format:
            return f"{BULLET} " if item.depth in levels or not levels else ""
        return self._counted(item.style, levels, item.depth, item.start)

    def heading_label(self, level: int) -> str:
        """The label of a heading, where headings are numbered."""
        if not self._styles.outline.get(level, _NO_LEVEL).number_format:
            return ""
        return self._counted(_OUTLINE, self._styles.outline, level, None)

    def _counted(
        self, style: str, levels: dict[int, ListLevel], depth: int, start: int | None
    ) -> str:
        counts = self._counts.setdefault(style, {})
        level = levels[depth]
        counts[depth] = counts.get(depth, level.start - 1) + 1 if start is None else start
        self._forget(style, depth + 1)
        shown = [
            formatted(counts.get(one, levels[one].start), levels[one].number_format)
            for one in range(max(1, depth - level.n_shown + 1), depth + 1)
            if one in levels and levels[one].number_format
        ]
        return f"{level.prefix}{'.'.join(shown)}{level.suffix} ".lstrip()

    def _forget(self, style: str, depth: int) -> None:
        """Begin anew at this depth and below it."""
        counts = self._counts.get(style, {})
        for one in [one for one in counts if one >= depth]:
            del counts[one]
