"""PDF files to text: page by page, lines joined to paragraphs, backward Arabic turned round."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Sequence

import pypdfium2 as pdfium

from qa.corpus.arabic_order import mend_arabic, mend_brackets
from qa.corpus.blocks import Block, Extract, clean_characters
from qa.errors import DocumentParseError

FULL_LINE = 0.6
"""Share of a page's usual line length from which a line that ends no sentence goes on in the next
one: ragged lines of running text are seldom shorter, headings mostly are."""

FULL_SENTENCE = 0.95
"""The same for a line that ends a sentence, counted with the next line's first word: only where
that word would not have fitted does the paragraph go on."""

MIN_FULL_LINE = 25
"""Characters. On pages of shorter lines (verse, lists, slides) no line is joined."""

FURNITURE_PAGES = 3
"""Pages on which the same first or last line must stand to count as a running header."""

_LOCK = threading.Lock()  # pdfium keeps state of its own and is not safe to enter twice
_SOFT_HYPHEN = re.compile("[\x02\xad\ufffe]\r?\n?")  # how pdfium marks a word divided at a line end
_LIST_ITEM = re.compile(r"\s*(?:[•●▪◦‣·*–—-]|\(?[\d٠-٩]{1,3}[.)\-]|\(?[a-zA-Zأ-ي][.)])\s")
_PAGE_NUMBER = re.compile(
    r"\W*+(?:page|صفحة|p\.)?\W*+\d{1,4}+(?:[^\w/]*+(?:of|من|/)\W*+\d{1,4}+)?\W*+", re.I
)
_SENTENCE_END = tuple('.!?؟。…:؛"”»')


def parse_pdf(data: bytes) -> Extract:
    """Parse a PDF.

    Raises:
        DocumentParseError: "encrypted": it needs a password. "broken": it is no sound PDF.
            "empty": its pages are pictures without a text layer.
    """
    pages, title = _page_texts(data)
    if not any(page.strip() for page in pages):
        message = (
            "The pages hold no text and look scanned; run text recognition (OCR) on them first."
        )
        raise DocumentParseError("empty", message)
    mended, notes = mend_arabic([clean_characters(_SOFT_HYPHEN.sub("\xad", p)) for p in pages])
    lines = [[line.strip() for line in mend_brackets(page).split("\n")] for page in mended]
    lines, furniture = _without_furniture([[line for line in page if line] for page in lines])
    if furniture:
        notes = (*notes, f"left out {furniture} page numbers and running headers")
    without_text = sum(not page.strip() for page in pages)
    if without_text:
        notes = (*notes, f"{without_text} of {len(pages)} pages hold no text and may be scanned")
    return Extract(_blocks(lines), title, notes)


def _page_texts(data: bytes) -> tuple[list[str], str]:
    """Return the text of each page as pdfium gives it, and the title."""
    with _LOCK:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if "password" in str(error).lower() or "security" in str(error).lower():
                message = "The PDF is encrypted; save a copy without a password."
                raise DocumentParseError("encrypted", message) from error
            message = "The file is not a sound PDF; open it and save or print it as PDF again."
            raise DocumentParseError("broken", message) from error
        try:
            pages = [_page_text(document, number) for number in range(len(document))]
            title = str(document.get_metadata_dict().get("Title", "")).strip()
        except (pdfium.PdfiumError, ValueError) as error:
            message = "A page of the PDF is damaged; open it and save or print it as PDF again."
            raise DocumentParseError("broken", message) from error
        finally:
            document.close()
    return pages, title


def _page_text(document: pdfium.PdfDocument, number: int) -> str:
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            return str(text_page.get_text_range(errors="replace"))
        finally:
            text_page.close()
    finally:
        page.close()


def _without_furniture(pages: list[list[str]]) -> tuple[list[list[str]], int]:
    """Drop page numbers and the lines that head or foot most pages."""
    edges = Counter(
        _edge_key(line) for page in pages for line in {*page[:1], *page[-1:]} if len(page) > 2
    )
    least = max(FURNITURE_PAGES, len(pages) // 2)
    removed = 0
    kept = []
    for page in pages:
        for position in (0, -1):
            if len(page) > 2 and (
                edges[_edge_key(page[position])] >= least
                or (len(pages) > 1 and _PAGE_NUMBER.fullmatch(page[position]))
            ):
                page = page[1:] if position == 0 else page[:-1]  # noqa: PLW2901
                removed += 1
        kept.append(page)
    return kept, removed


def _edge_key(line: str) -> str:
    """Return a header or footer without the number that differs from page to page."""
    return re.sub(r"\d+", "#", line)


def _blocks(pages: Sequence[Sequence[str]]) -> tuple[Block, ...]:
    """Join lines to paragraphs, over page breaks too, and mark where each page begins."""
    blocks: list[Block] = []
    previous = ""
    usual = 0
    for number, lines in enumerate(pages, 1):
        usual = _usual_length(lines) or usual
        paragraphs: list[str] = []
        goes_on = False
        for position, line in enumerate(lines):
            if previous and _continues(previous, line, usual):
                if position == 0:
                    goes_on = True
                    paragraphs.append(line)
                else:
                    paragraphs[-1] = _join(paragraphs[-1], line)
            else:
                paragraphs.append(line)
            previous = line
        first, *rest = paragraphs or [""]
        blocks.append(Block(first, "page", label=str(number), joined=goes_on))
        blocks += [Block(paragraph) for paragraph in rest]
    return tuple(blocks)


def _usual_length(lines: Sequence[str]) -> int:
    """Return the length that a page's long lines have."""
    lengths = sorted(map(len, lines))
    return lengths[int(len(lengths) * 0.8)] if len(lengths) > 2 else 0


def _continues(previous: str, line: str, usual: int) -> bool:
    """Whether a line goes on with the sentence of the one before it."""
    if previous.endswith("\xad"):
        return True
    if _LIST_ITEM.match(line) or usual < MIN_FULL_LINE:
        return False
    if previous.endswith(_SENTENCE_END):
        return len(previous) + 1 + len(line.split(maxsplit=1)[0]) >= FULL_SENTENCE * usual
    return line[0].islower() or len(previous) >= FULL_LINE * usual


def _join(paragraph: str, line: str) -> str:
    """Put a line after a paragraph, mending a word divided between them."""
    if paragraph.endswith("\xad"):
        return paragraph[:-1] + line
    return f"{paragraph} {line}"
