"""A rich valid file of each format, and mutations of it that reach behind the package it is in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache

from hypothesis import strategies as st

from support.parsing_samples import zip_of

Mutate = Callable[[bytes], bytes]

_PROSE = (
    "# Harbour report\n\nThe harbour of Oster opened in 1911. It has nine berths; two are dry!\n\n"
    "## الميناء\n\nافتُتح الميناء في ٣ مارس ١٩١١. هل هو عميق؟ نعم.\n\n- ropes\n- nets\n\n"
    "| Day | Hours |\n|---|---|\n| Friday | 8–18 |\n\n图书馆成立于1998年。每天八点开门。\n"
)
_HTML = (
    "<!doctype html><html lang='en'><head><title>Harbour</title>"
    "<meta name='author' content='A. Salem'><meta name='date' content='2024-05-12'></head><body>"
    "<article><h1>Harbour</h1><p>The harbour opened in 1911. It has <b>nine</b> berths &amp; two "
    "docks, all of them deep enough for the ships that come each spring from the north.</p>"
    "<ul><li>ropes<li>nets</ul><table><tr><th>Day<th>Hours<tr><td>Friday<td>8</table>"
    "<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math><p dir=rtl>افتُتح الميناء في ١٩١١.</p>"
    "<details><summary>More</summary>Hidden</details></article></body></html>"
)
_MAIL = (
    "From: A. Salem <a@example.org>\r\nSubject: =?utf-8?b?2KfZhNmF2YrZhtin2KE=?=\r\n"
    "Date: Sun, 12 May 2024 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; "
    "charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThe harbour opened in "
    "1911.=0AIt is deep.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Nine <b>berths</b>.</p>\r\n"
    "--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n"
    "Day,Hours\r\nFriday,8\r\n--b--\r\n"
)
_SAVED = (
    "From: <Saved by Blink>\r\nSubject: Harbour\r\nMIME-Version: 1.0\r\nContent-Type: "
    'multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n'
    "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: http://h.example/\r\n\r\n"
    "<html><title>Harbour</title><body><p>The harbour =D8=A7 opened in 1911.</p></body></html>\r\n"
    "--x--\r\n"
)
_RTF = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset178 Arabic;}}"
    r"{\info{\title Harbour}{\author A. Salem}}\pard\b The harbour\b0  opened in 1911.\par "
    r"\u1605?\u1610?\u1606?\u1575?\u1569?\par {\f1 \'e3\'ed\'e4}\par"
    r"\trowd\cellx100\cellx200 Day\cell Hours\cell\row Friday\cell 8\cell\row"
    r"{\footnote A note.}{\pict\pngblip 89504e47}\bin3 abc }"
)
_TEXTS = {
    ".txt": _PROSE,
    ".rst": "Harbour\n=======\n\nThe harbour opened in 1911.\n\n* ropes\n* nets\n",
    ".md": f"---\ntitle: Harbour\nauthor: A. Salem\ndate: 2024-05-12\n---\n{_PROSE}",
    ".html": _HTML,
    ".rtf": _RTF,
    ".csv": 'Day,Hours,"Place, old"\nFriday,8–18,"Quay ""A"""\nالسبت,٩,رصيف\n' * 3,
    ".tsv": "Day\tHours\nFriday\t8\nSaturday\t9\n",
    ".jsonl": '{"title": "Harbour", "text": "It opened in 1911."}\n{"a": [1, {"b": null}]}\n',
    ".json": '{"harbours": [{"name": "Oster", "berths": 9, "deep": true}, {"name": "ميناء"}]}',
    ".eml": _MAIL,
    ".mhtml": _SAVED,
    ".srt": "1\n00:00:01,000 --> 00:00:04,000\nThe harbour <i>opened</i>.\n\n2\n00:00:05,000 --> "
    "00:00:09,000\nافتُتح الميناء.\n",
    ".vtt": "WEBVTT\n\nNOTE a\n\n00:01.000 --> 00:04.000 align:start\n<v Ann>It opened.</v>\n",
}


@cache
def sample(suffix: str) -> bytes:
    """A valid file of this ending."""
    if suffix in _TEXTS:
        return _TEXTS[suffix].encode()
    return _MAKERS[suffix]()


