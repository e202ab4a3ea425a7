"""Token vectors: what late interaction compares, kept in a bit or two a component.

A token's vector is centred, brought to unit length and turned by a fixed random rotation, which
gives every component about the same spread. What is stored is how it differs from the mean of its
passage: along some directions, in more bits where vectors differ more. For the embedded model the
directions and their bits are learnt once from other texts (384 bits a token); for any other model
they are the rotated components themselves, two bits each. A scale per token makes the rounded
difference's inner product with the true one right.

A level is a sum of its bits, each worth twice the one below it. So a stored vector is its row of
bits times a matrix with a row for each bit: a question is multiplied by that matrix once, and
then compared with the bits.

Against four bits a component (`python -m benchmarks.storage`), held out by articles: nDCG@10 +.0001
in one language and -.0036 between two, in 30 % of the bytes.

Source: ColBERT (Khattab & Zaharia 2020) for late interaction; RaBitQ (Gao & Long 2024) for rotating
before rounding; transform coding (Goyal 2001) for bits by variance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from qa.encoding.rounding import levels_of, vectors_of
from qa.vectors import EmbeddingMatrix, EmbeddingVector

_SEED = 384

_SIZES_BYTES = 12
_NARROW = 1 << 16  # places below this are stored in two bytes

TokenMatrix = npt.NDArray[np.float32]
"""Unit rows in the rotated space, shape (n_tokens, dimension)."""


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The rounded token vectors of one text.

    Attributes:
        codes: The bits of each token's levels, eight a byte; uint8, (n_tokens, n_bytes).
        scales: Factor of each token's levels; float16, (n_tokens,).
        base: Mean of the vectors, in 1/512; int8, (dimension,).
        remaining: Code points from the end of each token to the end of the text; int32,
            (n_tokens,). Counted from the end, they hold for the passage alone as for the passage
            with its context before it.
    """

    codes: npt.NDArray[np.uint8]
    scales: npt.NDArray[np.float16]
    base: npt.NDArray[np.int8]
    remaining: npt.NDArray[np.int32]

    def to_bytes(self) -> bytes:
        """The arrays as bytes: how many tokens, their bytes and components, then these."""
        remaining = self.remaining.astype("<i4")
        if len(remaining) and remaining.min() >= 0 and remaining.max() < _NARROW:
            remaining = remaining.astype("<u2")
        sizes = np.array([*self.codes.shape, len(self.base)], dtype="<u4")
        parts = (sizes, self.base, self.scales.astype("<f2"), self.codes, remaining)
        return b"".join(np.ascontiguousarray(part).tobytes() for part in parts)

    @classmethod
    def from_bytes(cls, data: bytes) -> TokenVectors:
        """Read the arrays back.

        Raises:
            ValueError: They do not fit together.
        """
        if len(data) < _SIZES_BYTES:
            raise ValueError("a passage's token vectors are cut short")
        count, n_bytes, dimension = np.frombuffer(data, "<u4", 3).tolist()
        scales = _SIZES_BYTES + dimension
        codes, remaining = scales + 2 * count, scales + (2 + n_bytes) * count
        width = (len(data) - remaining) // count if count else 2
        if width not in (2, 4) or len(data) != remaining + width * count:
            raise ValueError("a passage's token vectors do not fit together")
        return cls(
            codes=np.frombuffer(data, np.uint8, n_bytes * count, codes).reshape(count, n_bytes),
            scales=np.frombuffer(data, "<f2", count, scales),
            base=np.frombuffer(data, np.int8, dimension, _SIZES_BYTES),
            remaining=np.frombuffer(data, f"<u{width}", count, remaining).astype(np.int32),
        )


