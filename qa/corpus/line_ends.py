"""Whether a line end also ends a sentence: in lists and verse it does, in wrapped prose it does not.

Judged by the line before, the line after, and two more on either side, so that a passage cut out of
a text is judged as the whole text is. Prose shows by lines that begin with a small letter, by full
stops within lines, and by lines into which the next word would not have fitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import regex

from qa.corpus.abbreviations import opens_sentence

PROSE_WIDTH = 40
"""Columns of the widest line nearby from which lines are wrapped prose rather than entries."""

NARROW_WIDTH = 24
"""The same for lines that are filled to the brim."""

SHORT_SHARE = 0.65
"""Share of the widest line up to which a line, with the next word, is a heading or an entry."""

NEARBY_LINES = 3
"""Lines that are looked at before the one that ends, and after the next."""

LOOKED_AT = 400
"""Characters of a line that are looked at."""

LONGEST_WITHOUT_STOP = 1500
"""Characters after which a sentence without a full stop ends with its line."""

Opening = Literal["lower", "upper", "digit", "uncased", "entry"]

# Entries of lists and headings of Markdown; table rows, in columns or with leaders to a number.
_ENTRY = regex.compile(r"[•▪◦‣⁃●○■□▶►➢➤✓✔☐☑◆◇★#|]|[*+][ \t]")
_TABLE_ROW = regex.compile(r"\t|[ ]{3}|[ ]\|[ ]|\.{4}")
# What is an entry only among its like.
_LIKE = regex.compile(
    r"""
    (?P<dash>[-–—−](?=[\s\p{Arabic}\p{Hebrew}])|>)
    | (?P<number>[(\[]?(?:\p{N}{1,3}(?:\.\p{N}{1,3}){0,4}|[ivxIVX]{1,5}|\p{L}(?=[)\]\-–]))
        [.)\]\-–:](?=\s)|[①-⑳])
    | (?P<time>\p{N}{1,4}[:./-]\p{N}{2})
    | (?P<key>[^\s:：|.!?؟،,][^:：|.!?؟\n]{0,38}+[:：](?=[ ]|$))
    """,
    regex.VERBOSE,
)
_FIRST_LETTER = regex.compile(
    r"[^\p{L}\p{N}]*+(?:(?P<upper>\p{Lu}|\p{Lt})|(?P<lower>\p{Ll})|(?P<digit>\p{N}))?"
)
_FIRST_WORD = regex.compile(r"[^\p{L}]*+(\p{L}*+)")
_WIDE = regex.compile(r"[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}]")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_STOP_AT_END = regex.compile(r"[.!?؟۔։।॥…‽。！？｡][\"'»”’›)\]}」』】）]*$")
# A stop within a line, but after a short word, which may be an abbreviation.
_STOP_WITHIN = regex.compile(
    r"(?:[\p{L}\p{M}\p{N}»”\"]{4}\.|[!?؟۔։।॥])[\"'»”’›)\]]*[ ]+[\"'«“„¿¡(]*[\p{L}\p{N}]|[。！？｡]."
)


@dataclass(frozen=True, slots=True)
class _Line:
    """What is looked at of a line.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends, or where one that is too long is left off.
        text: It without surrounding spaces.
        indent: Spaces before that.
        width: Columns it takes, about.
        first_word: Columns of its first word, before which a line may be wrapped.
        opening: What it begins with.
        like: What kind of entry it may be among its like: "dash", "number", "time", "key" or "".
        has_stop: Whether a sentence seems to end in it or at its end.
    """

    start: int
    end: int
    text: str
    indent: int
    width: int
    first_word: int
    opening: Opening
    like: str
    has_stop: bool

    @classmethod
    def read(cls, text: str, start: int, end: int) -> _Line:
        raw = text[start:end]
        stripped = raw.strip()
        scale = 2 if _WIDE.search(stripped, 0, 12) else 1
        if _UNSPACED.search(stripped, 0, 12):
            first_word = 4
        else:
            first_word = scale * len(stripped[:30].partition(" ")[0])
        like = _LIKE.match(stripped)
        return cls(
            start=start,
            end=end,
            text=stripped,
            indent=len(raw) - len(raw.lstrip()),
            width=scale * len(stripped),
            first_word=first_word,
            opening=_opening(stripped),
            like=(like.lastgroup or "") if like else "",
            has_stop=bool(_STOP_AT_END.search(stripped) or _STOP_WITHIN.search(stripped)),
        )


def _opening(line: str) -> Opening:
    if not line or _ENTRY.match(line) or _TABLE_ROW.search(line):
        return "entry"
    first = _FIRST_LETTER.match(line)
    match first.lastgroup if first else None:
        case "upper":
            return "upper"
        case "lower":
            return "lower"
        case "digit":
            return "digit"
        case _:
            return "uncased"


class LineEnds:
    """The line ends of one text; each line is read once.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: dict[int, _Line] = {}

    def ends_sentence(self, place: int, start: int) -> bool:
        """Whether the sentence from `start` on ends at the line end at `place`."""
        if place - start > LONGEST_WITHOUT_STOP:
            return True
        line, following = self._before(place), self._after(place)
        if line.opening == "entry" and line.like != "dash" and not _hangs(line, following):
            return True
        if following.opening == "entry":
            return True
        lines = [*self._lines_before(line), line, following, *self._lines_after(following)]
        nearby = _Nearby.of(lines, is_first=lines[0] is line)
        if _begins_entry(line, following, nearby):
            return True
        return not _goes_on(line, following, nearby, is_fresh=start == line.start + line.indent)

    def _before(self, place: int) -> _Line:
        """The line that ends at a place, or the end of it."""
        least = max(0, place - LOOKED_AT)
        start = self._text.rfind("\n", least, place) + 1 or least
        if start not in self._lines:
            self._lines[start] = _Line.read(self._text, start, place)
        return self._lines[start]

    def _after(self, place: int) -> _Line:
        """The line that begins after a line end, or the beginning of it."""
        start = place + 1
        if start not in self._lines:
            most = min(len(self._text), start + LOOKED_AT)
            end = self._text.find("\n", start, most)
            self._lines[start] = _Line.read(self._text, start, most if end < 0 else end)
        return self._lines[start]

    def _lines_before(self, line: _Line) -> list[_Line]:
        found: list[_Line] = []
        while len(found) < NEARBY_LINES and line.start and self._text[line.start - 1] == "\n":
            line = self._before(line.start - 1)
            if not line.text:
                break
            found.append(line)
        return found[::-1]

    def _lines_after(self, line: _Line) -> list[_Line]:
        found: list[_Line] = []
        while len(found) < NEARBY_LINES and self._text.startswith("\n", line.end):
            line = self._after(line.end)
            if not line.text:
                break
            found.append(line)
        return found


