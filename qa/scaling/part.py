"""Some segments of a generation on a node: what a question asks of their passages.

A part is opened as a generation of its segments alone, by the manifest that whoever asks has
proved, so a node gives nothing but what was built. What depends on the whole corpus (how rare a
gram is) comes with the question, and sums go back segment by segment: so scores are the same bits
as on one machine. Rows number the passages of the part, from 0.
"""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from qa.corpus.analysis import GramHashes
from qa.encoding.tokens import TokenVectors
from qa.indexing.dense import RowMask, Rows
from qa.indexing.generation import Generation, Manifest, Near
from qa.indexing.lexical import Scores
from qa.indexing.lexical_scores import LexicalScores
from qa.vectors import EmbeddingMatrix, EmbeddingVector

QUESTIONS_KEPT = 4
"""Questions of which the scores of all passages are kept: each is asked about several times."""

COPIES = 2
"""Copies of each part of an index, each on another node where there are as many."""

PART_PASSAGES = 250_000
"""Passages that are worth a part of their own: searching them takes three times as long as asking
(`benchmarks/cluster_sizing.py`)."""

Allowed = RowMask | str | None
"""Which rows may be found: a mask, those in a language by its code, or all."""


@dataclass(frozen=True, slots=True)
class LexicalSums:
    """Sums of BM25 in a part, segment by segment.

    Attributes:
        languages: Codes of the part's languages, in order.
        totals: Sums of the scores, shape (n_segments, n_languages).
        squares: Sums of their squares, shape (n_segments,).
        highest: The highest score in each language, shape (n_languages,).
    """

    languages: tuple[str, ...]
    totals: Scores
    squares: Scores
    highest: Scores


class Part:
    """Some segments of a generation, open. Safe from several threads."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._keeping = threading.Lock()
        self._kept: OrderedDict[bytes, LexicalScores] = OrderedDict()

    @classmethod
    def open(cls, folder: Path, manifest: Manifest) -> Part:
        """Check and open the segments that a manifest names.

        Raises:
            IndexDamagedError: A file is missing or altered.
        """
        return cls(Generation.of(folder, manifest))

    def document_frequencies(self, grams: GramHashes) -> Rows:
        """In how many passages each gram occurs."""
        return self._generation.document_frequencies(grams)

    def lexical_sums(self, grams: GramHashes, weights: Scores) -> LexicalSums:
        """Sums of BM25 for distinct grams, each weighed."""
        scores = self._scores(grams, weights)
        return LexicalSums(
            tuple(sorted(self._generation.languages())),
            scores.totals_by_segment,
            scores.squares_by_segment,
            scores.highest,
        )

    def best(
        self, grams: GramHashes, weights: Scores, top_k: int, within: RowMask | None
    ) -> tuple[Rows, Scores]:
        """Rows of the highest positive BM25, at most `top_k`, and their scores."""
        scores = self._scores(grams, weights)
        rows = scores.best(top_k, within)
        return rows, scores.of(rows)

    def scores_of(self, grams: GramHashes, weights: Scores, rows: Rows) -> Scores:
        """BM25 of some rows."""
        return self._scores(grams, weights).of(rows)

    def n_above(
        self, grams: GramHashes, weights: Scores, score: float, within: RowMask | None
    ) -> int:
        """How many rows have a higher BM25."""
        return self._scores(grams, weights).n_above(score, within)

    def having(self, grams: GramHashes, rows: Rows) -> Rows:
        """How many of some grams each of some rows has."""
        return self._generation.having(grams, rows)

    def near(self, question: EmbeddingVector, top_k: int, allowed: Allowed) -> Near:
        """Rows near to a question and about their cosines, the likely nearest first."""
        if isinstance(allowed, str):
            allowed = self._generation.mask((allowed,))
        return self._generation.begin_near(question, top_k, allowed)()

    def cosines(self, question: EmbeddingVector, rows: Rows) -> Scores:
        """Cosine of a question and each of some rows."""
        return self._generation.cosines(question, rows)

    def vectors(self, rows: Rows) -> EmbeddingMatrix:
        """The vectors of some rows, which rise."""
        return self._generation.vectors(rows)

    def tokens_of(self, rows: Rows) -> list[TokenVectors]:
        """The rounded token vectors of some rows."""
        return self._generation.tokens_of(rows)

    def _scores(self, grams: GramHashes, weights: Scores) -> LexicalScores:
        key = grams.tobytes() + weights.tobytes()
        with self._keeping:
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return found
        found = self._generation.local_scores(grams, weights)
        with self._keeping:
            self._kept[key] = found
            while len(self._kept) > QUESTIONS_KEPT:
                self._kept.popitem(last=False)
        return found


def manifest_of(manifest: Manifest, segments: Sequence[str]) -> Manifest:
    """The manifest of some segments alone."""
    files = {path: one for path, one in manifest.files.items() if path.split("/")[0] in segments}
    return replace(manifest, segments=tuple(segments), files=files, problems=())


def number_of_parts(n_passages: int, n_nodes: int, n_processors: int) -> int:
    """How many parts so many passages are cut into: one a node, more where that pays.

    A part has work for one processor, and takes others of its node where they are idle.
    """
    return max(n_nodes, min(n_passages // PART_PASSAGES, n_processors))


def segments_of(n_segments: int, n_parts: int) -> list[range]:
    """Which segments each part has: as many as the others or one more, one after the other."""
    bounds = np.linspace(0, n_segments, min(n_parts, n_segments) + 1).astype(int).tolist()
    return [range(first, last) for first, last in itertools.pairwise(bounds)]
