"""Dates written in digits."""

from __future__ import annotations

import datetime
import re

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
# Two digits of a year: between slashes, or with every part of two digits, unlike a section's.
_SHORT_YEAR = re.compile(r"(\d{1,2})/(\d{1,2})/(\d\d)|(\d\d)\.(\d\d)\.(\d\d)")
_YEAR_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/](\d{4})|(0\d)\.(\d{4})")
_FIRST_YEAR, _LAST_YEAR = 1000, 2199


def date_in_digits(digits: str) -> str:
    """A folded date in digits as "2024-01-05" or "2024-01"; "" where it is none.

    The day stands before the month, unless the second number is above 12.
    """
    if found := _YEAR_FIRST.fullmatch(digits):
        return whole_date(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.fullmatch(digits):
        return _day_first(int(found[1]), int(found[3]), int(found[4]))
    if found := _SHORT_YEAR.fullmatch(digits):
        first, second, year = map(int, filter(None, found.groups()))
        return _day_first(first, second, year + (2000 if year < 70 else 1900))
    if found := _YEAR_MONTH.fullmatch(digits):
        return whole_date(int(found[1]), int(found[2]), None)
    if found := _MONTH_YEAR.fullmatch(digits):
        month, year = map(int, filter(None, found.groups()))
        return whole_date(year, month, None)
    return ""


def _day_first(first: int, second: int, year: int) -> str:
    return whole_date(year, first, second) if second > 12 else whole_date(year, second, first)


def whole_date(year: int | None, month: int, day: int | None) -> str:
    """A Gregorian date as "2024-01-05", "2024-01" or "--01-05"; "" where there is no such day."""
    if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
        return ""
    try:
        datetime.date(year or 2024, month, day or 1)  # 2024 has a 29 February
    except ValueError:
        return ""
    return date_of_parts(year, month, day)


def date_of_parts(year: int | None, month: int, day: int | None) -> str:
    """The parts of a date joined as ISO 8601 has them."""
    start = "-" if year is None else f"{year:04}"
    return f"{start}-{month:02}" + ("" if day is None else f"-{day:02}")
