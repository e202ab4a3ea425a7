"""Whether a text has the same numbers to the last bit in a batch of any size: tried out, once.

How a processor sums up a product may depend on how many rows there are. Then every batch is filled
up to one size, and a fourth of what is computed in a build of some hundred passages is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.encoding.remembered import read_note, write_note

TRIED_LENGTHS = (48, 144)
"""Tokens of the texts with which it is tried: two seconds of a processor in all."""

_Ids = npt.NDArray[np.int64]
Run = Callable[[_Ids, _Ids], tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]]
"""Vectors and token states of rows of token ids, by these and a mask."""


def sizes_agree(run: Run, whole: int, most_tokens: int, note: Path, machine: str) -> bool:
    """Whether rows have the same bits alone, with some others, and in a whole batch.

    Args:
        run: Runs the model.
        whole: Rows of a whole batch.
        most_tokens: Most tokens of a row.
        note: The file in which it is remembered; where it cannot be written nothing is.
        machine: Names what the answer depends on besides the model.
    """
    known = read_note(note).get(machine)
    if isinstance(known, bool):
        return known
    agree = all(_agree_at(run, whole, length) for length in TRIED_LENGTHS if length <= most_tokens)
    with suppress(OSError):  # then it is tried out again the next time
        write_note(note, read_note(note) | {machine: agree})
    return agree


def _agree_at(run: Run, whole: int, length: int) -> bool:
    draw = np.random.default_rng(length)
    ids = draw.integers(5, 100, (whole, length))  # every vocabulary has as many pieces
    mask = (np.arange(length) < draw.integers(length // 2, length, (whole, 1))).astype(np.int64)
    expected = run(ids, mask)
    return all(
        np.array_equal(own, among[:n_rows])
        for n_rows in range(1, whole)
        for own, among in zip(run(ids[:n_rows], mask[:n_rows]), expected, strict=True)
    )
