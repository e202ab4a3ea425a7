"""Arrays on disk: .npy files, written plainly and read whole. Never pickle."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

# numpy reads a header with `ast`, which in CPython 3.11 fails now and then when two threads use it
# at once ("AST constructor recursion depth mismatch", python/cpython issue 106905). So headers are
# read here, and no others than `save_array` writes.
_MAGIC = b"\x93NUMPY\x01\x00"
_KIND = rb"[<|][biufS]\d+"
_HEADER = re.compile(
    re.escape(_MAGIC) + rb"(..)\{'descr': (?:'(" + _KIND + rb")'|\[([^]]+)\]), "
    rb"'fortran_order': False, 'shape': \(([0-9, ]*)\), \} *\n",
    re.DOTALL,
)
_FIELD = re.compile(rb"\('(\w+)', '(" + _KIND + rb")'\)")
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
    """The array that the bytes of a .npy file hold, as `save_array` writes them.

    It is not copied, and not to be written to.

    Raises:
        ValueError: They hold none.
    """
    header = _HEADER.match(data)
    if header is None or header.end() != len(_MAGIC) + 2 + int.from_bytes(header[1], "little"):
        raise ValueError(_FOREIGN)
    fields = [(name.decode(), kind.decode()) for name, kind in _FIELD.findall(header[3] or b"")]
    try:
        kind = np.dtype(fields if header[2] is None else header[2].decode())
        shape = [int(size) for size in header[4].split(b",") if size.strip()]
        return np.frombuffer(data, dtype=kind, offset=header.end()).reshape(shape)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(_FOREIGN) from error


def rises_to(offsets: npt.NDArray[Any], last: int) -> bool:
    """Whether offsets begin at 0, never fall, and end at `last`."""
    if offsets.ndim != 1 or not len(offsets) or not np.issubdtype(offsets.dtype, np.integer):
        return False
    return bool(offsets[0] == 0 and offsets[-1] == last and np.all(offsets[1:] >= offsets[:-1]))
