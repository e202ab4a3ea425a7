"""What numbers, dates and identifiers are made of, in the order of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.corpus.values.lexicon import LEXICON, Meaning, german_parts
from qa.corpus.values.spelling import FILLER, LETTERS, bare

_GOES_ON = re.compile(rf"[{LETTERS}\d]|[-/.]\d")

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
        date: A whole date, canonical.
        identifier: A whole identifier, canonical.
    """

    start: int
    end: int
    numeral: str = ""
    plain: bool = False
    ordinal: bool = False
    meaning: Meaning | None = None
    date: str = ""
    identifier: str = ""


def word_pieces(folded: str, start: int, end: int) -> Iterator[Piece]:
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
            yield Piece(start, end, meaning=meaning)
    elif any(sign in word for sign in JOINED_WORDS):
        for first, last in german_parts(word):
            yield Piece(start + first, start + last, meaning=LEXICON[word[first:last]])
