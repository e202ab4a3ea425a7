"""Dates of documents: "2024-05-02", or less of it where a document says no more."""

from __future__ import annotations

import datetime

import regex

_DATE = regex.compile(
    r"(?<year>\p{Nd}{4})(?:[-/.](?<month>\p{Nd}{1,2})(?:[-/.](?<day>\p{Nd}{1,2}))?"
    r"|(?<month>\p{Nd}{2})(?<day>\p{Nd}{2}))?(?:[T\s].*)?",
    regex.S,
)


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
