"""What pdfium finds in a PDF: characters with their boxes, filled-in fields, notes, properties.

The only module that talks to pdfium. It judges nothing: what the characters mean, and in which
order they are read, is said in `order` and `lines`.
"""

from __future__ import annotations

import ctypes
import math
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from qa.corpus.pdf.properties import Properties, properties
from qa.corpus.recognition import MAX_PAGES as MAX_RECOGNISED
from qa.corpus.recognition import RESOLUTION, can_recognise, recognise
from qa.errors import DocumentParseError
from qa.findings import Finding

if TYPE_CHECKING:
    from PIL.Image import Image

POINTS_PER_INCH = 72
_IMAGE = pdfium_c.FPDF_PAGEOBJ_IMAGE
_DYNAMIC_FORM = pdfium_c.FORMTYPE_XFA_FULL  # drawn by a program of its own; its pages say "wait"

MAX_PAGES = 50_000
"""The longest printed works have some ten thousand."""

MAX_OBJECTS = 20_000
"""Objects of a page that are looked at: a map drawn line by line has millions."""

LEAST_INK = 0.001
"""Points. What is narrower shows nothing."""

MAX_NOTES = 2_000
"""Fields and annotations of a page that are looked at."""

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")
"""Hebrew, Arabic and their neighbours, their presentation forms too."""

LINE_START = re.compile("(?:^|[\r\n\x02\ufffe])[ \t]*([^\\s\x02\ufffe])")
"""Where pdfium's lines begin: after its line ends, and after its hyphens."""

