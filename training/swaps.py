"""Questions that a passage no longer answers: a number or a name exchanged for another of it.

"When was the bridge of 1871 built?" becomes "When was the bridge of 1904 built?" where the passage
has both. Names only where letters have a case, and so never in Arabic, whose clitics and agreement
would show what was exchanged.
"""

from __future__ import annotations

import random
import re

_NUMBER = re.compile(r"(?<![\w.,])\d{1,4}(?![\w]|[.,]\d)")
_NAME = re.compile(r"(?<=[\w,] )[^\W\d_a-z]\w{2,}(?: [^\W\d_a-z]\w{2,})*")


def swapped(question: str, passage: str, draw: random.Random) -> str:
    """The question with one number or name exchanged, or "" where that cannot be had."""
    for kind in (_NUMBER, _NAME):
        said = [m for m in kind.finditer(question) if m[0] in passage and _has_case(m[0])]
        if not said:
            continue
        one = draw.choice(said)
        others = {
            other
            for other in map(str, kind.findall(passage))
            if other not in question and _like(one[0], other)
        }
        if others:
            return question[: one.start()] + draw.choice(sorted(others)) + question[one.end() :]
    return ""


def _has_case(words: str) -> bool:
    return words[0].isdigit() or words[0].isupper()


def _like(one: str, other: str) -> bool:
    """As many digits, or as many words with a capital."""
    if one[0].isdigit():
        return len(one) == len(other)
    return other[0].isupper() and len(one.split()) == len(other.split()) and one not in other
