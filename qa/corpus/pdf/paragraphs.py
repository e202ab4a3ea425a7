"""PDF files to text: page by page, lines joined to paragraphs."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qa.corpus.arabic_order import order_of
from qa.corpus.blocks import Block, Extract
from qa.corpus.pdf.furniture import Parts, part_furniture
from qa.corpus.pdf.hyphens import (
    is_divided,
    join_divided,
    with_hyphen,
    without_soft_hyphens,
    words_of,
)
from qa.corpus.pdf.lines import Line, joined, lines_of, numbering
from qa.corpus.pdf.notes import with_notes
from qa.corpus.pdf.pages import PdfFile, read_pages
from qa.corpus.recognition import can_recognise
from qa.errors import DocumentParseError
from qa.findings import Finding

FULL_LINE = 0.6
"""Share of a page's usual line length from which a line that ends no sentence goes on in the next
one: ragged lines of running text are seldom shorter, headings mostly are."""

FULL_SENTENCE = 0.95
"""The same for a line that ends a sentence, counted with the next line's first word: only where
that word would not have fitted does the paragraph go on."""

MIN_FULL_LINE = 25
"""Characters. On pages of shorter lines (verse, lists, slides) no line is joined."""

WIDE_LEADING = 1.6
"""Times the usual distance of a page's lines: further apart they are not of one paragraph."""


_LIST_ITEM = re.compile(r"\s*(?:[•●▪◦‣·*–—☑-]|\(?[\d٠-٩]{1,3}[.)\-]|\(?[a-zA-Zأ-ي][.)])\s")
_FIRST_WORD = re.compile(r"\S+")
_SENTENCE_END = tuple('.!?؟。…:؛"”»')


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a page.

    Attributes:
        line: Its text, and where each character comes from.
        page: Label of the page that begins with it, or "".
        goes_on: Whether it is the rest of the paragraph before it.
    """

    line: Line
    page: str = ""
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a PDF says: its paragraphs in order, and notes of what was done."""

    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Finding, ...]

    def blocks(self) -> tuple[Block, ...]:
        """The paragraphs as a document's blocks."""
        return tuple(
            Block(paragraph.line.text, "page", label=paragraph.page, joined=paragraph.goes_on)
            if paragraph.page
            else Block(paragraph.line.text)
            for paragraph in self.paragraphs
        )


def parse_pdf(data: bytes) -> Extract:
    """Parse a PDF.

    Raises:
        DocumentParseError: "encrypted": it needs a password. "broken": it is no sound PDF.
            "too_large": it has more pages than any book. "empty": its pages are pictures without
            a text layer.
    """
    file = read_pages(data)
    reading = read_paragraphs(file)
    stated = file.properties
    return Extract(
        reading.blocks(),
        stated.title,
        reading.notes,
        author=stated.author,
        date=stated.date,
        unread=file.unread,
        is_logical=True,
    )


def read_paragraphs(file: PdfFile) -> Reading:
    """Put a file's characters in reading order, and its lines to paragraphs.

    Raises:
        DocumentParseError: "empty": there is no text.
    """
    lines, notes = _lines(file)
    if not any(lines):
        code = "scanned_unreadable" if can_recognise() else "scanned"
        raise DocumentParseError("empty", Finding.of(code))
    parts = part_furniture(
        [[line.text for line in page] for page in lines],
        [[line.baseline for line in page] for page in lines],
    )
    left_out = sum(map(len, lines)) - sum(len(part.kept) + len(part.body) for part in parts)
    if left_out:
        notes.append(Finding.of("page_furniture", left_out))
    without_text = sum(not page for page in lines)
    if without_text:
        notes.append(Finding.of("pages_without_text", without_text, len(lines)))
    n_recognised = sum(page.is_recognised for page in file.pages)
    if n_recognised:
        notes.append(Finding.of("pages_recognised", n_recognised, len(lines)))
    return Reading(tuple(_paragraphs(lines, parts)), tuple(notes))


def _lines(file: PdfFile) -> tuple[list[list[Line]], list[Finding]]:
    """Read the lines of each page, and say what had to be done for it."""
    notes = []
    firsts = numbering(file.pages)
    numbered = list(zip(file.pages, firsts[:-1], strict=True))
    lines = [lines_of(page, first) for page, first in numbered]
    if order_of([line.text for page in lines for line in page]) == "visual":
        # A program that knows no Arabic painted the letters from left to right.
        lines = [lines_of(page, first, as_painted=True) for page, first in numbered]
        notes.append(Finding.of("painted_backwards"))
    placed = [
        page_lines if page.is_recognised else with_notes(page_lines, page, first)
        for page_lines, (page, first) in zip(lines, numbered, strict=True)
    ]
    return placed, notes


