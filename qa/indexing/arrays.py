"""Arrays on disk: .npy files, written plainly and read whole. Never pickle."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

# numpy reads a header with `ast`, which in CPython 3.11 fails now and then when two threads use it
# at once ("AST constructor recursion depth mismatch", python/cpython issue 106905).
_HEADER_LOCK = threading.Lock()
_FOREIGN = "it is no array that this program wrote"


def save_array(path: Path, array: npt.NDArray[Any]) -> None:
    """Write an array to a .npy file, its rows one after the other.

    The bytes are those of `numpy.save`, which of a full disk says neither that it is full nor why.

    Raises:
        OSError: It cannot be written.
    """
    rows = np.ascontiguousarray(array)
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(rows))
        file.write(rows.data)


def array_of(data: bytes) -> npt.NDArray[Any]:
    """The array that the bytes of a .npy file hold: not copied, not to be written to.

    Safe from several threads.

    Raises:
        ValueError: They hold none.
    """
    file = io.BytesIO(data)
    with _HEADER_LOCK:
        if np.lib.format.read_magic(file) != (1, 0):
            raise ValueError(_FOREIGN)
        try:
            shape, in_columns, kind = np.lib.format.read_array_header_1_0(file)
        except Exception as error:
            raise ValueError(_FOREIGN) from error  # it is read as Python, which fails in many ways
    if kind.hasobject or (in_columns and len(shape) > 1):
        raise ValueError(_FOREIGN)
    return np.frombuffer(data, dtype=kind, offset=file.tell()).reshape(shape)


def rises_to(offsets: npt.NDArray[Any], last: int) -> bool:
    """Whether offsets begin at 0, never fall, and end at `last`."""
    if offsets.ndim != 1 or not len(offsets) or not np.issubdtype(offsets.dtype, np.integer):
        return False
    return bool(offsets[0] == 0 and offsets[-1] == last and np.all(offsets[1:] >= offsets[:-1]))
