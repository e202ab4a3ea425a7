"""Where a part of a document stands on the pages of its PDF.

Nothing of this is kept in an index: the file is read again when someone wants to see the place. Of
what is scanned only the page in question is recognised again, which is why the place is counted
from its page, and its letters must be found there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.corpus.blocks import clean_characters
from qa.corpus.pdf.lines import numbering
from qa.corpus.pdf.pages import Box, PdfFile, read_boxes, read_pages
from qa.corpus.pdf.paragraphs import Paragraph, read_paragraphs
from qa.corpus.pdf.sought import Sought
from qa.errors import DocumentParseError


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A rectangle on a page.

    Attributes:
        page: Number of the page, from 1.
        box: The rectangle, in PDF points from the lower left corner of the page as it is stored.
    """

    page: int
    box: Box


def boxes_of(data: bytes, sought: Sequence[Sought]) -> list[PlacedBox]:
    """Find where parts of a document's text stand.

    Args:
        data: The PDF that the document was parsed from.
        sought: The parts.

    Returns:
        Rectangles in reading order, one for each run of characters side by side; none for a part
        that is not found on its page.

    Raises:
        DocumentParseError: As of `parse_pdf`, but for "empty".
    """
    file = read_pages(data, recognised={part.page - 1 for part in sought})
    try:
        paragraphs = read_paragraphs(file).paragraphs
    except DocumentParseError as error:
        if error.kind == "empty":
            return []
        raise
    firsts = numbering(file.pages)
    sources = [source for part in sought for source in _sources_of(paragraphs, part, firsts)]
    return list(_merged(_placed(data, file, sources)))


def _sources_of(
    paragraphs: Sequence[Paragraph], sought: Sought, firsts: Sequence[int]
) -> Sequence[int]:
    """Which of the file's characters a part is made of: of its copies the one nearest its place."""
    letters: list[str] = []
    sources: list[int] = []
    begin = 0
    for paragraph in paragraphs:
        if paragraph.page == str(sought.page):
            begin = len(letters)
        for letter, source in _visible(paragraph):
            letters.append(letter)
            sources.append(source)
    text, expected = "".join(letters), begin + sought.n_before
    before = text.rfind(sought.letters, 0, expected + len(sought.letters))
    after = text.find(sought.letters, expected)
    on_page = [
        at for at in (before, after) if at >= 0 and bisect_right(firsts, sources[at]) == sought.page
    ]
    if not on_page:
        return ()
    at = min(on_page, key=lambda at: abs(at - expected))
    return sources[at : at + len(sought.letters)]


def _visible(paragraph: Paragraph) -> Iterator[tuple[str, int]]:
    """Yield each visible character as the document has it, and which of the file's it is."""
    for character, source in zip(paragraph.line.text, paragraph.line.sources, strict=True):
        if character.isspace():
            continue
        # Cleaning is slow and changes none that can be printed.
        cleaned = character if character.isprintable() else clean_characters(character)
        if cleaned:
            yield cleaned, source


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
