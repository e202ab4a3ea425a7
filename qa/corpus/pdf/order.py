"""The order in which painted letters are read: Unicode's bidirectional algorithm, backwards.

A line of Hebrew or Arabic is painted from right to left, numbers and Latin words in it from left
to right. Given what stands where, this finds the order that the algorithm (UAX #9) would have laid
out so. Where two orders look the same on the page, the likelier is taken.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_KINDS = {
    "L": "L",
    "R": "R",
    "AL": "A",
    "EN": "N",
    "AN": "D",  # digits that are Arabic wherever they stand
    "ES": "S",
    "CS": "C",
    "ET": "T",
}
_NUMBERS = "ND"
_RIGHT = "RA"
_BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›"}
_CLOSING = {closing: opening for opening, closing in _BRACKETS.items()}
_MIRROR = {**_BRACKETS, **_CLOSING}
_STOPS = ".,:;!?؟،؛…۔)]}»›\"'”’"


def kind_of(text: str) -> str:
    """A letter's direction: L, R or A (Arabic), N or D for digits, S C T around them, else O."""
    return _KINDS.get(unicodedata.bidirectional(text[0]), "O")


@dataclass(frozen=True, slots=True)
class _Painted:
    """A line as it is painted, from left to right."""

    texts: Sequence[str]
    kinds: Sequence[str]
    runs: Sequence[tuple[int, int]]


def reading_order(
    texts: Sequence[str],
    *,
    rtl: bool,
    after_arabic: bool = False,
    runs: Sequence[tuple[int, int]] = (),
) -> list[int]:
    """Find the order in which a painted line is read.

    Args:
        texts: What is painted, from left to right.
        rtl: Whether the line as a whole goes from right to left.
        after_arabic: Whether it goes on with a line of Arabic letters.
        runs: Text object and font of each, where they tell what was written together: "GB 3" is
            written "3 GB" where the two are painted apart in one font, and "Windows 10" is not.
    """
    line = _Painted(texts, [kind_of(text) for text in texts], runs)
    if rtl:
        return _from_right(line, range(len(texts) - 1, -1, -1), after_arabic)
    order = list(range(len(texts)))
    for start, end in _right_islands(line.kinds):
        order[start:end] = _from_right(line, range(end - 1, start - 1, -1), False)
    return order


