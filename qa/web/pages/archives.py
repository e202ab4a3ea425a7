"""What an uploaded .zip holds: which of its entries may become documents, and their bytes.

An archive is hostile: its names may lead elsewhere, its entries be links, locked, or a thousand
times what they weigh. Names are checked before any is used; what is unpacked is bounded in entries,
bytes and ratio, as said and as counted; an archive within it is a file that cannot be read.
"""

from __future__ import annotations

import stat
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO

from qa.errors import DocumentParseError
from qa.findings import Finding
from qa.knowledge_base import KnowledgeBase
from qa.settings import MAX_FILE_BYTES
from qa.web.html.bidi import strip_overrides

SUFFIX = ".zip"
"""The ending of what is opened here."""

MAX_ENTRIES = 2000
"""Files and folders of one archive; each document is parsed before it is taken in."""

MAX_UNPACKED_BYTES = 512 * 1024 * 1024
"""Of all documents of an archive: eight of the largest."""

MAX_RATIO = 200
"""How many times its packed size an entry may have; text comes to some ten."""

RATIO_FROM_BYTES = 1024 * 1024
"""What is smaller than this may have any ratio: a line of blanks has a high one."""

MAX_DEPTH = 12
"""Folders within each other."""

MAX_NAME_BYTES = 200
"""Length of a file name: file systems take 255 bytes, and a temporary name is longer."""

_MAX_RECORDS = (
    200_000  # of the directories of this archive and of those within it, before any is read
)
# What Windows takes for a device, whatever its ending.
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{n}{i}" for n in ("COM", "LPT") for i in range(1, 10))}
_DIRECTORY_RECORD = b"PK\x01\x02"
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_BLOCK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is not taken in.

    Attributes:
        name: What it is called, for people.
        kind: Why, in one word for programs.
        detail: Why, in English.
    """

    name: str
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of an archive.

    Attributes:
        path: Its POSIX path within the archive, checked.
        info: Where it is in the archive.
    """

    path: str
    info: zipfile.ZipInfo


class Archive:
    """An opened .zip.

    Attributes:
        entries: What may become a document.
        refusals: What may not.
    """

    def __init__(self, packed: Path) -> None:
        """Read the archive's directory; nothing is unpacked.

        Args:
            packed: Where it is.

        Raises:
            OSError: It cannot be read.
            DocumentParseError: "broken", or "archive_entries" or "archive_size" where it is too
                much as a whole.
        """
        self._left = MAX_UNPACKED_BYTES
        self.entries: list[Entry] = []
        self.refusals: list[Refusal] = []
        self._archive = _opened(packed)
        infos = [info for info in self._archive.infolist() if not info.is_dir()]
        if len(self._archive.infolist()) > MAX_ENTRIES:
            message = f"The archive has more than {MAX_ENTRIES:,} entries; split it."
            raise refused("archive_entries", message)
        if sum(info.file_size for info in infos) > MAX_UNPACKED_BYTES:
            raise _too_much()
        taken: set[str] = set()
        for info in infos:
            self._sort(info, _name_of(info), taken)
        self.refusals = list(dict.fromkeys(self.refusals))
        self.entries = _without_common_folder(self.entries)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()

    def copy(self, entry: Entry, target: Path) -> None:
        """Write an entry's bytes to a new file.

        Raises:
            DocumentParseError: "broken", "ratio" or "too_large"; "archive_size" ends it all.
            OSError: The file cannot be written.
        """
        n_bytes = 0
        with target.open("xb") as file, _reading(self._archive, entry.info) as stream:
            while block := _block(stream):
                n_bytes += len(block)
                self._left -= len(block)
                if self._left < 0:
                    raise _too_much()
                if problem := _weight_problem(n_bytes, entry.info.compress_size):
                    raise refused(*problem)
                file.write(block)

    def _sort(self, info: zipfile.ZipInfo, path: str, taken: set[str]) -> None:
        """Put an entry among the documents or the refusals; what a system left there in neither."""
        names = path.split("/")
        if names[0] == "__MACOSX" or names[-1] == ".DS_Store":
            return
        key = unicodedata.normalize("NFC", path).casefold()
        try:
            _check_kind(info)
            check_names(path)
            if problem := _weight_problem(info.file_size, info.compress_size):
                raise refused(*problem)
            if key in taken:
                message = "The archive has another file of this name, but for capitals."
                raise refused("case", message)
        except DocumentParseError as error:
            self.refusals.append(Refusal(_shown(path, error.kind), error.kind, str(error)))
            return
        taken.add(key)
        self.entries.append(Entry(unicodedata.normalize("NFC", path), info))