@dataclass(frozen=True, slots=True)
class PassageEncodings:
    """What encoding passages gives.

    Attributes:
        vectors: One unit row for each text, float32; shape (0, dimension) for no texts.
        tokens: The token vectors of each text.
    """

    vectors: EmbeddingMatrix
    tokens: tuple[TokenVectors, ...]

    def to_bytes(self) -> list[bytes]:
        """Each text's encoding as bytes: its vector, rounded, then its tokens."""
        return [
            levels.tobytes() + tokens.to_bytes()
            for levels, tokens in zip(levels_of(self.vectors), self.tokens, strict=True)
        ]

    @classmethod
    def from_bytes(cls, encodings: Sequence[bytes], dimension: int) -> PassageEncodings:
        """Read encodings back, their vectors rounded."""
        levels = [np.frombuffer(data, np.int8, dimension) for data in encodings]
        return cls(
            vectors_of(np.array(levels, dtype=np.int8).reshape(-1, dimension)),
            tuple(TokenVectors.from_bytes(data[dimension:]) for data in encodings),
        )

    def parted(self, sizes: Sequence[int]) -> list[PassageEncodings]:
        """One after the other, each of so many texts."""
        ends = np.cumsum(sizes, dtype=np.int64).tolist()
        return [
            PassageEncodings(self.vectors[end - size : end], self.tokens[end - size : end])
            for size, end in zip(sizes, ends, strict=True)
        ]

    @classmethod
    def join(cls, parts: Sequence[PassageEncodings], dimension: int) -> PassageEncodings:
        """One after the other."""
        empty = np.empty((0, dimension), dtype=np.float32)
        return cls(
            np.concatenate([empty, *(part.vectors for part in parts)]),
            tuple(tokens for part in parts for tokens in part.tokens),
        )


@dataclass(frozen=True, slots=True)
class QuestionEncoding:
    """What encoding a question gives.

    Attributes:
        vector: A unit vector, shape (dimension,).
        tokens: Its token vectors, as they are compared with rounded ones.
        remaining: Code points from the end of each token to the end of the question; int32,
            (n_tokens,).
    """

    vector: EmbeddingVector
    tokens: QuestionTokens
    remaining: npt.NDArray[np.int32]


def rotate(states: npt.NDArray[np.float32], mean: EmbeddingVector) -> TokenMatrix:
    """Centre token states, bring them to unit length, and turn them into the rotated space."""
    centred = states - mean
    norms = np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    rotated: TokenMatrix = (centred / norms) @ _rotation(states.shape[1])
    return rotated


@dataclass(frozen=True, slots=True)
class QuestionTokens:
    """The token vectors of a question, as they are compared with rounded ones.

    Attributes:
        bits: What each bit of a code adds to the inner product with each token of the question,
            shape (n_bits, n_tokens).
        least: What the lowest levels alone give, shape (n_tokens,).
        base: What is multiplied with a passage's base, shape (n_tokens, dimension).
    """

    bits: npt.NDArray[np.float32]
    least: npt.NDArray[np.float32]
    base: TokenMatrix

    def __len__(self) -> int:
        return len(self.least)

    def similarities(self, tokens: TokenVectors) -> npt.NDArray[np.float32]:
        """Cosine of each of the tokens and each of a passage's, shape (n_tokens, n_passage)."""
        bits = np.unpackbits(tokens.codes, axis=1).astype(np.float32)
        beside = (bits @ self.bits + self.least) * tokens.scales.astype(np.float32)[:, None]
        similarities: npt.NDArray[np.float32] = (beside + self.base @ tokens.base).T
        return similarities


