"""The lexical retriever: BM25 over hashed character grams.

Postings are sorted by gram hash, then by passage. Only counts are stored; inverse document
frequencies and the mean length come from the whole corpus at question time, so a segment's file
does not depend on the other segments.

BM25: Robertson & Zaragoza 2009, with Lucene's idf, log(1 + (N - df + 0.5) / (df + 0.5)).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.corpus.analysis import GramHashes
from qa.indexing.arrays import array_of, rises_to, save_array
from qa.indexing.files import FileReader

K1 = 1.2
B = 0.75
# The usual values (Lucene's defaults); the scores are fused, and tuning them moved nDCG@10 by
# less than its confidence interval.

_FILES = ("grams", "offsets", "rows", "counts", "lengths")
Scores = npt.NDArray[np.float64]


class LexicalIndex:
    """Postings of one segment.

    Attributes:
        grams: Distinct gram hashes in rising order, uint64, shape (n_grams,).
        offsets: Where each gram's postings begin, int64, shape (n_grams + 1,).
        rows: Passage of each posting, int32, rising within a gram.
        counts: How often the gram occurs in that passage, uint16 (65,535 at most).
        lengths: Grams in each passage, int32, shape (n_passages,).
    """

    def __init__(
        self,
        grams: GramHashes,
        offsets: npt.NDArray[np.int64],
        rows: npt.NDArray[np.int32],
        counts: npt.NDArray[np.uint16],
        lengths: npt.NDArray[np.int32],
    ) -> None:
        self.grams = grams
        self.offsets = offsets
        self.rows = rows
        self.counts = counts
        self.lengths = lengths
        self.total_length = int(lengths.sum(dtype=np.int64))

    @classmethod
    def build(cls, passages: Iterable[GramHashes]) -> LexicalIndex:
        """Index passages, each given by the hashes of all its grams."""
        hashes, rows, counts, lengths = [], [], [], []
        for row, grams in enumerate(passages):
            distinct, occurrences = np.unique(grams, return_counts=True)
            hashes.append(distinct)
            rows.append(np.full(len(distinct), row, dtype=np.int32))
            counts.append(np.minimum(occurrences, np.iinfo(np.uint16).max).astype(np.uint16))
            lengths.append(len(grams))
        all_hashes = np.concatenate([*hashes, np.empty(0, dtype=np.uint64)])
        order = np.argsort(all_hashes, kind="stable")  # stable: rows stay rising within a gram
        grams, starts = np.unique(all_hashes[order], return_index=True)
        return cls(
            grams,
            np.append(starts, len(order)).astype(np.int64),
            np.concatenate([*rows, np.empty(0, dtype=np.int32)])[order],
            np.concatenate([*counts, np.empty(0, dtype=np.uint16)])[order],
            np.array(lengths, dtype=np.int32),
        )

    def save(self, folder: Path) -> None:
        """Write each array to `lexical-<name>.npy` in a folder."""
        for name in _FILES:
            save_array(folder / f"lexical-{name}.npy", getattr(self, name))

    @classmethod
    def open(cls, files: FileReader) -> LexicalIndex:
        """Read the arrays of a segment.

        Raises:
            IndexDamagedError, ValueError: One is not as it was written, or is no array.
        """
        index = cls(*(array_of(files.read(f"lexical-{name}.npy")) for name in _FILES))
        index._check()
        return index

    def _check(self) -> None:
        """See that the arrays fit together: ValueError where a posting would be none."""
        fits = (
            all(array.ndim == 1 for array in (self.grams, self.offsets, self.rows, self.counts))
            and len(self.offsets) == len(self.grams) + 1
            and len(self.rows) == len(self.counts)
            and rises_to(self.offsets, len(self.rows))
            and bool(np.all((self.rows >= 0) & (self.rows < len(self.lengths))))
        )
        if not fits:
            raise ValueError("its postings do not fit together")

    def positions(self, grams: GramHashes) -> npt.NDArray[np.int64]:
        """Where each gram stands in `grams`, or -1 where this segment does not have it."""
        places = np.searchsorted(self.grams, grams)
        places[places == len(self.grams)] = 0
        known = self.grams[places] == grams if len(self.grams) else np.zeros(len(grams), bool)
        return np.where(known, places, -1)

    def document_frequencies(self, grams: GramHashes) -> npt.NDArray[np.int64]:
        """In how many passages of this segment each gram occurs."""
        places = self.positions(grams)
        found = self.offsets[places + 1] - self.offsets[places]
        return np.where(places >= 0, found, 0)

    def scores(
        self, grams: GramHashes, weights: npt.NDArray[np.float64], mean_length: float
    ) -> Scores:
        """BM25 of every passage of the segment, shape (n_passages,).

        Args:
            grams: Distinct grams of the question.
            weights: Inverse document frequency of each, times its count in the question.
            mean_length: Mean number of grams of a passage over the whole corpus.
        """
        scores = np.zeros(len(self.lengths), dtype=np.float64)
        norms = K1 * (1 - B + B * self.lengths / max(mean_length, 1.0))
        for place, weight in zip(self.positions(grams), weights, strict=True):
            if place >= 0:
                postings = slice(self.offsets[place], self.offsets[place + 1])
                rows, counts = self.rows[postings], self.counts[postings]
                scores[rows] += weight * counts * (K1 + 1) / (counts + norms[rows])
        return scores


def inverse_document_frequencies(
    frequencies: npt.NDArray[np.int64], n_passages: int
) -> npt.NDArray[np.float64]:
    """Lucene's BM25 idf of grams that occur in this many of `n_passages` passages."""
    return np.log1p((n_passages - frequencies + 0.5) / (frequencies + 0.5))
