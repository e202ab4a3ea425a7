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
from string import ascii_letters

from qa.corpus.arabic_order import fold_presentation_forms
from qa.corpus.blocks import without_controls
from qa.corpus.pdf.order import kind_of, reading_order, with_brackets
from qa.corpus.pdf.pages import RIGHT_TO_LEFT, Glyph, Page
from qa.corpus.pdf.units import Unit, cells_of, is_mark

HYPHEN = "\xad"
"""Ends a line whose last word goes on in the next, until it is known whether the hyphen stays."""

SAME_BASELINE = 0.45
"""Of the size of a font: lines whose baselines are nearer are one line. pdfium breaks some at
vowel signs."""

BLANK_REACH = 0.7
"""Of the size of a font: how far a blank's baseline may be from that of most letters. In Nastaliq
each word comes down to the line from above."""

SLOPE = 1.3
"""Of the size of a font: how far a word of Nastaliq comes down to its line."""

MAX_BLANKS = 2_000
"""Blanks of one line that are looked at, and letters: a hostile file has any number."""

_ASCII_LETTERS = frozenset(ascii_letters)
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
    if page.is_recognised:
        return _cleaned(_recognised(page), first)
    spans = list(_spans(page.text))
    if not page.glyphs or not RIGHT_TO_LEFT.search(page.text):
        return _cleaned((_as_given(page, span) for span in spans), first)
    glyphs = {glyph.index: glyph for glyph in page.glyphs}
    reader = _Reader(page, as_painted=as_painted)
    lines: list[Line] = []
    for parts in _rows(spans, glyphs, is_sloping=bool(_URDU & set(page.text))):
        found = [glyphs[i] for start, end in parts for i in range(start, end) if i in glyphs]
        text = "".join(page.text[start:end] for start, end in parts)
        if reader.is_for(text) and all(glyph.turn >= 0 for glyph in found):
            lines += (reader.line(text, level) for level in _levels(found))
        else:
            lines += (_as_given(page, span) for span in parts)
    return _cleaned(lines, first)


def _recognised(page: Page) -> Iterator[Line]:
    """The lines of a page that is a picture: all characters of one have its box."""
    for number, note in enumerate(page.notes, len(page.text)):
        yield Line(note.text, array("l", [number] * len(note.text)), note.box.bottom)


class _Reader:
    """Reads the lines of a page that has letters from right to left, one after the other."""

    def __init__(self, page: Page, *, as_painted: bool) -> None:
        letters = set(page.text)
        self._lean = _lean(page.text)
        self._has_joiners = bool(letters & _PERSIAN) and not letters & _URDU
        self._blanks = sorted(page.blanks, key=lambda blank: blank.baseline)
        self._heights = [blank.baseline for blank in self._blanks]
        self._as_painted = as_painted
        self._has_runs = _span_words(page.glyphs)
        self._is_arabic = False  # whether the last line may go on in this one

    def is_for(self, text: str) -> bool:
        """Whether a line is to be put in order, as those of other letters are not."""
        if RIGHT_TO_LEFT.search(text):
            return True
        self._is_arabic = False
        return self._lean > 0 and not any(kind_of(character) == "L" for character in text)

    def line(self, text: str, glyphs: Sequence[Glyph]) -> Line:
        """Make a line of what is painted on it."""
        middle = _middle(glyphs)
        cells = cells_of(glyphs, self._origins(middle, glyphs), has_joiners=self._has_joiners)
        rtl = not self._as_painted and _goes_left(text, glyphs, self._lean)
        line = joined(self._cell(cell, rtl=rtl) for cell in (cells[::-1] if rtl else cells))
        self._is_arabic = _goes_on(line.text)
        return replace(line, baseline=middle.baseline if middle.turn == 0 else None).stripped()

    def _cell(self, painted: Sequence[Unit], *, rtl: bool) -> Line:
        """Read one cell, and put a space after it."""
        texts = [unit.text for unit in painted]
        order: Sequence[int] = range(len(texts))
        if not self._as_painted:
            runs = [(u.glyphs[0].run, u.glyphs[0].font) if u.glyphs else (0, 0) for u in painted]
            order = reading_order(
                texts,
                rtl=rtl,
                after_arabic=self._is_arabic,
                runs=runs if self._has_runs else (),
            )
        self._is_arabic = False
        sources = array("l")
        for position in order:
            indexes = [glyph.index for glyph in painted[position].glyphs]
            sources.extend(indexes or [-1] * len(texts[position]))
        text = "".join(with_brackets([texts[position] for position in order]))
        return Line(f"{text} ", array("l", [*sources, -1]))

    def _origins(self, middle: Glyph, glyphs: Sequence[Glyph]) -> list[float]:
        """Where the blanks of a line are, less those that are vowel signs without a width."""
        if middle.turn != 0:
            return []
        reach = BLANK_REACH * middle.size
        start = bisect_left(self._heights, middle.baseline - reach)
        end = bisect_right(self._heights, middle.baseline + reach)
        if not 0 < end - start <= MAX_BLANKS:
            return []
        marks = {round(glyph.origin, 1) for glyph in glyphs if is_mark(glyph)}
        origins = (blank.origin for blank in self._blanks[start:end])
        return sorted(origin for origin in origins if round(origin, 1) not in marks)


