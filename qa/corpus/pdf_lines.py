"""The lines of a PDF's page, in reading order.

pdfium's own order of lines is kept, and its order of characters wherever no letter of the page
goes from right to left. Where one does, each line is made anew of the boxes of its characters.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from qa.corpus.arabic_order import fold_presentation_forms
from qa.corpus.blocks import clean_characters
from qa.corpus.pdf_order import kind_of, reading_order, with_brackets
from qa.corpus.pdf_pages import RIGHT_TO_LEFT, Blank, Glyph, Page
from qa.corpus.pdf_units import Unit, cells_of, is_mark

HYPHEN = "\xad"
"""Ends a line whose last word goes on in the next, until it is known whether the hyphen stays."""

SAME_BASELINE = 0.45
"""Of the size of a font: lines whose baselines are nearer are one line. pdfium breaks some at
vowel signs."""

BLANK_REACH = 0.7
"""Of the size of a font: how far a blank's baseline may be from that of most letters. In Nastaliq
each word comes down to the line from above."""

_PERSIAN, _URDU = frozenset("پچژگکی"), frozenset("ٹڈڑںہے")
_LINE_END = re.compile("[\r\n]+")
_DIVIDED = re.compile("(?<=[\x02\ufffe])")
_HYPHENS = ("\x02", "\ufffe")
_STARTS = ".!?؟،؛:,…۔"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is read.

    Attributes:
        text: Its text.
        sources: For each character, which of the file's it is (see `numbering`), or -1 where it is
            painted nowhere.
        baseline: At what height of the page it stands, where that is known.
        is_apart: Whether it belongs to no paragraph.
    """

    text: str
    sources: array[int]
    baseline: float | None = None
    is_apart: bool = False

    def stripped(self) -> Line:
        """Return the line without space at either end."""
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, start + len(self.text.strip()))

    def part(self, start: int, end: int | None = None) -> Line:
        """Return a part of the line."""
        return replace(self, text=self.text[start:end], sources=self.sources[start:end])

    def followed_by(self, line: Line, between: str = "") -> Line:
        """Return this line and another one, with something between them."""
        nowhere = array("l", [-1] * len(between))
        return replace(
            self,
            text=self.text + between + line.text,
            sources=self.sources + nowhere + line.sources,
        )


def joined(lines: Iterable[Line]) -> Line:
    """Put lines together to one."""
    text: list[str] = []
    sources = array("l")
    for line in lines:
        text.append(line.text)
        sources.extend(line.sources)
    return Line("".join(text), sources)


def numbering(pages: Sequence[Page]) -> list[int]:
    """Where the numbers of each page's characters begin: those of its text, then its notes."""
    sizes = [len(page.text) + len(page.notes) for page in pages]
    return list(accumulate(sizes, initial=0))


def lines_of(page: Page, first: int, *, as_painted: bool = False) -> list[Line]:
    """Read a page line by line.

    Args:
        page: The page.
        first: The number of its first character in the file.
        as_painted: Whether letters are to be read from left to right whatever they are.
    """
    spans = list(_spans(page.text))
    if not page.glyphs or not RIGHT_TO_LEFT.search(page.text):
        return _cleaned((_as_given(page, span) for span in spans), first)
    lean = _lean(page.text)
    letters = set(page.text)
    has_joiners = bool(letters & _PERSIAN) and not letters & _URDU
    glyphs = {glyph.index: glyph for glyph in page.glyphs}
    blanks = sorted(page.blanks, key=lambda blank: blank.baseline)
    heights = [blank.baseline for blank in blanks]
    lines: list[Line] = []
    is_arabic = False
    for parts in _rows(spans, glyphs):
        found = [glyphs[i] for start, end in parts for i in range(start, end) if i in glyphs]
        text = "".join(page.text[start:end] for start, end in parts)
        if not RIGHT_TO_LEFT.search(text) or any(glyph.turn < 0 for glyph in found):
            lines += (_as_given(page, span) for span in parts)
            is_arabic = False
            continue
        middle = _middle(found)
        reach = BLANK_REACH * middle.size if middle.turn == 0 else -1.0
        near = slice(
            bisect_left(heights, middle.baseline - reach),
            bisect_right(heights, middle.baseline + reach),
        )
        rtl = not as_painted and _goes_left(text, found, lean)
        line = _line(
            found,
            _origins(blanks[near], found),
            middle.baseline if middle.turn == 0 else None,
            has_joiners=has_joiners,
            rtl=rtl,
            after_arabic=is_arabic,
            as_painted=as_painted,
        )
        lines.append(line)
        is_arabic = _goes_on(line.text)
    return _cleaned(lines, first)


def _origins(blanks: Sequence[Blank], glyphs: Sequence[Glyph]) -> list[float]:
    """Where the blanks of a line are, less those that are vowel signs without a width."""
    marks = {round(glyph.origin, 1) for glyph in glyphs if is_mark(glyph)}
    return sorted(blank.origin for blank in blanks if round(blank.origin, 1) not in marks)


