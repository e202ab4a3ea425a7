"""Sketches of texts: in a few bytes, about how many grams two texts share.

MinHash (Broder 1997, "On the resemblance and containment of documents"), of each minimum the low
byte alone (Li and König 2010, "b-Bit minwise hashing").
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

from qa.corpus.analysis import GramHashes

SKETCH_BYTES = 32
"""Hashes of a sketch, a byte each."""

Sketch = npt.NDArray[np.uint8]
"""Of one text, shape (SKETCH_BYTES,), or of several, shape (n, SKETCH_BYTES)."""

# Grams are hashes already: an odd factor puts them into another order. The factors are arbitrary.
_FACTORS = np.frombuffer(hashlib.shake_256(b"sketch").digest(8 * SKETCH_BYTES), "<u8")
_FACTORS = _FACTORS.astype(np.uint64)[:, None] | np.uint64(1)


def sketch_of(grams: GramHashes) -> Sketch:
    """The sketch of a text by its grams, repeats or not; zeros where it has none.

    The share of bytes that two sketches have in common is about the Jaccard similarity of their
    sets of grams, and one in 256 of the others agree by chance.
    """
    if not len(grams):
        return np.zeros(SKETCH_BYTES, dtype=np.uint8)
    lowest = (grams * _FACTORS).min(axis=1)
    sketch: Sketch = (lowest & np.uint64(0xFF)).astype(np.uint8)
    return sketch
