"""Find the documents under a seeds folder: a folder goes in, files with their digests come out.

What is passed over in silence: hidden files and folders (names beginning with a dot) and what
editors and downloads leave behind (`~$report.docx`, `notes.txt~`, `.swp`, `.tmp`, `.part`).
Every other file is either in `Scan.files` or has its reason in `Scan.problems`.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from qa.corpus.dates import day_of
from qa.corpus.formats import SAVED_AS, SUPPORTED_SUFFIXES, is_supported, suffix_of
from qa.errors import DocumentParseError, SeedsNotFoundError
from qa.findings import Finding
from qa.reports import Problem
from qa.settings import MAX_FILE_BYTES

TEMPORARY_SUFFIXES = ("~", ".swp", ".swo", ".tmp", ".temp", ".part", ".crdownload")
"""Endings of files that an editor or a download is still writing."""

HASH_BLOCK_BYTES = 1024 * 1024
"""Read at a time while hashing: memory stays flat whatever the file's size."""

BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that can make a name look like another one (invoice-[RLO]fdp.exe)."""


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
    """Look through a folder of documents, its sub-folders included.

    Links to files are followed while they stay inside the folder; links to folders never are,
    so no loop of links can trap the scan. A file that vanishes meanwhile is simply not there.

    Args:
        seeds: The folder.
        max_file_bytes: A larger file is a problem and is not read.

    Raises:
        SeedsNotFoundError: The folder does not exist or is not a folder.
    """
    root = _root_of(seeds)
    files: list[SourceFile] = []
    problems: list[Problem] = []
    for path, location in _walk(root, problems):
        with suppress(FileNotFoundError):
            found = _examine(root, path, location, max_file_bytes)
            if isinstance(found, Problem):
                problems.append(found)
            else:
                files.append(found)
    return Scan(
        files=tuple(sorted(files, key=lambda file: file.path)),
        problems=tuple(sorted(problems, key=lambda problem: (problem.path, problem.kind))),
    )


def _root_of(seeds: Path) -> Path:
    """The folder itself, which can be listed: what cannot be is not empty.

    Raises:
        SeedsNotFoundError: It is not there, or cannot be listed.
    """
    try:
        if seeds.is_dir():
            os.scandir(seeds).close()
            return seeds.resolve()
    except OSError as error:
        raise SeedsNotFoundError(seeds, error.strerror or str(error)) from error
    raise SeedsNotFoundError(seeds)


def check_path(path: str) -> None:
    """See whether a scan would read a file of this path, before there is one.

    Raises:
        DocumentParseError: "name": its name is none. "hidden": it would be passed over.
            "unsupported".
    """
    names = path.split("/")
    if any(_is_bad_name(name) or name in {"", ".", ".."} for name in names):
        message = f"'{shown_name(path)}' is no name, or holds control characters; rename it."
        raise DocumentParseError("name", Finding("name", text=message))
    if any(map(_is_passed_over, names)):
        message = f"'{shown_name(path)}' is hidden, or the name of a temporary file; rename it."
        raise DocumentParseError("hidden", Finding("hidden", text=message))
    if not is_supported(path):
        raise DocumentParseError("unsupported", unsupported(path))


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


def shown_name(name: str) -> str:
    r"""Write a file name for a message: control, bidi and undecodable characters as \uXXXX."""
    return "".join(
        character.encode("unicode_escape").decode("ascii")
        if _is_invisible(character)
        else character
        for character in name
    )


def _is_invisible(character: str) -> bool:
    """Whether a character hides itself or changes how its neighbours are shown."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _is_bad_name(name: str) -> bool:
    """Whether a name holds control characters, bidi controls or bytes that are not UTF-8."""
    return any(
        character in BIDI_CONTROLS or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
        for character in name
    )


def _is_passed_over(name: str) -> bool:
    """Whether a name is hidden or that of a temporary file."""
    return name.startswith((".", "~$")) or name.lower().endswith(TEMPORARY_SUFFIXES)


def _walk(root: Path, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    """Yield (path, location) of everything that is not a folder, adding problems on the way."""
    pending = [("", root)]
    while pending:
        prefix, folder = pending.pop()
        try:
            with os.scandir(folder) as listing:
                entries = list(listing)
        except FileNotFoundError:
            continue
        except OSError as error:
            problems.append(_unreadable(prefix.rstrip("/") or ".", error, "unopened_folder"))
            continue
        for entry in entries:
            if _is_passed_over(entry.name):
                continue
            path = prefix + entry.name
            try:
                is_folder = entry.is_dir(follow_symlinks=False)
            except OSError:
                is_folder = False
            if _is_bad_name(entry.name):
                problems.append(_bad_name(path, is_folder))
            elif is_folder:
                pending.append((path + "/", folder / entry.name))
            else:
                yield path, folder / entry.name


def _examine(root: Path, path: str, location: Path, max_file_bytes: int) -> SourceFile | Problem:
    """Check one file and take its digest.

    Raises:
        FileNotFoundError: It has vanished.
    """
    try:
        status = location.lstat()
        if stat.S_ISLNK(status.st_mode):
            target = _link_target(root, location)
            if target is None:
                return Problem.of(shown_name(path), "link", Finding.of("link"))
            location, status = target, target.stat()
        if not stat.S_ISREG(status.st_mode):
            return Problem.of(shown_name(path), "unreadable", Finding.of("no_regular_file"))
        if not is_supported(path):
            return Problem.of(shown_name(path), "unsupported", unsupported(path))
        if status.st_size > max_file_bytes:
            return _too_large(path, status.st_size, max_file_bytes)
        return _hash(path, location, max_file_bytes, day_of(status.st_mtime))
    except FileNotFoundError:
        raise
    except OSError as error:
        return _unreadable(path, error, "unopened_file")


def _link_target(root: Path, location: Path) -> Path | None:
    """Return the regular file inside the folder that a link leads to, or None."""
    try:
        target = location.resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: a loop of links, before Python 3.13
        return None
    return target if target.is_relative_to(root) and target.is_file() else None


def _hash(path: str, location: Path, max_file_bytes: int, date: str) -> SourceFile | Problem:
    """Take the digest of a file, block by block."""
    digest = hashlib.sha256()
    n_bytes = 0
    with open_regular(location) as stream:
        while block := stream.read(HASH_BLOCK_BYTES):
            digest.update(block)
            n_bytes += len(block)
            if n_bytes > max_file_bytes:  # it grew since its size was asked for
                return _too_large(path, n_bytes, max_file_bytes)
    return SourceFile(path, location, digest.hexdigest(), n_bytes, date)


def unsupported(path: str) -> Finding:
    """Why a file of this name cannot be read."""
    suffix = shown_name(Path(path).suffix)
    other = SAVED_AS.get(suffix_of(path))
    if other:
        return Finding.of("ending_saved_as", suffix, other)
    readable = " ".join(SUPPORTED_SUFFIXES)
    return Finding.of("ending", suffix, readable) if suffix else Finding.of("no_ending", readable)


def _too_large(path: str, n_bytes: int, max_file_bytes: int) -> Problem:
    reason = Finding.of("file_too_large", n_bytes / 1_000_000, max_file_bytes / 1_000_000)
    return Problem.of(shown_name(path), "too_large", reason)


def _unreadable(path: str, error: OSError, code: str) -> Problem:
    reason = error.strerror or str(error)
    return Problem.of(shown_name(path), "unreadable", Finding.of(code, reason))


def _bad_name(path: str, is_folder: bool) -> Problem:
    code = "folder_name" if is_folder else "file_name"
    return Problem.of(shown_name(path), "name", Finding.of(code))
