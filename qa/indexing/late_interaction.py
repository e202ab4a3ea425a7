"""Late interaction: every token of the question against the tokens of a passage.

Files of a segment: `tokens-codes.npy` uint8 (t, d / 2), `tokens-scales.npy` float16 (t,),
`tokens-remaining.npy` int32 (t,) (see `qa.encoding.tokens`), and `tokens-offsets.npy` int64
(n + 1,): where each passage's tokens begin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.encoding.tokens import TokenMatrix, TokenVectors, dequantise
from qa.indexing.arrays import map_array, save_array

_FILES = ("codes", "scales", "remaining")


def save_tokens(tokens: Sequence[TokenVectors], folder: Path, dimension: int) -> None:
    """Write the token vectors of passages, in order."""
    counts = [len(each.scales) for each in tokens]
    empty = TokenVectors(
        np.empty((0, dimension // 2), dtype=np.uint8),
        np.empty(0, dtype=np.float16),
        np.empty(0, dtype=np.int32),
    )
    for name in _FILES:
        parts: Iterable[npt.NDArray[np.generic]] = (getattr(t, name) for t in (empty, *tokens))
        save_array(folder / f"tokens-{name}.npy", np.concatenate([*parts]))
    offsets = np.cumsum([0, *counts], dtype=np.int64)
    save_array(folder / "tokens-offsets.npy", offsets)


class TokenIndex:
    """The token vectors of a segment, mapped into memory."""

    def __init__(self, folder: Path) -> None:
        self._codes = map_array(folder / "tokens-codes.npy")
        self._scales = map_array(folder / "tokens-scales.npy")
        self._remaining = map_array(folder / "tokens-remaining.npy")
        self._offsets = map_array(folder / "tokens-offsets.npy")

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def tokens(self, row: int) -> TokenVectors:
        """The rounded token vectors of a passage."""
        own = slice(self._offsets[row], self._offsets[row + 1])
        return TokenVectors(self._codes[own], self._scales[own], self._remaining[own])


def token_similarities(question: TokenMatrix, tokens: TokenVectors) -> npt.NDArray[np.float32]:
    """Cosine of each question token and each passage token, shape (n_question, n_passage)."""
    similarities: npt.NDArray[np.float32] = question @ dequantise(tokens.codes, tokens.scales).T
    return similarities


def late_interaction_score(similarities: npt.NDArray[np.float32]) -> float:
    """Mean over the question's tokens of the highest cosine with a token of the passage."""
    return float(similarities.max(axis=1).mean()) if similarities.size else 0.0
