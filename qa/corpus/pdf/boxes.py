"""Where a part of a document stands on the pages of its PDF.

Nothing of this is kept in an index: the file is read again when someone wants to see the place.
The n-th visible character of the document's text is the n-th that was read from the pages.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from qa.corpus.blocks import Extract, assemble, finish
from qa.corpus.pdf.lines import numbering
from qa.corpus.pdf.pages import Box, PdfFile, read_boxes, read_pages
from qa.corpus.pdf.paragraphs import Reading, read_paragraphs


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A rectangle on a page.

    Attributes:
        page: Number of the page, from 1.
        box: The rectangle, in PDF points from the lower left corner of the page as it is stored.
    """

    page: int
    box: Box


def boxes_of(data: bytes, start: int, end: int) -> list[PlacedBox]:
    """Find where a span of a document's text stands.

    Args:
        data: The PDF that the document was parsed from.
        start: Offset of the span's first character in the document's text.
        end: Offset after its last.

    Returns:
        Rectangles in reading order, one for each run of characters side by side.

    Raises:
        DocumentParseError: As of `parse_pdf`.
    """
    file = read_pages(data)
    reading = read_paragraphs(file)
    text, _ = assemble(finish(Extract(reading.blocks(), is_logical=True)).blocks)
    first = _n_visible(text[:start])
    sources = list(islice(_sources(reading), first, first + _n_visible(text[start:end])))
    return list(_merged(_placed(data, file, sources)))


def _n_visible(text: str) -> int:
    return sum(not character.isspace() for character in text)


def _sources(reading: Reading) -> Iterator[int]:
    """Yield of each visible character of the document which of the file's it is."""
    for paragraph in reading.paragraphs:
        for character, source in zip(paragraph.line.text, paragraph.line.sources, strict=True):
            if not character.isspace():
                yield source


def _placed(data: bytes, file: PdfFile, sources: Sequence[int]) -> list[PlacedBox]:
    """Find the box of each character."""
    firsts = numbering(file.pages)
    places = []
    wanted: defaultdict[int, set[int]] = defaultdict(set)
    for source in sources:
        page = bisect_right(firsts, source) - 1
        index = source - firsts[page]
        places.append((page, index))
        if index < len(file.pages[page].text):
            wanted[page].add(index)
    found = read_boxes(data, wanted)
    return [
        PlacedBox(
            page + 1,
            found[page][index]
            if index < len(file.pages[page].text)
            else file.pages[page].notes[index - len(file.pages[page].text)].box,
        )
        for page, index in places
    ]


def _merged(boxes: Sequence[PlacedBox]) -> Iterator[PlacedBox]:
    """Make one box of those that stand side by side on a line."""
    run: PlacedBox | None = None
    for placed in boxes:
        if run is not None and _touch(run, placed):
            run = PlacedBox(run.page, _around(run.box, placed.box))
        else:
            if run is not None:
                yield run
            run = placed
    if run is not None:
        yield run


def _touch(one: PlacedBox, other: PlacedBox) -> bool:
    a, b = one.box, other.box
    height = min(a.top - a.bottom, b.top - b.bottom)
    shared = min(a.top, b.top) - max(a.bottom, b.bottom)
    gap = max(a.left, b.left) - min(a.right, b.right)
    return one.page == other.page and shared >= 0.5 * height and gap <= max(1.0, 0.6 * height)


def _around(a: Box, b: Box) -> Box:
    return Box(
        min(a.left, b.left), min(a.bottom, b.bottom), max(a.right, b.right), max(a.top, b.top)
    )