_LOCK = threading.Lock()  # pdfium keeps state of its own and is not safe to enter twice
_TEXT_FIELDS = (
    pdfium_c.FPDF_FORMFIELD_TEXTFIELD,
    pdfium_c.FPDF_FORMFIELD_COMBOBOX,
    pdfium_c.FPDF_FORMFIELD_LISTBOX,
)
_TICKED_FIELDS = (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON)
_SECRET = 1 << 13  # a field for a password
_COMMENTS = (
    pdfium_c.FPDF_ANNOT_TEXT,
    pdfium_c.FPDF_ANNOT_HIGHLIGHT,
    pdfium_c.FPDF_ANNOT_UNDERLINE,
    pdfium_c.FPDF_ANNOT_SQUIGGLY,
    pdfium_c.FPDF_ANNOT_STRIKEOUT,
    pdfium_c.FPDF_ANNOT_STAMP,
    pdfium_c.FPDF_ANNOT_CARET,
)
_PLAIN_TICKS = {"yes", "on", "true", "1", "x", "checked"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK = re.compile("[ \xa0]")
_SPACES = frozenset(" \t\r\n\xa0")


PixelBox = tuple[int, int, int, int]
"""Left, top, right and bottom of a rectangle of a picture."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a page in PDF points, from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character where it is painted, seen along the direction of its line.

    Attributes:
        text: The character.
        index: Its number among the characters of the page.
        left: Where it begins, going along the line.
        right: Where it ends.
        ink: Where its ink begins and ends.
        origin: Where the pen stood.
        baseline: Height of the line.
        size: Size of the font.
        turn: Quarter turns of the line, counter-clockwise; -1 for any other slope.
        ordinal: Its number among those that show something.
        is_spaced: Whether pdfium sees a space before it.
        run: What tells the text object that it was painted with from others.
        font: What tells its font from others.
    """

    text: str
    index: int
    left: float
    right: float
    ink: tuple[float, float]
    origin: float
    baseline: float
    size: float
    turn: int
    ordinal: int
    is_spaced: bool
    run: int
    font: int


@dataclass(frozen=True, slots=True)
class Blank:
    """A space as it is painted, on an upright line."""

    origin: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Note:
    """What was filled in or typed onto a page.

    Attributes:
        text: The text.
        box: Where it stands.
        name: The name of the field, or "".
        is_field: Whether it belongs on the line of a label.
    """

    text: str
    box: Box
    name: str = ""
    is_field: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page: a character of `text` for each of pdfium's, and what stands on it besides.

    Attributes:
        text: The characters in pdfium's order.
        baselines: The height at which the line of some characters stands: the first of each line.
        glyphs: Those that show something, where they are painted; left out where the order of
            `text` is all that is needed.
        blanks: The spaces that the file itself has, likewise.
        notes: What was filled in or typed onto the page; its lines, where it is recognised.
        is_recognised: Whether it is a picture whose lines were recognised.
    """

    text: str
    baselines: Mapping[int, float] = field(default_factory=dict)
    glyphs: tuple[Glyph, ...] = ()
    blanks: tuple[Blank, ...] = ()
    notes: tuple[Note, ...] = ()
    is_recognised: bool = False


@dataclass(frozen=True, slots=True)
class PdfFile:
    """A file as pdfium reads it."""

    pages: tuple[Page, ...]
    properties: Properties
    unread: Mapping[str, int] = field(default_factory=dict)


def read_pages(data: bytes, *, recognised: Container[int] | None = None) -> PdfFile:
    """Read a PDF.

    Args:
        data: The PDF.
        recognised: Numbers of the pages, from 0, that are recognised if they are scanned; None for
            all.

    Raises:
        DocumentParseError: "encrypted": it needs a password. "broken": it is no sound PDF.
            "too_large": it has more pages than any book.
    """
    unread: Counter[str] = Counter()
    with _opened(data) as document:
        unread["dynamic form"] = int(document.get_formtype() == _DYNAMIC_FORM)
        unread["attached file"] = max(0, pdfium_c.FPDFDoc_GetAttachmentCount(document))
        pages = [_page(document, number, unread) for number in range(len(document))]
        if can_recognise():
            _recognise_scanned(document, pages, unread, recognised)
        stated = properties(document.get_metadata_dict())
    return PdfFile(tuple(pages), stated, dict(unread))


def _recognise_scanned(
    document: Any,  # noqa: ANN401
    pages: list[Page],
    unread: Counter[str],
    wanted: Container[int] | None,
) -> None:
    """Put what Tesseract reads in place of pages that are pictures, or of some of them."""
    empty = (n for n, page in enumerate(pages) if not page.text.strip() and not page.notes)
    pictures = ((n, sum(1 for _ in _objects(document[n], _IMAGE))) for n in empty)
    scanned = ((n, n_pictures) for n, n_pictures in pictures if n_pictures)
    for number, n_pictures in islice(scanned, MAX_RECOGNISED):
        if wanted is not None and number not in wanted:
            continue
        try:
            notes = tuple(_recognised_lines(document[number]))
        except DocumentParseError:  # one page that cannot be read does not cost the others
            continue
        if notes:
            unread["picture"] -= n_pictures
            pages[number] = Page("", notes=notes, is_recognised=True)


def _recognised_lines(page: Any) -> Iterator[Note]:  # noqa: ANN401
    """Read a page as a picture."""
    scale = RESOLUTION / POINTS_PER_INCH
    bitmap = page.render(scale=scale, grayscale=True)
    height = page.get_height()
    for line in recognise(bitmap.to_pil()):
        top, bottom = height - line.top / scale, height - (line.top + line.height) / scale
        box = Box(line.left / scale, bottom, (line.left + line.width) / scale, top)
        yield Note(line.text, box)
    bitmap.close()
    page.close()


def read_boxes(data: bytes, wanted: Mapping[int, Iterable[int]]) -> dict[int, dict[int, Box]]:
    """Where characters are painted.

    Args:
        data: The PDF.
        wanted: Numbers of pages, from 0, and the numbers of characters on each.
    """
    with _opened(data) as document:
        found = {}
        for number, indexes in wanted.items():
            with _text_page(document[number]) as text_page:
                found[number] = {index: _loose_box(text_page, index) for index in indexes}
    return found


def paint_page(
    data: bytes, number: int, boxes: Sequence[Box], *, longest: int
) -> tuple[Image, list[PixelBox]]:
    """A page as a picture, and where some boxes are in it.

    Args:
        data: The PDF.
        number: Number of the page, from 0.
        boxes: Rectangles of the page.
        longest: Pixels of the picture's longer side, whatever the page's size.

    Raises:
        DocumentParseError: As of `read_pages`; "broken" also where there is no such page.
    """
    with _opened(data) as document:
        page = document[number] if number < len(document) else None
        side = max(page.get_size()) if page else 0.0
        if page is None or not 0 < side < math.inf:
            raise DocumentParseError(
                "broken", Finding("no_such_page", text="The PDF has no such page.")
            )
        bitmap = page.render(scale=longest / side)
        places = bitmap.get_posconv(page)
        found = []
        for box in boxes:
            corners = places.to_bitmap(box.left, box.bottom), places.to_bitmap(box.right, box.top)
            (left, right), (top, bottom) = (sorted(axis) for axis in zip(*corners, strict=True))
            found.append((left, top, right, bottom))
        picture = bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()
    return picture, found


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    """Open a document with its form, and say in words what is wrong with it."""
    with _LOCK:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if "password" in str(error).lower() or "security" in str(error).lower():
                raise DocumentParseError("encrypted", Finding.of("encrypted_pdf")) from error
            raise DocumentParseError("broken", Finding.of("broken_pdf")) from error
        try:
            if len(document) > MAX_PAGES:
                raise DocumentParseError("too_large", Finding.of("many_pdf_pages", MAX_PAGES))
            document.init_forms()
            yield document
        except (pdfium.PdfiumError, ValueError) as error:
            raise DocumentParseError("broken", Finding.of("broken_pdf_page")) from error
        finally:
            document.close()


@contextmanager
def _text_page(page: Any) -> Iterator[Any]:  # noqa: ANN401
    try:
        text_page = page.get_textpage()
        try:
            yield text_page
        finally:
            text_page.close()
    finally:
        page.close()


def _page(document: Any, number: int, unread: Counter[str]) -> Page:  # noqa: ANN401
    page = document[number]
    with _text_page(page) as text_page:
        unread["picture"] += sum(1 for _ in _objects(page, _IMAGE))
        text = _characters(text_page)
        notes = tuple(_notes(document, page, unread))
        baselines = _baselines(text_page, text)
        if not notes and not RIGHT_TO_LEFT.search(text):
            return Page(text, baselines)
        glyphs = tuple(_glyphs(text_page, text))
        blanks = (
            *_blanks(text_page, text),
            *_lone_blanks(page, {glyph.run for glyph in glyphs}),
        )
        return Page(text, baselines, glyphs, blanks, notes)


def _characters(text_page: Any) -> str:  # noqa: ANN401
    """A page's text, a character for each of pdfium's, so that a position is its number."""
    count = text_page.count_chars()
    text = str(text_page.get_text_range(errors="surrogatepass"))
    if len(text) == count and not _SURROGATE.search(text):
        return text
    # Characters beyond 16 bits, or such as pdfium leaves out of its text.
    codes = (pdfium_c.FPDFText_GetUnicode(text_page, index) for index in range(count))
    return "".join(chr(code) if 0 < code <= 0x10FFFF else "\x00" for code in codes)


def _baselines(text_page: Any, text: str) -> dict[int, float]:  # noqa: ANN401
    x, y = ctypes.c_double(), ctypes.c_double()
    found = {}
    for match in LINE_START.finditer(text):
        if pdfium_c.FPDFText_GetCharOrigin(text_page, match.start(1), x, y):
            found[match.start(1)] = y.value
    return found


def _glyphs(text_page: Any, text: str) -> Iterator[Glyph]:  # noqa: ANN401
    is_spaced = False
    ordinal = 0
    for index, character in enumerate(text):
        if character in _SPACES or character == "\x00":
            is_spaced = True
            continue
        glyph = _glyph(text_page, index, character)
        if glyph is not None:
            yield replace(glyph, ordinal=ordinal, is_spaced=is_spaced)
            is_spaced = False
            ordinal += 1


def _glyph(text_page: Any, index: int, character: str) -> Glyph | None:  # noqa: ANN401
    matrix = pdfium_c.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    if not pdfium_c.FPDFText_GetMatrix(text_page, index, matrix):
        return None
    if not pdfium_c.FPDFText_GetCharOrigin(text_page, index, x, y):
        return None
    if pdfium_c.FPDFText_HasUnicodeMapError(text_page, index) == 1:
        return None  # the file does not say what it stands for
    box = _loose_box(text_page, index)
    scale = math.hypot(matrix.c, matrix.d)
    size = scale * pdfium_c.FPDFText_GetFontSize(text_page, index) or box.top - box.bottom or 1.0
    painted = pdfium_c.FPDFText_GetTextObject(text_page, index)
    font = pdfium_c.FPDFTextObj_GetFont(painted) if painted else None
    turn = _turn(matrix)
    left, right, origin, baseline = _along(box, x.value, y.value, turn)
    ink = _along(_tight_box(text_page, index), x.value, y.value, turn)[:2]
    if unicodedata.category(character) == "Mn":
        left, right = ink
    else:  # some fonts have boxes without the space on a letter's left
        left = min(left, origin)
    names = (_address(painted), _address(font))
    return Glyph(character, index, left, right, ink, origin, baseline, size, turn, 0, False, *names)


def _blanks(text_page: Any, text: str) -> Iterator[Blank]:  # noqa: ANN401
    """Yield the spaces that are painted with other characters; pdfium adds some of its own."""
    x, y = ctypes.c_double(), ctypes.c_double()
    for match in _BLANK.finditer(text):
        index = match.start()
        if pdfium_c.FPDFText_GetTextObject(text_page, index) and pdfium_c.FPDFText_GetCharOrigin(
            text_page, index, x, y
        ):
            yield Blank(x.value, y.value)


def _lone_blanks(page: Any, runs: set[int]) -> Iterator[Blank]:  # noqa: ANN401
    """Yield the spaces that are painted by themselves: pdfium leaves them out of its text.

    Vowel signs can be as narrow; the text has them, so that they are among its runs.
    """
    matrix = pdfium_c.FS_MATRIX()
    edges = [ctypes.c_float() for _ in range(4)]
    for painted in _objects(page, pdfium_c.FPDF_PAGEOBJ_TEXT):
        if _address(painted) in runs:
            continue
        has_bounds = pdfium_c.FPDFPageObj_GetBounds(painted, *edges)
        if has_bounds and edges[2].value - edges[0].value < LEAST_INK:
            pdfium_c.FPDFPageObj_GetMatrix(painted, matrix)
            yield Blank(matrix.e, matrix.f)


def _address(painted: Any) -> int:  # noqa: ANN401
    return (ctypes.cast(painted, ctypes.c_void_p).value or 0) if painted else 0


def _objects(page: Any, kind: int) -> Iterator[Any]:  # noqa: ANN401
    """Yield the objects of a kind that are on a page itself."""
    count = min(max(0, pdfium_c.FPDFPage_CountObjects(page)), MAX_OBJECTS)
    for index in range(count):
        painted = pdfium_c.FPDFPage_GetObject(page, index)
        if pdfium_c.FPDFPageObj_GetType(painted) == kind:
            yield painted


def _along(box: Box, x: float, y: float, turn: int) -> tuple[float, float, float, float]:
    """Left, right, origin and baseline as seen along a line."""
    match turn:
        case 1:
            return box.bottom, box.top, y, -x
        case 2:
            return -box.right, -box.left, -x, -y
        case 3:
            return -box.top, -box.bottom, -y, x
        case _:
            return box.left, box.right, x, y


def _turn(matrix: Any) -> int:  # noqa: ANN401
    """Quarter turns of the direction in which a font is painted."""
    a, b = matrix.a, matrix.b
    if abs(b) <= 0.05 * abs(a):
        return 2 if a < 0 and matrix.d < 0 else 0
    if abs(a) <= 0.05 * abs(b):
        return 1 if b > 0 else 3
    return -1


def _loose_box(text_page: Any, index: int) -> Box:  # noqa: ANN401
    """A character's box, as high as its font and as wide as its step."""
    rectangle = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFText_GetLooseCharBox(text_page, index, rectangle):
        return Box(0.0, 0.0, 0.0, 0.0)
    return Box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)


