"""What to look for in a PDF, told without opening it: pdfium is for processes apart."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from qa.records import Document, Span


@dataclass(frozen=True, slots=True)
class Sought:
    """A part of a document's text, as it can be found in the file anew.

    Attributes:
        letters: Its visible characters.
        page: Number of the page on which it begins, from 1.
        n_before: Visible characters between the beginning of that page and it.
    """

    letters: str
    page: int
    n_before: int


def sought_in(document: Document, span: Span) -> Sought | None:
    """What to look for in the file of a document; None where its page is not known."""
    pages = [section for section in document.sections if section.kind == "page"]
    at = bisect_right(pages, span.start, key=lambda section: section.start) - 1
    letters = "".join(document.text[span.start : span.end].split())
    if at < 0 or not letters:
        return None
    before = document.text[pages[at].start : span.start]
    return Sought(letters, int(pages[at].label), len("".join(before.split())))
