"""What numbers, dates and identifiers are made of, in the order of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.corpus.values.lexicon import LEXICON, Meaning, german_parts
from qa.corpus.values.spelling import FILLER, LETTERS, bare, word_set

_GOES_ON = re.compile(rf"[{LETTERS}\d]|[-/.]\d")

# A hundred, or water and a melody's key where no hamza is written.
_BOTH = word_set("مئة مائة")
_ASKS = re.compile(r"(?:^|[^\w])(?:كم|چم|كام|شكد|چند|how many|kac) ?$")

JOINED_WORDS = ("hundert", "tausend")
"""What is in each German number of several words written as one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a value, or a whole one.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        numeral: A number in digits, canonical; "" for any other piece.
        plain: Whether that is of digits alone, as a day or a year is.
        ordinal: Whether it says a place in a row ("5th").
        meaning: What a word can mean; None for any other piece.
        alone: Whether the word says a number with no other beside it.
        date: A whole date, canonical.
        identifier: A whole identifier, canonical.
    """

    start: int
    end: int
    numeral: str = ""
    plain: bool = False
    ordinal: bool = False
    meaning: Meaning | None = None
    alone: bool = False
    date: str = ""
    identifier: str = ""


def word_pieces(text: str, folded: str, start: int, end: int) -> Iterator[Piece]:
    """The piece that a folded word is, the parts of a German number, or none."""
    word = folded[start:end]
    if FILLER in word:
        word = bare(word)
    meaning = LEXICON.get(word)
    if meaning is not None:
        for rest, whole in meaning.longer.items():
            after = end + len(rest)
            if folded.startswith(rest, end) and not _GOES_ON.match(folded, after):
                yield Piece(start, after, meaning=whole)
                return
        if meaning.months or meaning.amounts or meaning.multiplies or meaning.ordinal:
            alone = _says_alone(meaning, word, text[start:end], folded[max(0, start - 9) : start])
            yield Piece(start, end, meaning=meaning, alone=alone)
    elif any(sign in word for sign in JOINED_WORDS):
        for first, last in german_parts(word):
            yield Piece(start + first, start + last, meaning=LEXICON[word[first:last]])


def _says_alone(meaning: Meaning, word: str, written: str, before: str) -> bool:
    """Whether a word says a number alone, as it is written and by the word before it."""
    if not meaning.amounts:
        return False
    if not meaning.alone:
        return word in _BOTH and "ئ" in written
    if meaning.amounts.keys() == {"en"}:
        return written.isascii()  # "tên" is a name in Vietnamese
    return all(said.scale == 1 for said in meaning.amounts.values()) or not _ASKS.search(before)
