"""A small, sound file of each format, made by other libraries than those that read it."""

import io

import docx
from odf.opendocument import OpenDocumentText
from odf.text import P
from openpyxl import Workbook
from PIL import Image
from pptx import Presentation

from support.parsing_samples import pdf_file, zip_of

WORDS = "The weir was opened in 1250."


def _saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _word():
    document = docx.Document()
    document.add_paragraph(WORDS)
    return _saved(document)


def _open_document():
    document = OpenDocumentText()
    document.text.addElement(P(text=WORDS))
    return _saved(document)


def _slides():
    slides = Presentation()
    slides.slides.add_slide(slides.slide_layouts[5]).shapes.title.text = WORDS
    return _saved(slides)


def _workbook():
    book = Workbook()
    book.active.append(["What", WORDS])
    return _saved(book)


def _picture():
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "PNG")
    return stream.getvalue()


def _book():
    return zip_of(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:"
            "container'><rootfiles><rootfile full-path='book.opf'/></rootfiles></container>",
            "book.opf": "<package xmlns='http://www.idpf.org/2007/opf'><manifest><item id='a' "
            "href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine>"
            "<itemref idref='a'/></spine></package>",
            "a.xhtml": f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{WORDS}</p></body>"
            "</html>",
        }
    )


_PAGE = f"<html><head><title>Weir</title></head><body><main><p>{WORDS}</p></main></body></html>"

SAMPLES = {
    ".txt": WORDS.encode(),
    ".md": f"# Weir\n\n{WORDS}\n".encode(),
    ".html": _PAGE.encode(),
    ".pdf": pdf_file([[WORDS]]),
    ".docx": _word(),
    ".odt": _open_document(),
    ".pptx": _slides(),
    ".rtf": b"{\\rtf1\\ansi " + WORDS.encode() + b"}",
    ".xlsx": _workbook(),
    ".csv": f"what,when\n{WORDS},1250\n".encode(),
    ".jsonl": f'{{"text": "{WORDS}"}}\n'.encode(),
    ".json": f'[{{"text": "{WORDS}"}}]'.encode(),
    ".epub": _book(),
    ".eml": f"From: a@example.org\nSubject: Weir\n\n{WORDS}\n".encode(),
    ".mhtml": b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + _PAGE.encode(),
    ".srt": f"1\n00:00:01,000 --> 00:00:02,000\n{WORDS}\n".encode(),
    ".png": _picture(),
}
"""Ending → bytes; one ending for each format."""
