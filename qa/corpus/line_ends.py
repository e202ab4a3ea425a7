"""Whether a line end ends a sentence: in lists and verse it does, in wrapped prose it does not.

Judged by the line before, the line after, and three more on either side, so that a passage cut out
of a text is judged as the whole text is. Prose shows by lines that begin with a small letter, by
full stops within lines, and by lines into which the next word would not have fitted.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, NamedTuple

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

FIRST_WORD = 24
"""Characters of a line's beginning, and of its end, that tell its script, first word and stop."""

LONGEST_WITHOUT_STOP = 1500
"""Characters after which a sentence without a full stop ends with its line."""

Opening = Literal["lower", "upper", "digit", "uncased", "entry"]

# Entries of lists, and headings of Markdown.
_ENTRY = regex.compile(r"[•▪◦‣⁃●○■□▶►➢➤✓✔☐☑◆◇★#|]|[*+][ \t]|```")
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
_FIRST_LETTER = regex.compile(r"[\p{L}\p{N}]")
_FIRST_WORD = regex.compile(r"[^\p{L}]*+(\p{L}*+)")
_WIDE = regex.compile(r"[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}]")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_FIRST_OF_THOSE = "\u0e00"
_STOPS = ".!?؟۔։।॥…‽。！？｡"
_CLOSING = "\"'»”’›)]}」』】）"
# A stop within a line, but after a short word, which may be an abbreviation.
_STOP_WITHIN = regex.compile(
    r"[.!?؟۔।॥](?<=[^.]|[\p{L}\p{M}\p{N}»”\"]{4}\.)[\"'»”’›)\]]*[ ]+[\"'«“„¿¡(]*[\p{L}\p{N}]"
    r"|[。！？｡]."
)


class _Line(NamedTuple):
    """What is looked at of a line: a tuple, for every line of a text becomes one.

    Attributes:
        first: Where its first character that is no space stands in the text.
        end: Where it ends.
        text: It, or the beginning of it, without surrounding spaces.
        indent: Spaces before that.
        width: Columns it takes, about.
        first_word: Columns of its first word, before which a line may be wrapped.
        opening: What it begins with.
        like: What kind of entry it may be among its like: "dash", "number", "time", "key" or "".
        ends_with_stop: Whether a sentence seems to end at its end.
        has_stop: Whether one seems to end there or before.
    """

    first: int
    end: int
    text: str
    indent: int
    width: int
    first_word: int
    opening: Opening
    like: str
    ends_with_stop: bool
    has_stop: bool


def _read_line(text: str, start: int, end: int) -> _Line:
    raw = text[start : min(end, start + LOOKED_AT)]
    line = raw.strip()
    indent = len(raw) - len(raw.lstrip())
    beginning = line[:FIRST_WORD]
    scale, first_word = 1, len(beginning.partition(" ")[0])
    if beginning and max(beginning) >= _FIRST_OF_THOSE:
        scale = 2 if _WIDE.search(beginning) else 1
        first_word = 4 if _UNSPACED.search(beginning) else scale * first_word
    like = _LIKE.match(line)
    last = text[max(start, end - FIRST_WORD) : end].rstrip().rstrip(_CLOSING)[-1:]
    ends_with_stop = last != "" and last in _STOPS
    return _Line(
        start + indent,
        end,
        line,
        indent,
        scale * len(line),
        first_word,
        _opening(line),
        (like.lastgroup or "") if like else "",
        ends_with_stop,
        ends_with_stop or _STOP_WITHIN.search(line) is not None,
    )


def _opening(line: str) -> Opening:
    if not line or _ENTRY.match(line):
        return "entry"
    if "\t" in line or "   " in line or " | " in line or "...." in line:  # a table row
        return "entry"
    found = _FIRST_LETTER.search(line)
    letter = found[0] if found else ""
    if not letter or line[-1] in "{}\\":  # a rule, or a line of a program
        return "entry"
    if letter.islower():
        return "lower"
    if letter.isupper():
        return "upper"
    return "digit" if letter.isnumeric() else "uncased"


