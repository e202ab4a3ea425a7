"""What is known of a model's vectors beforehand, and taken off them: it tells nothing of a text.

The files beside this module are the embedded model's (`benchmarks/fit_statistics.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from qa.vectors import EmbeddingMatrix, EmbeddingVector

MEAN_FILE = "embedded_token_mean.npy"
DIRECTIONS_FILE = "embedded_language_directions.npy"


@dataclass(frozen=True, slots=True)
class VectorStatistics:
    """What a model's vectors share.

    Attributes:
        token_mean: Mean of its token states, shape (dimension,).
        language_directions: Orthonormal rows, shape (n, dimension): the directions in which the
            vectors of one language differ from those of another, whatever they are about.
    """

    token_mean: EmbeddingVector
    language_directions: EmbeddingMatrix

    @classmethod
    def of_embedded_model(cls) -> VectorStatistics:
        """Those of the embedded model."""
        return cls(_read(MEAN_FILE), _read(DIRECTIONS_FILE))

    @classmethod
    def unknown(cls, dimension: int) -> VectorStatistics:
        """Those of a model of which nothing is known: nothing is taken off its vectors."""
        return cls(
            np.zeros(dimension, dtype=np.float32), np.empty((0, dimension), dtype=np.float32)
        )

    def without_language(self, vectors: EmbeddingMatrix) -> EmbeddingMatrix:
        """Unit rows with the language directions taken off, and of unit length again.

        Each row's result is the same bits in any company: a matrix product is not sure to be.

        Args:
            vectors: Unit rows, shape (n, dimension).

        Source: mean-centring by language as in Libovický et al. 2020 (arXiv:2004.05160); the
        projection of Yang et al. 2021, "A Simple and Effective Method To Eliminate the
        Self Language Bias in Multilingual Representations" (arXiv:2109.04727).
        """
        if not len(self.language_directions):
            return vectors
        shares = np.einsum("ij,kj->ik", vectors, self.language_directions)
        rest = vectors - np.einsum("ik,kj->ij", shares, self.language_directions)
        norms = np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-9)
        unit: EmbeddingMatrix = (rest / norms).astype(np.float32)
        return unit


def _read(name: str) -> npt.NDArray[np.float32]:
    with files("qa.encoding").joinpath(name).open("rb") as file:
        values: npt.NDArray[np.float32] = np.load(file, allow_pickle=False)
    return values
