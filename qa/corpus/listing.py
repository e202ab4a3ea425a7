"""List what stands under a seeds folder, without opening a file: names, kinds and stamps.

What is passed over in silence: hidden files and folders (names beginning with a dot) and what
editors and downloads leave behind (`~$report.docx`, `notes.txt~`, `.swp`, `.tmp`, `.part`).
Every other file is either in `Listing.stamps` or has its reason in `Listing.problems`.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from qa.corpus.formats import FORMATS, SAVED_AS, SUPPORTED_SUFFIXES, is_supported, suffix_of
from qa.errors import DocumentParseError, SeedsNotFoundError
from qa.findings import Finding
from qa.reports import Problem
from qa.settings import MAX_FILE_BYTES

TEMPORARY_SUFFIXES = ("~", ".swp", ".swo", ".tmp", ".temp", ".part", ".crdownload")
"""Endings of files that an editor or a download is still writing."""

BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that can make a name look like another one (invoice-[RLO]fdp.exe)."""

_STARTS_PASSED_OVER = ".~"  # of names: hidden, and what Word keeps beside an open document

_INODE_MASK = (1 << 63) - 1  # some systems count further than an int64

Stamp = tuple[int, int, int, int]
"""What changes with a file: its bytes, the times of its last change and of its last change of
state in nanoseconds, its inode. A program can set the first time back, not the second."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands in a seeds folder.

    Attributes:
        root: The folder, links in its own path resolved.
        stamps: Of each file that may be read, by its POSIX path under the folder.
        targets: Where those that are links lead to.
        problems: Files and folders left out, each with its reason.
    """

    root: Path
    stamps: dict[str, Stamp]
    targets: dict[str, Path]
    problems: tuple[Problem, ...]

    def location(self, path: str) -> Path:
        """Where to read a file."""
        return self.targets.get(path) or self.root / path


def list_seeds(seeds: Path, max_file_bytes: int = MAX_FILE_BYTES) -> Listing:
    """Look through a folder of documents, its sub-folders included.

    Links to files are followed while they stay inside the folder; links to folders never are,
    so no loop of links can trap it. A file that vanishes meanwhile is simply not there.

    Args:
        seeds: The folder.
        max_file_bytes: A larger file is a problem.

    Raises:
        SeedsNotFoundError: The folder does not exist or is not a folder.
    """
    walk = _Walk(_root_of(seeds), max_file_bytes)
    pending = [("", str(walk.root))]
    while pending:
        pending += walk.folder(*pending.pop())
    return Listing(walk.root, walk.stamps, walk.targets, tuple(walk.problems))


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


class _Walk:
    """What a walk through the folders has found so far.

    Hundreds of thousands of files pass through it: what most of them need takes no object of ours.
    """

    def __init__(self, root: Path, max_file_bytes: int) -> None:
        self.root = root
        self.stamps: dict[str, Stamp] = {}
        self.targets: dict[str, Path] = {}
        self.problems: list[Problem] = []
        self._max_file_bytes = max_file_bytes

    def folder(self, prefix: str, location: str) -> list[tuple[str, str]]:
        """Take in what a folder holds; its own folders, each with its prefix and location."""
        try:
            with os.scandir(location) as listing:
                entries = list(listing)
        except FileNotFoundError:
            return []
        except OSError as error:
            self.problems.append(unreadable(prefix.rstrip("/") or ".", error, "unopened_folder"))
            return []
        folders: list[tuple[str, str]] = []
        for entry in entries:
            name = entry.name
            # Next to all are plain files: what else there may be is asked of the others alone.
            if (
                name[name.rfind(".") :].lower() in FORMATS
                and name[0] not in _STARTS_PASSED_OVER
                and name.isprintable()
            ):
                try:
                    status = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(status.st_mode) and status.st_size <= self._max_file_bytes:
                        self.stamps[prefix + name] = _stamp(status)
                        continue
                except OSError:
                    pass  # it is looked at once more, and told
            if not _is_passed_over(name):
                self._other(prefix, entry, folders)
        return folders

    def _other(self, prefix: str, entry: os.DirEntry[str], folders: list[tuple[str, str]]) -> None:
        path, is_folder = prefix + entry.name, _is_folder(entry)
        if _is_bad_name(entry.name):
            self.problems.append(_bad_name(path, is_folder))
        elif is_folder:
            folders.append((f"{path}/", entry.path))
        else:
            self._file(path, entry)

    def _file(self, path: str, entry: os.DirEntry[str]) -> None:
        """Take in what is no folder."""
        try:
            status = entry.stat(follow_symlinks=False)
            if stat.S_ISLNK(status.st_mode):
                target = _link_target(self.root, Path(entry.path))
                if target is None:
                    self._refuse(path, "link", Finding.of("link"))
                    return
                status = target.stat()
                self.targets[path] = target
        except FileNotFoundError:
            return
        except OSError as error:
            self.problems.append(unreadable(path, error, "unopened_file"))
            return
        if not stat.S_ISREG(status.st_mode):
            self._refuse(path, "unreadable", Finding.of("no_regular_file"))
        elif not is_supported(path):
            self._refuse(path, "unsupported", unsupported(path))
        elif status.st_size > self._max_file_bytes:
            self.problems.append(too_large(path, status.st_size, self._max_file_bytes))
        else:
            self.stamps[path] = _stamp(status)

    def _refuse(self, path: str, kind: str, reason: Finding) -> None:
        self.problems.append(Problem.of(shown_name(path), kind, reason))


def _stamp(status: os.stat_result) -> Stamp:
    inode = status.st_ino & _INODE_MASK
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, inode


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder, and no link to one."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


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


def _link_target(root: Path, location: Path) -> Path | None:
    """Return the regular file inside the folder that a link leads to, or None."""
    try:
        target = location.resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: a loop of links, before Python 3.13
        return None
    return target if target.is_relative_to(root) and target.is_file() else None


def unsupported(path: str) -> Finding:
    """Why a file of this name cannot be read."""
    suffix = shown_name(Path(path).suffix)
    other = SAVED_AS.get(suffix_of(path))
    if other:
        return Finding.of("ending_saved_as", suffix, other)
    readable = " ".join(SUPPORTED_SUFFIXES)
    return Finding.of("ending", suffix, readable) if suffix else Finding.of("no_ending", readable)


def too_large(path: str, n_bytes: int, max_file_bytes: int) -> Problem:
    """The problem of a file of so many bytes."""
    reason = Finding.of("file_too_large", n_bytes / 1_000_000, max_file_bytes / 1_000_000)
    return Problem.of(shown_name(path), "too_large", reason)


def unreadable(path: str, error: OSError, code: str) -> Problem:
    """The problem of a file or folder that gave an error, by the code of a finding."""
    reason = error.strerror or str(error)
    return Problem.of(shown_name(path), "unreadable", Finding.of(code, reason))


def _bad_name(path: str, is_folder: bool) -> Problem:
    code = "folder_name" if is_folder else "file_name"
    return Problem.of(shown_name(path), "name", Finding.of(code))
