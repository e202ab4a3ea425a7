"""What a question asks about that is nowhere in the documents: then they do not hold the answer."""

from __future__ import annotations

import regex

from qa.corpus.value_grams import hashes_of
from qa.corpus.values import Value, ValueKind, implied, values_of
from qa.indexing.generation import Generation
from qa.understanding.understand import Understood

ABSENT_CONFIDENCE = 0.05
"""Confidence at most where what is asked about is nowhere: however alike the passages are."""

LEAST_DIGITS = 3
"""Digits of a number that names something: smaller ones count, and are often left to words."""

MOST_LETTERS = 6
"""Letters in a row of an identifier: more are a word."""

_NUMBER_FIRST = regex.compile(r"\d+\p{L}")


def is_absent(understood: Understood, generation: Generation) -> bool:
    """Whether a question asks about something that no passage names, or may ask something else."""
    return understood.doubtful or any(
        not _is_named(value, generation)
        for value in values_of(understood.searched_for)
        if _names_something(value)
    )


def _names_something(value: Value) -> bool:
    """Whether a value names something; "1970er" and "60-hertz-current" are words in a language."""
    if value.kind is ValueKind.IDENTIFIER:
        words = value.canonical.split()
        letters = [len(word) for word in words if word.isalpha()]
        return max(letters, default=0) <= MOST_LETTERS and not _NUMBER_FIRST.match(words[0])
    digits = sum(map(str.isdecimal, value.canonical))
    return value.kind is ValueKind.DATE or digits >= LEAST_DIGITS


def _is_named(value: Value, generation: Generation) -> bool:
    """Whether some passage has a value, or a day of the month, without the year, that it may be."""
    days = [name for name in implied(value) if name.startswith("--")]
    return bool(generation.document_frequencies(hashes_of([value.canonical, *days])).any())
