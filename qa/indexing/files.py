"""Reading the files of an index: only true files, never a wait, and nothing that is not proved.

Nothing is mapped into memory: a mapped file that is cut short ends the process, and one that is
altered is served as it is. Files are held open. Those that are wanted whole are checked on the very
bytes that are kept; large ones are read piece by piece, and whoever reads a piece checks it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
import threading
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy.typing as npt

from qa.errors import IndexDamagedError
from qa.indexing.arrays import array_of

_CHUNK_BYTES = 1 << 20  # read at once while a whole file is checked

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}

# A pipe would be waited for, a link would lead elsewhere. Windows has neither flag.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)


def stands_instead(path: Path) -> str:
    """What stands where a file should, in words ("a folder"); "" for a file, and for nothing.

    Raises:
        OSError: It cannot be looked at.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return ""
    return "" if stat.S_ISREG(mode) else _KINDS.get(stat.S_IFMT(mode), "something else")


def open_file(path: Path) -> int:
    """A descriptor of a file, for reading.

    Raises:
        OSError: There is none, or something else in its place. It is not waited for.
    """
    if kind := stands_instead(path):
        raise OSError(errno.EINVAL, f"{kind} stands in its place")
    descriptor = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "no file stands in its place")
    return descriptor


def read_file(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        OSError: As of `open_file`.
    """
    with os.fdopen(open_file(path), "rb") as file:
        return file.read()


def file_digest(path: Path) -> str:
    """Hex sha256 of a file.

    Raises:
        OSError: As of `open_file`.
    """
    return HeldFile(path, path.name).sha256()


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What a file of a generation must be."""

    n_bytes: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> FileRecord:
        """What a file is.

        Raises:
            OSError: As of `open_file`.
        """
        held = HeldFile(path, path.name)
        return cls(held.n_bytes, held.sha256())

    def damage(self, n_bytes: int, sha256: str) -> str:
        """What is wrong with a file of this size and digest; "" where it is the one."""
        if n_bytes != self.n_bytes:
            return f"it has {n_bytes:,} bytes instead of {self.n_bytes:,}"
        return "" if sha256 == self.sha256 else "its content was altered"


class HeldFile:
    """An open file of which pieces are read. Safe from several threads.

    It stays readable when its name is gone, and is closed when nobody has it any more.

    Args:
        path: Where it is.
        name: What errors call it.
        record: What it must be; None where nothing is recorded.

    Raises:
        OSError: As of `open_file`.
    """

    def __init__(self, path: Path, name: str, record: FileRecord | None = None) -> None:
        self.name = name
        self._record = record
        self._descriptor = open_file(path)
        self._moving = threading.Lock()
        weakref.finalize(self, os.close, self._descriptor)

    @property
    def n_bytes(self) -> int:
        """How many bytes it has now."""
        return os.fstat(self._descriptor).st_size

    def read(self, first: int, last: int) -> bytes:
        """The bytes of a half-open range, as they are now.

        Raises:
            IndexDamagedError: The file has been cut short, or cannot be read.
        """
        try:
            data = self._read_at(first, last - first)
        except OSError as error:
            raise self.damaged(f"it cannot be read ({error.strerror})") from error
        if len(data) != last - first:
            raise self.damaged(f"it has {self.n_bytes:,} bytes, and {last:,} were written")
        return data

    def sha256(self) -> str:
        """Hex sha256 of all of its bytes.

        Raises:
            OSError: It cannot be read.
        """
        digest, position = hashlib.sha256(), 0
        while data := self._read_at(position, _CHUNK_BYTES):
            digest.update(data)
            position += len(data)
        return digest.hexdigest()

    def whole(self) -> bytes:
        """All of its bytes: the ones that were checked.

        Raises:
            IndexDamagedError: They are not as recorded.
        """
        data = self.read(0, self.n_bytes if self._record is None else self._record.n_bytes)
        self._compare(len(data), lambda: hashlib.sha256(data).hexdigest())
        return data

    def array(self) -> npt.NDArray[Any]:
        """The array that it holds, as of `array_of`.

        Raises:
            IndexDamagedError: It is not as recorded, or holds none.
        """
        try:
            return array_of(self.whole())
        except ValueError as error:
            raise self.damaged(str(error)) from error

    def prove(self) -> None:
        """See that it is as recorded, without keeping it.

        Raises:
            IndexDamagedError: It is not, or cannot be read.
        """
        try:
            self._compare(self.n_bytes, self.sha256)
        except OSError as error:
            raise self.damaged(f"it cannot be read ({error.strerror})") from error

    def _compare(self, n_bytes: int, sha256: Callable[[], str]) -> None:
        if self._record is None:
            return
        digest = sha256() if n_bytes == self._record.n_bytes else ""
        if damage := self._record.damage(n_bytes, digest):
            raise self.damaged(damage)

    def damaged(self, reason: str = "it was altered while in use") -> IndexDamagedError:
        """The error that says what is wrong with it."""
        return IndexDamagedError(self.name, reason)

    def _read_at(self, position: int, n_bytes: int) -> bytes:
        if sys.platform != "win32":
            return os.pread(self._descriptor, n_bytes, position)
        with self._moving:
            os.lseek(self._descriptor, position, os.SEEK_SET)
            return os.read(self._descriptor, n_bytes)


class FileReader:
    """Opens the files of one folder, each checked against its record.

    Args:
        folder: Where they are.
        records: What each must be, by its name; None where nothing is recorded.
        shown: What errors put before a name.
    """

    def __init__(
        self, folder: Path, records: Mapping[str, FileRecord] | None = None, shown: str = ""
    ) -> None:
        self._folder = folder
        self._records = records
        self._shown = shown

    def hold(self, name: str) -> HeldFile:
        """A file of the recorded size, to be read and checked later, whole or in pieces.

        Raises:
            IndexDamagedError: It is missing, of another size, or no file.
        """
        shown = self._shown + name
        record = self._records.get(name) if self._records is not None else None
        if self._records is not None and record is None:
            raise IndexDamagedError(shown, "the manifest does not know it")
        try:
            held = HeldFile(self._folder / name, shown, record)
        except OSError as error:
            raise IndexDamagedError(shown, f"it cannot be read ({error.strerror})") from error
        if record is not None and held.n_bytes != record.n_bytes:
            raise held.damaged(record.damage(held.n_bytes, ""))
        return held
