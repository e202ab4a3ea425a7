"""The text of a Word paragraph as it is shown, and what hangs on it: boxes, notes, pictures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from qa.corpus.office.drawings import PICTURES, told_description
from qa.corpus.office.formulas import M, linear_formula
from qa.corpus.office.package import number_of
from qa.corpus.office.symbols import symbol, without_private_codes
from qa.corpus.office.word_styles import Styles
from qa.corpus.office.word_xml import DELETED, R, W, children, is_on, value_of

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"

MAX_CODE = 1_000
"""Characters of a field's code that are looked at."""

TEXT_BOX = f"{W}txbxContent"
_SKIPPED = DELETED | {
    f"{W}pPr", f"{W}sdtPr", f"{W}sdtEndPr", f"{W}rubyPr", f"{W}delText", f"{W}delInstrText",
    f"{W}customXmlPr", f"{W}smartTagPr",
}  # fmt: skip
_SHOWN = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}
_PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
# Words over words, as programs wrote them before there was an element for it.
_OLD_RUBY = re.compile(r"\s*EQ\b[^(]*\(\\s\\up ?\d+\(([^()]*)\),([^()]*)\)\s*")

_BUTTON = re.compile(r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(.*)", re.IGNORECASE | re.DOTALL)

AttachedKind = Literal["box", "text", "footnote", "endnote", "comment", "chart", "diagram"]


@dataclass(frozen=True, slots=True)
class Attached:
    """What hangs on a paragraph.

    Attributes:
        kind: What it is.
        value: A text; the id of a note or a comment; the relationship of a chart or a diagram.
        element: The contents of a text box.
    """

    kind: AttachedKind
    value: str = ""
    element: Any = None


@dataclass(slots=True)
class Inline:
    """A paragraph as it is read.

    Attributes:
        text: Its text.
        attached: What hangs on it, in order.
        has_page_number: Whether the number of a page was left out.
    """

    text: str = ""
    attached: list[Attached] = field(default_factory=list)
    has_page_number: bool = False


class ParagraphReader:
    """Reads paragraphs of one document.

    Args:
        styles: The document's styles.
        unread: Counts what is left out.
        skips_page_numbers: Whether the results of fields that number pages are left out.
    """

    def __init__(
        self, styles: Styles, unread: Counter[str], *, skips_page_numbers: bool = False
    ) -> None:
        self._styles = styles
        self._unread = unread
        self._skips_page_numbers = skips_page_numbers

    def read(self, paragraph: Any) -> Inline:  # noqa: ANN401 (an XML element)
        """Read one paragraph."""
        return _Reading(self._styles, self._unread, self._skips_page_numbers).read(paragraph)


class _Reading:
    """The reading of one paragraph: an own stack of what is still to be read, in order."""

    def __init__(self, styles: Styles, unread: Counter[str], skips_page_numbers: bool) -> None:
        self._styles = styles
        self._unread = unread
        self._skips_page_numbers = skips_page_numbers
        self._parts: list[str] = []
        self._pending: list[Any] = []
        self._fields: list[_Field] = []
        self._font = ""
        self._inline = Inline()

    def read(self, paragraph: Any) -> Inline:  # noqa: ANN401
        self._push(children(paragraph))
        while self._pending:
            element = self._pending.pop()
            if isinstance(element, str):
                self._parts.append(element)
            elif element.tag in _SKIPPED or not isinstance(element.tag, str):
                continue
            elif element.tag in _SHOWN:
                self._parts.append(_SHOWN[element.tag])
            elif element.tag in _HANDLERS:
                _HANDLERS[element.tag](self, element)
            else:
                self._push(children(element))
        # A field without an end is none.
        self._inline.text = "".join(self._parts).replace("\u00ad", "")
        return self._inline

    def _push(self, elements: Iterator[Any] | list[Any]) -> None:
        self._pending.extend(list(elements)[::-1])

    def _run(self, run: Any) -> None:  # noqa: ANN401
        """A run of text of one look; hidden ones are left out, with nothing but their notes."""
        properties = run.find(f"{W}rPr")
        if properties is not None and self._is_hidden(properties):
            if any(t.text for t in run.iter(f"{W}t")):
                self._unread["hidden text"] += 1
            return
        fonts = properties.find(f"{W}rFonts") if properties is not None else None
        self._font = fonts.get(f"{W}ascii", "") if fonts is not None else ""
        self._push([child for child in children(run) if child.tag != f"{W}rPr"])

    def _is_hidden(self, properties: Any) -> bool:  # noqa: ANN401
        if value_of(properties, "vanish") is not None:
            return is_on(properties, "vanish")
        return self._styles.run(properties).is_hidden

    def _text(self, element: Any) -> None:  # noqa: ANN401
        text = element.text or ""
        self._parts.append(without_private_codes(text, self._font))

    def _symbol(self, element: Any) -> None:  # noqa: ANN401
        try:
            code = int(element.get(f"{W}char", ""), 16)
        except ValueError:
            return
        character = symbol(element.get(f"{W}font", ""), code)
        self._parts.append(character)
        self._unread["symbol"] += not character

    def _break(self, element: Any) -> None:  # noqa: ANN401
        is_line = element.get(f"{W}type", "textWrapping") == "textWrapping"
        self._parts.append("\n" if is_line else "\n\n")

    def _ruby(self, element: Any) -> None:  # noqa: ANN401
        base, above = element.find(f"{W}rubyBase"), element.find(f"{W}rt")
        parts = [] if base is None else [base]
        if above is not None and any(t.text for t in above.iter(f"{W}t")):
            parts += ["(", above, ")"]
        self._push(parts)

    def _formula(self, element: Any) -> None:  # noqa: ANN401
        self._parts.append(linear_formula(element))

    def _field_mark(self, element: Any) -> None:  # noqa: ANN401
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(_Field(len(self._parts)))
            self._parts += _form_value(element.find(f"{W}ffData"))
            self._fields[-1].result_from = len(self._parts)
        elif self._fields and kind == "separate":
            self._fields[-1].end_code(self._parts)
        elif self._fields and kind == "end":
            done = self._fields.pop()
            has_result = done.has_result
            done.end_code(self._parts)
            if len(self._parts) > done.result_from:
                del self._parts[done.begin : done.result_from]  # a form's value, shown already
            if not has_result and (shown := shown_code(done.code)):
                self._parts.append(shown)
            if self._skips_page_numbers and is_page_field(done.code):
                del self._parts[done.begin :]
                self._inline.has_page_number = True

    def _field_code(self, element: Any) -> None:  # noqa: ANN401
        if self._fields and len(self._fields[-1].code) < MAX_CODE:
            self._fields[-1].code += element.text or ""

    def _simple_field(self, element: Any) -> None:  # noqa: ANN401
        if self._skips_page_numbers and is_page_field(element.get(f"{W}instr", "")):
            self._inline.has_page_number = True
            return
        self._push(_form_value(element.find(f"{W}ffData")))
        self._push([child for child in element if child.tag != f"{W}ffData"])

    def _attach(self, kind: AttachedKind, value: str = "", element: Any = None) -> None:  # noqa: ANN401
        self._inline.attached.append(Attached(kind, value, element))

    def _note(self, element: Any) -> None:  # noqa: ANN401
        self._attach(_NOTES[element.tag], element.get(f"{W}id", ""))

    def _text_box(self, element: Any) -> None:  # noqa: ANN401
        self._attach("box", element=element)

    def _drawn_text(self, element: Any) -> None:  # noqa: ANN401
        """Text in a shape that is no text box of Word's own."""
        lines = ("".join(t.text or "" for t in p.iter(f"{_A}t")) for p in element.iter(f"{_A}p"))
        self._attach("text", "\n".join(lines))

    def _word_art(self, element: Any) -> None:  # noqa: ANN401
        self._attach("text", element.get("string", ""))

    def _picture(self, element: Any) -> None:  # noqa: ANN401
        self._unread["picture"] += 1
        self._push(children(element))

    def _old_shape(self, element: Any) -> None:  # noqa: ANN401
        self._attach("text", told_description(element.get("alt", "")))
        self._push(children(element))

    def _object(self, element: Any) -> None:  # noqa: ANN401
        """An embedded file with a picture of itself; only other objects may hold text."""
        if element.find(_OLE) is None:
            self._push(children(element))
        else:
            self._unread["embedded object"] += 1

    def _description(self, element: Any) -> None:  # noqa: ANN401
        self._attach("text", told_description(element.get("descr", "")))

    def _chart(self, element: Any) -> None:  # noqa: ANN401
        self._attach("chart", element.get(f"{R}id", ""))

    def _diagram(self, element: Any) -> None:  # noqa: ANN401
        self._attach("diagram", element.get(f"{R}dm", ""))


_NOTES: dict[str, AttachedKind] = {
    f"{W}footnoteReference": "footnote",
    f"{W}endnoteReference": "endnote",
    f"{W}commentReference": "comment",
    f"{W}commentRangeEnd": "comment",
}
_HANDLERS: dict[str, Callable[[_Reading, Any], None]] = {
    f"{W}r": _Reading._run,
    f"{W}t": _Reading._text,
    f"{W}sym": _Reading._symbol,
    f"{W}br": _Reading._break,
    f"{W}ruby": _Reading._ruby,
    f"{W}fldChar": _Reading._field_mark,
    f"{W}instrText": _Reading._field_code,
    f"{W}fldSimple": _Reading._simple_field,
    f"{W}object": _Reading._object,
    f"{M}oMath": _Reading._formula,
    f"{M}oMathPara": _Reading._formula,
    TEXT_BOX: _Reading._text_box,
    f"{_A}txBody": _Reading._drawn_text,
    f"{_V}textpath": _Reading._word_art,
    f"{_V}shape": _Reading._old_shape,
    f"{_WP}docPr": _Reading._description,
    f"{_C}chart": _Reading._chart,
    f"{_DGM}relIds": _Reading._diagram,
    **dict.fromkeys(PICTURES, _Reading._picture),
    **dict.fromkeys(_NOTES, _Reading._note),
}


def is_page_field(code: str) -> bool:
    """Whether a field with this code numbers pages."""
    return _PAGE_FIELD.match(code) is not None


def shown_code(code: str) -> str:
    """What is shown of a field that has no result: old ruby, the text of a button; else ""."""
    if found := _OLD_RUBY.fullmatch(code):
        return f"{found[2]}({found[1]})"
    button = _BUTTON.match(code)
    return button[1].strip() if button else ""


@dataclass(slots=True)
class _Field:
    """A field that has begun: where in the parts, what its code says, where its result begins."""

    begin: int
    code: str = ""
    has_result: bool = False
    result_from: int = 0

    def end_code(self, parts: list[str]) -> None:
        """Take out what stood in the code: the results of fields within it."""
        if not self.has_result:
            self.has_result = True
            del parts[self.result_from :]


def _form_value(data: Any) -> list[str]:  # noqa: ANN401 (`w:ffData`, or None)
    """What is chosen in a field of an old form, which is no text in the document."""
    if data is None:
        return []
    box, choices = data.find(f"{W}checkBox"), data.find(f"{W}ddList")
    if box is not None:
        chosen = "checked" if box.find(f"{W}checked") is not None else "default"
        return ["☒" if is_on(box, chosen) else "☐"]
    if choices is not None:
        entries = [entry.get(f"{W}val", "") for entry in choices.findall(f"{W}listEntry")]
        number = number_of(value_of(choices, "result") or value_of(choices, "default"), 0)
        return [entries[number]] if 0 <= number < len(entries) else []
    return []
