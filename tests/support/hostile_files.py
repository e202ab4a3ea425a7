"""Small files that ask a parser for minutes or gigabytes."""

import io
import zipfile

import docx


def nested_forms_pdf(depth=9, width=10):
    """A page that draws a form ten times, which draws another ten times, and so on."""
    pages = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /XObject << /F 6 0 R >> /Font << /A 5 0 R >> >> >>",
        _stream(b"/F Do"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for level in range(depth):
        following = level + 7
        resources = b"/Resources << /XObject << /F %d 0 R >> /Font << /A 5 0 R >> >>" % following
        drawing = b"/F Do " * width
        if level == depth - 1:
            drawing = b"BT /A 9 Tf (weir) Tj ET "
        kind = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] " + resources
        pages.append(_stream(drawing, kind))
    return _pdf(pages)


def _stream(data, fields=b""):
    return b"<< %s /Length %d >> stream\n%s\nendstream" % (fields, len(data), data)


def _pdf(objects):
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj %s endobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Root 1 0 R /Size %d >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF" % table)
    return out.getvalue()


def empty_paragraphs_docx(count=5_000_000):
    """A few kilobytes that unpack to millions of paragraphs."""
    sound = io.BytesIO()
    docx.Document().save(sound)
    out = io.BytesIO()
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * count)
            new.writestr(name, data)
    return out.getvalue()


HOSTILE = {
    "forms.pdf": nested_forms_pdf,
    "paragraphs.docx": empty_paragraphs_docx,
    "rows.csv": lambda: b"a,b\n" * 3_000_000,
    "links.md": lambda: b"[a](b) " * 200_000,
    "tables.md": lambda: b"|a|b|\n|-|-|\n|1|2|\n\n" * 100_000,
    "openings.md": lambda: b"[a](" * 500_000,
    "cells.html": lambda: b"<table><tr>" + b"<td colspan=1000 rowspan=1000>a" * 20_000,
    "nesting.html": lambda: b"<div>" * 500_000 + b"weir",
    "paragraphs.html": lambda: b"<p>" * 3_000_000 + b"weir",
    "nesting.json": lambda: b"[" * 1_000_000,
    "rows.jsonl": lambda: b'{"a":1}\n' * 1_500_000,
    "dots.txt": lambda: b"a. " * 4_000_000,
}
"""Name → its bytes, made on demand."""
