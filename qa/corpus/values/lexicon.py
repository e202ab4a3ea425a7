"""What each word can mean in a number or a date, by its folded form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction

from qa.corpus.values import months, number_words
from qa.corpus.values.spelling import bare, fold


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a calendar, from 1; some names are other words too, and need a year."""

    calendar: str
    number: int
    needs_year: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """What a word says of a number: 2 and 1000 for "two thousand" in one word.

    Attributes:
        number: Below 1,000.
        scale: What it is multiplied by: 1, or 1,000 and more.
        follows_and: Whether "and" is written with it.
        only_multiplies: Whether it says so only after another number.
    """

    number: Fraction
    scale: int
    follows_and: bool = False
    only_multiplies: bool = False


@dataclass(slots=True)
class Meaning:
    """All that a word can mean.

    Attributes:
        months: The months it names, one a calendar.
        english_month: Whether the day may follow it.
        amounts: What it says of a number, by language.
        multiplies: Whether it says so after digits alone, by language.
        ordinal: The place in a row that it says, or 0.
        alone: Whether it says a number with no other word.
        longer: What the name means whose other words follow.
    """

    months: dict[str, Month] = field(default_factory=dict)
    english_month: bool = False
    amounts: dict[str, Amount] = field(default_factory=dict)
    multiplies: dict[str, Amount] = field(default_factory=dict)
    ordinal: int = 0
    alone: bool = True
    longer: dict[str, Meaning] = field(default_factory=dict)


_SCALES = sorted((10**n for n in (3, 4, 5, 6, 7, 8, 9, 12)), reverse=True)


def amount_of(number: Fraction, *, follows_and: bool = False) -> Amount:
    """A number as what it multiplies, 1, 2 or a fraction, and a scale."""
    scale = next((s for s in _SCALES if number in (s, 2 * s)), 1)
    return Amount(number / scale, scale, follows_and)


def _word(form: str) -> str:
    return bare(fold(form))


def _lexicon() -> dict[str, Meaning]:
    meanings: dict[str, Meaning] = {}
    _add_months(meanings)
    for language, form, said, follows_and in number_words.cardinals():
        amount = amount_of(said, follows_and=follows_and)
        meanings.setdefault(_word(form), Meaning()).amounts.setdefault(language, amount)
    for language, form, number in number_words.multipliers():
        amount = replace(amount_of(number), only_multiplies=True)
        meanings.setdefault(_word(form), Meaning()).multiplies.setdefault(language, amount)
    for _, form, ordinal in number_words.ordinals():
        meanings.setdefault(_word(form), Meaning()).ordinal = ordinal
    for form in number_words.never_alone():
        if _word(form) in meanings:
            meanings[_word(form)].alone = False
    return meanings


def _add_months(meanings: dict[str, Meaning]) -> None:
    needing = set(map(_word, months.NEEDS_YEAR))
    for calendar, language, name, number in months.month_names():
        first, *rest = _word(name).split()
        meaning = meanings.setdefault(first, Meaning())
        if rest:
            meaning = meaning.longer.setdefault(f" {' '.join(rest)}", Meaning())
        meaning.months.setdefault(calendar, Month(calendar, number, first in needing))
        meaning.english_month |= language == "en"


LEXICON = _lexicon()
"""Folded words, of names of several words the first."""

AND = {language: _word(word) for language, word in number_words.AND.items()}
"""The folded word between two parts of a number, by language."""

_GERMAN_PARTS = re.compile("|".join((*map(_word, number_words.german_parts()), "und")))
_LONGEST_GERMAN = 80


def german_parts(word: str) -> list[tuple[int, int]]:
    """Where the parts of a German number stand that is written as one word; none in others.

    "und" is a part of no number, and stands between two.
    """
    if len(word) > _LONGEST_GERMAN:
        return []
    spans = [match.span() for match in _GERMAN_PARTS.finditer(word)]
    whole = sum(end - start for start, end in spans) == len(word)
    return [(start, end) for start, end in spans if word[start:end] != "und"] if whole else []