def _paragraphs(pages: Sequence[Sequence[Line]], parts: Sequence[Parts]) -> list[Paragraph]:
    """Join lines to paragraphs, over page breaks too."""
    words = words_of(line.text for page in pages for line in page)
    joiner = _Joiner(words)
    for number, (page, part) in enumerate(zip(pages, parts, strict=True), 1):
        joiner.begin_page(
            str(number),
            [without_soft_hyphens(page[position], words) for position in part.kept],
            [without_soft_hyphens(page[position], words) for position in part.body],
        )
    return joiner.end()


class _Joiner:
    """Makes paragraphs of lines, page after page."""

    def __init__(self, words: Counter[str]) -> None:
        self._words = words
        self._done: list[Paragraph] = []
        self._page = ""  # label that the next paragraph bears
        self._goes_on = False
        self._lines: list[Line] = []  # of the paragraph at hand, with what stands between them
        self._last: Line | None = None
        self._furniture: list[Line] = []  # waits for the end of a paragraph that runs on
        self._usual = 0
        self._leading = 0.0

    def begin_page(self, label: str, kept: Sequence[Line], body: Sequence[Line]) -> None:
        """Add a page: the furniture that is kept, and the text."""
        self._usual = _usual_length([line.text for line in body]) or self._usual
        self._leading = _usual_leading(body) or self._leading
        runs_on = bool(body and self._last and self._continues(self._last, body[0]))
        self._furniture += [with_hyphen(line) for line in kept]
        if not runs_on:
            self._close()
            self._page = label
            self._put_furniture()
            if not body:
                self._put(Line("", array("l")))
        for position, line in enumerate(body):
            if position == 0 and runs_on:
                self._run_on(line, label)
            elif self._lines and self._last and self._continues(self._last, line):
                self._add(line)
            else:
                self._close()
                self._put_furniture()
                self._lines = [line]
            self._last = line if position + 1 < len(body) else replace(line, baseline=None)

    def end(self) -> list[Paragraph]:
        """Return the paragraphs, no more pages to come."""
        self._close()
        self._put_furniture()
        return self._done

    def _continues(self, last: Line, line: Line) -> bool:
        if last.is_apart or line.is_apart:
            return False
        if _drop(last, line) > WIDE_LEADING * self._leading > 0:
            return False
        return _continues(last.text, line.text, self._usual)

    def _add(self, line: Line) -> None:
        """Go on with the paragraph at hand."""
        if is_divided(self._lines[-1].text):
            self._lines[-1:] = join_divided(self._lines[-1], line, self._words)
        else:
            self._lines += [_SPACE, line]

    def _run_on(self, line: Line, label: str) -> None:
        """Go on with it on a new page; the rest of a divided word stays on the old one."""
        if self._lines and is_divided(self._lines[-1].text):
            match = _FIRST_WORD.match(line.text)
            end = match.end() if match else 0
            self._add(line.part(0, end))
            line = line.part(end).stripped()
        self._close()
        self._page = label
        self._goes_on = True
        self._lines = [line]

    def _close(self) -> None:
        """End the paragraph at hand."""
        if self._lines:
            self._lines[-1] = with_hyphen(self._lines[-1])
            self._put(joined(self._lines))
        self._lines = []

    def _put_furniture(self) -> None:
        for line in self._furniture:
            self._put(line)
        self._furniture = []

    def _put(self, line: Line) -> None:
        self._done.append(Paragraph(line, self._page, self._goes_on))
        self._page, self._goes_on = "", False


_SPACE = Line(" ", array("l", [-1]))


def _drop(line: Line, following: Line) -> float:
    """How far below a line the next one stands; 0 where it does not, or on another page."""
    if line.baseline is None or following.baseline is None:
        return 0.0
    return max(0.0, line.baseline - following.baseline)


def _usual_leading(lines: Sequence[Line]) -> float:
    """Return how far apart a page's lines mostly stand."""
    drops = sorted(drop for pair in pairwise(lines) if (drop := _drop(*pair)))
    return drops[len(drops) // 2] if len(drops) > 2 else 0.0


def _usual_length(lines: Sequence[str]) -> int:
    """Return the length that a page's long lines have."""
    lengths = sorted(map(len, lines))
    return lengths[int(len(lengths) * 0.8)] if len(lengths) > 2 else 0


def _continues(previous: str, line: str, usual: int) -> bool:
    """Whether a line goes on with the sentence of the one before it."""
    if is_divided(previous) and line[0].isalnum():
        return True
    if _LIST_ITEM.match(line) or usual < MIN_FULL_LINE:
        return False
    if previous.endswith(_SENTENCE_END):
        return len(previous) + 1 + len(line.split(maxsplit=1)[0]) >= FULL_SENTENCE * usual
    return line[0].islower() or len(previous) >= FULL_LINE * usual