def check_names(path: str) -> None:
    """See whether a document may have this path: each name one that stays below its folder.

    Raises:
        DocumentParseError: "name", "depth" or "unsupported".
    """
    KnowledgeBase.check_path(path)
    names = path.split("/")
    if len(names) > MAX_DEPTH:
        raise refused("depth", f"It lies more than {MAX_DEPTH} folders deep.")
    if not all(map(_is_plain, names)):
        raise refused("name", "This is not the name of a document.")


def refused(kind: str, reason: str) -> DocumentParseError:
    """A refusal in English, for programs; the page tells a visitor by its kind."""
    return DocumentParseError(kind, Finding(kind, text=reason))


def _shown(path: str, kind: str) -> str:
    """What is refused, for people: a hidden folder, and not all that is in it."""
    *folders, _ = path.split("/")
    hidden = next((n for n, name in enumerate(folders, 1) if name.startswith(".")), 0)
    shown = "/".join(folders[:hidden]) + "/" if hidden and kind == "hidden" else path
    return strip_overrides(shown)


def _is_plain(name: str) -> bool:
    """Whether a name is one on every system, and looks like itself."""
    plain = strip_overrides(name) == name and not set(name) & set("\\:")
    kept = not name.startswith("~") and not name.endswith((".", " "))  # Windows drops both
    is_device = PurePosixPath(name).stem.split(".")[0].strip().upper() in _DEVICES
    return plain and kept and not is_device and 0 < len(name.encode()) <= MAX_NAME_BYTES


def _opened(packed: Path) -> zipfile.ZipFile:
    with packed.open("rb") as stream:
        n_records, tail = 0, b""
        while block := stream.read(_BLOCK_BYTES):
            n_records += (tail + block).count(_DIRECTORY_RECORD)
            tail = block[1 - len(_DIRECTORY_RECORD) :]
    if n_records > _MAX_RECORDS:
        raise refused("archive_entries", "The archive has too many entries; split it.")
    try:
        return zipfile.ZipFile(packed)
    except Exception as error:  # zipfile raises half a dozen kinds
        raise refused("broken", "The file is not a sound .zip archive.") from error


def _name_of(info: zipfile.ZipInfo) -> str:
    """An entry's path: with slashes, and as UTF-8 where it is that, said or not."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        try:
            name = name.encode("cp437").decode()
        except UnicodeError:
            name = info.orig_filename
    return name.replace("\\", "/")


def _check_kind(info: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        raise refused("link", "It is a link or a device, not a file.")
    if info.flag_bits & _ENCRYPTED:
        raise refused("encrypted", "It is protected by a password.")


def _weight_problem(n_bytes: int, packed: int) -> tuple[str, str] | None:
    """Why an entry of so many bytes, which came of so many, is too much."""
    if n_bytes > MAX_FILE_BYTES:
        return "too_large", f"It has more than {MAX_FILE_BYTES // (1024 * 1024)} MB."
    if n_bytes > RATIO_FROM_BYTES and n_bytes > MAX_RATIO * packed:
        return "ratio", f"It unpacks to more than {MAX_RATIO} times what it weighs in the archive."
    return None


def _too_much() -> DocumentParseError:
    limit = MAX_UNPACKED_BYTES // (1024 * 1024)
    message = f"The archive unpacks to more than {limit} MB; split it."
    return refused("archive_size", message)


def _reading(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    try:
        return archive.open(info)
    except Exception as error:  # a damaged entry raises almost anything
        raise _damaged() from error


def _block(stream: IO[bytes]) -> bytes:
    try:
        return stream.read(_BLOCK_BYTES)
    except Exception as error:
        raise _damaged() from error


def _damaged() -> DocumentParseError:
    return refused("broken", "It is damaged in the archive.")


def _without_common_folder(entries: Sequence[Entry]) -> list[Entry]:
    """The same, without a folder that holds them all: the archive's own name takes its place."""
    folders = {entry.path.partition("/")[0] for entry in entries if "/" in entry.path}
    if len(folders) != 1 or not all("/" in entry.path for entry in entries):
        return list(entries)
    return [Entry(entry.path.partition("/")[2], entry.info) for entry in entries]
