"""Identifiers: letters and digits that name one thing, in one spelling."""

from __future__ import annotations

import re

from qa.corpus.values.spelling import LETTERS, bare, fold, word_set

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_JOINERS = re.compile(r"[-/_.:,']+")
_LETTERS_DIGITS = re.compile(rf"([{LETTERS}]+)(\d+)")

_SAME = {"ايزو": "iso", "الايزو": "iso", "كوفيد": "covid", "ковид": "covid", "קוביד": "covid"}
_NAMES = word_set("iso iec rfc cve ieee ansi nist astm covid sars gpt ifrs itil") | frozenset(
    map(fold, _SAME)
)
"""Words that with a number after them are an identifier in any case of their letters."""

# In capitals they name no thing that a number belongs to.
_NO_NAMES = word_set(
    "in on of at by to the and or for from with until till since no nr num page pages pp "
    "vol art fig table part step room line item day week year age am pm bc ad ce bce gmt "
    "utc est cet usd eur gbp iqd jpy cny try irr inr sar aed kwd qar jod egp syp lbp chf "
    "cad aud rub sek nok km kg mg cm mm ml gb mb tb kb mw kw kwh hz mhz ghz le la les de "
    "des du et au une el los las y der die das und im am ab bis vom zum mr mrs ms dr st "
    "ve ile top mo"
)
_STANDARDS = word_set("iso iec din ieee ansi astm bs en un nato")
_NUMBER = re.compile(rf"\d+(?:[-:]\d+)*[{LETTERS}]?")
_LETTER = re.compile(rf"[{LETTERS}]")
_LONGEST_NAME = 12
_LONGEST = 120


def canonical_identifier(chunk: str) -> str:
    """A folded run of letters, digits and joiners as its parts: "iso 27001" of "ISO-27001"."""
    chunk = bare(chunk)
    if _UUID.fullmatch(chunk) or len(chunk) > _LONGEST:
        return chunk.replace("-", "")
    parts: list[str] = []
    for part in filter(None, _JOINERS.split(chunk.replace(" ", "-"))):
        split = _LETTERS_DIGITS.fullmatch(part)
        parts += split.groups() if split else [part]
    parts[0] = _SAME.get(parts[0], parts[0])
    return " ".join(parts)


def name_before(text: str, folded: str, start: int, end: int) -> int:
    """Where the name begins that a number belongs to; the number's start where there is none.

    It is one of the names of standards, or a word of two to five capitals, but none of a year.
    """
    number = folded[start:end]
    if folded[start - 1 : start] != " " or not _NUMBER.fullmatch(number):
        return start
    begin = _word_start(folded, start - 1)
    word = folded[begin : start - 1]
    if word not in _NAMES:
        is_year = len(number) == 4 and "1900" <= number <= "2099"
        capitals = 2 <= len(word) <= 5 and text[begin : start - 1].isupper()
        if is_year or not capitals or word in _NO_NAMES:
            return start
    while folded[begin - 1 : begin] in (" ", "/", "-"):
        earlier = _word_start(folded, begin - 1)
        if folded[earlier : begin - 1] not in _STANDARDS:
            break
        begin = earlier
    return begin


def _word_start(folded: str, end: int) -> int:
    """Where the word begins that ends at a place; the end where none does, or it is long."""
    start = end
    while start > 0 and end - start < _LONGEST_NAME and _LETTER.match(folded, start - 1):
        start -= 1
    return start
