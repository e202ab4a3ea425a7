"""Spellings of a question as people type it: what the fold leaves, and slips of the finger."""

from __future__ import annotations

import random
import re

VARIANTS = 0.3
"""Share of Arabic questions in which hamza forms, ة and ى are spelled another way."""

SLIPS = 0.05
"""Share of questions with one letter wrong, missing, doubled or swapped."""

_BARE = str.maketrans("أإآةى", "اااهي")


def misspelt(question: str, language: str, draw: random.Random) -> str:
    """The question, at times spelled another way."""
    if language == "ar" and draw.random() < VARIANTS:
        question = draw.choice((_bare, _hamza))(question)
    if draw.random() < SLIPS and len(question) > 8:
        question = _slip(question, draw)
    return question


def _bare(question: str) -> str:
    return question.translate(_BARE)


def _hamza(question: str) -> str:
    """A hamza on the alef that begins a word after its article, where none belongs."""
    return re.sub(r"\bالا(?=\w{3})", "الإ", question)


def _slip(question: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(question) - 2)
    one, two = question[place], question[place + 1]
    if not (one.isalpha() and two.isalpha()):
        return question
    changed = draw.choice(("", one + one + two, two + one, one))
    return question[:place] + changed + question[place + 2 :]
