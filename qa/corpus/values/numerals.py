"""Numbers written in digits, whatever parts their thousands and their fraction."""

from __future__ import annotations

import re
from fractions import Fraction

_WHOLE = re.compile(r"\d+")
# One separator before three digits groups them, "1.250" as "1,250"; after a 0 it cannot.
_GROUPED = re.compile(r"[1-9]\d{0,2}([ ,.'])\d{3}(?:\1\d{3})*(?:(?!\1)[.,٫]\d+)?")
_INDIAN = re.compile(r"[1-9]\d?(?:,\d{2})+,\d{3}(?:[.٫]\d+)?")
_DECIMAL = re.compile(r"\d+[.,٫]\d+")
_FRACTION_SIGN = re.compile(r"[.,٫]")
_LONGEST = 30


def canonical_numeral(digits: str) -> str:
    """A folded numeral with no groups and a point for its fraction; "" where it is no number.

    A number of three digits or more that begins with 0 is a code: 0770, 007.
    """
    if _WHOLE.fullmatch(digits):
        parts = [digits] if len(digits) < 3 or digits[0] != "0" else []
    elif grouped := _GROUPED.fullmatch(digits):
        parts = _FRACTION_SIGN.split(digits.replace(grouped[1], ""))
    elif _INDIAN.fullmatch(digits):
        parts = _FRACTION_SIGN.split(digits.replace(",", ""))
    else:
        parts = _FRACTION_SIGN.split(digits) if _DECIMAL.fullmatch(digits) else []
    if not parts:
        return ""
    whole, fraction = parts if len(parts) == 2 else (parts[0], "")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def amount(canonical: str) -> Fraction | None:
    """The number that a canonical numeral says, unless it is too long to reckon with."""
    return Fraction(canonical) if len(canonical) <= _LONGEST else None


def canonical_amount(number: Fraction) -> str:
    """A number as `canonical_numeral` writes it; at most nine digits of a fraction."""
    whole, rest = divmod(number, 1)
    fraction = f"{int(rest * 10**9):09}".rstrip("0")
    return f"{whole}.{fraction}" if fraction else str(whole)
