"""The lines of a PDF's page, in reading order.

pdfium's own order of lines is kept, and its order of characters wherever no letter of the page
goes from right to left. Where one does, each line is made anew of the boxes of its characters.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from qa.corpus.arabic_order import fold_presentation_forms
from qa.corpus.blocks import clean_characters
from qa.corpus.pdf_order import kind_of, reading_order, with_brackets
from qa.corpus.pdf_pages import RIGHT_TO_LEFT, Glyph, Page

HYPHEN = "\xad"
"""Ends a line whose last word goes on in the next, until it is known whether the hyphen stays."""

SAME_BASELINE = 0.45
"""Of the size of a font: lines whose baselines are nearer are one line. pdfium breaks some at
vowel signs."""

CELL_GAP = 1.8
"""Of the size of a font: a wider gap parts cells of a table, each with an order of its own."""

SPACE_GAP = 0.16
"""Of the size of a font: a wider gap is a space. Fonts have spaces from .2 on, and joints up to
.1 that look like gaps."""

SEEN_GAP, UNSEEN_GAP = 0.08, 0.25
"""The same where pdfium sees a space, and where it sees none."""

_LINE_END = re.compile("[\r\n]+")
_DIVIDED = re.compile("(?<=[\x02\ufffe])")
_HYPHENS = ("\x02", "\ufffe")
_STARTS = ".!?؟،؛:,…۔"
_LETTERS = "LRA"
_FORMS = {
    unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0xFB50, 0xFDFE), *range(0xFE70, 0xFEFD))
}
"""What the letters of Arabic ligatures are, in reading order."""


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


@dataclass(frozen=True, slots=True)
class _Unit:
    """A letter with its marks, or the letters of a ligature: what keeps together in any order."""

    glyphs: tuple[Glyph, ...]
    text: str
    left: float
    right: float


def joined(lines: Iterable[Line]) -> Line:
    """Put lines together to one."""
    text: list[str] = []
    sources = array("l")
    for line in lines:
        text.append(line.text)
        sources.extend(line.sources)
    return Line("".join(text), sources)


def numbering(pages: Sequence[Page]) -> list[int]:
    """Where the numbers of each page's characters begin: first those of its text, then its notes."""
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
    glyphs = {glyph.index: glyph for glyph in page.glyphs}
    lines: list[Line] = []
    is_arabic = False
    for parts in _rows(page.text, spans, glyphs):
        found = [glyphs[i] for start, end in parts for i in range(start, end) if i in glyphs]
        text = "".join(page.text[start:end] for start, end in parts)
        if not RIGHT_TO_LEFT.search(text) or any(glyph.turn < 0 for glyph in found):
            lines += (_as_given(page, span) for span in parts)
            is_arabic = False
            continue
        rtl = not as_painted and _goes_left(text, found, lean)
        line = _line(found, rtl=rtl, after_arabic=is_arabic, as_painted=as_painted)
        lines.append(line)
        is_arabic = _goes_on(line.text)
    return _cleaned(lines, first)


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
    text: str, spans: Sequence[tuple[int, int]], glyphs: dict[int, Glyph]
) -> Iterator[list[tuple[int, int]]]:
    """Put pdfium's lines together that stand on one baseline."""
    row: list[tuple[int, int]] = []
    lead: Glyph | None = None
    for span in spans:
        found = [glyphs[index] for index in range(*span) if index in glyphs]
        letters = [glyph for glyph in found if not _is_mark(glyph)]
        if not found:
            continue
        middle = sorted(letters or found, key=lambda glyph: glyph.baseline)[len(letters or found) // 2]
        if row and lead and _is_same_row(lead, middle, is_mark=not letters):
            row.append(span)
            if _is_mark(lead):
                lead = middle
            continue
        if row:
            yield row
        row, lead = [span], middle
    if row:
        yield row


def _is_same_row(lead: Glyph, other: Glyph, *, is_mark: bool) -> bool:
    reach = 1.0 if is_mark or _is_mark(lead) else SAME_BASELINE
    return (
        lead.turn == other.turn >= 0
        and abs(lead.baseline - other.baseline) <= reach * max(lead.size, other.size)
    )


def _is_mark(glyph: Glyph) -> bool:
    return unicodedata.category(glyph.text) == "Mn"


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
    glyphs: Sequence[Glyph], *, rtl: bool, after_arabic: bool, as_painted: bool
) -> Line:
    """Make a line of what is painted on it."""
    units = _units(glyphs)
    cells = _cells(units)
    text: list[str] = []
    sources = array("l")
    for cell in reversed(cells) if rtl else cells:
        painted = _with_spaces(cell)
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
    lowest = [glyph.baseline for glyph in glyphs if glyph.turn == 0 and not _is_mark(glyph)]
    return Line("".join(text), sources, sorted(lowest)[len(lowest) // 2] if lowest else None)


def _indexes(unit: _Unit, piece: str) -> list[int]:
    return [glyph.index for glyph in unit.glyphs] or [-1] * len(piece)


def _units(glyphs: Sequence[Glyph]) -> list[_Unit]:
    """Put marks to their letters and ligatures together, from left to right."""
    letters = [glyph for glyph in glyphs if not _is_mark(glyph)]
    marks = [glyph for glyph in glyphs if _is_mark(glyph)]
    groups: list[list[Glyph]] = []
    for glyph in letters:
        if groups and _is_one_shape(groups[-1][-1], glyph):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    groups.sort(key=lambda group: group[0].origin)
    clusters = [_ligature(group) for group in groups]
    if not clusters:
        return [_unit([mark]) for mark in sorted(marks, key=lambda mark: mark.origin)]
    owners = _owners(clusters, marks)
    return [_unit([*cluster, *_sorted_marks(owners.get(n, []))]) for n, cluster in enumerate(clusters)]


def _unit(glyphs: Sequence[Glyph]) -> _Unit:
    base = [glyph for glyph in glyphs if not _is_mark(glyph)] or list(glyphs)
    return _Unit(
        tuple(glyphs),
        "".join(glyph.text for glyph in glyphs),
        min(glyph.left for glyph in base),
        max(glyph.right for glyph in base),
    )


def _is_one_shape(first: Glyph, second: Glyph) -> bool:
    """Whether two characters are painted by one glyph."""
    return (
        second.index - first.index == 1
        and first.run == second.run
        and abs(first.origin - second.origin) < 0.01 * first.size
        and kind_of(first.text) in _LETTERS
        and kind_of(second.text) in _LETTERS
    )


def _ligature(group: list[Glyph]) -> list[Glyph]:
    """The characters of one glyph in reading order.

    pdfium turns them round with the line they are in, where a font lists them as they are read;
    those of a presentation form it leaves.
    """
    if kind_of(group[0].text) == "L":
        return group
    if len({round(glyph.left + glyph.right, 2) for glyph in group}) == len(group):
        return sorted(group, key=lambda glyph: -glyph.left - glyph.right)
    text = "".join(glyph.text for glyph in group)
    return group if text in _FORMS and text[::-1] not in _FORMS else group[::-1]


def _owners(clusters: Sequence[Sequence[Glyph]], marks: Sequence[Glyph]) -> dict[int, list[Glyph]]:
    """Find the letter that each mark belongs to: the one it stands over, or the nearest."""
    middles = [(cluster[0].left + cluster[-1].right) / 2 for cluster in clusters]
    owners: dict[int, list[Glyph]] = {}
    for mark in marks:
        middle = (mark.left + mark.right) / 2
        place = bisect_left(middles, middle)
        near = range(max(0, place - 2), min(len(clusters), place + 2))
        owner = min(near, key=lambda n: (_distance(clusters[n], middle), abs(middles[n] - middle)))
        owners.setdefault(owner, []).append(mark)
    return owners


def _distance(cluster: Sequence[Glyph], middle: float) -> float:
    left = min(glyph.left for glyph in cluster)
    right = max(glyph.right for glyph in cluster)
    return max(0.0, left - middle, middle - right)


def _sorted_marks(marks: Sequence[Glyph]) -> list[Glyph]:
    """Marks of one letter as they are typed: what is part of it, doubling, vowel."""
    return sorted(marks, key=lambda mark: _mark_order(unicodedata.combining(mark.text)))


def _mark_order(combining: int) -> int:
    """Hamza and madda, then doubling before vowels, then what stands over all of it."""
    return -combining if combining <= 35 else combining


def _cells(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """Part a line where a wide gap is."""
    cells: list[list[_Unit]] = []
    reach = float("-inf")
    for unit in units:
        if not cells or unit.left - reach > CELL_GAP * unit.glyphs[0].size:
            cells.append([])
        cells[-1].append(unit)
        reach = max(reach, unit.right)
    return cells


def _with_spaces(units: Sequence[_Unit]) -> list[_Unit]:
    """Put a unit for each space between others."""
    spaced: list[_Unit] = []
    for unit in units:
        if spaced and _is_gap(spaced[-1], unit):
            spaced.append(_Unit((), " ", spaced[-1].right, unit.left))
        spaced.append(unit)
    return spaced


def _is_gap(before: _Unit, after: _Unit) -> bool:
    """Whether a space parts two units that stand side by side."""
    first, second = before.glyphs[-1], after.glyphs[0]
    least = SPACE_GAP
    if first.index < second.index:
        pair = (before.glyphs[-1], after.glyphs[0])
    else:
        pair = (after.glyphs[-1], before.glyphs[0])
    if abs(pair[1].ordinal - pair[0].ordinal) == 1:
        least = SEEN_GAP if pair[1].is_spaced else UNSEEN_GAP
    return after.left - before.right > least * max(first.size, second.size)