class TokenCode:
    """How the token vectors of a model are rounded, and compared.

    Args:
        directions: Orthonormal columns, shape (dimension, dimension).
        deviations: How far vectors lie from their passage's mean in each direction,
            shape (dimension,).
        n_bits: Bits of a token, shared out among the directions; a multiple of 8.
    """

    def __init__(
        self,
        directions: npt.NDArray[np.float32],
        deviations: npt.NDArray[np.float32],
        n_bits: int,
    ) -> None:
        bits = _shared_out(deviations, n_bits)
        kept = bits > 0
        self._bits = bits[kept]
        self._widths = _WIDTHS[self._bits] * deviations[kept]
        self._directions = np.ascontiguousarray(directions[:, kept])
        self._typical = float(np.square(deviations).sum())

    @classmethod
    @cache
    def of_embedded_model(cls) -> TokenCode:
        """That of the embedded model."""
        with files("qa.encoding").joinpath(BASIS_FILE).open("rb") as file:
            basis = np.load(file, allow_pickle=False).astype(np.float32)
        return cls(basis[:-1], basis[-1], EMBEDDED_BITS)

    @classmethod
    @cache
    def of_dimension(cls, dimension: int) -> TokenCode:
        """That of a model of which nothing is known: as many bits for each component."""
        even = np.full(dimension, 1 / np.sqrt(dimension), dtype=np.float32)
        return cls(np.eye(dimension, dtype=np.float32), even, _UNKNOWN_BITS * dimension)

    def rounded(self, rotated: TokenMatrix, remaining: npt.NDArray[np.int32]) -> TokenVectors:
        """Round the rotated token vectors of a passage."""
        mean = rotated.mean(axis=0) if len(rotated) else np.zeros(rotated.shape[1], np.float32)
        base = np.clip(np.rint(mean * _BASE_LEVELS), -128, 127).astype(np.int8)
        rest = rotated - base / np.float32(_BASE_LEVELS)
        lengths = np.square(rest).sum(axis=1, keepdims=True)
        spreads = np.sqrt(lengths / self._typical) + 1e-9
        turned = rest @ self._directions
        halves = 2 ** (self._bits - 1)
        levels = np.clip(np.floor(turned / (spreads * self._widths)), -halves, halves - 1)
        products = ((levels + 0.5) * self._widths * turned).sum(axis=1)
        scales = np.where(products > 0, lengths[:, 0] / np.maximum(products, 1e-9), 0)
        numbers, (directions, places) = (levels + halves).astype(np.uint8), self._places
        codes = np.packbits(numbers[:, directions] >> places & 1, axis=1)
        return TokenVectors(codes, scales.astype(np.float16), base, remaining)

    def question(self, rotated: TokenMatrix) -> QuestionTokens:
        """What the rotated token vectors of a question are compared by."""
        least = self._directions @ (self._widths * (0.5 - 2.0 ** (self._bits - 1)))
        return QuestionTokens(
            np.ascontiguousarray(self._matrix @ rotated.T),
            rotated @ least.astype(np.float32),
            rotated / np.float32(_BASE_LEVELS),
        )

    @cached_property
    def _places(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
        """Direction and worth, as a power of two, of each bit of a code, both shape (n_bits,)."""
        directions = np.repeat(np.arange(len(self._bits)), self._bits)
        firsts = np.repeat(np.cumsum(self._bits) - self._bits, self._bits)
        return directions, (np.arange(len(directions)) - firsts).astype(np.uint8)

    @cached_property
    def _matrix(self) -> npt.NDArray[np.float32]:
        """What each bit of a code adds to a vector, shape (n_bits, dimension)."""
        directions, places = self._places
        worth = (self._widths[directions] * 2.0**places).astype(np.float32)
        matrix: npt.NDArray[np.float32] = worth[:, None] * self._directions.T[directions]
        return matrix


BASIS_FILE = "embedded_token_basis.npy"
"""Directions of the embedded model's token vectors, and in the last row the deviations."""

EMBEDDED_BITS = 384
"""Bits of a token of the embedded model."""

_UNKNOWN_BITS = 2
_BASE_LEVELS = 512
_WIDTHS = np.array([0.0, 1.596, 0.9957, 0.586, 0.34], dtype=np.float32)
# Width of a level by bits, in deviations of a component: the least error of a normal one
# (Max 1960).
_ERRORS = np.array([1.0, 0.3634, 0.1188, 0.0374, 0.0115, 0.0115])
# The mean square error that is left, of a component's variance.


def _shared_out(deviations: npt.NDArray[np.float32], n_bits: int) -> npt.NDArray[np.int64]:
    """Bits for each direction: every one goes where the error falls most."""
    given = np.zeros(len(deviations), dtype=np.int64)
    variances, gains = np.square(deviations), -np.diff(_ERRORS)
    for _ in range(n_bits):
        given[int(np.argmax(variances * gains[given]))] += 1
    return given


@cache
def _rotation(dimension: int) -> TokenMatrix:
    """A random orthogonal matrix, the same every time."""
    gaussian = np.random.default_rng(_SEED).standard_normal((dimension, dimension))
    q, r = np.linalg.qr(gaussian)
    rotation: TokenMatrix = (q * np.sign(np.diag(r))).astype(np.float32)
    return rotation
