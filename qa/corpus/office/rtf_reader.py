r"""Read a rich text: groups in braces that hold words with a backslash, and bytes.

A group that begins with `\*` and is not known is left out, as the format has it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Literal

from qa.corpus.office.number_formats import formatted
from qa.corpus.office.pieces import Piece, once_each
from qa.corpus.office.rtf_flow import Flow, RowShape
from qa.corpus.office.rtf_fonts import RtfFonts
from qa.corpus.office.rtf_words import (
    CHARACTERS,
    CODE_PAGES,
    LEFT_OUT,
    MARGINS,
    OPTIONAL,
    SIGNS,
)
from qa.corpus.office.word_paragraphs import is_page_field, shown_code
from qa.errors import DocumentParseError
from qa.findings import Finding

MAX_DEPTH = 10_000
"""Groups within each other."""

MAX_FIELD = 1_000
"""Characters of a title, a name, a label or a field's code."""


_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|"
    rb"\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|\\"
)
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


Destination = Literal["text", "skipped", "fonts", "styles", "label", "info", "author", "code"]
"""Where a group's text goes."""


@dataclass(slots=True)
class _Group:
    """What holds within a group, and ends with it."""

    destination: Destination = "text"
    font: int | None = None
    n_fallback: int = 1
    is_hidden: bool = False
    is_deleted: bool = False
    is_optional: bool = False
    has_inner_shape: bool = False
    depth: int = 0
    style: int = 0
    outline: int | None = None
    field: str = ""
    on_end: Callable[[], None] | None = None


