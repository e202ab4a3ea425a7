"""Where words stand in a text, however they are spelt: a visitor looks through a document.

What `normalise` takes for the same is the same here too: case, Arabic and Persian forms of a
letter, vowel signs, digits. The text itself is left as it is, so that offsets stay true.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from qa.corpus.analysis import normalise
from qa.records import Span

# Joiners, marks of direction, the soft hyphen: they show nothing, and may stand in any word.
_UNSEEN = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_UNSEEN += "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SPACE = ord(" ")


def find_words(text: str, words: str) -> Iterator[Span]:
    """Yield each place of some words in a text, in order; any space between them will do."""
    sought, _ = _folded(words.strip())
    if not sought.strip():
        return
    folded, places = _folded(text)
    at = folded.find(sought)
    while at >= 0:
        end = at + len(sought)
        # The marks over the last letter belong to it.
        after = int(places[end]) if end < len(places) else len(text)
        yield Span(int(places[at]), int(places[at]) + len(text[places[at] : after].rstrip()))
        at = folded.find(sought, end)


def _folded(text: str) -> tuple[str, npt.NDArray[np.intp]]:
    """A text in one spelling, and where each of its characters comes from."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    folded = _spellings()[codes]
    places = np.flatnonzero(folded)
    folded = folded[places]
    is_space = folded == _SPACE
    kept = ~(is_space & np.roll(is_space, 1))  # of several spaces the first
    kept[:1] = True
    whole = folded[kept].tobytes().decode("utf-32-le", "surrogatepass")
    return whole, places[kept]


@cache
def _spellings() -> npt.NDArray[np.uint32]:
    """What is written for each code point; 0 for those that are left out."""
    spelt = np.arange(0x110000, dtype=np.uint32)
    for code_point in range(0x20000):  # beyond these nothing is folded
        character = chr(code_point)
        folded = normalise(character)
        if character.isspace():
            spelt[code_point] = _SPACE
        elif not folded or character in _UNSEEN:
            spelt[code_point] = 0
        elif len(folded) == 1:
            spelt[code_point] = ord(folded)
    return spelt