def _middle(glyphs: Sequence[Glyph]) -> Glyph:
    """The glyph on whose height most of a line stands."""
    letters = [glyph for glyph in glyphs if not is_mark(glyph)] or glyphs
    return sorted(letters, key=lambda glyph: glyph.baseline)[len(letters) // 2]


def _cleaned(lines: Iterable[Line], first: int) -> list[Line]:
    """Fold presentation forms, drop what shows nothing, and number characters in the file."""
    cleaned = [_clean(line, first).stripped() for line in lines]
    return [line for line in cleaned if line.text]


def _clean(line: Line, first: int) -> Line:
    text = line.text
    if text[-1:] in _HYPHENS:
        text = text[:-1] + HYPHEN
    text = text.replace("\x02", "-").replace("\ufffe", "-")
    sources = array("l", (first + source if source >= 0 else -1 for source in line.sources))
    if fold_presentation_forms(clean_characters(text)) == text:
        return replace(line, text=text, sources=sources)
    pieces = [fold_presentation_forms(clean_characters(character)) for character in text]
    spread = (
        source for piece, source in zip(pieces, sources, strict=True) for _ in range(len(piece))
    )
    return replace(line, text="".join(pieces), sources=array("l", spread))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where pdfium's lines begin and end."""
    start = 0
    for match in _LINE_END.finditer(text):
        yield from _undivided(text, start, match.start())
        start = match.end()
    yield from _undivided(text, start, len(text))


def _undivided(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a line's parts, since pdfium goes on after a hyphen as if the line did not end."""
    for part in _DIVIDED.split(text[start:end]):
        if part:
            yield start, start + len(part)
            start += len(part)


def _as_given(page: Page, span: tuple[int, int]) -> Line:
    text = page.text[slice(*span)]
    start = span[0] + len(text) - len(text.lstrip())
    return Line(text, array("l", range(*span)), page.baselines.get(start))


def _rows(
    spans: Sequence[tuple[int, int]], glyphs: dict[int, Glyph]
) -> Iterator[list[tuple[int, int]]]:
    """Put pdfium's lines together that stand on one baseline."""
    row: list[tuple[int, int]] = []
    lead: Glyph | None = None
    for span in spans:
        found = [glyphs[index] for index in range(*span) if index in glyphs]
        if not found:
            continue
        middle = _middle(found)
        if row and lead and _is_same_row(lead, middle):
            row.append(span)
            lead = middle if is_mark(lead) else lead
            continue
        if row:
            yield row
        row, lead = [span], middle
    if row:
        yield row


def _is_same_row(lead: Glyph, other: Glyph) -> bool:
    reach = 1.0 if is_mark(other) or is_mark(lead) else SAME_BASELINE
    return lead.turn == other.turn >= 0 and abs(lead.baseline - other.baseline) <= reach * max(
        lead.size, other.size
    )


def _lean(text: str) -> float:
    """Which way the letters of a text go: 1 for all to the left, -1 for all to the right."""
    kinds = [kind_of(character) for character in text]
    left, right = kinds.count("R") + kinds.count("A"), kinds.count("L")
    return (left - right) / max(1, left + right)


def _goes_left(text: str, glyphs: Sequence[Glyph], lean: float) -> bool:
    """Whether a line as a whole goes from right to left."""
    ordered = sorted(glyphs, key=lambda glyph: glyph.origin)
    strong = [kind for glyph in ordered if (kind := kind_of(glyph.text)) in "LRA"]
    if not strong or "L" not in strong:
        return True
    score = _lean(text) + 0.7 * lean
    if strong[0] == strong[-1] != "L":
        score += 0.7
    elif strong[0] == strong[-1] == "L":
        score -= 0.7
    score += 0.5 * ((ordered[0].text in _STARTS) - (ordered[-1].text in _STARTS))
    return score > 0


def _goes_on(text: str) -> bool:
    """Whether the number that begins the next line would stand after Arabic letters."""
    last = next((kind for c in reversed(text) if (kind := kind_of(c)) in "LRA"), "")
    return last == "A" and not text.endswith((".", "!", "?", "؟", "۔", ":"))


def _line(
    glyphs: Sequence[Glyph],
    blanks: Sequence[float],
    baseline: float | None,
    *,
    has_joiners: bool,
    rtl: bool,
    after_arabic: bool,
    as_painted: bool,
) -> Line:
    """Make a line of what is painted on it."""
    cells = cells_of(glyphs, blanks, has_joiners=has_joiners)
    text: list[str] = []
    sources = array("l")
    for painted in reversed(cells) if rtl else cells:
        texts = [unit.text for unit in painted]
        order = (
            list(range(len(texts)))
            if as_painted
            else reading_order(texts, rtl=rtl, after_arabic=after_arabic)
        )
        mended = with_brackets([texts[position] for position in order])
        if text:
            text.append(" ")
            sources.append(-1)
        for position, piece in zip(order, mended, strict=True):
            text.append(piece)
            sources.extend(_indexes(painted[position], piece))
        after_arabic = False
    return Line("".join(text), sources, baseline)


def _indexes(unit: Unit, piece: str) -> list[int]:
    return [glyph.index for glyph in unit.glyphs] or [-1] * len(piece)