def _word() -> bytes:
    import docx

    made = docx.Document()
    made.core_properties.title = "Harbour"
    made.add_heading("Harbour", 1)
    made.add_paragraph("The harbour opened in 1911.", style="List Bullet").add_run(
        " Deep."
    ).bold = 1
    made.add_paragraph("افتُتح الميناء في ١٩١١.", style="List Number")
    table = made.add_table(2, 2)
    for number, cell in enumerate(table._cells):
        cell.text = ("Day", "Hours", "Friday", "8")[number]
    made.sections[0].header.paragraphs[0].text = "Oster"
    return _saved(made)


def _slides() -> bytes:
    import pptx

    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Harbour"
    slide.placeholders[1].text = "It opened in 1911.\nافتُتح الميناء."
    slide.notes_slide.notes_text_frame.text = "Say it slowly."
    table = slide.shapes.add_table(2, 2, 0, 0, 99, 99).table
    table.cell(0, 0).text, table.cell(1, 1).text = "Day", "8"
    return _saved(made)


def _spreadsheet() -> bytes:
    import datetime

    import openpyxl

    made = openpyxl.Workbook()
    sheet = made.active
    for row in (
        ["Day", "Hours", "Since"],
        ["Friday", 8.5, datetime.date(1911, 3, 3)],
        ["السبت", 9],
    ):
        sheet.append(row)
    sheet["D2"] = "=SUM(B2:B3)"
    sheet.merge_cells("A5:B5")
    sheet["A5"].comment = openpyxl.comments.Comment("A note", "A. Salem")
    return _saved(made)


def _open_document() -> bytes:
    from odf.opendocument import OpenDocumentText
    from odf.text import H, List, ListItem, P

    made = OpenDocumentText()
    made.text.addElement(H(outlinelevel=1, text="Harbour"))
    made.text.addElement(P(text="The harbour opened in 1911. افتُتح الميناء."))
    listed, item = List(), ListItem()
    item.addElement(P(text="ropes"))
    listed.addElement(item)
    made.text.addElement(listed)
    return _saved(made)


def _book() -> bytes:
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
        'full-path="book.opf"/></rootfiles></container>'
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Harbour</dc:title></metadata>'
        '<manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    chapter = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>One</h1><p>The harbour opened in '
        "1911.</p></body></html>"
    )
    files = {"META-INF/container.xml": container, "book.opf": package, "a.xhtml": chapter}
    return zip_of({"mimetype": "application/epub+zip"} | files)


def _pdf() -> bytes:
    from fpdf import FPDF

    made = FPDF()
    made.set_compression(False)  # mutations then reach what the page shows
    made.set_title("Harbour")
    made.set_font("helvetica", size=11)
    for page in range(2):
        made.add_page()
        made.start_section(f"Part {page}")
        made.multi_cell(
            0, 8, "The harbour opened in 1911. It has nine berths, two of them dry. " * 4
        )
        with made.table() as table:
            table.row(("Day", "Hours"))
            table.row(("Friday", "8"))
    return bytes(made.output())


def _picture(kind: str) -> Callable[[], bytes]:
    def make() -> bytes:
        from PIL import Image, ImageDraw

        made = Image.new("RGB", (160, 40), "white")
        ImageDraw.Draw(made).text((5, 5), "The harbour opened.", fill="black")
        stream = io.BytesIO()
        made.save(stream, kind)
        return stream.getvalue()

    return make


def _saved(made) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


_MAKERS: dict[str, Callable[[], bytes]] = {
    ".docx": _word,
    ".pptx": _slides,
    ".xlsx": _spreadsheet,
    ".odt": _open_document,
    ".epub": _book,
    ".pdf": _pdf,
    ".png": _picture("PNG"),
    ".tiff": _picture("TIFF"),
}
SUFFIXES = (*_TEXTS, *_MAKERS)
"""The endings that there are samples of, each format's among them."""


def mutated(data: bytes, member: int, mutate: Mutate) -> bytes:
    """The file with its bytes changed, or, in a zip, those of one member or of the zip itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 (whatever a mutated zip may raise: it is bytes then)
        return mutate(data)
    if not members or not member % 8:
        return mutate(data)
    chosen = sorted(members)[member % len(members)]
    members[chosen] = mutate(members[chosen])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


CUTS = st.tuples(st.floats(0, 1), st.integers(0, 60), st.binary(max_size=12), st.integers(1, 30))
"""What is cut out where, what stands there then, and how many times."""


def cut(cuts) -> Mutate:
    """Replaces some parts of a file by other bytes, once or several times over."""

    def mutate(data: bytes) -> bytes:
        for at, length, new, times in cuts:
            start = int(at * len(data))
            data = data[:start] + new * times + data[start + length :]
        return data

    return mutate
