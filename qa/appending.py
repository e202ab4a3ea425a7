"""Adding to the end of a file, so that a part of it never stays."""

from __future__ import annotations

import os
from io import FileIO


def append_whole(file: FileIO, data: bytes) -> None:
    """Write data through to the disk at the end of an open file: all of it, or nothing.

    Args:
        file: Opened for adding, without a buffer.
        data: What is added.

    Raises:
        OSError: It cannot be written; a part of it may have been, on a disk that ran full.
    """
    n_bytes = file.seek(0, os.SEEK_END)
    try:
        while data:
            data = data[file.write(data) :]
        os.fsync(file.fileno())
    except OSError:
        file.truncate(n_bytes)
        raise