@dataclass(frozen=True, slots=True)
class _Nearby:
    """What the lines around a line end have in common.

    Attributes:
        width: Columns of the widest.
        has_stop: Whether a sentence seems to end in one of them.
        has_lower: Whether one begins with a small letter.
        n_lines: How many there are.
        n_filled: How many the first word of the next would not have fitted into.
        likes: Kinds of entries that they may be, one of each line.
        is_first: Whether the line that ends is the first after an empty one.
    """

    width: int
    has_stop: bool
    has_lower: bool
    n_lines: int
    n_filled: int
    likes: tuple[str, ...]
    is_first: bool

    @classmethod
    def of(cls, lines: Sequence[_Line], *, is_first: bool) -> _Nearby:
        width = max(line.width for line in lines)
        return cls(
            width=width,
            has_stop=any(line.has_stop for line in lines),
            has_lower=any(line.opening == "lower" for line in lines),
            n_lines=len(lines),
            n_filled=sum(
                line.width + 1 + after.first_word > width for line, after in pairwise(lines)
            ),
            likes=tuple(line.like for line in lines),
            is_first=is_first,
        )


def _hangs(line: _Line, following: _Line) -> bool:
    """Whether a line goes on with the entry before it, set in under its first word."""
    return following.indent > line.indent and following.opening in ("lower", "uncased")


def _begins_entry(line: _Line, following: _Line, nearby: _Nearby) -> bool:
    """Whether a line is an entry among its like, or begins a paragraph by being set in."""
    if following.indent > line.indent + 1 and following.opening != "lower":
        return not (line.like or line.opening == "entry")
    if not following.like:
        return False
    if nearby.likes.count(following.like) > 1:
        return True
    is_full = line.width + 1 + following.first_word > nearby.width
    return not is_full or line.text.endswith((":", "："))


def _goes_on(line: _Line, following: _Line, nearby: _Nearby, *, is_fresh: bool) -> bool:
    """Whether a sentence goes on from a line into the next.

    Args:
        line: The line.
        following: The next one, which begins no entry.
        nearby: The lines around.
        is_fresh: Whether the sentence begins with the line, and not before or within it.
    """
    needed = line.width + 1 + following.first_word
    is_full = needed > nearby.width
    is_wide = nearby.width >= PROSE_WIDTH
    if line.text.endswith((":", "：")) and not is_full:
        return False
    if following.opening == "lower":
        if _STOP_AT_END.search(line.text) and not is_wide:
            return False
        return nearby.has_stop or (is_wide and needed > SHORT_SHARE * nearby.width)
    if not is_fresh:
        return nearby.has_stop or nearby.has_lower or is_full
    share = SHORT_SHARE if nearby.is_first else SHORT_SHARE / 2
    if needed <= share * nearby.width or nearby.width < NARROW_WIDTH:
        return False
    if following.opening == "upper" and not nearby.has_lower:
        return nearby.n_lines == 2 and is_full and is_wide and _is_mid_sentence(following)
    if following.opening == "upper" and opens_sentence(_first_word(following)):
        return False
    if nearby.has_stop or nearby.has_lower:
        return is_wide or is_full
    rhymes = line.text[-2:] == following.text[-2:]  # lines of verse are often equally long
    return is_wide and not rhymes and 2 < nearby.n_lines == nearby.n_filled + 1


def _is_mid_sentence(line: _Line) -> bool:
    """Whether a line looks like the rest of a sentence: it has a stop, and begins with a name."""
    return line.has_stop and not opens_sentence(_first_word(line))


def _first_word(line: _Line) -> str:
    found = _FIRST_WORD.match(line.text)
    return found[1] if found else ""
