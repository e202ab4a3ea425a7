"""Signs before the items of a list, as a browser numbers them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from qa.corpus.html.markup import tag_of

BULLET = "• "
_NUMBER = re.compile(r"-?\d{1,6}")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(slots=True)
class OpenList:
    """A list that is being read: how its items are numbered, and the next number."""

    style: str = ""
    number: int = 1
    step: int = 1

    @classmethod
    def of(cls, element: etree._Element) -> OpenList:
        """Begin a list; one without numbers has the style ""."""
        if tag_of(element) != "ol":
            return cls()
        items = sum(1 for child in element if tag_of(child) == "li")
        is_reversed = element.get("reversed") is not None
        start = _number(element.get("start"), items if is_reversed else 1)
        style = (element.get("type") or "1").strip()
        hidden = "list-style" in element.get("style", "") and "none" in element.get("style", "")
        return cls("" if hidden else style, start, -1 if is_reversed else 1)

    def next_sign(self, item: etree._Element) -> str:
        """The sign before an item."""
        if not self.style:
            return BULLET
        number = _number(item.get("value"), self.number)
        self.number = number + self.step
        return f"{_written(number, self.style)}. "


def _number(text: str | None, otherwise: int) -> int:
    stripped = (text or "").strip()
    return int(stripped) if stripped.isascii() and _NUMBER.fullmatch(stripped) else otherwise


def _written(number: int, style: str) -> str:
    """Write a number in letters or as a Roman one where the list asks for it."""
    if style in ("i", "I") and 0 < number < 4000:
        text = ""
        for value, sign in _ROMAN:
            text += sign * (number // value)
            number %= value
        return text.upper() if style == "I" else text
    if style in ("a", "A") and number > 0:
        text = ""
        while number:
            number, rest = divmod(number - 1, 26)
            text = chr(ord(style) + rest) + text
        return text
    return str(number)
