"""What stands side by side on a painted line: letters with their marks, spaces, cells of a table.

Letters come as glyphs, each with its box; what parts them is seldom written down. Some files paint
spaces, others only step on; a joiner that parts two letters of a word leaves no more than a gap.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.corpus.pdf.order import kind_of
from qa.corpus.pdf.pages import Glyph

CELL_GAP = 1.8
"""Of the size of a font: a wider gap parts cells of a table, each with an order of its own."""

SPACE_GAP = 0.16
"""Of the size of a font: a wider gap is a space. Fonts have spaces from .2 on, and joints up to
.1 that look like gaps."""

SEEN_GAP, UNSEEN_GAP = 0.12, 0.2
"""The same where pdfium sees a space, and where it sees none."""

PARTED_GAP = 1.0
"""The same on lines that have spaces of their own."""

BLANK_STEP = 0.1
"""Of the size of a font: a narrower blank is none, but parts two letters that would join."""

JOINER = "\u200c"
"""The zero width non-joiner: Persian parts letters of a word with it. Few files keep it."""

JOINT_GAP = 0.02
"""Of the size of a font: letters of one word that are further apart are not joined."""

MAX_UNJOINED = 0.4
"""Share of a line's joints that may be open where that says something."""

MAX_LIGATURE = 20
"""Letters of the longest one, a whole blessing (U+FDFA)."""

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
class Unit:
    """A letter with its marks, or the letters of a ligature: what keeps together in any order."""

    glyphs: tuple[Glyph, ...]
    text: str
    left: float
    right: float
    ink: tuple[float, float] = (0.0, 0.0)


def cells_of(
    glyphs: Sequence[Glyph], blanks: Sequence[float], *, has_joiners: bool
) -> list[list[Unit]]:
    """Part a line into cells, and each into what is painted side by side, from left to right.

    Args:
        glyphs: What is painted on the line.
        blanks: Where the file itself paints spaces on it, in rising order.
        has_joiners: Whether letters of a word may be parted without a space.
    """
    units = _units(glyphs)
    return _cells(units, _gaps(units, blanks, has_joiners=has_joiners))


def is_mark(glyph: Glyph) -> bool:
    """Whether a glyph stands above or below another one."""
    return unicodedata.category(glyph.text) == "Mn"


def _units(glyphs: Sequence[Glyph]) -> list[Unit]:
    """Put marks to their letters and ligatures together, from left to right."""
    letters = [glyph for glyph in glyphs if not is_mark(glyph)]
    marks = [glyph for glyph in glyphs if is_mark(glyph)]
    groups: list[list[Glyph]] = []
    for glyph in letters:
        if groups and len(groups[-1]) < MAX_LIGATURE and _is_one_shape(groups[-1][-1], glyph):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    groups.sort(key=lambda group: (group[0].origin, group[0].right))
    clusters = [_ligature(group) for group in groups]
    if not clusters:
        return [_unit([mark]) for mark in sorted(marks, key=lambda mark: mark.origin)]
    owners = _owners(clusters, marks)
    return [
        _unit([*cluster, *_sorted_marks(owners.get(n, []))]) for n, cluster in enumerate(clusters)
    ]


def _unit(glyphs: Sequence[Glyph]) -> Unit:
    pen = 0.01 * glyphs[0].size  # a mark that is painted with its letter shares its box
    base = [g for g in glyphs if not is_mark(g) or abs(g.origin - glyphs[0].origin) < pen]
    return Unit(
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


def _cells(units: Sequence[Unit], gaps: Sequence[str]) -> list[list[Unit]]:
    """Part a line where a wide gap is, and put a unit for what is not painted elsewhere."""
    cells: list[list[Unit]] = [[]]
    reach = units[0].left
    for unit, gap in zip(units, ["", *gaps], strict=True):
        if unit.left - reach > CELL_GAP * unit.glyphs[0].size:
            cells.append([])
        elif gap:
            cells[-1].append(Unit((), gap, reach, unit.left))
        cells[-1].append(unit)
        reach = max(reach, unit.right)
    return cells


def _gaps(units: Sequence[Unit], blanks: Sequence[float], *, has_joiners: bool) -> list[str]:
    """Say what stands between each two units that are side by side: a space, a joiner, nothing."""
    gaps = [
        _blank_gap(*pair, blanks) if blanks else " " * _is_gap(*pair) for pair in pairwise(units)
    ]
    if not has_joiners:
        return ["" if gap == JOINER else gap for gap in gaps]
    joints = [
        place
        for place, (left, right) in enumerate(pairwise(units))
        if gaps[place] != " " and left.text[0] in _JOIN_RIGHT and _last_letter(right) in _JOIN_BOTH
    ]
    open_joints = [place for place in joints if _is_unjoined(units[place], units[place + 1])]
    if len(open_joints) <= MAX_UNJOINED * len(joints):
        for place in open_joints:
            gaps[place] = JOINER
    return gaps


def _blank_gap(before: Unit, after: Unit, blanks: Sequence[float]) -> str:
    """What stands between two units of a line that has spaces of its own."""
    size = after.glyphs[0].size
    place = bisect_right(blanks, before.glyphs[0].origin + 0.01 * size)
    end = after.glyphs[0].origin
    if place < len(blanks) and blanks[place] < end - BLANK_STEP * size:
        return " "
    if after.left - before.right > PARTED_GAP * size:
        return " "
    is_parted = place < len(blanks) and blanks[place] <= end + 0.01 * size
    return JOINER * (
        is_parted and before.text[0] in _JOIN_RIGHT and _last_letter(after) in _JOIN_BOTH
    )


def _is_unjoined(left: Unit, right: Unit) -> bool:
    """Whether letters that join in any word stand apart: something invisible is between them."""
    return right.ink[0] - left.ink[1] > JOINT_GAP * right.glyphs[0].size


def _last_letter(unit: Unit) -> str:
    return next((g.text for g in reversed(unit.glyphs) if not is_mark(g)), "")


def _is_gap(before: Unit, after: Unit) -> bool:
    """Whether a space parts two units that stand side by side."""
    first, second = before.glyphs[-1], after.glyphs[0]
    least = SPACE_GAP
    earlier, later = (first, second) if first.ordinal < second.ordinal else (second, first)
    if later.ordinal - earlier.ordinal == 1:
        least = SEEN_GAP if later.is_spaced else UNSEEN_GAP
    return after.left - before.right > least * max(first.size, second.size)
