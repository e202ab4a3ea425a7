"""A text with its words, grams and sentences, each found once, whatever asks for it."""

from __future__ import annotations

from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from qa.corpus.analysis import GramHashes, LocatedWord, located_words, word_grams, words
from qa.corpus.sentences import sentence_spans
from qa.records import Span

TEXTS_KEPT = 256
"""Texts whose analysis is kept: some twenty passages of a question, for the questions at hand."""

OwnedGrams = tuple[GramHashes, npt.NDArray[np.int64]]
"""Hashes of grams, repeats included, and the number of what each belongs to; both shape (n,)."""


class AnalysedText:
    """A text and what is found in it, when that is first asked for. Safe from several threads."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, normalised (see `qa.corpus.analysis.words`)."""
        return tuple(words(self.text))

    @cached_property
    def grams(self) -> frozenset[int]:
        """The distinct hashes of its grams."""
        return frozenset(word_grams(self.words)[0].tolist())

    @cached_property
    def located_words(self) -> tuple[LocatedWord, ...]:
        """Its words, each with its place."""
        return tuple(located_words(self.text))

    @cached_property
    def located_grams(self) -> OwnedGrams:
        """Its grams, each with the number of its word among `located_words`."""
        return word_grams([word.text for word in self.located_words])

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Its sentences (see `qa.corpus.sentences.sentence_spans`)."""
        return tuple(sentence_spans(self.text))

    @cached_property
    def sentence_grams(self) -> OwnedGrams:
        """Its grams, each with the number of its sentence."""
        of_each = [words(self.text[span.start : span.end]) for span in self.sentences]
        sentence_of_word = np.repeat(np.arange(len(of_each)), [len(found) for found in of_each])
        hashes, owners = word_grams([word for found in of_each for word in found])
        return hashes, sentence_of_word[owners]


@lru_cache(TEXTS_KEPT)
def analysed(text: str) -> AnalysedText:
    """A text's analysis, which is kept for a while."""
    return AnalysedText(text)
