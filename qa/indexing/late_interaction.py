"""Late interaction: every token of the question against the tokens of a passage.

Files of a segment:

    tokens.bin      the token vectors of each passage, one passage after the other (see
                    `qa.encoding.tokens`)
    tokens.npy      a record for each passage: how many bytes of that file end with its own, uint64,
                    and their CRC-32, uint32

The vectors are by far the largest part of an index. They stay on disk; what is read of them for a
question is checked each time.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qa.encoding.tokens import TokenVectors
from qa.indexing.arrays import rises_to, save_array
from qa.indexing.files import FileReader

_VECTORS = "tokens.bin"
_PLACES = "tokens.npy"
_PLACE = np.dtype([("end", "<u8"), ("checksum", "<u4")])


def save_tokens(tokens: Sequence[bytes], folder: Path) -> None:
    """Write the token vectors of passages, in order, as `TokenVectors` makes bytes of them."""
    places = np.zeros(len(tokens), dtype=_PLACE)
    end = 0
    with (folder / _VECTORS).open("wb") as file:
        for i, data in enumerate(tokens):
            end += file.write(data)
            places[i] = end, zlib.crc32(data)
    save_array(folder / _PLACES, places)


class TokenIndex:
    """The token vectors of a segment, read from disk one passage at a time.

    Args:
        files: The segment's files.
        n_passages: Passages of the segment.

    Raises:
        IndexDamagedError: A file is missing, or of another size.
    """

    def __init__(self, files: FileReader, n_passages: int) -> None:
        self._file = files.hold(_PLACES)
        self._vectors = files.hold(_VECTORS)
        self._n_passages = n_passages

    def check(self) -> None:
        """See that all of it is as it was written.

        Raises:
            IndexDamagedError: It is not.
        """
        self._ends  # noqa: B018 (read and compared with the vectors)
        self._vectors.prove()

    @cached_property
    def _places(self) -> npt.NDArray[Any]:
        places = self._file.array()
        if places.dtype != _PLACE or places.shape != (self._n_passages,):
            raise self._file.damaged("it does not fit the passages")
        return places

    @cached_property
    def _ends(self) -> npt.NDArray[np.int64]:
        """How many bytes stand before each passage's, shape (n + 1,)."""
        ends = np.concatenate([[0], self._places["end"].astype(np.int64)])
        if not rises_to(ends, self._vectors.n_bytes):
            raise self._vectors.damaged("its token vectors do not fit together")
        return ends

    def tokens(self, row: int) -> TokenVectors:
        """The rounded token vectors of a passage.

        Raises:
            IndexDamagedError: They are not on disk as they were written.
        """
        try:
            return TokenVectors.from_bytes(self.data(row))
        except ValueError as error:
            raise self._vectors.damaged(str(error)) from error

    def data(self, row: int) -> bytes:
        """The same as the bytes that are stored."""
        data = self._vectors.read(*self._ends[row : row + 2].tolist())
        if zlib.crc32(data) != self._places["checksum"][row]:
            raise self._vectors.damaged()
        return data


def late_interaction_score(similarities: npt.NDArray[np.float32]) -> float:
    """Mean over the question's tokens of the highest cosine with a token of the passage."""
    return float(similarities.max(axis=1).mean()) if similarities.size else 0.0
