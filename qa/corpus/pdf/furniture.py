"""Running headers, footers and page numbers: which lines of a page's edges are no part of the text.

A line that heads or foots several pages is kept where it stands first and left out after; page
numbers are left out altogether.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

EDGE_LINES = 4
"""Lines at the top and the bottom of a page that may be furniture."""

FURNITURE_PAGES = 3
"""Pages on which the same line must stand at an edge."""

_PAGE_WORDS = frozenset(
    re.split(
        " ",
        "page p pg pp sheet seite s blatt página pagina pág pag strana strona str sida side sivu"
        " oldal sayfa стр страница с лист σελίδα σελ עמוד עמ דף صفحة ص صفحه صفحہ لاپەڕە पृष्ठ पेज"
        " trang halaman hal หน้า 第 页 頁 ページ 페이지 쪽 folio",
    )
)
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_AT_START, _AT_END = re.compile(r"(\d{1,5})(?!\S)"), re.compile(r"(?<!\S)(\d{1,5})\Z")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s")
_ROMAN = re.compile(r"[ivxlc]{1,8}|[IVXLC]{1,8}")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_LONGEST = 200  # characters of a line that may be furniture


@dataclass(frozen=True, slots=True)
class Parts:
    """The lines of one page by what they are, each by its number.

    Attributes:
        kept: Furniture that stands nowhere before.
        body: The text.
    """

    kept: tuple[int, ...]
    body: range


def part_furniture(
    pages: Sequence[Sequence[str]], baselines: Sequence[Sequence[float | None]]
) -> list[Parts]:
    """Tell the furniture of each page from its text.

    Args:
        pages: The lines of each page.
        baselines: The heights of these lines, where they are known.
    """
    edges = _Edges(pages)
    seen: set[str] = set()
    return [
        _parts(edges, number, page, heights, seen)
        for number, (page, heights) in enumerate(zip(pages, baselines, strict=True))
    ]


def _parts(
    edges: _Edges,
    number: int,
    page: Sequence[str],
    heights: Sequence[float | None],
    seen: set[str],
) -> Parts:
    top, bottom = 0, len(page)
    while top < min(EDGE_LINES, bottom - 1) and edges.has(number, page[top]):
        top += 1
    top = _to_gap(heights[: top + 1])
    while bottom > max(top + 1, len(page) - EDGE_LINES) and edges.has(number, page[bottom - 1]):
        bottom -= 1
    bottom = len(page) - _to_gap(heights[max(0, bottom - 1) :][::-1])
    kept = []
    for position in (*range(top), *range(bottom, len(page))):
        key = _masked(page[position])
        if key not in seen and not edges.is_page_number(number, page[position]):
            kept.append(position)
        seen.add(key)
    return Parts(tuple(kept), range(top, bottom))


def _to_gap(heights: Sequence[float | None]) -> int:
    """How many lines from an edge stand before the widest gap: there the text begins.

    Args:
        heights: Those of the lines that seem to be furniture, and of the next one.
    """
    gaps = [
        abs(one - other) if one is not None and other is not None else 0.0
        for one, other in pairwise(heights)
    ]
    widest = max(gaps, default=0.0)
    return max((n for n, gap in enumerate(gaps, 1) if gap >= 0.9 * widest), default=0)


class _Edges:
    """The lines at the edges of all pages."""

    def __init__(self, pages: Sequence[Sequence[str]]) -> None:
        self._n_pages = len(pages)
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        self._steps: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._beginnings: Counter[str] = Counter()
        self._offsets: Counter[int] = Counter()
        for number, page in enumerate(pages):
            lines = list(_edge_lines(page))
            self._beginnings.update({_plain(line).split()[0] for line in lines if len(line) <= 40})
            for line in lines:
                self._places[_plain(line)].append(number)
                for offset in {value - number for value in _values(line)}:
                    self._steps[_masked(line)][offset] += 1
            outer = {value - number for line in lines for value in _outer_values(line)}
            self._offsets.update(outer)

    def has(self, number: int, line: str) -> bool:
        """Whether a line at the edge of a page is furniture."""
        if len(line) > _LONGEST or self._n_pages < 2:
            return False
        return (
            self.is_page_number(number, line) or self._repeats(line) or self._counts(number, line)
        )

    def _repeats(self, line: str) -> bool:
        """Whether the line stands on enough pages, or on each second one."""
        places = self._places[_plain(line)]
        if len(places) >= FURNITURE_PAGES:
            return True
        return (
            len(places) == 2
            and places[1] - places[0] == 2
            and places[0] < 2
            and places[1] + 2 >= self._n_pages > 3
        )

    def _counts(self, number: int, line: str) -> bool:
        """Whether the line stands on enough pages with a number that goes up with them."""
        words = _WORD.findall(line)
        if len(words) == 1 and words[0].casefold() not in _PAGE_WORDS:
            return False  # a heading: "Chapter 3"
        if _NUMBERED.match(line):
            return False  # one too: "3. The river"
        steps = self._steps[_masked(line)]
        if any(steps[value - number] >= FURNITURE_PAGES for value in _values(line)):
            return True
        least = max(FURNITURE_PAGES, self._n_pages // 2)  # most pages are numbered so
        return any(self._offsets[value - number] >= least for value in _outer_values(line))

    def is_page_number(self, number: int, line: str) -> bool:
        """Whether the line is the number of its page."""
        words = [word.casefold() for word in _WORD.findall(line[:_LONGEST])]
        if len(line) > _LONGEST or len(words) > 6:
            return False
        if _ROMAN.fullmatch(line) or (not words and _NUMBER.search(line)):
            steps = self._steps[_masked(line)]
            return any(steps[value - number] >= 2 for value in _values(line))
        if not words or words[0] not in _PAGE_WORDS:
            return (
                bool(words) and words[-1] in _PAGE_WORDS and len(words) < 3 and bool(_values(line))
            )
        if _NUMBER.search(line):
            return len(words) <= 2 or self._counts(number, line)
        return len(words[0]) > 2 and self._beginnings[words[0]] >= FURNITURE_PAGES


def _edge_lines(page: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a page's edges, each once, but those that are too long."""
    edges = dict.fromkeys((*page[:EDGE_LINES], *page[-EDGE_LINES:]))
    yield from {_plain(line): line for line in edges if len(line) <= _LONGEST}.values()


def _plain(line: str) -> str:
    return " ".join(line.casefold().split())


def _masked(line: str) -> str:
    """A line without the number that differs from page to page."""
    return "#" if _ROMAN.fullmatch(line) else _NUMBER.sub("#", _plain(line))


def _outer_values(line: str) -> list[int]:
    """The numbers with which a line begins or ends."""
    ends = (match for match in (_AT_START.match(line), _AT_END.search(line[-12:])) if match)
    return [int(match.group(1)) for match in ends]


def _values(line: str) -> list[int]:
    """The numbers of a line, in any digits, or the one in Roman ones that it is."""
    if _ROMAN.fullmatch(line):
        values = [_ROMAN_VALUES[letter] for letter in line.casefold()]
        return [
            sum(
                -value if value < max(values[place:]) else value
                for place, value in enumerate(values)
            )
        ]
    return [int(digits) for digits in _NUMBER.findall(line) if len(digits) <= 9]