class RtfReader:
    """Reads one rich text.

    Attributes:
        unread: What is left out, by kind.
        fields: What the file says of itself: "title", "author", "revtim", "creatim".
    """

    def __init__(self, data: bytes) -> None:
        self.unread: Counter[str] = Counter()
        self.fields: dict[str, str] = {}
        self._data = data
        self._fonts = RtfFonts()
        self._font = self._described = 0  # the default, and the one that is being described
        self._group = _Group()
        self._outer: list[_Group] = []
        self._bytes = bytearray()
        self._n_skipped = 0
        self._flow = Flow()
        self._shapes = [RowShape(), RowShape()]  # of a table's rows, and of those of inner tables
        self._margins: list[Piece] = []
        self._headings: dict[int, int] = {}
        self._style, self._style_name = 0, ""
        self._author = self._code = ""
        self._n_notes = 0

    def read(self) -> list[Piece]:
        """The pieces of the document.

        Raises:
            DocumentParseError: "broken", "too_large".
        """
        position, end = 0, len(self._data)
        while position < end:
            token = _TOKEN.match(self._data, position)
            if token is None:
                break
            position = token.end()
            if word := token["word"]:
                number = None if token["number"] is None else int(token["number"])
                if word == b"bin":
                    position += max(number or 0, 0)
                self._word(word.decode("ascii"), number)
            elif brace := token["brace"]:
                self._flush()
                self._n_skipped = 0
                self._open() if brace == b"{" else self._close()
            elif token["text"]:
                self._raw(token["text"])
            elif token["hex"]:
                self._raw(bytes((int(token["hex"], 16),)))
            elif sign := token["sign"]:
                self._sign(sign.decode("latin-1"))
        self._flush()
        while self._outer:
            self._close()
        return [*self._flow.finish(), *once_each(self._margins, set())]

    # Groups

    def _open(self) -> None:
        if len(self._outer) >= MAX_DEPTH:
            raise DocumentParseError("broken", Finding.of("nested"))
        self._outer.append(self._group)
        self._group = copy(self._group)
        self._group.on_end = None
        self._group.is_optional = False

    def _close(self) -> None:
        if self._outer:
            if self._group.on_end:
                self._group.on_end()
            self._group = self._outer.pop()

    def _begin_flow(self, end: Callable[[list[Piece]], None], *, is_margin: bool = False) -> None:
        """Read what this group holds as a text by itself, given to `end` when it ends."""
        outer, shapes = self._flow, self._shapes
        self._flow, self._shapes = Flow(is_margin=is_margin), [RowShape(), RowShape()]

        def finish() -> None:
            pieces = self._flow.finish()
            self._flow, self._shapes = outer, shapes
            end(pieces)

        self._group = _Group(font=self._group.font, n_fallback=self._group.n_fallback)
        self._group.on_end = finish

    def _begin_note(self, lead: str) -> None:
        def end(pieces: list[Piece]) -> None:
            text = "\n".join(piece.text.strip() for piece in pieces if piece.text.strip())
            if text:
                self._flow.attached.append(Piece(f"{lead}{text}", "note"))

        self._begin_flow(end)

    # Characters

    def _raw(self, data: bytes) -> None:
        """Bytes of text, but those that stand for what was given in Unicode."""
        n_skipped = min(self._n_skipped, len(data))
        self._n_skipped -= n_skipped
        if self._group.destination != "skipped":
            self._bytes += data[n_skipped:]

    def _flush(self) -> None:
        """Decode the bytes that have come in one font."""
        if self._bytes:
            data = bytes(self._bytes)
            self._bytes.clear()
            self._write(self._fonts.decoded(data, self._current_font()))

    def _current_font(self) -> int:
        return self._font if self._group.font is None else self._group.font

    def _write(self, text: str) -> None:
        group = self._group
        if group.destination == "text":
            if group.is_hidden:
                self.unread["hidden text"] += bool(text.strip())
            elif not group.is_deleted:
                self._flow.parts.append(text)
        else:
            self._note(text)

    def _note(self, text: str) -> None:
        """Text that is none of the document's own, but says something of it."""
        match self._group.destination:
            case "fonts":
                self._fonts.add_name(self._described, text)
            case "styles":
                self._style_name = _added(self._style_name, text)
                if ";" in text:
                    self._end_style()
            case "label":
                self._flow.label = _added(self._flow.label, text)
            case "info":
                field = self._group.field
                self.fields[field] = _added(self.fields.get(field, ""), text)
            case "author":
                self._author = _added(self._author, text)
            case "code":
                self._code = _added(self._code, text)

    def _sign(self, sign: str) -> None:
        if self._n_skipped:
            self._n_skipped -= 1
        elif sign == "*":
            self._group.is_optional = True
        else:
            self._flush()
            if sign in "\r\n":
                self._end_paragraph(None)
            else:
                self._write(SIGNS.get(sign, ""))

    # Words

    def _word(self, word: str, number: int | None) -> None:
        if self._n_skipped:
            self._n_skipped -= 1
            return
        self._flush()
        group = self._group
        is_optional, group.is_optional = group.is_optional, False
        if group.destination == "skipped" and word != "ud":
            return
        if word in LEFT_OUT or word.endswith("Pr") or (is_optional and word not in OPTIONAL):
            self.unread["picture"] += word == "pict"
            self.unread["embedded object"] += word == "object"
            group.destination = "skipped"
        elif word in CHARACTERS:
            self._write(CHARACTERS[word])
        elif word in MARGINS:
            self._begin_flow(self._margins.extend, is_margin=True)
        elif word in CODE_PAGES:
            self._fonts.set_default(CODE_PAGES[word])
        elif word in _DESTINATIONS:
            group.destination = _DESTINATIONS[word]
        elif handler := _WORDS.get(word):
            handler(self, number)
        else:
            _ = (
                self._character(word, number)
                or self._paragraph(word, number)
                or self._document(word, number)
            )

    def _unicode(self, number: int | None) -> None:
        self._write(self._fonts.unicode((number or 0) & 0xFFFF, self._current_font()))
        self._n_skipped = self._group.n_fallback

    def _unicode_text(self, _: int | None) -> None:
        """What stands in place of a group that was left out for it (`upr`)."""
        if len(self._outer) > 1:
            self._group.destination = self._outer[-2].destination

    # Paragraphs and tables

    def _end_paragraph(self, _: int | None) -> None:
        group = self._group
        if group.destination == "text" and not group.is_deleted:
            self._flow.end_paragraph(group.depth, self._heading())

    def _heading(self) -> int:
        outline = self._group.outline
        if outline is not None:
            return outline + 1 if 0 <= outline < 9 else 0
        return self._headings.get(self._group.style, 0)

    def _end_style(self) -> None:
        """The name of a style ends with a semicolon."""
        name = self._style_name.strip().rstrip(";").strip()
        self._style_name = ""
        if found := _HEADING.fullmatch(name):
            self._headings[self._style] = int(found[1])
        elif name.lower() == "title":
            self._headings[self._style] = 1

    def _end_cell(self, _: int | None) -> None:
        self._flow.end_cell(1, self._heading())

    def _end_inner_cell(self, _: int | None) -> None:
        self._flow.end_cell(max(self._group.depth, 2), self._heading())

    def _end_row(self, _: int | None) -> None:
        self._flow.end_row(1, self._shapes[0])

    def _end_inner_row(self, _: int | None) -> None:
        self._flow.end_row(max(self._group.depth, 2), self._shapes[1])

    def _new_row(self, _: int | None) -> None:
        self._shapes[self._group.has_inner_shape] = RowShape()

    def _inner_shape(self, _: int | None) -> None:
        """A group that says how a row of an inner table is laid out."""
        self._group.has_inner_shape = True

    # Notes, boxes and fields

    def _footnote(self, _: int | None) -> None:
        self._n_notes += 1
        self._begin_note(f"[{formatted(self._n_notes, 'decimal')}] ")

    def _annotation(self, _: int | None) -> None:
        author, self._author = " ".join(self._author.split()), ""
        self._begin_note(f"{author}: " if author else "")

    def _text_box(self, _: int | None) -> None:
        self._begin_flow(self._flow.attached.extend)

    def _field_code(self, _: int | None) -> None:
        self._code = ""
        self._group.destination = "code"

    def _field(self, _: int | None) -> None:
        """A field, which shows its result, or where it has none what its code says."""
        flow, n_parts = self._flow, len(self._flow.parts)
        destination = self._group.destination

        def end() -> None:
            if destination == "text" and len(flow.parts) == n_parts:
                flow.parts.append(shown_code(self._code))

        self._group.on_end = end

    def _field_result(self, _: int | None) -> None:
        if self._flow.is_margin and is_page_field(self._code):
            self._page_number(None)
            self._group.destination = "skipped"

    def _page_number(self, _: int | None) -> None:
        self._flow.has_page_number = True

    # What a word changes

    def _character(self, word: str, number: int | None) -> bool:
        """A word that says how characters look, or are written; whether it is one."""
        group = self._group
        match word:
            case "v":
                group.is_hidden = number != 0
            case "deleted" | "mvf":
                group.is_deleted = number != 0
            case "plain":
                group.is_hidden = group.is_deleted = False
                group.font = None
            case "f" if group.destination == "fonts":
                self._described = number or 0
            case "f":
                group.font = number
            case "uc":
                group.n_fallback = max(number or 0, 0)
            case _:
                return False
        return True

    def _paragraph(self, word: str, number: int | None) -> bool:
        """A word that says how a paragraph or a row is laid out; whether it is one."""
        group = self._group
        shape = self._shapes[group.has_inner_shape]
        match word:
            case "pard":
                group.depth, group.style, group.outline = 0, 0, None
            case "intbl":
                group.depth = max(group.depth, 1)
            case "itap":
                group.depth = max(number or 0, 0)
            case "s":
                group.style = self._style = number or 0
            case "outlinelevel":
                group.outline = number
            case "trleft":
                shape.left = number or 0
            case "cellx":
                shape.end_cell(number or 0)
            case "trhdr":
                shape.is_header = True
            case _:
                return self._merge(word, shape)
        return True

    def _merge(self, word: str, shape: RowShape) -> bool:
        """A word that says to which cell the next belongs; whether it is one."""
        if word in ("clvmrg", "clmrg"):
            shape.next_merge = "above" if word == "clvmrg" else "before"
            return True
        return False

    def _document(self, word: str, number: int | None) -> bool:
        """A word that says something of the file; whether it is one."""
        group = self._group
        match word:
            case "ansicpg":
                self._fonts.set_default(number or 0)
            case "deff":
                self._font = number or 0
            case "fcharset":
                self._fonts.set_charset(self._described, number or 0)
            case "cpg":
                self._fonts.set_code_page(self._described, number or 0)
            case "title" | "author" | "creatim" | "revtim" if group.destination == "info":
                group.field = word
            case "yr" | "mo" | "dy" if group.destination == "info" and group.field and number:
                written = self.fields.get(group.field, "")
                self.fields[group.field] = f"{written}-{number:02d}" if written else str(number)
            case _:
                return False
        return True


