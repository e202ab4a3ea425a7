"""A question as words, each with its normalised form: what the follow-up rules read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from qa.corpus.analysis import normalise

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_PAUSE = regex.compile(r"[,،;؛:]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question.

    Attributes:
        raw: As typed.
        form: Normalised: case, Arabic letter variants, vowel signs and digits folded.
        after_pause: Whether a comma, a colon or a semicolon stands right before it.
    """

    raw: str
    form: str
    after_pause: bool = False


def words_of(question: str) -> list[Word]:
    """The words of a question, in order; those that normalise to nothing are left out."""
    found: list[Word] = []
    done = 0
    for match in _WORD.finditer(question):
        form = normalise(match[0])
        if form:
            pause = _PAUSE.search(question, done, match.start()) is not None
            found.append(Word(match[0], form, pause))
        done = match.end()
    return found


def word_set(text: str) -> frozenset[str]:
    """A closed class of words, written as a line of them."""
    return frozenset(text.split())


def forms(words: Sequence[Word]) -> list[str]:
    """Their normalised forms."""
    return [word.form for word in words]
