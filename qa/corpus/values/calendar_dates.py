"""Dates with the name of a month: "5 January 2024", «٥ كانون الثاني», "September 2025"."""

from __future__ import annotations

from qa.corpus.values.digit_dates import date_of_parts, whole_date
from qa.corpus.values.lexicon import Month
from qa.corpus.values.months import GREGORIAN
from qa.corpus.values.number_phrases import ordinal_at
from qa.corpus.values.pieces import Piece
from qa.corpus.values.spelling import FILLER, fold

_SPACE = " .׳॰\t\n" + FILLER
_LONGEST_GAP = 14
_DAY_MONTH = frozenset(
    map(fold, ["", "of", "de", "del", "di", "من", "من شهر", "لشهر", "شهر", "-", "/", ",", "ی", "e"])
)
_MONTH_YEAR = frozenset(
    map(
        fold,
        [
            *("", ",", "of", "de", "del", "عام", "سنة", "من عام", "من سنة", "لعام", "لسنة", "من"),
            *("سال", "năm", "-", "/", "'", "ی", "की", "के", "שנת"),
        ],
    )
)
_SAME_MONTH = frozenset(map(fold, ["/", "-", "(", "أو", "or", "ou"]))
_TO = frozenset(
    map(fold, ["-", "to", "and", "و", "إلى", "حتى", "et", "au", "bis", "und", "y", "al", "e", "تا"])
)
_LAST_DAY, _MORE_NAMES = 31, 2
_LONGEST_MONTH = {"hijri": 30, "jalali": 31}
_LATEST_YEAR = 1600


def date_at(folded: str, pieces: list[Piece], first: int) -> tuple[str, int, int] | None:
    """The date that begins with a piece: canonical, its end in the text, and the piece after it."""
    piece = pieces[first]
    if piece.date:
        return piece.date, piece.end, first + 1
    if _names_month(piece):
        return _month_first(folded, pieces, first)
    day, after = _day(piece), first + 1
    if piece.meaning is not None and piece.meaning.ordinal:
        day, after = ordinal_at(folded, pieces, first)
    if not 1 <= day <= _LAST_DAY or after >= len(pieces):
        return None
    between = _between(folded, pieces[after - 1].end, pieces[after].start)
    if _names_month(pieces[after]):
        return _after_day(folded, pieces, after, day) if between in _DAY_MONTH else None
    return _first_of_two(folded, pieces, after, day) if between in _TO else None


def _first_of_two(
    folded: str, pieces: list[Piece], at: int, day: int
) -> tuple[str, int, int] | None:
    """The date of a day before another day of the same month: "5 to 7 January"."""
    following = at + 1 < len(pieces) and (_names_month(pieces[at + 1]) or _day(pieces[at + 1]))
    if not day < _day(pieces[at]) or not following:
        return None
    last = date_at(folded, pieces, at)
    return None if last is None else (f"{last[0][:-2]}{day:02}", pieces[at - 1].end, at)


def _names_month(piece: Piece) -> bool:
    return piece.meaning is not None and bool(piece.meaning.months)


def _month_first(folded: str, pieces: list[Piece], first: int) -> tuple[str, int, int] | None:
    """A month and its year; in English a day may stand between them, or instead."""
    months, end, after = _month_at(folded, pieces, first)
    meaning = pieces[first].meaning
    if after >= len(pieces):
        return None
    if year := _year(folded, end, pieces[after]):
        date = _dated(months, year, None)
        return (date, pieces[after].end, after + 1) if date else None
    day = _day(pieces[after])
    if not day or _between(folded, end, pieces[after].start):
        return None
    day_end = pieces[after].end
    year = _year(folded, day_end, pieces[after + 1]) if after + 1 < len(pieces) else 0
    if year and (date := _dated(months, year, day)):
        return date, pieces[after + 1].end, after + 2
    date = _dated(months, None, day) if meaning is not None and meaning.english_month else ""
    return (date, day_end, after + 1) if date else None


def _after_day(folded: str, pieces: list[Piece], at: int, day: int) -> tuple[str, int, int] | None:
    """The date of a day whose month is the piece at a position."""
    months, end, after = _month_at(folded, pieces, at)
    year = _year(folded, end, pieces[after]) if after < len(pieces) else 0
    if year and (date := _dated(months, year, day)):
        return date, pieces[after].end, after + 1
    date = _dated(months, None, day)
    return (date, end, after) if date else None


def _month_at(folded: str, pieces: list[Piece], at: int) -> tuple[list[Month], int, int]:
    """The months that a name can mean, its end, and the piece after it.

    Another name of the same month goes with the first: «يناير/كانون الثاني».
    """
    meaning, end = pieces[at].meaning, pieces[at].end
    months = list(meaning.months.values()) if meaning is not None else []
    after = at + 1
    for piece in pieces[after : after + _MORE_NAMES]:
        between = _between(folded, end, piece.start)
        same = piece.meaning is not None and any(m in piece.meaning.months.values() for m in months)
        if between not in _SAME_MONTH or not same:
            break
        end = piece.end
        end += between == "(" and folded[end : end + 1] == ")"
        after += 1
    return months, end, after


def _dated(months: list[Month], year: int | None, day: int | None) -> str:
    """The first date that there is among some months'; "" where there is none."""
    for month in months:
        if year is None and month.needs_year:
            continue
        if month.calendar == GREGORIAN:
            date = whole_date(year, month.number, day)
        elif (day or 1) <= _LONGEST_MONTH[month.calendar] and (year or 1) <= _LATEST_YEAR:
            date = f"{month.calendar} {date_of_parts(year, month.number, day)}"
        else:
            date = ""
        if date:
            return date
    return ""


def _day(piece: Piece) -> int:
    """The day that a numeral can be, or 0."""
    is_day = piece.plain and len(piece.numeral) <= 2
    return int(piece.numeral) if is_day and int(piece.numeral) <= _LAST_DAY else 0


def _year(folded: str, end: int, piece: Piece) -> int:
    """The year that a numeral after a month can be, or 0."""
    is_year = piece.plain and not piece.ordinal and 3 <= len(piece.numeral) <= 4
    return (
        int(piece.numeral) if is_year and _between(folded, end, piece.start) in _MONTH_YEAR else 0
    )


def _between(folded: str, end: int, start: int) -> str:
    """What stands between two places, without spaces and full stops; "?" where it is long."""
    return folded[end:start].strip(_SPACE) if start - end <= _LONGEST_GAP else "?"