def _added(text: str, more: str) -> str:
    """A text that is no part of the document, and more of it, as far as it is looked at."""
    return text + more[: MAX_FIELD - len(text)] if len(text) < MAX_FIELD else text


_DESTINATIONS: dict[str, Destination] = {
    "fonttbl": "fonts",
    "stylesheet": "styles",
    "info": "info",
    "listtext": "label",
    "pntext": "label",
    "atnauthor": "author",
    "upr": "skipped",
}
_WORDS: dict[str, Callable[[RtfReader, int | None], None]] = {
    "u": RtfReader._unicode,
    "ud": RtfReader._unicode_text,
    "par": RtfReader._end_paragraph,
    "sect": RtfReader._end_paragraph,
    "page": RtfReader._end_paragraph,
    "cell": RtfReader._end_cell,
    "nestcell": RtfReader._end_inner_cell,
    "row": RtfReader._end_row,
    "nestrow": RtfReader._end_inner_row,
    "nesttableprops": RtfReader._inner_shape,
    "trowd": RtfReader._new_row,
    "footnote": RtfReader._footnote,
    "annotation": RtfReader._annotation,
    "shptxt": RtfReader._text_box,
    "dptxbxtext": RtfReader._text_box,
    "field": RtfReader._field,
    "fldinst": RtfReader._field_code,
    "fldrslt": RtfReader._field_result,
    "chpgn": RtfReader._page_number,
}
