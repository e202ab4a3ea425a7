"""Numbers of several parts, in words and digits: "مليون و250 ألف", "deux mille cinq cents"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from qa.corpus.values.lexicon import AND, Amount
from qa.corpus.values.numerals import amount, canonical_amount
from qa.corpus.values.pieces import Piece
from qa.corpus.values.spelling import FILLER

_ADJACENT = " -\n\r\t" + FILLER
_LONGEST_GAP = 8
_SMALLEST, _HUNDRED = 10, 100
_UNBOUND, _LARGEST = 10**30, 10**18


@dataclass(frozen=True, slots=True)
class _Sum:
    """A number while it is read.

    Attributes:
        total: What has been multiplied by its scale.
        current: What stands after that, below a thousand.
        last: The scale last multiplied by.
        in_digits: Whether `current` was written in digits, so that only a scale can follow.
        halved: Whether a fraction of the last scale was added, so that its name may come again.
    """

    total: Fraction = Fraction(0)
    current: Fraction = Fraction(0)
    last: int = _UNBOUND
    in_digits: bool = False
    halved: bool = False


def number_at(folded: str, pieces: list[Piece], first: int) -> tuple[str, int]:
    """The number that begins with a piece, canonical, and the piece after it.

    "" stands for what says no number: a place in a row, a word below ten, a word that is more
    often another one.
    """
    piece = pieces[first]
    if piece.meaning is not None and piece.meaning.ordinal:
        return "", ordinal_at(folded, pieces, first)[1]
    result, after = _longest(folded, pieces, first)
    if not any(one.numeral for one in pieces[first:after]) and _is_ordinal(folded, pieces, after):
        return "", after + 1
    if after == first + 1:
        return _alone(piece), after
    number = result.total + result.current
    says = number >= _SMALLEST or any(one.numeral for one in pieces[first:after])
    return (canonical_amount(number) if says else ""), after


def _longest(folded: str, pieces: list[Piece], first: int) -> tuple[_Sum, int]:
    """The longest number that begins with a piece, in any language, and the piece after it."""
    longest, after = _Sum(), first + 1
    if after == len(pieces) or pieces[after].start - pieces[first].end > _LONGEST_GAP:
        return longest, after
    for language in _languages(pieces[after if pieces[first].numeral else first]):
        state, end = _read(folded, pieces, first, language)
        if end > after:
            longest, after = state, end
        if end == len(pieces) or pieces[end].start - pieces[end - 1].end > _LONGEST_GAP:
            break  # nothing is left for another language to read
    return longest, after


def _alone(piece: Piece) -> str:
    """What a piece says with no other beside it."""
    if piece.meaning is None or not piece.alone:
        return "" if piece.ordinal else piece.numeral
    said = next(iter(piece.meaning.amounts.values()))
    number = said.number * said.scale
    return canonical_amount(number) if number >= _SMALLEST else ""


def _is_ordinal(folded: str, pieces: list[Piece], after: int) -> bool:
    """Whether a number in words ends with a place in a row: "twenty-first"."""
    meaning = pieces[after].meaning if after < len(pieces) else None
    if meaning is None or not meaning.ordinal:
        return False
    return joint(folded, pieces[after - 1].end, pieces[after].start, "") is not None


def ordinal_at(folded: str, pieces: list[Piece], first: int) -> tuple[int, int]:
    """The place in a row that Arabic words say from a piece on, and the piece after them."""
    meaning = pieces[first].meaning
    number = meaning.ordinal if meaning is not None else 0
    if first + 1 == len(pieces) or not number:
        return number, first + 1
    following = pieces[first + 1]
    tens = following.meaning.amounts.get("ar") if following.meaning is not None else None
    linked = joint(folded, pieces[first].end, following.start, "ar")
    if tens is None or linked is None or tens.scale > 1:
        return number, first + 1
    if tens.number == 10 and not tens.follows_and:
        return number % 10 + 10, first + 2
    if tens.follows_and and tens.number % 10 == 0 and 20 <= tens.number <= 90:
        return number + int(tens.number), first + 2
    return number, first + 1


def joint(folded: str, end: int, start: int, language: str) -> bool | None:
    """Whether "and" stands between two places; None where anything but it and spaces does."""
    if start - end > _LONGEST_GAP:
        return None
    between = folded[end:start].strip(_ADJACENT)
    if not between or between in ("a", "of a"):  # half a million
        return False
    word = AND.get(language)
    return True if between in (word, f"{word} a") else None


def _languages(piece: Piece) -> list[str]:
    meaning = piece.meaning
    return [] if meaning is None else list(dict.fromkeys([*meaning.amounts, *meaning.multiplies]))


def _read(folded: str, pieces: list[Piece], first: int, language: str) -> tuple[_Sum, int]:
    """As much of a number as the words of one language say from a piece on."""
    state, position = _Sum(), first
    while position < len(pieces):
        piece, joined = pieces[position], False
        if position > first:
            linked = joint(folded, pieces[position - 1].end, piece.start, language)
            if linked is None:
                break
            joined = linked
        if piece.numeral:
            touches = position > first and pieces[position - 1].end == piece.start
            following = pieces[position + 1] if position + 1 < len(pieces) else None
            free = touches or joined or language == "tr" or _multiplies(following, language)
            extended = _with_digits(state, piece, free=free)
        else:
            extended = _with_word(state, piece, language, joined=joined)
        if extended is None:
            break
        state, position = extended, position + 1
    return state, position


def _said(piece: Piece | None, language: str) -> Amount | None:
    if piece is None or piece.meaning is None:
        return None
    return piece.meaning.amounts.get(language) or piece.meaning.multiplies.get(language)


def _multiplies(piece: Piece | None, language: str) -> bool:
    said = _said(piece, language)
    return said is not None and said.scale > 1


def _with_digits(state: _Sum, piece: Piece, *, free: bool) -> _Sum | None:
    """Digits begin a number, or go on with it after a scale where they may."""
    number = amount(piece.numeral)
    begins = state == _Sum()
    goes_on = free and not state.current and state.last < _UNBOUND
    if number is None or piece.ordinal or not (begins or (goes_on and number < state.last)):
        return None
    return replace(state, current=number, in_digits=True)


def _with_word(state: _Sum, piece: Piece, language: str, *, joined: bool) -> _Sum | None:
    said = _said(piece, language)
    if said is None or (said.only_multiplies and not state.current):
        return None
    joined = joined or said.follows_and
    if said.scale > 1:
        return _with_scale(state, said, joined=joined)
    if said.number.denominator > 1:
        return _with_fraction(state, said.number, joined=joined or language == "tr")
    number = int(said.number)
    bare = language == "ar" and not joined and not state.current and state.last < _UNBOUND
    counts = number == _HUNDRED and language in ("ar", "en")
    if bare or (state.in_digits and not counts):
        return None
    below = _below_thousand(state, number, language, joined=joined)
    return None if below is None else replace(state, current=Fraction(below), in_digits=False)


def _with_scale(state: _Sum, said: Amount, *, joined: bool) -> _Sum | None:
    if state.halved and said.scale == state.last and not joined:
        return replace(state, halved=False)  # a million and a quarter of the million
    if said.number != 1 and state.current:
        return None
    if said.scale < state.last:
        total = state.total + (state.current or said.number) * said.scale
        return _Sum(total, last=said.scale)
    total = (state.total + state.current) * said.scale
    grows = said.scale > state.last and said.number == 1 and total < _LARGEST
    return _Sum(total, last=said.scale) if grows and not joined else None


def _with_fraction(state: _Sum, part: Fraction, *, joined: bool) -> _Sum | None:
    """Half of a scale that follows, or of the last one, or of one."""
    if state == _Sum():
        return replace(state, current=part)
    if not joined or state.current.denominator > 1:
        return None
    if state.current:
        return replace(state, current=state.current + part, in_digits=True)
    return replace(state, total=state.total + part * state.last, halved=True)


def _below_thousand(state: _Sum, number: int, language: str, *, joined: bool) -> int | None:
    """What stands below a thousand with one more word; None where it does not go on with it."""
    current = int(state.current)
    if current == 0 and state.current == 0:
        return number
    if number >= _HUNDRED or state.current.denominator > 1:
        hundreds = number == _HUNDRED and state.current.denominator == 1
        return _with_hundred(current, language, joined=joined) if hundreds else None
    if language == "ar" and not joined and number != 10:
        return None
    tens = current % _HUNDRED
    if tens == 0 or _goes_after_tens(tens, number, language, joined=joined):
        return current + number
    if language == "fr" and (tens, number) == (4, 20):
        return current + 76
    is_year = language == "en" and state.last == _UNBOUND and 13 <= current <= 20 <= number * 2
    return current * _HUNDRED + number if is_year else None


def _with_hundred(current: int, language: str, *, joined: bool) -> int | None:
    if joined:
        return current + _HUNDRED if language == "ar" and current < _HUNDRED else None
    counts = current < 10 or (language == "en" and current < _HUNDRED)
    return current * _HUNDRED if counts else None


def _goes_after_tens(tens: int, number: int, language: str, *, joined: bool) -> bool:
    """Whether a number from 1 to 99 is said after another one to be added to it."""
    if language == "ar":
        teen = number == 10 and not joined
        return tens < 10 and (teen or (joined and 20 <= number <= 90 and number % 10 == 0))
    if language == "fr" and (tens == 10 or (tens in (60, 80) and number >= 10)):
        return 7 <= number <= 19
    return number < 10 and tens % 10 == 0 and (tens > 10 or language == "tr")
