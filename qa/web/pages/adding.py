"""Adding documents to the seeds folder, each whole or not at all.

What is added is parsed first, under a hidden name: what would give no passage is refused with the
reason. A new file never replaces another.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from qa.errors import DocumentParseError
from qa.knowledge_base import KnowledgeBase
from qa.web.pages.archives import SUFFIX, Archive, Refusal, check_names, refused

_DRAFT = re.compile(r"\.[0-9a-f]{16}\.part")
_DRAFT_SECONDS = 3600.0  # longer than any upload takes


class EditRefusedError(Exception):
    """A document cannot be added or removed.

    Attributes:
        status: The HTTP status that says so.
        kind: Why, in one word for programs.
        refusals: The files of an archive, where each has a reason of its own.
    """

    def __init__(
        self, status: int, kind: str, reason: str, refusals: Sequence[Refusal] = ()
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.kind = kind
        self.refusals = tuple(refusals)


@dataclass(frozen=True, slots=True)
class Added:
    """What came of an archive.

    Attributes:
        added: Paths of its documents, under the seeds folder.
        refused: The other files, each with its reason.
    """

    added: tuple[str, ...]
    refused: tuple[Refusal, ...]


def add_document(seeds: Path, name: str, content: bytes) -> Path:
    """Write a new document into the folder, whole or not at all.

    It is parsed before it gets its name: what would give no passage is refused with the reason.

    Raises:
        EditRefusedError: The name is not that of a document, is taken, or the file gives no text.
    """
    name = unicodedata.normalize("NFC", name)
    try:
        _check_name(name)
        with _drafts(seeds) as drafts:
            draft = drafts / "0"
            draft.write_bytes(content)
            KnowledgeBase.check_file(name, draft)
            _put(draft, seeds, name)
    except DocumentParseError as error:
        raise _unfit(error) from error
    except OSError as error:
        raise _unwritable(error) from error
    return seeds / name


def add_archive(seeds: Path, name: str, content: bytes) -> Added:
    """Write the documents of a .zip into a folder of its name, each whole or not at all.

    All are unpacked aside and parsed before the first gets its name. One that cannot be added is
    named with its reason, and the others are added.

    Raises:
        EditRefusedError: It is no such archive, is too much as a whole, or none can be added.
    """
    name = unicodedata.normalize("NFC", name)
    folder = name[: -len(SUFFIX)]
    try:
        if not name.lower().endswith(SUFFIX):
            raise refused("unsupported", f"The name of an archive ends in {SUFFIX}.")
        _check_name(f"{folder}.txt")  # the folder's name is held to the same rule
        archive = Archive(content)
        with _drafts(seeds) as drafts:
            done = _add_entries(seeds, folder, archive, drafts)
    except DocumentParseError as error:
        raise _unfit(error) from error
    except OSError as error:
        raise _unwritable(error) from error
    if not done.added:
        raise EditRefusedError(422, "archive_empty", "It holds no new document.", done.refused)
    return done


def _add_entries(seeds: Path, folder: str, archive: Archive, drafts: Path) -> Added:
    """Unpack, parse and place the documents of an archive.

    Raises:
        DocumentParseError: "archive_size".
        OSError: Something cannot be written.
    """
    unpacked, refusals = _unpack(archive, drafts)
    added: list[str] = []
    # All are parsed before the first is placed: whatever ends this earlier adds none.
    checked = list(zip(unpacked, KnowledgeBase.check_files(unpacked), strict=True))
    try:
        for (path, draft), unfit in checked:
            try:
                if unfit:
                    raise unfit
                _put(draft, seeds, f"{folder}/{path}")
                added.append(f"{folder}/{path}")
            except DocumentParseError as error:
                refusals.append(Refusal(path, error.kind, str(error)))
    except OSError:  # the disk is full, or the like: nothing stays of a part
        for path in added:
            (seeds / path).unlink(missing_ok=True)
        raise
    return Added(tuple(added), tuple(refusals))


def _unpack(archive: Archive, drafts: Path) -> tuple[list[tuple[str, Path]], list[Refusal]]:
    """Write an archive's documents to drafts: the path and draft of each, and what is refused.

    Raises:
        DocumentParseError: "archive_size".
        OSError: A draft cannot be written.
    """
    unpacked: list[tuple[str, Path]] = []
    refusals = list(archive.refusals)
    for number, entry in enumerate(archive.entries):
        draft = drafts / str(number)
        try:
            archive.copy(entry, draft)
        except DocumentParseError as error:
            if error.kind == "archive_size":
                raise
            refusals.append(Refusal(entry.path, error.kind, str(error)))
        else:
            unpacked.append((entry.path, draft))
    return unpacked, refusals


@contextmanager
def _drafts(seeds: Path) -> Iterator[Path]:
    """A hidden folder beside the documents, gone in the end with all that is left in it."""
    drafts = seeds / f".{secrets.token_hex(8)}.part"
    drafts.mkdir()
    try:
        yield drafts
    finally:
        shutil.rmtree(drafts, ignore_errors=True)


def remove_old_drafts(seeds: Path) -> None:
    """Remove what uploads left behind that the program did not live to end."""
    long_ago = time.time() - _DRAFT_SECONDS
    for folder in seeds.glob(".*.part"):
        with suppress(OSError):
            is_ours = _DRAFT.fullmatch(folder.name) and not folder.is_symlink()
            if is_ours and folder.stat().st_mtime < long_ago:
                shutil.rmtree(folder)


def _put(draft: Path, seeds: Path, path: str) -> None:
    """Give a draft its name among the documents, where nothing has that name.

    Raises:
        DocumentParseError: "taken" or "link".
        OSError: It cannot be written.
    """
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    try:
        make_folders(seeds, path)
        os.link(draft, seeds / path)  # unlike a rename it fails where the name is taken
    except (FileExistsError, NotADirectoryError) as error:
        message = "There is a document of this name already."
        raise refused("taken", message) from error


def make_folders(seeds: Path, path: str) -> None:
    """Make the folders of a path that are not there, one within the other.

    Raises:
        DocumentParseError: "link": one of them is a link, which may lead anywhere.
        OSError: One cannot be made.
    """
    folder = seeds
    for name in Path(path).parent.parts:
        folder /= name
        if folder.is_symlink():
            raise refused("link", "A folder on its path has become a link.")
        folder.mkdir(exist_ok=True)


def _unfit(error: DocumentParseError) -> EditRefusedError:
    return EditRefusedError(409 if error.kind == "taken" else 422, error.kind, str(error))


def _unwritable(error: OSError) -> EditRefusedError:
    reason = error.strerror or str(error)
    return EditRefusedError(507, "disk", f"The file cannot be written: {reason}.")


def _check_name(name: str) -> None:
    """See whether a document may have this name, in the folder itself.

    Raises:
        DocumentParseError: "name" or "unsupported".
    """
    if "/" in name:
        raise refused("name", "This is not the name of a document.")
    check_names(name)