def _right_islands(kinds: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield what of a line from left to right is written from right to left."""
    start, end = -1, -1
    for position, kind in enumerate([*kinds, "L"]):
        if kind in _RIGHT:
            start, end = (position if start < 0 else start), position + 1
        elif kind == "L" and start >= 0:
            yield start, end
            start = -1


def _from_right(line: _Painted, positions: range, after_arabic: bool) -> list[int]:
    """Order positions that come from right to left: turn numbers and Latin words in them round."""
    order: list[int] = []
    stretch: list[int] = []
    is_arabic = after_arabic
    for position in positions:
        if line.kinds[position] in _RIGHT:
            order += _turned(line, stretch, is_arabic)
            stretch = []
            order.append(position)
            is_arabic = line.kinds[position] == "A"
        else:
            stretch.append(position)
    return order + _turned(line, stretch, is_arabic)


def _turned(line: _Painted, stretch: list[int], is_arabic: bool) -> list[int]:
    """Order what stands between two letters that go to the left."""
    kinds = [line.kinds[position] for position in stretch]
    strong = [n for n, kind in enumerate(kinds) if kind == "L" or kind in _NUMBERS]
    letters = [n for n in strong if kinds[n] == "L"]
    if not letters:
        return _with_numbers(line, stretch, is_arabic)
    start, end = strong[0], strong[-1] + 1
    numbers = [n for n in strong if n < letters[0]]
    if numbers and line.runs:
        (run, font), (other, other_font) = (
            line.runs[stretch[n]] for n in (numbers[-1], letters[0])
        )
        start = letters[0] if run != other and font == other_font else start
    start, end = _with_signs(line, stretch, start, end)
    before = _with_numbers(line, stretch[:start], is_arabic)
    return before + stretch[start:end][::-1] + stretch[end:]


def _with_numbers(line: _Painted, stretch: list[int], is_arabic: bool) -> list[int]:
    """Turn the numbers of a stretch without letters round."""
    order: list[int] = []
    done = 0
    for start, end in _numbers([line.kinds[position] for position in stretch], is_arabic):
        order += stretch[done:start] + stretch[start:end][::-1]
        done = end
    return order + stretch[done:]


def _with_signs(line: _Painted, stretch: list[int], start: int, end: int) -> tuple[int, int]:
    """Widen words from left to right by a bracket that closes one of theirs, a sign of a number."""
    is_open = 0
    for position in reversed(stretch[start:end]):
        is_open += (line.texts[position] in _BRACKETS) - (line.texts[position] in _CLOSING)
    while is_open and start and line.texts[stretch[start - 1]] in _MIRROR:
        start -= 1
        is_open -= 1 if is_open > 0 else -1
    if start and line.kinds[stretch[start]] in _NUMBERS and line.kinds[stretch[start - 1]] == "T":
        start -= 1
    return start, end


def _numbers(kinds: Sequence[str], is_arabic: bool) -> Iterator[tuple[int, int]]:
    """Yield the numbers of a stretch, each with what is painted from left to right with it.

    Beside Hebrew that is a sign between two numbers and those before and after one (-5, 45%);
    beside Arabic, only a mark that divides digits (1,250.5; 31/12).
    """
    position = 0
    while position < len(kinds):
        is_plain = not is_arabic and kinds[position] != "D"
        start = position
        while is_plain and position < len(kinds) and kinds[position] == "T":
            position += 1
        if position == len(kinds) or kinds[position] not in _NUMBERS:
            position = max(position, start + 1)
            continue
        joints = "CS" if is_plain and kinds[position] == "N" else "C"
        while position < len(kinds) and (
            kinds[position] in _NUMBERS
            or (
                kinds[position] in joints
                and position + 1 < len(kinds)
                and kinds[position + 1] in _NUMBERS
            )
        ):
            position += 1
        while is_plain and position < len(kinds) and kinds[position] == "T":
            position += 1
        yield start, position


def with_brackets(texts: Sequence[str]) -> list[str]:
    """Turn the brackets of a line that is in reading order the right way round.

    Which half of a pair stands for which is lost between those who write PDFs and those who read
    them. The spaces tell: one opens after a space and before a word, and closes the other way.
    What they leave open is told by the bracket that waits to be closed.
    """
    mended = list(texts)
    waiting: list[str] = []
    unsure = _pair_as_they_stand(texts)
    for position, text in enumerate(texts):
        if text not in _MIRROR:
            continue
        opening = text if text in _BRACKETS else _CLOSING[text]
        before = texts[position - 1] if position else " "
        after = texts[position + 1] if position + 1 < len(texts) else " "
        opens = _opens(before, after)
        if opens is None:
            opens = text in _BRACKETS if unsure else opening not in waiting[-1:]
        if opens:
            waiting.append(opening)
        elif waiting[-1:] == [opening]:
            waiting.pop()
        mended[position] = opening if opens else _BRACKETS[opening]
    return mended


def _opens(before: str, after: str) -> bool | None:
    """Whether a bracket between these opens, or None where they do not tell."""
    is_free_before = before.isspace() or before in _BRACKETS
    is_free_after = after.isspace() or after in _STOPS
    if is_free_before == is_free_after:
        return None
    return is_free_before


def _pair_as_they_stand(texts: Sequence[str]) -> bool:
    """Whether every bracket of a line is opened before it is closed."""
    waiting: list[str] = []
    for text in texts:
        if text in _BRACKETS:
            waiting.append(text)
        elif text in _CLOSING and (not waiting or waiting.pop() != _CLOSING[text]):
            return False
    return not waiting
