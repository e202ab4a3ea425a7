"""The numbers, dates and identifiers of a text as grams, so that they are found however written.

A gram stands for each of them in its one spelling, and in a passage for what it implies as well: a
day is in its month and in its year.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import regex

from qa.corpus.analysis import GramHashes, gram_hashes
from qa.corpus.values import Value, ValueKind, implied, values_of

_DAY = regex.compile(r"-\d\d?-\d\d?$")
_YEAR = regex.compile(r"1\d{3}|20\d{2}|21\d{2}")
_EXACT_DIGITS = 4  # of a number that is not one of many like it


def passage_grams(text: str) -> GramHashes:
    """The hashes of every gram of a passage, repeats included: n-grams of words, then values."""
    values = values_of(text)
    spelt = [name for value in values for name in (value.canonical, *implied(value))]
    return np.concatenate([gram_hashes(text), hashes_of(spelt)])


def hashes_of(canonical: Iterable[str]) -> GramHashes:
    """The hashes of some values in their one spelling, in order, shape (n,)."""
    digests = [hashlib.blake2b(name.encode(), digest_size=8).digest() for name in canonical]
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


def names_one_thing(value: Value) -> bool:
    """Whether a value is of one thing alone: an identifier, a day, a number that is no year."""
    if value.kind is ValueKind.DATE:
        return bool(_DAY.search(value.canonical))
    if value.kind is ValueKind.IDENTIFIER:
        return True
    digits = sum(map(str.isdecimal, value.canonical))
    return digits >= _EXACT_DIGITS and not _YEAR.fullmatch(value.canonical)
