"""The types of vectors: apart from the records, so that who only parses need not load numpy."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

EmbeddingMatrix = npt.NDArray[np.float32]
"""Unit-length float32 rows, shape (n, dimension)."""

EmbeddingVector = npt.NDArray[np.float32]
"""One unit-length float32 vector, shape (dimension,)."""
