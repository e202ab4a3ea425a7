"""A web page read from top to bottom: paragraphs, lists, terms, tables, code, forms.

One walk without recursion, for pages may be nested deep. What is inside a table's cell is read like
a page of its own and then put into the cell.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree
from lxml.html import HtmlElement

from qa.corpus.html.forms import field_text, is_button_read
from qa.corpus.html.formulas import formula_text
from qa.corpus.html.lines import Inside, Lines, Piece, cell_text
from qa.corpus.html.lists import BULLET, OpenList
from qa.corpus.html.markup import tag_of
from qa.corpus.html.measures import HEADINGS, NEVER_SHOWN, is_inline, leads_away
from qa.corpus.html.parts import PageParts
from qa.corpus.html.tables import MAX_SPAN, Cell, Table, is_emphasized, span_of, tables_of_layout

MIN_PICTURE_CHARACTERS = 12
"""Characters of a description that says something of its picture; or two words."""

_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_PARTS_OF_TABLES = frozenset(("td", "th", "tr", "caption", "thead", "tbody", "tfoot"))
_PREFORMATTED = frozenset(("pre", "listing", "xmp", "plaintext"))
_STRUCK = frozenset(("del", "s", "strike"))
_BEFORE = {"rt": "(", "q": "“", "label": " ", "button": " ", "output": " "}
_AFTER = {"rt": ")", "q": "”", "label": " ", "output": " "}
_UNREAD = {
    "iframe": "frame", "frame": "frame", "video": "video", "audio": "recording",
    "object": "embedded object", "embed": "embedded object", "applet": "embedded object",
    "canvas": "drawing", "svg": "drawing",
}  # fmt: skip
_FILE_NAME = re.compile(r"\S*\.(?:jpe?g|png|gif|webp|svg|bmp)|(?=\D*\d)[\w-]*", re.I)
_SIGNS = frozenset("¶#§🔗^↑↩")
_DRAWN_WORDS = ("katex", "mjx", "mathjax", "mwe-math", "icon")
_IN_LINE_PICTURES = ("emoji", "math", "latex", "tex")


class PageReader:
    """Reads one page.

    Attributes:
        unread: What was not read and how many of each kind.
    """

    def __init__(self, page: HtmlElement, parts: PageParts) -> None:
        self.unread: Counter[str] = Counter()
        self._page = page
        self._parts = parts
        self._layout = tables_of_layout(page)
        self._inside = Inside()
        self._lines = Lines(self._inside)
        self._outer: list[Lines] = []  # where the reading goes on after a cell
        self._tables: list[Table] = []
        self._is_data: list[bool] = []  # of each table that is open, outermost first

    def read(self) -> list[Piece]:
        """Read the page."""
        walk = etree.iterwalk(self._page, events=("start", "end"))
        skipped: etree._Element | None = None
        for event, element in walk:
            tag = tag_of(element)
            if event == "start":
                if self._is_skipped(element, tag):
                    skipped = element
                    walk.skip_subtree()
                    continue
                self._begin(element, tag)
                self._lines.add(element.text)
                continue
            if element is not skipped:
                self._end(element, tag)
            elif not is_inline(tag) and tag not in NEVER_SHOWN:
                self._lines.boundary()
            skipped = None
            self._lines.add(element.tail)
        self._lines.end_block()
        return self._lines.pieces

    # What is not walked into

    def _is_skipped(self, element: HtmlElement, tag: str) -> bool:
        """Whether an element's content is not read as it stands; what is read instead is added."""
        if tag in NEVER_SHOWN:
            if tag == "script" and element.get("type", "").startswith("math/tex"):
                self._lines.add(element.text)
            return not (tag == "template" and element.get("shadowrootmode"))
        if self._lines.level and "editsection" in element.get("class", ""):
            return True  # "[edit]" in an encyclopedia
        if element in self._parts.left_out:
            self.unread[self._parts.left_out[element]] += not _is_drawing(element)
        elif tag in _STRUCK:
            self.unread["struck-out part"] += any(text.strip() for text in element.itertext())
        elif tag in _UNREAD:
            self._count(element, tag)
        else:
            return self._is_replaced(element, tag)
        return True

    def _is_replaced(self, element: HtmlElement, tag: str) -> bool:
        """Whether something else is read in an element's place."""
        if tag == "img":
            self._picture(element)
        elif tag == "math":
            self._lines.add(formula_text(element))
        elif tag == "button":
            return not is_button_read(element)
        elif tag == "a":
            return _is_sign(element)
        elif tag in ("input", "select"):
            text, n_choices = field_text(element)
            self.unread["choice"] += n_choices
            if element.get("type", "").lower() in ("checkbox", "radio"):
                self._lines.end_line()
                self._lines.add(text)
            else:
                self._lines.add_value(text)
        else:
            return False
        return True

    def _count(self, element: HtmlElement, tag: str) -> None:
        """Count what cannot be read as text, but for specks and drawings without words."""
        if tag == "svg":
            titles = (part.text or "" for part in element.iter() if tag_of(part) == "title")
            self._describe(next(titles, ""))
            if not any(tag_of(part) == "text" for part in element.iter()):
                return
        self.unread[_UNREAD[tag]] += not _is_speck(element)

    def _picture(self, element: HtmlElement) -> None:
        """Count a picture, and read what the page says is to be seen in it."""
        described = element.get("alt")
        if described == "" or _is_speck(element):
            return
        text = " ".join((described or "").split())
        named = element.get("class", "").lower()
        if any(word in named for word in _IN_LINE_PICTURES) or len(text) in (1, 2):
            self._lines.add(text)
            return
        self.unread["picture"] += 1
        self._describe(text)

    def _describe(self, text: str) -> None:
        """Read a picture's description, if it says something."""
        text = " ".join(text.replace("\xad", "").split())
        says = " " in text or len(text) >= MIN_PICTURE_CHARACTERS
        if says and not self._inside.links and not _FILE_NAME.fullmatch(text):
            self._lines.describe(text)

    # Elements

    def _begin(self, element: HtmlElement, tag: str) -> None:
        self._inside.suspects += element in self._parts.suspects
        label = self._parts.labels.get(element.get("id", ""))
        if label and not is_inline(tag):
            self._lines.boundary()
            self._lines.add(label)
            self._lines.boundary()
        if is_inline(tag):
            self._begin_inline(element, tag)
        elif tag == "table":
            self._begin_table(element)
        elif tag not in _PARTS_OF_TABLES or not self._begin_part_of_table(element, tag):
            self._begin_block(element, tag)

    def _begin_inline(self, element: HtmlElement, tag: str) -> None:
        if tag == "a" and element.get("href"):
            self._count_link(element, 1)
        elif tag == "br":
            self._lines.end_line()
        elif tag in ("sub", "sup"):
            self._inside.raised.append(tag)
        elif tag == "textarea":
            self._lines.end_line()
            self._lines.preformatted += 1
        else:
            self._lines.add(_BEFORE.get(_as_reading(element, tag)))

    def _begin_block(self, element: HtmlElement, tag: str) -> None:
        lines = self._lines
        if tag in HEADINGS:
            lines.begin_heading(int(tag[1]))
        elif tag in _LISTS:
            lines.begin_list(OpenList.of(element))
        elif tag == "dl":
            lines.begin_list(None)
        elif tag == "li":
            lines.begin_item(lines.lists[-1].next_sign(element) if lines.lists else BULLET)
        elif tag == "dt":
            lines.begin_term()
        elif tag == "dd":
            lines.begin_meaning()
        elif tag in _PREFORMATTED:
            lines.begin_code()
        else:
            lines.boundary()

    def _end(self, element: HtmlElement, tag: str) -> None:
        if is_inline(tag):
            self._end_inline(element, tag)
        elif tag == "table":
            self._end_table()
        elif tag not in _PARTS_OF_TABLES or not self._end_part_of_table(element, tag):
            self._end_block(tag)
        self._inside.suspects -= element in self._parts.suspects

    def _end_inline(self, element: HtmlElement, tag: str) -> None:
        if tag == "a" and element.get("href"):
            self._count_link(element, -1)
        elif tag in ("sub", "sup"):
            self._inside.raised.pop()
        elif tag == "textarea":
            self._lines.end_line()
            self._lines.preformatted -= 1
        elif tag == "button":
            self._lines.boundary()
        else:
            self._lines.add(_AFTER.get(_as_reading(element, tag)))

    def _end_block(self, tag: str) -> None:
        lines = self._lines
        if tag in HEADINGS:
            lines.end_block()
            lines.level = 0
        elif tag in _LISTS or tag == "dl":
            lines.end_list(of_terms=tag == "dl")
        elif tag == "dt":
            lines.end_term()
        elif tag in _PREFORMATTED:
            lines.end_code()
        else:
            lines.boundary()

    def _count_link(self, link: HtmlElement, n: int) -> None:
        if leads_away(link):
            self._inside.links += n
        else:
            self._inside.jumps += n

    # Tables

    def _begin_table(self, element: HtmlElement) -> None:
        self._lines.end_block()
        self._is_data.append(element not in self._layout)
        if self._is_data[-1]:
            self._tables.append(Table())
            self._go_into()

    def _end_table(self) -> None:
        self._lines.end_block()
        if not self._is_data.pop():
            return
        table = self._tables.pop()
        table.captions = [piece.text for piece in self._come_out()]
        text = "\n".join(table.lines())
        if text:
            suspect = self._inside.suspects > 0
            self._lines.put(Piece(text, place="table", is_suspect=suspect))

    def _begin_part_of_table(self, element: HtmlElement, tag: str) -> bool:
        """Begin a part of a table of data; what stands between its cells is its caption."""
        if not self._is_data or not self._is_data[-1]:
            return False
        if tag in ("td", "th"):
            self._go_into()
        elif tag == "tr":
            self._rows_of(element).append([])
        return True

    def _end_part_of_table(self, element: HtmlElement, tag: str) -> bool:
        if not self._is_data or not self._is_data[-1]:
            return False
        if tag not in ("td", "th"):
            self._lines.end_block()
            return True
        self._lines.end_block()
        rows = self._rows_of(element.getparent())
        names_row = (
            element.get("scope") in ("row", "rowgroup") or element.get("role") == "rowheader"
        )
        is_name = tag == "th" and not names_row
        cell = Cell(
            cell_text(self._come_out()),
            is_name=is_name,
            is_marked=is_name or is_emphasized(element),
            names_row=tag == "th" and names_row,
            columns=span_of(element, "colspan", MAX_SPAN),
            rows=span_of(element, "rowspan", 65_534),
        )
        if not rows:
            rows.append([])
        rows[-1].append(cell)
        return True

    def _rows_of(self, row: HtmlElement) -> list[list[Cell]]:
        """Where a row of the innermost table belongs."""
        parent = row.getparent()
        name = tag_of(parent) if parent is not None else ""
        table = self._tables[-1]
        return {"thead": table.head, "tfoot": table.foot}.get(name, table.body)

    def _go_into(self) -> None:
        self._outer.append(self._lines)
        self._lines = Lines(self._inside)

    def _come_out(self) -> list[Piece]:
        pieces = self._lines.pieces
        self._lines = self._outer.pop()
        return pieces


def _as_reading(element: HtmlElement, tag: str) -> str:
    """A group of readings without parts of its own is a reading."""
    return "rt" if tag == "rtc" and element.find("rt") is None else tag


def _is_sign(link: HtmlElement) -> bool:
    """Whether a link only leads to the place where it stands, or back to another."""
    return len(link) == 0 and (link.text or "").strip() in _SIGNS and not leads_away(link)


def _is_drawing(element: HtmlElement) -> bool:
    """Whether a hidden part only draws what stands beside it as text, or holds no word."""
    named = element.get("class", "").lower()
    if any(word in named for word in _DRAWN_WORDS):
        return True
    return not any(any(map(str.isalnum, text)) for text in element.itertext())


def _is_speck(element: HtmlElement) -> bool:
    """Whether an element is too small to be seen: it counts visitors."""
    sizes = {element.get("width", "").strip(), element.get("height", "").strip()}
    return not sizes.isdisjoint(("0", "1", "0px", "1px"))
