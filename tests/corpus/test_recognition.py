"""Pictures and scanned pages, read by the real Tesseract where it is installed."""

import io
import shutil

import pypdfium2
import pytest
from fpdf import FPDF
from PIL import Image

from qa.corpus.pdf.boxes import boxes_of
from qa.corpus.pdf.sought import sought_in
from qa.corpus.picture import parse_picture
from qa.corpus.recognition import can_recognise
from qa.errors import DocumentParseError
from qa.records import Span
from support.parsing_samples import read_bytes

LINES = (
    "The council met in Hilla on Sunday.",
    "It gave 1250 dinars for the old canal",
    "and will meet again in the spring.",
)
recognising = pytest.mark.skipif(
    not can_recognise(), reason="needs the program tesseract and sanad-qa[ocr]"
)


def printed():
    page = FPDF(unit="pt", format=(600, 400))
    page.add_page()
    page.set_font("Helvetica", size=24)
    for number, line in enumerate(LINES):
        page.text(40, 80 + 60 * number, line)
    return bytes(page.output())


def picture(format_="PNG", scale=3):
    drawn = pypdfium2.PdfDocument(printed())[0].render(scale=scale).to_pil()
    out = io.BytesIO()
    drawn.save(out, format_)
    return out.getvalue()


def scanned():
    page = FPDF(unit="pt", format=(600, 400))
    page.add_page()
    page.image(io.BytesIO(picture()), 0, 0, 600, 400)
    return bytes(page.output())


@recognising
@pytest.mark.parametrize("suffix", ["png", "jpg", "tiff", "webp", "bmp"])
def test_the_text_of_a_picture_is_read_line_by_line(tmp_path, suffix):
    data = picture({"jpg": "JPEG"}.get(suffix, suffix))
    document = read_bytes(tmp_path, f"scan.{suffix}", data)
    assert document.text.splitlines() == list(LINES)
    assert any("Tesseract" in str(note) for note in document.notes)


@recognising
def test_scanned_pages_are_read_with_their_boxes(tmp_path):
    data = scanned()
    document = read_bytes(tmp_path, "scan.pdf", data)
    assert document.text.split() == " ".join(LINES).split()
    assert any(
        "pages recognised by Tesseract from pictures: 1 of 1" in str(note)
        for note in document.notes
    )
    assert not any("not read" in str(note) for note in document.notes)
    for number, line in enumerate(LINES):
        start = document.text.index(line)
        (placed,) = boxes_of(data, [sought_in(document, Span(start, start + len(line)))])
        assert placed.page == 1
        baseline = 400 - (80 + 60 * number)
        assert placed.box.bottom - 3 <= baseline <= placed.box.top
        assert abs(placed.box.left - 40) < 5


@recognising
def test_pages_with_text_are_not_recognised(tmp_path):
    document = read_bytes(tmp_path, "printed.pdf", printed())
    assert not any("Tesseract" in str(note) for note in document.notes)


def test_without_tesseract_the_message_says_how_to_have_it(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    for name, data in (("a.png", picture()), ("a.pdf", scanned())):
        with pytest.raises(DocumentParseError, match=r"tesseract-ocr-ara.*sanad-qa\[ocr\]"):
            read_bytes(tmp_path, name, data)


@recognising
@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"no picture", picture()[:200]])
def test_what_is_no_picture_is_told(data):
    with pytest.raises(DocumentParseError) as told:
        parse_picture(data)
    assert told.value.kind == "broken"


@recognising
def test_a_picture_of_too_many_pixels_is_refused():
    out = io.BytesIO()
    Image.new("1", (10_000, 8_000)).save(out, "PNG")
    with pytest.raises(DocumentParseError) as told:
        parse_picture(out.getvalue())
    assert told.value.kind == "too_large"
