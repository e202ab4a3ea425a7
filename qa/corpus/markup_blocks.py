"""A piece of HTML inside another text as blocks: its words, its tables, its lines of code.

Nothing is taken for navigation or a leftover here: somebody wrote these tags by hand.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, fragment_fromstring

from qa.corpus.blocks import Block
from qa.corpus.tables.grid import table_lines
from qa.corpus.tables.row_blocks import table_blocks

MAX_SPAN = 200
"""Columns or rows that one cell may span."""

MAX_REPEATED = 200_000
"""Cells of a table that repeat one that spans them; beyond, a cell stands once."""

_HIDDEN = frozenset(("script", "style", "template", "noscript", "head", "svg", "iframe"))
_BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "li", "ul", "ol",
     "dl", "dt", "dd", "blockquote", "pre", "figure", "figcaption", "address", "hr", "h1", "h2",
     "h3", "h4", "h5", "h6", "details", "summary", "caption", "center", "form", "fieldset", "table")
)  # fmt: skip
_SPACE = re.compile(r"[ \t\n\r\f]+")
_HEADING = re.compile("h[1-6]")
# What is not closed goes to the end, as in a browser, so that no start is looked at in vain.
_NOT_SHOWN = re.compile(
    r"<(script|style)\b.*?(?:</\1[^>]*(?:>|\Z)|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


@dataclass(slots=True)
class _Place:
    """Where words go: the piece itself, or a cell of a table in it."""

    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Go on in the line; a space at its start or after another one is none."""
        if not self.words or self.words[-1].endswith((" ", "\n")):
            text = text.lstrip(" ")
        if text:
            self.words.append(text)

    def end_line(self) -> None:
        words = "".join(self.words)
        self.lines += [line for line in map(str.rstrip, words.split("\n")) if line.strip("• ")]
        self.words = []


@dataclass(slots=True)
class _Table:
    """A table that is being read, the cells that span others repeated in all they cover."""

    rows: list[list[str]] = field(default_factory=list)
    n_name_rows: int = 0
    are_names: bool = False
    covered: dict[int, tuple[int, str]] = field(default_factory=dict)
    n_repeated: int = 0

    def begin_row(self) -> None:
        self.rows.append([])
        self.are_names = True

    def add(self, cell: HtmlElement, text: str) -> None:
        if not self.rows:
            self.begin_row()
        self._pass_covered()
        row = self.rows[-1]
        in_head = cell.getparent().getparent().tag == "thead"
        self.are_names &= cell.tag == "th" or in_head
        columns, rows = _span(cell, "colspan"), _span(cell, "rowspan")
        self.n_repeated += columns * rows - 1
        if self.n_repeated > MAX_REPEATED:
            columns = rows = 1
        for _ in range(columns):
            if rows > 1:
                self.covered[len(row)] = (rows - 1, text)
            row.append(text)

    def end_row(self) -> None:
        self._pass_covered()
        if self.are_names and self.n_name_rows == len(self.rows) - 1:
            self.n_name_rows += 1

    def lines(self) -> list[str]:
        is_named = 0 < self.n_name_rows < len(self.rows)
        return table_lines(self.rows, self.n_name_rows if is_named else None)

    def _pass_covered(self) -> None:
        """Fill the columns that a cell of a row above reaches into."""
        row = self.rows[-1]
        while len(row) in self.covered:
            n_left, text = self.covered.pop(len(row))
            if n_left > 1:
                self.covered[len(row)] = (n_left - 1, text)
            row.append(text)


def markup_blocks(markup: str) -> list[Block]:
    """Read a piece of HTML: a block for each heading and for what stands between headings."""
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True)
    source = markup.encode("utf-8", "replace")
    try:
        piece = fragment_fromstring(source, create_parent="div", parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return [Block(_without_tags(markup))]
    return _Reader().read(piece) or [Block(_without_tags(markup))]


class _Reader:
    """One walk through a piece, without recursion: tags may be nested deep."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._places = [_Place()]
        self._tables: list[_Table] = []
        self._n_pre = 0

    def read(self, piece: HtmlElement) -> list[Block]:
        walk = etree.iterwalk(piece, events=("start", "end"))
        for event, element in walk:
            name = element.tag if isinstance(element.tag, str) else ""
            if event == "start" and name in _HIDDEN:
                walk.skip_subtree()
            elif event == "start":
                self._start(name, element)
                self._write(element.text)
            else:
                if name not in _HIDDEN:
                    self._end(name, element)
                self._write(element.tail if element is not piece else None)
        self._end_block()
        return self._blocks

    def _start(self, name: str, element: HtmlElement) -> None:
        place = self._places[-1]
        if name in ("td", "th") and self._tables:
            self._places.append(_Place())
        elif name == "tr" and self._tables:
            self._tables[-1].begin_row()
        elif name == "br":
            place.end_line()
        elif name in ("td", "th") and place.words:
            place.add(" | ")  # a row whose table begins in another piece
        elif name == "img":
            place.add(f" {element.get('alt') or ''} ")
        elif name in _BLOCKS:
            place.end_line()
            if _HEADING.fullmatch(name) and len(self._places) == 1:
                self._end_block()
            if name == "li":
                place.add("• ")
            self._n_pre += name == "pre"
            if name == "table":
                self._tables.append(_Table())

    def _end(self, name: str, element: HtmlElement) -> None:
        place = self._places[-1]
        if name in ("td", "th") and self._tables and len(self._places) > 1:
            place.end_line()
            self._places.pop()
            self._tables[-1].add(element, " ".join(place.lines))
        elif name == "tr" and self._tables:
            self._tables[-1].end_row()
        elif name in _BLOCKS:
            place.end_line()
            self._n_pre -= name == "pre"
            if _HEADING.fullmatch(name) and len(self._places) == 1:
                self._end_block(level=int(name[1]))
            if name == "table":
                self._end_table(self._tables.pop().lines())

    def _end_table(self, lines: list[str]) -> None:
        if len(self._places) > 1:
            self._places[-1].lines += lines
        else:
            self._end_block()
            self._blocks += table_blocks(lines)

    def _write(self, text: str | None) -> None:
        if text and self._n_pre:
            self._places[-1].words.append(text)
        elif text:
            self._places[-1].add(_SPACE.sub(" ", text))

    def _end_block(self, level: int = 0) -> None:
        place = self._places[0]
        place.end_line()
        if place.lines:
            text = "\n".join(place.lines)
            self._blocks.append(Block(text, "heading", level=level) if level else Block(text))
        place.lines = []


def _span(cell: HtmlElement, name: str) -> int:
    digits = (cell.get(name) or "").strip()[:7]
    return min(max(1, int(digits)), MAX_SPAN) if digits.isascii() and digits.isdigit() else 1


def _without_tags(markup: str) -> str:
    """The words of a piece that is nested too deeply to be read as a tree."""
    return html.unescape(_TAG.sub(" ", _NOT_SHOWN.sub("", markup))).strip()
