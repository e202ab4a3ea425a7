"""Dates of documents: "2024-05-02", or less of it where a document says no more."""

from __future__ import annotations

import datetime

import regex

_DATE = regex.compile(
    r"(?<year>\p{Nd}{4})(?:[-/.](?<month>\p{Nd}{1,2})(?:[-/.](?<day>\p{Nd}{1,2}))?"
    r"|(?<month>\p{Nd}{2})(?<day>\p{Nd}{2}))?(?:[T\s].*)?",
    regex.S,
)

_YEAR_FIRST = regex.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?(?!\d)")
_DAY_FIRST = regex.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_YEAR = regex.compile(r"(?<!\d)\d{4}(?!\d)")


def as_date(text: str) -> str:
    """A date that stands as year, month and day, in any digits, whatever time follows it.

    Returns:
        "2024-05-02", "2024-05" or "2024"; "" where the text is no such date.
    """
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return ""
    year, month, day = (int(found[name] or 0) for name in ("year", "month", "day"))
    try:
        datetime.date(year, month or 1, day or 1)
    except ValueError:
        return ""
    parts = [f"{year:04}", f"{month:02}" if month else "", f"{day:02}" if day else ""]
    return "-".join(filter(None, parts))


def stated_date(text: str) -> str:
    """A date as "2024-05-02", or as much of it as is certain: "2024-05", "2024", or ""."""
    text = "".join(str(int(c)) if c.isdecimal() else c for c in text.strip()[:100])
    day_first = _DAY_FIRST.match(text)
    if match := _YEAR_FIRST.match(text):
        year, month, day = match[1], match[2], match[3]
    elif day_first and (day_first[2] == "." or int(day_first[1]) > 12):
        year, month, day = day_first[4], day_first[3], day_first[1]
    else:  # words, or a day and a month that may change places
        years = _YEAR.findall(text)
        year, month, day = (years[0] if len(years) == 1 else ""), None, None
    if not year or not 1500 <= int(year) < 2200:
        return ""
    if month is None or not 1 <= int(month) <= 12:
        return year
    if day is None or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"


def in_period(date: str, since: str, until: str) -> bool:
    """Whether any day of a date lies in a period.

    Args:
        date: As `as_date` gives it.
        since: The first day, month or year of the period, "" for any.
        until: The last, "" for any.
    """
    # As text a shorter date stands before all its days; with a letter after it, behind them.
    return (not since or f"{date}~" > since) and (not until or date < f"{until}~")


def day_of(seconds: float) -> str:
    """The day of a time in seconds since 1970, in Greenwich; "" where it is out of all bounds."""
    try:
        moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return moment.date().isoformat()
