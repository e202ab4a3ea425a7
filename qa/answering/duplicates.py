"""The same text in several places, found once: near-duplicates among ranked passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from qa.corpus.analysed_text import AnalysedText, analysed
from qa.corpus.analysis import gram_hashes
from qa.corpus.sketches import SKETCH_BYTES, Sketch
from qa.indexing.dense import Rows
from qa.records import Passage

SAME_TEXT = 0.9
"""Least Jaccard similarity of the sets of grams of two passages that are one text.

Pairs of Arabic Wikipedia passages that are less alike differ by a whole sentence, which may be the
one that answers. It is not enough: pages made from one pattern, for Guinea and for Ghana, have .94.
So one of the two texts must, besides, hold no word or number that the other lacks altogether.
"""

LIKELY_BYTES = 16
"""Least bytes that the sketches of two passages share if their texts are compared at all.

Of two texts with a similarity of .9 as many are missed as once in 780 million pairs (a binomial
of 32 draws); nearly all that are another text are told by their sketches, and never read.
"""

LOOKED_BEYOND = 10
"""Passages further down that are looked at for another copy of what is shown."""


@dataclass(frozen=True, slots=True)
class Distinct:
    """A passage and its near-duplicates.

    Attributes:
        position: Its position in the ranking, from 0.
        passage: The passage.
        duplicates: Those ranked after it that are the same text, best first.
    """

    position: int
    passage: Passage
    duplicates: tuple[Passage, ...]


class Passages(Protocol):
    """Where passages are, by their rows."""

    def passage(self, row: int) -> Passage:
        """The passage of a row."""

    def sketch(self, row: int) -> Sketch:
        """The sketch of its text, shape (SKETCH_BYTES,)."""


def distinct(passages: Passages, ranked: Rows, wanted: int) -> list[Distinct]:
    """The first passages of a ranking that are not the same text as an earlier one.

    Args:
        passages: Where they are.
        ranked: Their rows, best first; no more are looked at than needed.
        wanted: Most passages to return.
    """
    kept: list[tuple[int, Passage]] = []
    sketches = np.zeros((min(wanted, len(ranked)), SKETCH_BYTES), dtype=np.uint8)
    duplicates: dict[int, list[Passage]] = {}
    beyond = 0
    for position, row in enumerate(ranked.tolist()):
        sketch = passages.sketch(row)
        shared = (sketches[: len(kept)] == sketch).sum(axis=1)
        likely = [kept[i] for i in np.flatnonzero(shared >= LIKELY_BYTES).tolist()]
        is_shown = len(kept) < wanted
        if likely or is_shown:
            passage = passages.passage(row)
            same = next((first for first, other in likely if _are_same(passage, other)), None)
            if same is not None:
                duplicates[same].append(passage)
            elif is_shown:
                sketches[len(kept)] = sketch
                kept.append((position, passage))
                duplicates[position] = []
        if len(kept) == wanted:
            beyond += 1
            if beyond > LOOKED_BEYOND:
                break
    return [Distinct(first, passage, tuple(duplicates[first])) for first, passage in kept]


def _are_same(passage: Passage, kept: Passage) -> bool:
    """Whether the texts of two passages are one."""
    text, other = analysed(passage.text), analysed(kept.text)
    sizes = sorted((len(text.grams), len(other.grams)))
    if sizes[0] < SAME_TEXT * sizes[1]:
        return False
    shared = len(text.grams & other.grams)
    union = sum(sizes) - shared
    alike = bool(union) and shared >= SAME_TEXT * union
    return alike and not (_says_more(text, other) and _says_more(other, text))


def _says_more(text: AnalysedText, other: AnalysedText) -> bool:
    """Whether a text has a number that another has not, or a word that shares no gram with it."""
    own = set(text.words).difference(other.words)
    return any(
        any(map(str.isdigit, word)) or other.grams.isdisjoint(gram_hashes(word).tolist())
        for word in own
    )
