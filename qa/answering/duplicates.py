"""The same text in several places, found once: near-duplicates among ranked passages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qa.corpus.analysed_text import AnalysedText, analysed
from qa.corpus.analysis import gram_hashes
from qa.records import Passage

SAME_TEXT = 0.9
"""Least Jaccard similarity of the sets of grams of two passages that are one text.

Pairs of Arabic Wikipedia passages that are less alike differ by a whole sentence, which may be the
one that answers. It is not enough: pages made from one pattern, for Guinea and for Ghana, have .94.
So one of the two texts must, besides, hold no word or number that the other lacks altogether.
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


def distinct(ranked: Iterable[Passage], wanted: int) -> list[Distinct]:
    """The first passages of a ranking that are not the same text as an earlier one.

    Args:
        ranked: Passages, best first; no more are taken than needed.
        wanted: Most passages to return.
    """
    kept: list[tuple[int, Passage, AnalysedText]] = []
    duplicates: dict[int, list[Passage]] = {}
    beyond = 0
    for position, passage in enumerate(ranked):
        text = analysed(passage.text)
        same = next((first for first, _, other in kept if _are_same(text, other)), None)
        if same is not None:
            duplicates[same].append(passage)
        elif len(kept) < wanted:
            kept.append((position, passage, text))
            duplicates[position] = []
        if len(kept) == wanted:
            beyond += 1
            if beyond > LOOKED_BEYOND:
                break
    return [Distinct(first, passage, tuple(duplicates[first])) for first, passage, _ in kept]


def _are_same(text: AnalysedText, other: AnalysedText) -> bool:
    """Whether two texts are one."""
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
