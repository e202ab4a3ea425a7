"""The dense retriever: every passage's vector, a byte a component, against a question's.

FAISS multiplies bytes with bytes, four times as fast as floats, so a question is rounded for the
search, on a scale of its own. Whoever searches takes some more rows than wanted, and compares these
with the question as it is. The only module that imports faiss.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from qa.encoding.rounding import VectorLevels, level_width, levels_of, vectors_of
from qa.vectors import EmbeddingMatrix, EmbeddingVector

Rows = npt.NDArray[np.int64]
"""Rows: numbers of passages in a segment or a generation, from 0."""

RowMask = npt.NDArray[np.bool_]
"""Which rows may be found, shape (n,)."""

_LARGEST = 127  # of what FAISS reads of a question's component
_LEAST = 1e-9

_KIND = faiss.ScalarQuantizer.QT_8bit_direct_signed


class DenseIndex:
    """A FAISS index of levels, a byte each: row i is passage i."""

    def __init__(self, index: faiss.IndexScalarQuantizer, data: bytes = b"") -> None:
        self._index = index
        self._data = data  # what FAISS reads the levels from, where it has not copied them

    @classmethod
    def build(cls, vectors: EmbeddingMatrix) -> DenseIndex:
        """Index the rows of a matrix, rounded."""
        return cls.of_levels(levels_of(vectors))

    @classmethod
    def of_levels(cls, levels: VectorLevels) -> DenseIndex:
        """Index rows that are rounded already."""
        index = faiss.IndexScalarQuantizer(levels.shape[1], _KIND, faiss.METRIC_INNER_PRODUCT)
        index.add(np.ascontiguousarray(levels, dtype=np.float32))
        return cls(index)

    @classmethod
    def of(cls, data: bytes) -> DenseIndex:
        """The index that the bytes of its file hold, which are not copied.

        Raises:
            ValueError: They are not such an index.
        """
        octets = np.frombuffer(data, dtype=np.uint8)
        # FAISS's types know less than its Python does.
        reader = faiss.ZeroCopyIOReader(  # type: ignore[attr-defined]
            faiss.swig_ptr(octets), len(octets)
        )
        try:
            index = faiss.read_index(reader, faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise ValueError("FAISS cannot read its vectors") from error
        kind = (_KIND, faiss.METRIC_INNER_PRODUCT)
        if not isinstance(index, faiss.IndexScalarQuantizer) or (
            (index.sq.qtype, index.metric_type) != kind
        ):
            raise ValueError("its vectors are not a FAISS index of signed bytes")
        return cls(index, data)

    def save(self, path: Path) -> None:
        """Write the index to a file.

        Not by FAISS, which takes a file that is cut short by a full disk for written.

        Raises:
            OSError: It cannot be written.
        """
        path.write_bytes(faiss.serialize_index(self._index).data)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Number of components of a vector."""
        return int(self._index.d)

    def search(
        self, question: EmbeddingVector, top_k: int, within: RowMask | None = None
    ) -> tuple[Rows, npt.NDArray[np.float32]]:
        """The rows nearest to a question and about their cosines, best first; at most `top_k`.

        Args:
            question: A unit vector.
            top_k: Most rows to return.
            within: Which rows may be found; None for all.

        Raises:
            ValueError: The question's dimension is not the index's.
        """
        if question.shape != (self.dimension,):
            raise ValueError(f"question has shape {question.shape}, index ({self.dimension},)")
        n_found = min(top_k, len(self) if within is None else int(within.sum()))
        if n_found == 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        parameters = None
        if within is not None:
            bits = np.packbits(within, bitorder="little")
            # FAISS types these as in C++; its Python makes them take what is given here.
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[arg-type,call-arg]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        # In this thread alone, of which FAISS has to be told in each: on a busy machine its threads
        # wait for each other, and a search of a million vectors took 472 ms in two and 49 in one.
        faiss.omp_set_num_threads(1)
        scale = _LARGEST / max(float(np.abs(question).max()), _LEAST)
        rounded = np.rint(question[None] * np.float32(scale))
        scores, rows = self._index.search(rounded, n_found, params=parameters)
        return rows[0], scores[0] * np.float32(level_width(self.dimension) / scale)

    def levels(self, rows: Rows) -> VectorLevels:
        """The rounded vectors of some rows, shape (len(rows), dimension)."""
        if not len(rows):
            return np.empty((0, self.dimension), dtype=np.int8)
        faiss.omp_set_num_threads(1)
        return self._index.reconstruct_batch(rows).astype(np.int8)

    def vectors(self, rows: Rows) -> EmbeddingMatrix:
        """The same as vectors, float32."""
        return vectors_of(self.levels(rows))
