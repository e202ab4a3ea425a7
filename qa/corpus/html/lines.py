"""Text of a web page put into lines and blocks, as it is read: spaces, bullets, indentation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from textwrap import dedent
from typing import Literal

from qa.corpus.html.lists import OpenList

Place = Literal["text", "list", "terms", "table", "code"]

MAX_INDENT = 10
"""Lists inside lists from which on the lines are no longer indented further."""

MAX_TERM = 80
"""Characters of a term that stands in one line with its meaning."""

SENTENCE_END = tuple(".!?؟？。！:：;؛…,،")
"""After these a label, a term or a line of a cell needs no other sign."""

BOXES = ("☑", "☐")
"""Signs of a box that is ticked, and of one that is not."""

_SPACE = re.compile(r"[ \t\n\r\f]+")
_SUPERSCRIPTS = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISED = {
    "sup": (re.compile(r"[0-9+\-−=()n]{1,6}"), _SUPERSCRIPTS),
    "sub": (re.compile(r"[0-9+\-−=()]{1,6}"), _SUBSCRIPTS),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a page.

    Attributes:
        text: Its text.
        level: Depth of a heading; 0 for other blocks.
        place: What kind of thing it is or stands in.
        linked: Characters inside links to other pages.
        jumps: Characters inside links to places of this page.
        is_suspect: Whether it stands in a part that is named as one for leftovers.
        is_picture: Whether it is the description of a picture.
    """

    text: str
    level: int = 0
    place: Place = "text"
    linked: int = 0
    jumps: int = 0
    is_suspect: bool = False
    is_picture: bool = False


@dataclass(slots=True)
class Inside:
    """What the place that is being read stands in: how many links, how many suspect parts."""

    links: int = 0
    jumps: int = 0
    suspects: int = 0
    raised: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Lines:
    """Where text goes: a page, or a cell of a table.

    Attributes:
        inside: What the reader stands in, shared by all.
        pieces: The blocks that are done.
        level: Depth of the heading that is open, or 0.
        lists: The lists that are open.
        terms: How many lists of terms are open.
        preformatted: How many elements are open whose lines and spaces count.
    """

    inside: Inside
    pieces: list[Piece] = field(default_factory=list)
    level: int = 0
    lists: list[OpenList] = field(default_factory=list)
    terms: int = 0
    preformatted: int = 0
    _place: Place = "text"
    _lines: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _marker: str = ""
    _term: str | None = None
    _linked: int = 0
    _jumps: int = 0
    _pictures: list[str] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        """Add text as a browser shows it."""
        if not text:
            return
        text = text.replace("\xad", "")
        if self.inside.raised:
            pattern, signs = _RAISED[self.inside.raised[-1]]
            if pattern.fullmatch(text.strip()):
                text = text.strip().translate(signs)
        if self.preformatted:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._parts.append(first)
            for line in rest:
                self.end_line()
                self._parts.append(line)
        else:
            self._parts.append(_SPACE.sub(" ", text))
        if self.inside.links or self.inside.jumps:
            n = len(" ".join(text.split()))
            self._linked += n if self.inside.links else 0
            self._jumps += n if self.inside.jumps else 0

    def add_value(self, text: str) -> None:
        """Add what stands in a field, after its label, and end the line."""
        if "".join(self._parts).lstrip().startswith(BOXES):
            self.end_line()
        if text:
            label = "".join(self._parts).rstrip()
            is_open = bool(label.strip()) and not label.endswith(SENTENCE_END)
            self._parts[:] = [label, ": " if is_open else " "]
            self.add(text)
        self.end_line()

    def describe(self, text: str) -> None:
        """Keep the description of a picture until the block around it ends."""
        self._pictures.append(text)

    def begin_item(self, sign: str) -> None:
        """Begin an item of a list."""
        self.end_line()
        if self.lists:
            self._place = "list"
        self._mark(self._indent() + sign)

    def begin_list(self, opened: OpenList | None) -> None:
        """Begin a list; None begins one of terms."""
        self.boundary()
        if opened is None:
            self.terms += 1
        else:
            self.lists.append(opened)
        self._place = "list" if self.lists else "terms"

    def end_list(self, *, of_terms: bool) -> None:
        """End a list."""
        self.end_line()
        self._mark("")
        if of_terms:
            self.terms = max(0, self.terms - 1)
        elif self.lists:
            self.lists.pop()
        self.boundary()

    def begin_term(self) -> None:
        """Begin a term of a list of terms."""
        self.end_line()
        self._mark("")

    def end_term(self) -> None:
        """End a term: its meaning may follow."""
        self.end_line()
        self._term = self._lines[-1] if self._lines else None

    def begin_meaning(self) -> None:
        """Begin the meaning of a term: in one line with it where the term is short."""
        self.end_line()
        term, self._term = self._term, None
        if term is None:
            self._mark("  ")
        elif len(term) <= MAX_TERM and not term.endswith(SENTENCE_END) and self._lines:
            self._lines.pop()
            self._mark(f"{term}: ")

    def begin_heading(self, level: int) -> None:
        """Begin a heading."""
        self._mark("")
        self.end_block()
        self.level = level

    def begin_code(self) -> None:
        """Begin text whose lines and spaces count."""
        self.boundary()
        self.preformatted += 1
        self._place = self._place if self.lists else "code"

    def end_code(self) -> None:
        """End it."""
        self.boundary()
        self.preformatted = max(0, self.preformatted - 1)

    def end_line(self) -> None:
        """End a line; one without text leaves nothing, but an empty line of code."""
        line = "".join(self._parts)
        self._parts.clear()
        if self.preformatted:
            line = line.rstrip()
            if not line and (not self._lines or not self._lines[-1]):
                return
            self._lines.append(self._marker + line)
            self._marker = ""
            return
        line = _SPACE.sub(" ", line).strip()
        if line:
            inner = f"{self._indent()}  " if self.lists and self._lines else ""
            self._lines.append((self._marker or inner) + line)
            self._marker = ""

    def boundary(self) -> None:
        """End a block; inside a list only its line."""
        if self.lists or self.terms:
            self.end_line()
        else:
            self.end_block()

    def end_block(self) -> None:
        """End a block, whatever it stands in."""
        self.end_line()
        text = "\n".join(self._lines).strip("\n")
        suspect = self.inside.suspects > 0
        if text.strip():
            text = dedent(text) if self._place == "code" else text
            self.put(Piece(text, self.level, self._place, self._linked, self._jumps, suspect))
            self.level = 0
        for picture in self._pictures:
            self.put(Piece(picture, is_picture=True, is_suspect=suspect))
        self._lines, self._pictures, self._term = [], [], None
        self._linked = self._jumps = 0
        self._place = "list" if self.lists else "terms" if self.terms else "text"

    def put(self, piece: Piece) -> None:
        """Add a block that is whole."""
        self.pieces.append(piece)

    def _mark(self, marker: str) -> None:
        """Set what stands before the next line; a term that waits for its meaning goes first."""
        if self._marker.endswith(": "):
            self._lines.append(self._marker.removesuffix(": "))
        self._marker = marker

    def _indent(self) -> str:
        return "  " * min(MAX_INDENT, max(0, len(self.lists) - 1))


def cell_text(pieces: list[Piece]) -> str:
    """A cell's blocks and lines in one line."""
    parts: list[str] = []
    for piece in pieces:
        for line in piece.text.split("\n"):
            bare = line.strip().removeprefix("• ").replace(" | ", ", ")
            if parts and bare:
                parts.append(" " if parts[-1].endswith(SENTENCE_END) else "; ")
            if bare:
                parts.append(bare)
    return "".join(parts)
