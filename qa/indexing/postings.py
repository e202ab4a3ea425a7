"""Postings of a segment as arrays: made of passages, taken over from another segment, and written.

Files of a segment:

    lexical-grams.npy       a record for each distinct gram, in rising order: its hash, uint64, how
                            many postings end with its own, uint32, and the CRC-32 of its part of
                            the next file, uint32
    lexical-postings.bin    of each gram the passages that have it, rising, uint16 (uint32 where
                            the segment has more than 65,536), then the impact of each, uint8
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qa.corpus.analysis import GramHashes
from qa.indexing.arrays import save_array

K1 = 1.2
B = 0.75
# The usual values (Lucene's defaults); the scores are fused, and tuning them moved nDCG@10 by
# less than its confidence interval.

MEAN_LENGTH = 400
"""Grams that a passage is taken to have on average. XQuAD's have 333 to 454 by language, and no
mean from 300 to 1,000 moves nDCG@10 by more than .0014."""

IMPACT_STEP = (K1 + 1) / 255
"""What an impact of 1 adds to BM25, for a gram of weight 1; K1 + 1 is what none exceeds."""

GRAMS_FILE = "lexical-grams.npy"
POSTINGS_FILE = "lexical-postings.bin"
GRAM = np.dtype([("hash", "<u8"), ("end", "<u4"), ("checksum", "<u4")])
"""A record of the first file."""

RowMap = npt.NDArray[np.int64]
"""The row that each row of a segment has in another, or -1 where it is not there."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Which passages have which grams.

    Attributes:
        hashes: The distinct grams, rising, shape (n_grams,).
        counts: How many passages have each, 1 or more, shape (n_grams,).
        rows: The passages of one gram after the other, rising within a gram, shape (n,).
        impacts: What each adds to BM25, in steps of `IMPACT_STEP`, shape (n,).
    """

    hashes: GramHashes
    counts: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    impacts: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, passages: Iterable[GramHashes], rows: Iterable[int] | None = None) -> Postings:
        """The postings of passages.

        Args:
            passages: The hashes of all grams of each.
            rows: Row of each, rising; by default they are numbered from 0.
        """
        hashes, found = [np.empty(0, dtype=np.uint64)], [np.empty(0, dtype=np.uint8)]
        sizes = []
        for own in passages:
            distinct, counts = np.unique(own, return_counts=True)
            hashes.append(distinct)
            found.append(impacts_of(counts, len(own)))
            sizes.append(len(distinct))
        numbers = np.arange(len(sizes)) if rows is None else np.fromiter(rows, dtype=np.int64)
        all_hashes = np.concatenate(hashes)
        order = np.argsort(all_hashes, kind="stable")  # stable: rows stay rising within a gram
        grams, counts = np.unique(all_hashes, return_counts=True)
        all_rows = np.repeat(numbers, sizes)[order]
        return cls(grams, counts, all_rows, np.concatenate(found)[order])

    @classmethod
    def from_bytes(cls, grams: npt.NDArray[Any], data: bytes, n_passages: int) -> Postings:
        """Those of a segment's files, which were checked.

        Args:
            grams: The records of the first file.
            data: The bytes of the second.
            n_passages: Passages of the segment.
        """
        ends = grams["end"].astype(np.int64)
        counts = ends - np.concatenate([[0], ends[:-1]])
        octets, is_row = np.frombuffer(data, dtype=np.uint8), _row_bytes(counts, n_passages)
        rows = octets[is_row].view(row_type(n_passages)).astype(np.int64)
        return cls(np.ascontiguousarray(grams["hash"]), counts, rows, octets[~is_row])

    def moved(self, rows: RowMap) -> Postings:
        """Those of the passages that another segment has too, by their rows there, which rise."""
        there = rows[self.rows]
        is_kept = there >= 0
        gram_of = np.repeat(np.arange(len(self.hashes)), self.counts)[is_kept]
        counts = np.bincount(gram_of, minlength=len(self.hashes))
        has_any = counts > 0
        return Postings(
            self.hashes[has_any], counts[has_any], there[is_kept], self.impacts[is_kept]
        )

    def with_others(self, others: Postings) -> Postings:
        """These and those of other passages, which are best the fewer."""
        hashes = np.union1d(self.hashes, others.hashes)
        mine, theirs = (
            np.repeat(np.searchsorted(hashes, one.hashes), one.counts) for one in (self, others)
        )
        width = 1 + int(max(self.rows.max(initial=0), others.rows.max(initial=0)))
        places = np.searchsorted(mine * width + self.rows, theirs * width + others.rows)
        counts = np.bincount(mine, minlength=len(hashes)) + np.bincount(
            theirs, minlength=len(hashes)
        )
        return Postings(
            hashes,
            counts,
            np.insert(self.rows, places, others.rows),
            np.insert(self.impacts, places, others.impacts),
        )

    def save(self, folder: Path, n_passages: int) -> None:
        """Write the two files of a segment.

        Raises:
            OSError: They cannot be written.
        """
        is_row = _row_bytes(self.counts, n_passages)
        octets = np.empty(len(is_row), dtype=np.uint8)
        octets[is_row] = self.rows.astype(row_type(n_passages)).view(np.uint8)
        octets[~is_row] = self.impacts
        grams = np.zeros(len(self.hashes), dtype=GRAM)
        grams["hash"], grams["end"] = self.hashes, np.cumsum(self.counts)
        data = octets.tobytes()
        (folder / POSTINGS_FILE).write_bytes(data)
        ends = (np.cumsum(self.counts) * posting_bytes(n_passages)).tolist()
        view = memoryview(data)
        starts = [0, *ends[:-1]] if ends else []
        grams["checksum"] = [
            zlib.crc32(view[first:last]) for first, last in zip(starts, ends, strict=True)
        ]
        save_array(folder / GRAMS_FILE, grams)


def impacts_of(counts: npt.NDArray[np.int64], length: int) -> npt.NDArray[np.uint8]:
    """What each count of a gram in a passage of a length adds to BM25, in steps of `IMPACT_STEP`.

    Args:
        counts: How often each gram occurs in the passage, 1 or more.
        length: Grams of the passage.
    """
    norm = K1 * (1 - B + B * length / MEAN_LENGTH)
    exact = counts * (K1 + 1) / (counts + norm)
    return np.maximum(np.rint(exact / IMPACT_STEP), 1).astype(np.uint8)


def row_type(n_passages: int) -> np.dtype[Any]:
    """How the rows of a segment of so many passages are written."""
    return np.dtype("<u2" if n_passages <= 1 << 16 else "<u4")


def posting_bytes(n_passages: int) -> int:
    """Bytes of a posting of a segment of so many passages."""
    return row_type(n_passages).itemsize + 1


def _row_bytes(counts: npt.NDArray[np.int64], n_passages: int) -> npt.NDArray[np.bool_]:
    """Which bytes of a segment's postings are of rows; the others are impacts."""
    ends = np.cumsum(counts) * posting_bytes(n_passages)
    turns = np.zeros(int(ends[-1] if len(ends) else 0) + 1, dtype=np.int8)
    turns[ends - counts] -= 1  # where the impacts of a gram begin
    turns[ends[:-1]] += 1  # where the rows of the next do
    turns[0] += 1
    is_row: npt.NDArray[np.bool_] = np.cumsum(turns[:-1], dtype=np.int8).astype(bool)
    return is_row
