"""One spelling of many, of the same length: a place in one is the same place in the other."""

from __future__ import annotations

import unicodedata

from qa.corpus.analysis import normalise
from qa.corpus.marks import unmarked_letters

FILLER = "ـ"
"""Stands for each mark and invisible sign; no word is looked up with it."""

LETTERS = (
    r"a-z\u00df-\u00f6\u00f8-\u02af\u0370-\u0386\u0388-\u03ff\u0400-\u052f\u05d0-\u05ea"
    r"\u0620-\u064a\u066e-\u06d3\u06d5-\u06ff\u0900-\u0963\u0971-\u097f\u1e00-\u1eff"
)
"""The letters of folded words, for a class of a regular expression."""

_SAME = {
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\ufeff", FILLER),
    **dict.fromkeys(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))), FILLER),
    **dict.fromkeys(map(chr, range(0x0300, 0x0370)), FILLER),
    **dict.fromkeys("‐‑‒–−", "-"),
    **dict.fromkeys("’‘ʼ′`´٬", "'"),
    **dict.fromkeys("⁄∕", "/"),
    "،": ",",
    "ı": "i",
    "ھ": "ه",  # two letters of Urdu and Kurdish that are typed for each other
    "ہ": "ه",
}


def _translation() -> dict[int, str]:
    """Every code point that folds to one, those that stay too: a miss is slower than a hit."""
    table: dict[int, str] = {}
    unmarked = unmarked_letters(range(0xC0, 0x530), range(0x900, 0x980), range(0x1E00, 0x2000))
    for code_point in (*range(0x3000), *range(0xFB50, 0xFF00), *range(0xFF00, 0xFFF0)):
        letter = chr(code_point)
        folded = normalise(unmarked.get(code_point, letter)) or FILLER
        kept = len(folded) != 1 or unicodedata.category(letter) == "No"
        table[code_point] = _SAME.get(letter, letter.lower()[0] if kept else folded)
    return table


_TRANSLATION = _translation()


def fold(text: str) -> str:
    """Fold digits, case, accents, variants of letters and signs; of the length of the text."""
    return text.translate(_TRANSLATION)


def bare(word: str) -> str:
    """A folded word without the places of its marks."""
    return word.replace(FILLER, "")


def word_set(words: str) -> frozenset[str]:
    """Words parted by spaces, each as it is folded."""
    return frozenset(bare(fold(words)).split())
