"""Arrays on disk: .npy files, written plainly and mapped into memory. Never pickle."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

# numpy reads a header with `ast`, which in CPython 3.11 fails now and then when two threads use it
# at once ("AST constructor recursion depth mismatch", python/cpython issue 106905).
_HEADER_LOCK = threading.Lock()


def save_array(path: Path, array: npt.NDArray[Any]) -> None:
    """Write an array to a .npy file."""
    np.save(path, array, allow_pickle=False)


def map_array(path: Path) -> npt.NDArray[Any]:
    """Map the array of a .npy file into memory, for reading. Safe from several threads.

    Raises:
        OSError, ValueError: There is no such file, or it holds no array.
    """
    with _HEADER_LOCK:
        mapped: npt.NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return mapped
