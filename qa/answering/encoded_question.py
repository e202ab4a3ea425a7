"""A question as the retrievers see it: its vectors, its weighed grams, and BM25 of every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa.corpus.analysed_text import AnalysedText, OwnedGrams
from qa.corpus.analysis import GramHashes, gram_hashes
from qa.corpus.value_grams import hashes_of, names_one_thing
from qa.corpus.values import values_of
from qa.encoding.protocol import Encoder
from qa.encoding.tokens import QuestionEncoding
from qa.indexing.generation import Generation
from qa.indexing.lexical import Scores, inverse_document_frequencies
from qa.indexing.lexical_scores import CorpusScores
from qa.understanding.dialects import standardised
from qa.understanding.foreign_names import names_across_scripts
from qa.understanding.spelling import as_spelt

VALUE_COUNT = 4
"""Grams that a number, a date or an identifier of a question counts as: about a word's."""

LEAST_DIVISOR = 1e-9
"""What a sum of weights or a deviation counts as where it is 0, so that it can be divided by."""


@dataclass(frozen=True, slots=True)
class QuestionGrams:
    """The distinct grams of a question and how much each tells.

    Attributes:
        hashes: The grams, in rising order, shape (n,).
        counts: How often the question has each, shape (n,).
        weights: Inverse document frequency of each in the corpus, shape (n,).
        in_corpus: Whether the corpus has each at all, shape (n,).
        known: Share of the grams, by weight, that it has: 0 to 1.
    """

    hashes: GramHashes
    counts: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float64]
    in_corpus: npt.NDArray[np.bool_]
    known: float

    @classmethod
    def of(cls, grams: GramHashes, generation: Generation) -> QuestionGrams:
        """Weigh the grams of a question, repeats included."""
        hashes, counts = np.unique(grams, return_counts=True)
        frequencies = generation.document_frequencies(hashes)
        weights = inverse_document_frequencies(frequencies, len(generation))
        in_corpus = frequencies > 0
        known = float(weights[in_corpus].sum()) / max(float(weights.sum()), LEAST_DIVISOR)
        return cls(hashes, counts, weights, in_corpus, known)

    @property
    def counted_weights(self) -> npt.NDArray[np.float64]:
        """What each adds to BM25 for an impact of 1: its weight as often as it is asked, (n,)."""
        weights: npt.NDArray[np.float64] = self.weights * self.counts
        return weights

    def covered_by(self, text: AnalysedText) -> float:
        """Share of the grams, by weight, that a text has: 0 to 1."""
        has = np.array([gram in text.grams for gram in self.hashes.tolist()], dtype=bool)
        return float(self.weights[has].sum()) / self._total

    def covered_by_sentences(self, text: AnalysedText) -> Scores:
        """The same share for each sentence of a text, shape (n_sentences,)."""
        has = self.incidence(text.sentence_grams, len(text.sentences))
        shares: Scores = has @ self.weights / self._total
        return shares

    def incidence(self, owned: OwnedGrams, n_owners: int) -> npt.NDArray[np.float64]:
        """Which of these grams each owner of some has: 1 or 0, shape (n_owners, n)."""
        hashes, owners = owned
        has = np.zeros((n_owners, len(self.hashes)))
        if len(self.hashes):
            places = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
            known = self.hashes[places] == hashes
            has[owners[known], places[known]] = 1.0
        return has

    @property
    def _total(self) -> float:
        return float(self.weights.sum()) or 1.0


@dataclass(frozen=True, slots=True)
class EncodedQuestion:
    """A question as the retrievers see it: encoded once, however deep is searched.

    Attributes:
        text: A prepared question, as the models read it.
        encoding: Its vectors.
        names: Its names as the documents write them in another script.
        grams: Its grams, with those of the names.
        lexical_scores: BM25 of every row of a generation for them.
        exact: Hashes of its values that name one thing alone (see `qa.corpus.value_grams`).
    """

    text: str
    encoding: QuestionEncoding
    names: tuple[str, ...]
    grams: QuestionGrams
    lexical_scores: CorpusScores
    exact: GramHashes

    @classmethod
    def of(cls, text: str, generation: Generation, encoder: Encoder) -> EncodedQuestion:
        """Encode a prepared question as the documents spell it, and weigh its grams."""
        standard = standardised(text)
        read = as_spelt(standard, generation.vocabulary)
        names = names_across_scripts(read, generation.vocabulary)
        return cls.from_encoding(read, encoder.encode_question(read), generation, names)

    @classmethod
    def from_encoding(
        cls,
        text: str,
        encoding: QuestionEncoding,
        generation: Generation,
        names: Sequence[str] = (),
    ) -> EncodedQuestion:
        """Weigh the grams of a question whose vectors are known."""
        values = values_of(text)
        counted = np.repeat(hashes_of(value.canonical for value in values), VALUE_COUNT)
        every = np.concatenate([gram_hashes(" ".join([text, *names])), counted])
        grams = QuestionGrams.of(every, generation)
        return cls(
            text=text,
            encoding=encoding,
            names=tuple(names),
            grams=grams,
            lexical_scores=generation.lexical_scores(grams.hashes, grams.counted_weights),
            exact=hashes_of(value.canonical for value in values if names_one_thing(value)),
        )