def _span_words(glyphs: Sequence[Glyph]) -> bool:
    """Whether Latin words are painted together with the next ones, so that this tells something."""
    last: dict[int, int] = {}
    for glyph in glyphs:
        if glyph.text in _ASCII_LETTERS:
            before = last.get(glyph.run)
            if before is not None and (glyph.is_spaced or glyph.ordinal != before + 1):
                return True
            last[glyph.run] = glyph.ordinal
    return False


def _levels(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Part lines that are turned and that pdfium takes for one, since they are side by side."""
    if not glyphs[0].turn:
        return [list(glyphs)]
    levels: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.baseline):
        if not levels or levels[-1][-1].baseline - glyph.baseline > SAME_BASELINE * glyph.size:
            levels.append([])
        levels[-1].append(glyph)
    return [sorted(level, key=lambda glyph: glyph.index) for level in levels]


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
    if fold_presentation_forms(without_controls(text)) == text:
        return replace(line, text=text, sources=sources)
    pieces = [fold_presentation_forms(without_controls(character)) for character in text]
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
    spans: Sequence[tuple[int, int]], glyphs: dict[int, Glyph], *, is_sloping: bool
) -> Iterator[list[tuple[int, int]]]:
    """Put pdfium's lines together that stand on one baseline."""
    row: list[tuple[int, int]] = []
    lead: Glyph | None = None
    taken: list[float] = []
    for span in spans:
        found = [glyphs[index] for index in range(*span) if index in glyphs]
        if not found:
            continue
        middle = _middle(found)
        is_same = lead is not None and _is_same_row(lead, middle)
        if is_sloping and lead is not None and not is_same:
            is_same = _fits_in(found, lead, taken)
        if row and lead and is_same:
            row.append(span)
            lead = middle if is_mark(lead) else lead
        else:
            if row:
                yield row
            row, lead, taken = [span], middle, []
        if is_sloping and len(taken) < MAX_BLANKS:
            taken = sorted((*taken, *(glyph.origin for glyph in found)))
    if row:
        yield row


def _fits_in(glyphs: Sequence[Glyph], lead: Glyph, taken: Sequence[float]) -> bool:
    """Whether letters of a sloping hand belong to a line: no other stands above or below them."""
    first, last = min(g.origin for g in glyphs), max(g.origin for g in glyphs)
    drop = max(abs(glyph.baseline - lead.baseline) for glyph in glyphs)
    is_free = bisect_left(taken, first) == bisect_right(taken, last)
    return is_free and lead.turn == 0 and drop <= SLOPE * lead.size


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
