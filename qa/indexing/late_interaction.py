"""Late interaction: every token of the question against the tokens of a passage.

Files of a segment:

    tokens.bin              the token vectors of each passage, one passage after the other: where
                            each token ends, int32 (t,), scales, float16 (t,), and codes,
                            uint8 (t, d / 2) (see `qa.encoding.tokens`)
    tokens-offsets.npy      int64 (n + 1,): how many tokens stand before each passage's
    tokens-checksums.npy    uint32 (n,): CRC-32 of each passage's part of tokens.bin

The vectors are by far the largest part of an index. They stay on disk; what is read of them for a
question is checked each time.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.encoding.tokens import TokenMatrix, TokenVectors, dequantise
from qa.indexing.arrays import array_of, rises_to, save_array
from qa.indexing.files import FileReader

_VECTORS = "tokens.bin"
_OFFSETS = "tokens-offsets.npy"
_CHECKSUMS = "tokens-checksums.npy"
_BYTES_BESIDE = 6  # of a token, besides its codes: where it ends, and its scale


def save_tokens(tokens: Sequence[TokenVectors], folder: Path) -> None:
    """Write the token vectors of passages, in order."""
    checksums = []
    with (folder / _VECTORS).open("wb") as file:
        for each in tokens:
            parts = (
                each.remaining.astype("<i4"),
                each.scales.astype("<f2"),
                each.codes.astype("u1"),
            )
            data = b"".join(part.tobytes() for part in parts)
            checksums.append(zlib.crc32(data))
            file.write(data)
    offsets = np.cumsum([0, *(len(each.scales) for each in tokens)], dtype=np.int64)
    save_array(folder / _OFFSETS, offsets)
    save_array(folder / _CHECKSUMS, np.array(checksums, dtype=np.uint32))


class TokenIndex:
    """The token vectors of a segment, read from disk one passage at a time.

    Args:
        files: The segment's files.
        dimension: Number of components of a vector.

    Raises:
        IndexDamagedError, ValueError: A file is not as it was written, or is none of this kind.
    """

    def __init__(self, files: FileReader, dimension: int) -> None:
        self._offsets: npt.NDArray[np.int64] = array_of(files.read(_OFFSETS))
        self._checksums: npt.NDArray[np.uint32] = array_of(files.read(_CHECKSUMS))
        self._vectors = files.hold(_VECTORS)
        self._dimension = dimension
        self._token_bytes = _BYTES_BESIDE + dimension // 2
        if len(self._checksums) != len(self):
            raise ValueError("its token vectors and their checksums do not fit together")
        n_tokens, beyond = divmod(self._vectors.n_bytes, self._token_bytes)
        if beyond or not rises_to(self._offsets, n_tokens):
            raise ValueError("its token vectors and their offsets do not fit together")

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def tokens(self, row: int) -> TokenVectors:
        """The rounded token vectors of a passage.

        Raises:
            IndexDamagedError: They are not on disk as they were written.
        """
        first, last = int(self._offsets[row]), int(self._offsets[row + 1])
        n = last - first
        data = self._vectors.read(first * self._token_bytes, last * self._token_bytes)
        if zlib.crc32(data) != self._checksums[row]:
            raise self._vectors.damaged()
        return TokenVectors(
            codes=np.frombuffer(data, np.uint8, offset=_BYTES_BESIDE * n).reshape(
                n, self._dimension // 2
            ),
            scales=np.frombuffer(data, np.float16, n, offset=4 * n),
            remaining=np.frombuffer(data, np.int32, n),
        )


def token_similarities(question: TokenMatrix, tokens: TokenVectors) -> npt.NDArray[np.float32]:
    """Cosine of each question token and each passage token, shape (n_question, n_passage)."""
    similarities: npt.NDArray[np.float32] = question @ dequantise(tokens.codes, tokens.scales).T
    return similarities


def late_interaction_score(similarities: npt.NDArray[np.float32]) -> float:
    """Mean over the question's tokens of the highest cosine with a token of the passage."""
    return float(similarities.max(axis=1).mean()) if similarities.size else 0.0