class LineEnds:
    """The line ends of one text, asked for in order; each line is read once.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._block: list[_Line] = []
        self._number = 0

    def ends_sentence(self, place: int, start: int) -> bool:
        """Whether the sentence from `start` on ends at the line end at `place`."""
        if not self._block or place >= self._block[-1].end:
            self._read_block(place)
        while self._block[self._number].end < place:
            self._number += 1
        if self._number + 1 == len(self._block):
            return True
        line, following = self._block[self._number : self._number + 2]
        if following.opening == "entry" or place - start > LONGEST_WITHOUT_STOP:
            return True
        if line.opening == "entry" or line.like:
            if _hangs(line, following):
                return False
            if line.opening == "entry":
                return True
        before = self._block[max(0, self._number - NEARBY_LINES) : self._number]
        after = self._block[self._number + 2 : self._number + 2 + NEARBY_LINES]
        nearby = _nearby([*before, line, following, *after], is_first=not before)
        is_fresh = start == line.first
        if _begins_entry(line, following, nearby, is_fresh=is_fresh):
            return True
        return not _goes_on(line, following, nearby, is_fresh=is_fresh)

    def _read_block(self, place: int) -> None:
        """Read the lines up to the next empty one, and a few before the one that ends here."""
        starts = [self._text.rfind("\n", 0, place) + 1]
        while starts[0] and len(starts) <= NEARBY_LINES:
            above = self._text.rfind("\n", 0, starts[0] - 1) + 1
            if self._text[above : starts[0]].isspace():
                break
            starts.insert(0, above)
        self._block, self._number = [], 0
        start = starts[0]
        while start <= len(self._text):
            end = self._text.find("\n", start)
            end = len(self._text) if end < 0 else end
            line = _read_line(self._text, start, end)
            if not line.text:
                break
            self._block.append(line)
            start = end + 1


class _Nearby(NamedTuple):
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
    likes: list[str]
    is_first: bool


def _nearby(lines: list[_Line], *, is_first: bool) -> _Nearby:
    width = max([line.width for line in lines])
    n_filled = 0
    has_stop, has_lower = lines[0].has_stop, lines[0].opening == "lower"
    for line, after in pairwise(lines):
        n_filled += line.width + 1 + after.first_word > width
        has_stop = has_stop or after.has_stop
        has_lower = has_lower or after.opening == "lower"
    likes = [line.like for line in lines]
    return _Nearby(width, has_stop, has_lower, len(lines), n_filled, likes, is_first)


def _hangs(line: _Line, following: _Line) -> bool:
    """Whether a line goes on with the entry before it, set in under its first word."""
    return following.indent > line.indent and following.opening in ("lower", "uncased")


def _begins_entry(line: _Line, following: _Line, nearby: _Nearby, *, is_fresh: bool) -> bool:
    """Whether the next line is an entry among its like, or begins a paragraph by being set in."""
    if following.indent > line.indent + 1 and following.opening != "lower":
        return not (line.like or line.opening == "entry")
    if not following.like:
        return False
    if nearby.likes.count(following.like) > 1:
        return True
    is_full = line.width + 1 + following.first_word > nearby.width
    return (is_fresh and not is_full) or line.text.endswith((":", "："))


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
        if line.ends_with_stop and not is_wide:
            return False
        return nearby.has_stop or (is_wide and needed > SHORT_SHARE * nearby.width)
    if not is_fresh:
        return nearby.has_stop or nearby.has_lower or is_full
    return _first_line_goes_on(line, following, nearby)


def _first_line_goes_on(line: _Line, following: _Line, nearby: _Nearby) -> bool:
    """Whether a sentence that begins with a line goes on in the next, which has no small letter.

    The line may be a heading, an entry of a list or a verse.
    """
    needed = line.width + 1 + following.first_word
    is_full = needed > nearby.width
    is_wide = nearby.width >= PROSE_WIDTH
    share = SHORT_SHARE if nearby.is_first else SHORT_SHARE / 2
    if needed <= share * nearby.width or nearby.width < NARROW_WIDTH:
        return False
    if following.opening == "upper":
        found = _FIRST_WORD.match(following.text)
        if found and opens_sentence(found[1]):
            return False
        if not nearby.has_lower:
            return nearby.n_lines == 2 and is_full and is_wide and following.has_stop
    if nearby.has_stop or nearby.has_lower:
        return is_wide or is_full
    rhymes = line.text[-2:] == following.text[-2:]  # lines of verse are often equally long
    return is_wide and not rhymes and 2 < nearby.n_lines == nearby.n_filled + 1
