"""The lexical retriever: BM25 over hashed character grams.

An impact is what a gram's count and its passage's length make of BM25, in 255 steps. The mean
length is a constant, so that it depends on the passage alone; inverse document frequencies come
from the whole corpus at question time. So a segment's files do not depend on the other segments.

Postings are the largest part of an index but for token vectors. They stay on disk; those of a
question are checked as they are read, and the last ones read are kept.

BM25: Robertson & Zaragoza 2009, with Lucene's idf, log(1 + (N - df + 0.5) / (df + 0.5)). Impacts:
Anh & Moffat 2002.
"""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from qa.corpus.analysis import GramHashes
from qa.indexing.arrays import rises_to
from qa.indexing.files import FileReader
from qa.indexing.postings import (
    GRAM,
    GRAMS_FILE,
    IMPACT_STEP,
    POSTINGS_FILE,
    Postings,
    posting_bytes,
    row_type,
)

KEPT_BYTES = 8 << 20
"""Bytes of postings of a segment that are kept once they were read."""

Scores = npt.NDArray[np.float64]
Posted = tuple[npt.NDArray[np.unsignedinteger[Any]], npt.NDArray[np.uint8]]
"""The rows that have a gram, rising, and the impact in each."""


class LexicalIndex:
    """Postings of one segment, read when they are first wanted. Safe from several threads.

    Args:
        files: The segment's files.
        n_passages: Passages of the segment.

    Raises:
        IndexDamagedError: A file is missing, or of another size.
    """

    def __init__(self, files: FileReader, n_passages: int) -> None:
        self._n_passages = n_passages
        self._row_type = row_type(n_passages)
        self._file = files.hold(GRAMS_FILE)
        self._postings = files.hold(POSTINGS_FILE)
        self._kept: OrderedDict[int, Posted] = OrderedDict()
        self._kept_bytes = 0
        self._keeping = threading.Lock()

    def check(self) -> None:
        """See that all of it is as it was written.

        Raises:
            IndexDamagedError: It is not.
        """
        self._offsets  # noqa: B018 (read and compared with the others)
        self._postings.prove()

    @cached_property
    def _grams(self) -> npt.NDArray[Any]:
        grams = self._file.array()
        if grams.dtype != GRAM or grams.ndim != 1:
            raise self._file.damaged("it holds no grams")
        return grams

    @cached_property
    def _hashes(self) -> GramHashes:
        return np.ascontiguousarray(self._grams["hash"])

    @cached_property
    def _offsets(self) -> npt.NDArray[np.int64]:
        """How many postings stand before each gram's, shape (n_grams + 1,)."""
        offsets = np.concatenate([[0], self._grams["end"].astype(np.int64)])
        n_postings, beyond = divmod(self._postings.n_bytes, posting_bytes(self._n_passages))
        if beyond or not rises_to(offsets, n_postings):
            raise self._postings.damaged("its postings do not fit together")
        return offsets

    def whole(self) -> Postings:
        """All postings.

        Raises:
            IndexDamagedError: They are not on disk as they were written.
        """
        self._offsets  # noqa: B018 (they fit together)
        return Postings.from_bytes(self._grams, self._postings.whole(), self._n_passages)

    def positions(self, grams: GramHashes) -> npt.NDArray[np.int64]:
        """Which of the segment's grams each is, or -1 where this segment does not have it."""
        if not len(self._hashes):
            return np.full(len(grams), -1)
        places = np.searchsorted(self._hashes, grams)
        places[places == len(self._hashes)] = 0
        return np.where(self._hashes[places] == grams, places, -1)

    def document_frequencies(self, grams: GramHashes) -> npt.NDArray[np.int64]:
        """In how many passages of this segment each gram occurs."""
        places = self.positions(grams)
        return np.where(places >= 0, self._offsets[places + 1] - self._offsets[places], 0)

    def scores(self, grams: GramHashes, weights: npt.NDArray[np.float64]) -> Scores:
        """BM25 of every passage of the segment, shape (n_passages,).

        Args:
            grams: Distinct grams of the question.
            weights: Inverse document frequency of each, times its count in the question.

        Raises:
            IndexDamagedError: Postings are not on disk as they were written.
        """
        places = self.positions(grams)
        known = places >= 0
        found = [self.postings(place) for place in places[known].tolist()]
        ends = np.cumsum([0, *(len(own) for own, _ in found)]).tolist()
        rows, added = np.empty(ends[-1], dtype=np.intp), np.empty(ends[-1])
        steps = (weights[known] * IMPACT_STEP).tolist()
        for (own, impacts), step, first, last in zip(found, steps, ends, ends[1:], strict=False):
            rows[first:last] = own
            np.multiply(impacts, step, out=added[first:last])
        scores: Scores = np.bincount(rows, added, self._n_passages).astype(np.float64, copy=False)
        return scores

    def having(self, grams: GramHashes, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """How many of some grams each of some rows has, shape (n_rows,)."""
        places = self.positions(grams)
        counts = np.zeros(len(rows), dtype=np.int64)
        for place in places[places >= 0].tolist():
            counts += np.isin(rows, self.postings(place)[0])
        return counts

    def postings(self, place: int) -> Posted:
        """The postings of a gram, by its position.

        Raises:
            IndexDamagedError: They are not on disk as they were written.
        """
        with self._keeping:
            if (found := self._kept.get(place)) is not None:
                self._kept.move_to_end(place)
                return found
        found = self._read(place)
        with self._keeping:
            if place not in self._kept:
                self._kept[place] = found
                self._kept_bytes += _n_bytes(found)
            while self._kept_bytes > KEPT_BYTES and len(self._kept) > 1:
                self._kept_bytes -= _n_bytes(self._kept.popitem(last=False)[1])
        return found

    def _read(self, place: int) -> Posted:
        first, last = self._offsets[place : place + 2].tolist()
        n_bytes = posting_bytes(self._n_passages)
        data = self._postings.read(first * n_bytes, last * n_bytes)
        if zlib.crc32(data) != self._grams["checksum"][place]:
            raise self._postings.damaged()
        rows = np.frombuffer(data, self._row_type, last - first)
        if rows.max(initial=0) >= max(self._n_passages, 1):
            raise self._postings.damaged("it names passages that are not there")
        return rows, np.frombuffer(data, np.uint8, offset=rows.nbytes)


def inverse_document_frequencies(
    frequencies: npt.NDArray[np.int64], n_passages: int
) -> npt.NDArray[np.float64]:
    """Lucene's BM25 idf of grams that occur in this many of `n_passages` passages."""
    return np.log1p((n_passages - frequencies + 0.5) / (frequencies + 0.5))


def _n_bytes(postings: Posted) -> int:
    rows, found = postings
    return rows.nbytes + found.nbytes
