"""Find the documents under a seeds folder: a folder goes in, files with their digests come out.

What is listed is hashed, but for files of which the digest is known already. Every file is either
in `Scan.files` or has its reason in `Scan.problems`.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from qa.corpus.dates import day_of
from qa.corpus.listing import Listing, list_seeds, too_large, unreadable
from qa.reports import Problem
from qa.settings import MAX_FILE_BYTES

HASH_BLOCK_BYTES = 1024 * 1024
"""Read at a time while hashing: memory stays flat whatever the file's size."""

_SECOND = 1_000_000_000  # in nanoseconds
_DAY = 86_400  # in seconds


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to be read.

    Attributes:
        path: POSIX path under the seeds folder: the document's identity.
        location: Where to read it.
        sha256: Hex digest of its bytes.
        n_bytes: Its size.
        date: The day on which it was last changed.
    """

    path: str
    location: Path
    sha256: str
    n_bytes: int
    date: str = ""


Hashed = SourceFile | Problem
"""What hashing a file gives: the file with its digest, or why there is none."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a seeds folder holds.

    Attributes:
        files: Files to read, sorted by path.
        problems: Files left out, each with its reason, sorted by path.
    """

    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]


def scan_seeds(seeds: Path, max_file_bytes: int = MAX_FILE_BYTES) -> Scan:
    """Look through a folder of documents, its sub-folders included, and hash every file.

    Args:
        seeds: The folder.
        max_file_bytes: A larger file is a problem and is not read.

    Raises:
        SeedsNotFoundError: The folder does not exist or is not a folder.
    """
    listing = list_seeds(seeds, max_file_bytes)
    return scan_of(listing, hash_files(listing, listing.stamps, max_file_bytes), {})


def hash_files(
    listing: Listing, paths: Iterable[str], max_file_bytes: int = MAX_FILE_BYTES
) -> dict[str, Hashed]:
    """Hash some of the files of a listing; those that have vanished are left out."""
    found = {path: _hash(listing, path, max_file_bytes) for path in paths}
    return {path: one for path, one in found.items() if one is not None}


def scan_of(listing: Listing, hashed: Mapping[str, Hashed], known: Mapping[str, str]) -> Scan:
    """What a listing holds.

    Args:
        listing: The files.
        hashed: Those that were hashed.
        known: Digests of others.
    """
    files = [file for file in hashed.values() if isinstance(file, SourceFile)]
    problems = [problem for problem in hashed.values() if isinstance(problem, Problem)]
    for path, digest in known.items():
        n_bytes, changed, _, _ = listing.stamps[path]
        location = listing.location(path)
        files.append(SourceFile(path, location, digest, n_bytes, day_of_stamp(changed)))
    return Scan(
        files=tuple(sorted(files, key=lambda file: file.path)),
        problems=tuple(
            sorted([*listing.problems, *problems], key=lambda problem: (problem.path, problem.kind))
        ),
    )


def day_of_stamp(nanoseconds: int) -> str:
    """The day of a time in nanoseconds since 1970, in Greenwich; "" where it is none."""
    return _day(nanoseconds // (_SECOND * _DAY))


@lru_cache(maxsize=4_096)
def _day(number: int) -> str:
    return day_of(number * _DAY)


def _hash(listing: Listing, path: str, max_file_bytes: int) -> Hashed | None:
    """Take the digest of a file, block by block; None where it has vanished."""
    location = listing.location(path)
    digest = hashlib.sha256()
    n_bytes = 0
    try:
        with open_regular(location) as stream:
            while block := stream.read(HASH_BLOCK_BYTES):
                digest.update(block)
                n_bytes += len(block)
                if n_bytes > max_file_bytes:  # it grew since its size was asked for
                    return too_large(path, n_bytes, max_file_bytes)
    except FileNotFoundError:
        return None
    except OSError as error:
        return unreadable(path, error, "unopened_file")
    date = day_of_stamp(listing.stamps[path][1])
    return SourceFile(path, location, digest.hexdigest(), n_bytes, date)


def open_regular(location: Path) -> BinaryIO:
    """Open a regular file for reading, and never wait on a pipe or a device.

    Raises:
        OSError: It cannot be opened, or is not a regular file.
    """
    # Without O_NONBLOCK, opening a FIFO that took the file's place would wait for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(location, flags)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("not a regular file")
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise
