"""The lines of a PDF's page, in reading order.

pdfium's own order of lines is kept, and its order of characters wherever no letter of the page
goes from right to left. Where one does, each line is made anew of the boxes of its characters.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

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

SEEN_GAP, UNSEEN_GAP = 0.12, 0.2
"""The same where pdfium sees a space, and where it sees none."""

PARTED_GAP = 0.7
"""The same on lines that have spaces of their own."""

BLANK_STEP = 0.1
"""Of the size of a font: a blank that is narrower is none, but parts two letters that would join."""

BLANK_REACH = 0.7
"""Of the size of a font: how far a blank's baseline may be from that of most letters. In Nastaliq
each word comes down to the line from above."""

JOINER = "\u200c"
"""The zero width non-joiner: Persian parts letters of a word with it. Few files keep it."""

JOINT_GAP = 0.02
"""Of the size of a font: letters of one word that are further apart are not joined."""

MAX_UNJOINED = 0.4
"""Share of a line's joints that may be open where that says something."""

_PERSIAN = frozenset("پچژگکی")  # of the languages that part letters without a space
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


def _shaped(shape: str) -> frozenset[str]:
    """Letters that have a presentation form of this shape."""
    forms = (
        unicodedata.decomposition(chr(code)).split()
        for code in (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD))
    )
    return frozenset(chr(int(form[1], 16)) for form in forms if form[:1] == [shape])


_JOIN_BOTH, _JOIN_RIGHT = _shaped("<initial>"), _shaped("<final>")


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
    ink: tuple[float, float] = (0.0, 0.0)


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
            sorted(blank.origin for blank in blanks[near]),
            middle.baseline if middle.turn == 0 else None,
            rtl=rtl,
            after_arabic=is_arabic,
            as_painted=as_painted,
        )
        lines.append(line)
        is_arabic = _goes_on(line.text)
    return _cleaned(lines, first)


def _middle(glyphs: Sequence[Glyph]) -> Glyph:
    """The glyph on whose height most of a line stands."""
    letters = [glyph for glyph in glyphs if not _is_mark(glyph)] or glyphs
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
            lead = middle if _is_mark(lead) else lead
            continue
        if row:
            yield row
        row, lead = [span], middle
    if row:
        yield row


def _is_same_row(lead: Glyph, other: Glyph) -> bool:
    reach = 1.0 if _is_mark(other) or _is_mark(lead) else SAME_BASELINE
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
    glyphs: Sequence[Glyph],
    blanks: Sequence[float],
    baseline: float | None,
    *,
    rtl: bool,
    after_arabic: bool,
    as_painted: bool,
) -> Line:
    """Make a line of what is painted on it."""
    units = _units(glyphs)
    gaps = _gaps(units, blanks)
    cells = _cells(units, gaps)
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
    groups.sort(key=lambda group: (group[0].origin, group[0].right))
    clusters = [_ligature(group) for group in groups]
    if not clusters:
        return [_unit([mark]) for mark in sorted(marks, key=lambda mark: mark.origin)]
    owners = _owners(clusters, marks)
    return [_unit([*cluster, *_sorted_marks(owners.get(n, []))]) for n, cluster in enumerate(clusters)]


def _unit(glyphs: Sequence[Glyph]) -> _Unit:
    pen = 0.01 * glyphs[0].size  # a mark that is painted with its letter shares its box
    base = [g for g in glyphs if not _is_mark(g) or abs(g.origin - glyphs[0].origin) < pen]
    return _Unit(
        tuple(glyphs),
        "".join(glyph.text for glyph in glyphs),
        min(glyph.left for glyph in base),
        max(glyph.right for glyph in base),
        (min(glyph.ink[0] for glyph in base), max(glyph.ink[1] for glyph in base)),
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
    origins = [cluster[0].origin for cluster in clusters]
    owners: dict[int, list[Glyph]] = {}
    for mark in marks:
        place = bisect_left(origins, mark.origin)
        near = range(max(0, place - 3), min(len(clusters), place + 3))
        owner = min(near, key=lambda n: _distance(clusters[n], mark))
        owners.setdefault(owner, []).append(mark)
    return owners


def _distance(cluster: Sequence[Glyph], mark: Glyph) -> tuple[bool, float, float]:
    """How far a mark is from a letter: not at all where both are one shape."""
    is_other = abs(cluster[0].origin - mark.origin) > 0.01 * mark.size
    middle = (mark.left + mark.right) / 2
    left = min(glyph.left for glyph in cluster)
    right = max(glyph.right for glyph in cluster)
    outside = max(0.0, left - middle, middle - right)
    return (is_other, outside, abs((left + right) / 2 - middle))


def _sorted_marks(marks: Sequence[Glyph]) -> list[Glyph]:
    """Marks of one letter as they are typed: what is part of it, doubling, vowel."""
    each = {mark.text: mark for mark in marks}  # some writers paint one twice
    return sorted(each.values(), key=lambda mark: _mark_order(unicodedata.combining(mark.text)))


def _mark_order(combining: int) -> int:
    """Hamza and madda, then doubling before vowels, then what stands over all of it."""
    return -combining if combining <= 35 else combining


def _cells(units: Sequence[_Unit], gaps: Sequence[str]) -> list[list[_Unit]]:
    """Part a line where a wide gap is, and put a unit for what is not painted elsewhere."""
    cells: list[list[_Unit]] = [[]]
    reach = units[0].left
    for unit, gap in zip(units, ["", *gaps], strict=True):
        if unit.left - reach > CELL_GAP * unit.glyphs[0].size:
            cells.append([])
        elif gap:
            cells[-1].append(_Unit((), gap, reach, unit.left))
        cells[-1].append(unit)
        reach = max(reach, unit.right)
    return cells


def _gaps(units: Sequence[_Unit], blanks: Sequence[float]) -> list[str]:
    """Say what stands between each two units that are side by side: a space, a joiner, nothing."""
    gaps = [
        _blank_gap(*pair, blanks) if blanks else " " * _is_gap(*pair) for pair in pairwise(units)
    ]
    joints = [
        place
        for place, (left, right) in enumerate(pairwise(units))
        if gaps[place] != " " and left.text[0] in _JOIN_RIGHT and _last_letter(right) in _JOIN_BOTH
    ]
    open_joints = [place for place in joints if _is_unjoined(units[place], units[place + 1])]
    if len(open_joints) <= MAX_UNJOINED * len(joints) and any(u.text[0] in _PERSIAN for u in units):
        for place in open_joints:
            gaps[place] = JOINER
    return gaps


def _blank_gap(before: _Unit, after: _Unit, blanks: Sequence[float]) -> str:
    """What stands between two units of a line that has spaces of its own."""
    size = after.glyphs[0].size
    place = bisect_right(blanks, before.glyphs[0].origin + 0.01 * size)
    end = after.glyphs[0].origin
    if place < len(blanks) and blanks[place] < end - BLANK_STEP * size:
        return " "
    if after.left - before.right > PARTED_GAP * size:
        return " "
    is_parted = place < len(blanks) and blanks[place] <= end + 0.01 * size
    return JOINER * (is_parted and before.text[0] in _JOIN_RIGHT and _last_letter(after) in _JOIN_BOTH)


def _is_unjoined(left: _Unit, right: _Unit) -> bool:
    """Whether letters that join in any word stand apart: something invisible is between them."""
    return right.ink[0] - left.ink[1] > JOINT_GAP * right.glyphs[0].size


def _last_letter(unit: _Unit) -> str:
    return next((g.text for g in reversed(unit.glyphs) if not _is_mark(g)), "")


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