def _tight_box(text_page: Any, index: int) -> Box:  # noqa: ANN401
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium_c.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
    return Box(left.value, bottom.value, right.value, top.value)


def _notes(document: Any, page: Any, unread: Counter[str]) -> Iterator[Note]:  # noqa: ANN401
    count = min(max(0, pdfium_c.FPDFPage_GetAnnotCount(page)), MAX_NOTES)
    for index in range(count):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            note = _note(document, annotation, unread)
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
        if note is not None and note.text:
            yield note


def _note(document: Any, annotation: Any, unread: Counter[str]) -> Note | None:  # noqa: ANN401
    kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
    if pdfium_c.FPDFAnnot_GetFlags(annotation) & pdfium_c.FPDF_ANNOT_FLAG_HIDDEN:
        return None
    if kind == pdfium_c.FPDF_ANNOT_WIDGET and document.formenv is not None:
        return _field(document.formenv, annotation, unread)
    if kind == pdfium_c.FPDF_ANNOT_FILEATTACHMENT:
        unread["attached file"] += 1
    elif kind == pdfium_c.FPDF_ANNOT_FREETEXT or kind in _COMMENTS:
        return Note(_annotation_string(annotation, b"Contents"), _annotation_box(annotation))
    return None


def _field(form: Any, annotation: Any, unread: Counter[str]) -> Note | None:  # noqa: ANN401
    """What a field holds; a box that is ticked holds its name."""
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(form, annotation)
    name = _form_string(pdfium_c.FPDFAnnot_GetFormFieldAlternateName, form, annotation)
    name = name or _form_string(pdfium_c.FPDFAnnot_GetFormFieldName, form, annotation)
    box = _annotation_box(annotation)
    if kind in _TICKED_FIELDS:
        if not pdfium_c.FPDFAnnot_IsChecked(form, annotation):
            return None
        value = _form_string(pdfium_c.FPDFAnnot_GetFormFieldExportValue, form, annotation)
        is_plain = not value or value.lower() in _PLAIN_TICKS or value.isdigit()
        return Note(f"☑ {name}" if is_plain else f"☑ {name}: {value}", box, is_field=True)
    if kind == pdfium_c.FPDF_FORMFIELD_SIGNATURE:
        unread["signature"] += 1
    if kind not in _TEXT_FIELDS:
        return None
    if pdfium_c.FPDFAnnot_GetFormFieldFlags(form, annotation) & _SECRET:
        return None
    value = ", ".join(_chosen(form, annotation))
    value = value or _form_string(pdfium_c.FPDFAnnot_GetFormFieldValue, form, annotation)
    return Note(value, box, name, is_field=True)


