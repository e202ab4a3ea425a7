"""Builders of sample files, made with other libraries than those that read them where possible."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from qa.corpus.parsing import parse_document
from qa.corpus.scanning import SourceFile
from qa.records import Document

ARABIC_LINES = (
    "قال مدير المكتبة في 12 مايو 2024 إن شركة Google تعمل (هنا) بجد.",
    "زارت اللجنة المدينة القديمة ورأت الأسواق والمدرسة الكبرى.",
    "كانت الرحلة طويلة، والمسافة إلى القرية بعيدة.",
)
_FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
)


def read_bytes(folder: Path, name: str, data: bytes) -> Document:
    """Write a file and read it as a document."""
    location = folder / name
    location.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return parse_document(SourceFile(name, location, digest, len(data)))


def read_text(folder: Path, name: str, text: str) -> Document:
    """Write a UTF-8 file and read it as a document."""
    return read_bytes(folder, name, text.encode())


def pdf_file(pages: Sequence[Sequence[str]], *, title: str = "", password: str = "") -> bytes:
    """A PDF whose pages hold these lines, drawn glyph by glyph in the order given."""
    from fpdf import FPDF

    font = next((path for path in _FONTS if Path(path).exists()), None)
    is_latin = all(line.isascii() for page in pages for line in page)
    if font is None and not is_latin:
        pytest.skip("no font with Arabic letters on this machine")
    pdf = FPDF()
    if title:
        pdf.set_title(title)
    if password:
        pdf.set_encryption(owner_password=password, user_password=password)
    if font and not is_latin:
        pdf.add_font("Sample", "", font)
    pdf.set_font("helvetica" if is_latin else "Sample", size=11)
    for page in pages:
        pdf.add_page()
        for line in page:
            pdf.cell(0, 7, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def visual(line: str) -> str:
    """A line as a PDF writer paints it: shaped letters, from left to right."""
    import arabic_reshaper
    from bidi import get_display

    return str(get_display(arabic_reshaper.reshape(line)))


def word_file(body: str, *, title: str = "") -> bytes:
    """A Word document around this body, in WordprocessingML."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    document.core_properties.title = title
    parsed = parse_xml(
        '<w:body xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{body}</w:body>"
    )
    document.element.replace(document.element.body, parsed)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def zip_bomb(unpacked_bytes: int) -> bytes:
    """A small .docx whose main part unpacks to so many zero bytes."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        block = bytes(1024 * 1024)
        for _ in range(unpacked_bytes // len(block)):
            part.write(block)
    return stream.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_package(body: str, **parts: str) -> bytes:
    """A Word document of a body and other parts, each the XML within the part's root element.

    A part is named by its kind and, where there are several, a number: `header1="<w:p/>"`; its
    relationship has that name as its id.
    """
    roots = {"header": "hdr", "footer": "ftr"}
    relations, files = [], {}
    for name, xml in parts.items():
        kind = name.rstrip("0123456789")
        relations.append(f'<Relationship Id="{name}" Type="{_KINDS}/{kind}" Target="{name}.xml"/>')
        root = roots.get(kind, kind)
        files[f"word/{name}.xml"] = f"<w:{root} {W}>{xml}</w:{root}>"
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    head = f'<Relationships xmlns="{namespace}">'
    main = f'<Relationship Id="a" Type="{_KINDS}/officeDocument" Target="word/document.xml"/>'
    files["_rels/.rels"] = f"{head}{main}</Relationships>"
    files["word/_rels/document.xml.rels"] = f"{head}{''.join(relations)}</Relationships>"
    files["word/document.xml"] = f"<w:document {W} {_R}><w:body>{body}</w:body></w:document>"
    return zip_of(files)


def zip_of(files: dict[str, str]) -> bytes:
    """A zip of these texts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()
