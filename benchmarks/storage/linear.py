"""The codec by a basis as a linear code: what is read back is the stored bits times a matrix.

A level is a sum of its bits, each worth half the one before, so a stored vector is its row of bits
times a matrix of one row a bit. A question is multiplied with that matrix once; a passage is then
compared by one product with its bits, and its vectors are never made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa.encoding.tokens import TokenMatrix

from .learnt import Basis, widths_of
from .token_codecs import byte_mean


@dataclass(frozen=True, slots=True)
class PackedTokens:
    """The token vectors of a passage.

    Attributes:
        codes: uint8, shape (n, bits of a vector / 8).
        scales: float16, shape (n,).
        base: The mean, in 1/512, int8, shape (dimension,).
    """

    codes: npt.NDArray[np.uint8]
    scales: npt.NDArray[np.float16]
    base: npt.NDArray[np.int8]


class LinearCode:
    """Packs token vectors into so many bits, and compares them with a question."""

    def __init__(self, basis: Basis, total: int) -> None:
        bits = basis.bits(total)
        kept = np.flatnonzero(bits)
        self._bits = bits[kept]
        self._widths = widths_of(basis, bits)
        self._directions = np.ascontiguousarray(basis.directions[:, kept])
        self._typical = float(np.square(basis.deviations).sum())
        rows, least = [], np.zeros(len(basis.deviations), np.float32)
        for i, n_bits in enumerate(self._bits.tolist()):
            direction = self._directions[:, i] * self._widths[i]
            rows += [direction * 2.0**place for place in range(n_bits)]
            least += direction * (0.5 - 2.0 ** (n_bits - 1))
        self._matrix = np.array(rows, dtype=np.float32)
        self._least = least

    def pack(self, vectors: TokenMatrix) -> PackedTokens:
        """Round vectors around their mean."""
        base = byte_mean(vectors)
        rest = vectors - base
        spreads = np.sqrt(np.square(rest).sum(axis=1, keepdims=True) / self._typical) + 1e-9
        halves = 2 ** (self._bits - 1)
        turned = rest @ self._directions
        levels = np.clip(np.floor(turned / (spreads * self._widths)), -halves, halves - 1)
        numbers = (levels + halves).astype(np.uint8)
        read = (levels + 0.5) * self._widths
        scales = np.square(rest).sum(axis=1) / np.maximum((read * turned).sum(axis=1), 1e-9)
        columns = [
            numbers[:, i] >> place & 1 for i, n in enumerate(self._bits) for place in range(n)
        ]
        codes = np.packbits(np.array(columns).T, axis=1)
        return PackedTokens(codes, scales.astype(np.float16), np.round(base * 512).astype(np.int8))

    def question(self, tokens: TokenMatrix) -> tuple[TokenMatrix, TokenMatrix, TokenMatrix]:
        """What the tokens of a question are compared by: bits, the lowest levels, the mean."""
        turned = np.ascontiguousarray(self._matrix @ tokens.T)
        return turned, tokens @ self._least, tokens / np.float32(512)

    @staticmethod
    def similarities(
        question: tuple[TokenMatrix, TokenMatrix, TokenMatrix], tokens: PackedTokens
    ) -> npt.NDArray[np.float32]:
        """Cosine of each question token and each stored vector, shape (n_question, n)."""
        turned, least, scaled = question
        bits = np.unpackbits(tokens.codes, axis=1).astype(np.float32)
        found = (bits @ turned + least) * tokens.scales.astype(np.float32)[:, None]
        similarities: npt.NDArray[np.float32] = (found + scaled @ tokens.base).T
        return similarities