def _chosen(form: Any, annotation: Any) -> Iterator[str]:  # noqa: ANN401
    """The options that are chosen, as they are shown."""
    count = min(pdfium_c.FPDFAnnot_GetOptionCount(form, annotation), MAX_NOTES)
    for index in range(count):
        if pdfium_c.FPDFAnnot_IsOptionSelected(form, annotation, index):
            length = pdfium_c.FPDFAnnot_GetOptionLabel(form, annotation, index, None, 0)
            buffer = (ctypes.c_ushort * (length // 2 + 1))()
            pdfium_c.FPDFAnnot_GetOptionLabel(form, annotation, index, buffer, length)
            yield _decoded(buffer, length)


def _form_string(getter: Any, form: Any, annotation: Any) -> str:  # noqa: ANN401
    length = getter(form, annotation, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    getter(form, annotation, buffer, length)
    return _decoded(buffer, length)


def _annotation_string(annotation: Any, key: bytes) -> str:  # noqa: ANN401
    length = pdfium_c.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium_c.FPDFAnnot_GetStringValue(annotation, key, buffer, length)
    return _decoded(buffer, length)


def _decoded(buffer: Any, n_bytes: int) -> str:  # noqa: ANN401
    return bytes(buffer)[:n_bytes].decode("utf-16-le", errors="replace").strip("\x00").strip()


def _annotation_box(annotation: Any) -> Box:  # noqa: ANN401
    rectangle = pdfium_c.FS_RECTF()
    pdfium_c.FPDFAnnot_GetRect(annotation, rectangle)
    left, right = sorted((rectangle.left, rectangle.right))
    bottom, top = sorted((rectangle.bottom, rectangle.top))
    return Box(left, bottom, right, top)
