"""More bits where token vectors differ more: a basis and bits learnt once, on other passages.

The codec is a function of these alone, so that what is stored of a passage depends on nothing but
the passage. `python -m benchmarks.storage basis FOLDER` makes the basis from the other sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.encoding.tokens import TokenMatrix

from .encoding import EncodedPassages
from .token_codecs import (
    PLACE,
    SCALE,
    STEPS,
    Codec,
    Pool,
    Stored,
    all_tokens,
    by_likeness,
    byte_mean,
    means_of,
)

ERRORS = (1.0, 0.3634, 0.1188, 0.0374, 0.0115)
"""Mean square error of a normal component by bits, of its variance."""

FILE = "token-basis.npy"
EVERY = 5


@dataclass(frozen=True, slots=True)
class Basis:
    """Where token vectors of a passage differ from its mean.

    Attributes:
        directions: Orthonormal columns, shape (dimension, dimension).
        deviations: How far they lie from the mean in each direction, shape (dimension,).
    """

    directions: npt.NDArray[np.float32]
    deviations: npt.NDArray[np.float32]

    @classmethod
    def learnt(cls, passages: EncodedPassages, pool: Pool) -> Basis:
        """From every so many passages."""
        dimension = passages.tokens.shape[1]
        covariance, n_rows = np.zeros((dimension, dimension)), 0
        for tokens in np.split(passages.tokens, passages.offsets[1:-1])[::EVERY]:
            wide = tokens.astype(np.float32)
            vectors = means_of(wide, pool(wide))
            rest = vectors - vectors.mean(axis=0)
            covariance += rest.T @ rest
            n_rows += len(rest)
        values, directions = np.linalg.eigh(covariance / n_rows)
        kept = directions[:, ::-1], np.sqrt(np.maximum(values[::-1], 0))
        return cls(*(array.astype(np.float32) for array in kept))

    def save(self, folder: Path) -> None:
        """Write it in half precision, the deviations in the last row."""
        rows = np.concatenate([self.directions, self.deviations[None]])
        np.save(folder / FILE, rows.astype(np.float16))

    @classmethod
    def load(cls, folder: Path) -> Basis:
        """Read it back."""
        rows = np.load(folder / FILE).astype(np.float32)
        return cls(rows[:-1], rows[-1])

    def bits(self, total: int) -> npt.NDArray[np.int64]:
        """How many bits each direction gets of a total: each where the error falls most.

        To weigh a direction by the tokens' own components as well makes no difference.
        """
        given = np.zeros(len(self.deviations), dtype=np.int64)
        variances = np.square(self.deviations)
        gains = -np.diff([*ERRORS, ERRORS[-1]])
        for _ in range(total):
            given[int(np.argmax(variances * gains[given]))] += 1
        return given


def widths_of(basis: Basis, bits: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Width of a level in each direction that has bits, for a vector of typical length."""
    kept = bits > 0
    steps = np.array([STEPS[each] for each in bits[kept].tolist()], np.float32)
    widths: npt.NDArray[np.float32] = steps * basis.deviations[kept]
    return widths


def learnt_bits(basis: Basis, total: int, pool: Pool = all_tokens) -> Codec:
    """A codec of so many bits a vector, shared out by the basis.

    Args:
        basis: The basis.
        total: Bits of a vector.
        pool: Which vectors are stored.
    """
    bits = basis.bits(total)
    kept = bits > 0
    halves = 2.0 ** (bits[kept] - 1)
    widths = widths_of(basis, bits)
    directions = np.ascontiguousarray(basis.directions[:, kept])
    typical = float(np.square(basis.deviations).sum())

    def store(tokens: TokenMatrix) -> Stored:
        labels = pool(tokens)
        vectors = means_of(tokens, labels)
        base = byte_mean(vectors)
        rest = vectors - base
        spreads = np.sqrt(np.square(rest).sum(axis=1, keepdims=True) / typical) + 1e-9
        turned = rest @ directions
        levels = np.clip(np.floor(turned / (spreads * widths)), -halves, halves - 1) + 0.5
        read = (levels * widths).astype(np.float32)
        products = np.maximum((read * turned).sum(axis=1), 1e-9)
        scales = (np.square(rest).sum(axis=1) / products).astype(np.float16)
        rows = base + (read * scales.astype(np.float32)[:, None]) @ directions.T
        n_bytes = len(vectors) * (total // 8 + SCALE) + len(tokens) * PLACE + len(base)
        return Stored(rows, labels, n_bytes)

    return store


def learnt_codecs(folder: Path) -> dict[str, Codec]:
    """What is tried of these."""
    basis = Basis.load(folder)
    alone = {
        f"{total} bits by the basis": learnt_bits(basis, total)
        for total in (192, 256, 320, 384, 512)
    }
    pooled = {
        f"{total} bits by the basis, Ward / {factor:g} within {reach}": learnt_bits(
            basis, total, by_likeness(factor, reach)
        )
        for total, factor, reach in ((384, 1.5, 10), (384, 2.0, 20), (512, 2.0, 20))
    }
    return alone | pooled


def learn_basis(folder: Path) -> None:
    """Learn the basis on the other sets, and write it."""
    basis = Basis.learnt(EncodedPassages.load(folder / "other"), by_likeness(2))
    basis.save(folder)
    size = (folder / FILE).stat().st_size
    for total in (256, 384, 512):
        counts = np.bincount(basis.bits(total), minlength=5).tolist()
        print(f"{total} bits: {counts} directions of 0, 1, 2, 3, 4; {size:,} bytes")
