"""Marks over and under letters that people leave out: vowel signs, points, signs for reciting."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

QURANIC_MARKS = (
    *range(0x0610, 0x061B),
    0x0670,  # superscript alef
    *range(0x06D6, 0x06EE),
    *range(0x0898, 0x08A0),
    *range(0x08CA, 0x0900),
)
"""Signs of the Quran's spelling and recitation, in Arabic and its extensions."""

HEBREW_POINTS = (
    *range(0x0591, 0x05BE),  # cantillation, then vowels
    *(0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7, 0xFB1E),
    0x034F,  # the joiner that keeps two points of one letter apart
)
"""Hebrew vowel points and cantillation; not maqaf, paseq and sof pasuq, which part words."""

SYRIAC_POINTS = (*range(0x0730, 0x074B),)

NUKTAS = (0x093C, 0x0A3C, 0x0ABC, 0x0CBC)
"""Dots that Hindi, Panjabi, Gujarati and Kannada write or leave out; Bengali always writes them."""


def unmarked_letters(*blocks: Iterable[int]) -> dict[int, str]:
    """The composed letters among some code points, and each without its marks."""
    letters: dict[int, str] = {}
    for code_point in (code_point for block in blocks for code_point in block):
        parts = unicodedata.normalize("NFD", chr(code_point))
        if parts[0].isalpha() and len(parts) > 1 and all(map(unicodedata.combining, parts[1:])):
            letters[code_point] = parts[0]
    return letters
