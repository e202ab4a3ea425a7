"""PDFs of several makers, and such as no library at hand makes, written by hand."""

from __future__ import annotations

import html
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

DEJAVU = next(
    (
        path
        for path in (
            "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
            "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
            "/usr/share/fonts/TTF/DejaVuSans.ttf",
        )
        if Path(path).exists()
    ),
    None,
)
LINE = 60  # characters of a line of the makers that break no lines themselves


def by_browser(paragraphs: Sequence[str], folder: Path, *, language: str, style: str = "") -> bytes:
    """Printed from a web page."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        pytest.skip("no Chromium on this machine")
    page, printed = folder / "page.html", folder / "page.pdf"
    rtl = "ltr" if language == "en" else "rtl"
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    page.write_text(
        f"<!doctype html><html lang={language} dir={rtl}><meta charset=utf-8><title>Printed</title>"
        f"<style>body {{ font: 16px 'DejaVu Sans' }} {style}</style>{body}</html>",
        encoding="utf-8",
    )
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    options += ["--disable-background-networking", f"--user-data-dir={folder / 'profile'}"]
    options += ["--no-pdf-header-footer", f"--print-to-pdf={printed}"]
    subprocess.run([browser, *options, str(page)], capture_output=True, timeout=120, check=True)
    return printed.read_bytes()


def by_shaping(paragraphs: Sequence[str]) -> bytes:
    """Made by fpdf2, letters shaped by HarfBuzz."""
    pytest.importorskip("uharfbuzz")
    pdf = _fpdf()
    pdf.set_text_shaping(use_shaping_engine=True)
    for paragraph in paragraphs:
        pdf.multi_cell(0, 8, paragraph, align="R", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def by_reshaper(paragraphs: Sequence[str]) -> bytes:
    """Made by fpdf2, of presentation forms in the order in which they are painted."""
    import arabic_reshaper
    from bidi import get_display

    pdf = _fpdf()
    for paragraph in paragraphs:
        for line in wrapped(paragraph):
            painted = str(get_display(arabic_reshaper.reshape(line), base_dir="R"))
            pdf.cell(0, 8, painted, align="R", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def in_dejavu(lines: Sequence[str]) -> bytes:
    """Made by fpdf2, any letters, unshaped."""
    pdf = _fpdf()
    for line in lines:
        pdf.cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def wrapped(paragraph: str) -> list[str]:
    """A paragraph in lines."""
    lines = [""]
    for word in paragraph.split():
        if len(lines[-1]) + len(word) > LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def in_latin(pages: Sequence[Sequence[str]], *, leading: float = 7, **properties: str) -> bytes:
    """Lines of Latin letters, one below the other."""
    from fpdf import FPDF

    pdf = FPDF()
    pdf.set_auto_page_break(False)
    pdf.set_font("helvetica", size=11)
    for name, value in properties.items():
        getattr(pdf, f"set_{name}")(value)
    for page in pages:
        pdf.add_page()
        for line in page:
            pdf.cell(0, leading, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def by_hand(lines: Sequence[tuple[float, float, str]], annotations: Sequence[str] = ()) -> bytes:
    """A page with lines at places (x, y, text), and annotations as PDF dictionaries."""
    text = " ".join(f"1 0 0 1 {x} {y} Tm ({line}) Tj" for x, y, line in lines)
    stream = f"BT /F 12 Tf {text} ET"
    names = " ".join(f"{number} 0 R" for number in range(10, 10 + len(annotations)))
    objects = {
        1: "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields["
        + names
        + "]/DR<</Font<</F 5 0 R>>>>/DA(/F 12 Tf 0 g)>>>>",
        2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        f"/Resources<</Font<</F 5 0 R>>>>/Annots[{names}]>>",
        4: f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    }
    objects |= dict(enumerate(annotations, 10))
    body = "%PDF-1.7\n"
    places = {}
    for number, content in objects.items():
        places[number] = len(body)
        body += f"{number} 0 obj\n{content}\nendobj\n"
    size = max(places) + 1
    table = "".join(
        f"{places[n]:010} 00000 n \n" if n in places else "0000000000 65535 f \n"
        for n in range(size)
    )
    trailer = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n{table}{trailer}".encode("latin-1")


def field(name: str, value: str, box: str, *, kind: str = "Tx", more: str = "") -> str:
    """A field of a form, for `by_hand`."""
    return (
        f"<</Type/Annot/Subtype/Widget/FT/{kind}/T({name})/V{value}/Rect[{box}]"
        f"/DA(/F 12 Tf 0 g)/F 4 {more}>>"
    )


def _fpdf() -> "FPDF":  # type: ignore[name-defined]  # noqa: F821, UP037
    from fpdf import FPDF

    if DEJAVU is None:
        pytest.skip("no font with Arabic and Hebrew letters on this machine")
    pdf = FPDF()
    pdf.add_font("Sample", "", DEJAVU)
    pdf.set_font("Sample", size=12)
    pdf.add_page()
    return pdf
