"""Dates of documents, and periods they lie in, against the calendar."""

import calendar
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.dates import as_date, day_of, in_period

DAYS = st.dates(datetime.date(1800, 1, 1), datetime.date(2199, 12, 31))
PARTS = st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"])
WRITTEN = st.builds(datetime.date.strftime, DAYS, PARTS)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-05-02", "2024-05-02"),
        (" 2024-5-2 ", "2024-05-02"),
        ("2024/05", "2024-05"),
        ("٢٠٢٤-٠٥-٠٢", "2024-05-02"),
        ("2024-05-02T10:20:30Z", "2024-05-02"),
        ("2024-05-02 10:20", "2024-05-02"),
        ("2024", "2024"),
        ("20240502", "2024-05-02"),
        *((text, "") for text in ("", "May 2024", "2024-13", "2024-02-30", "20241340", "12.5")),
    ],
)
def test_what_is_a_date(text, date):
    assert as_date(text) == date


def days_of(date):
    """First and last day, by the calendar."""
    year, month, day = (*map(int, date.split("-")), 0, 0)[:3]
    last_month = month or 12
    last = day or calendar.monthrange(year, last_month)[1]
    return datetime.date(year, month or 1, day or 1), datetime.date(year, last_month, last)


@given(WRITTEN, WRITTEN, WRITTEN)
def test_a_date_is_in_a_period_that_one_of_its_days_is_in(date, first, last):
    expected = days_of(date)[1] >= days_of(first)[0] and days_of(date)[0] <= days_of(last)[1]
    assert in_period(date, first, last) == expected
    assert in_period(date, "", last) == (days_of(date)[0] <= days_of(last)[1])
    assert in_period(date, first, "") == (days_of(date)[1] >= days_of(first)[0])


def test_the_day_of_a_time():
    assert day_of(0) == "1970-01-01"
    assert day_of(1e30) == ""
