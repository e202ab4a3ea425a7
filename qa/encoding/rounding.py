"""Vectors in a byte a component: what an index stores of them, and what it reads back.

One width of a level for all vectors of a dimension, so that an inner product of levels is one of
vectors. Rounding what was read back gives the same levels. Against float32 nDCG@10 moves by .0002
at most (`python -m benchmarks.storage`, vectors).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from qa.vectors import EmbeddingMatrix

_LEVELS = 127
_DEVIATIONS = 5.0  # of a component of a unit vector that is spread evenly: larger ones are cut

VectorLevels = npt.NDArray[np.int8]
"""Rounded rows, -127 to 127, shape (n, dimension)."""


def level_width(dimension: int) -> float:
    """How far a level is from the next, for unit vectors of a dimension."""
    return min(1.0, _DEVIATIONS / math.sqrt(dimension)) / _LEVELS


def levels_of(vectors: EmbeddingMatrix) -> VectorLevels:
    """Each component as the nearest level."""
    nearest = np.rint(vectors / level_width(vectors.shape[1]))
    levels: VectorLevels = np.clip(nearest, -_LEVELS, _LEVELS).astype(np.int8)
    return levels


def vectors_of(levels: VectorLevels) -> EmbeddingMatrix:
    """The vectors again, up to rounding: nearly unit rows, float32."""
    vectors: EmbeddingMatrix = levels * np.float32(level_width(levels.shape[1]))
    return vectors
