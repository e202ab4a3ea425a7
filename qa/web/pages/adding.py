"""Adding documents to the seeds folder, each whole or not at all.

What is added is parsed first, as a draft (`drafts`): what would give no passage is refused with the
reason. A new file never replaces another.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qa.errors import DocumentParseError, remedy_of
from qa.knowledge_base import KnowledgeBase
from qa.web.pages.archives import SUFFIX, Archive, Refusal, check_names, refused


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


def add_document(seeds: Path, name: str, draft: Path) -> str:
    """Give a draft its name among the documents, whole or not at all.

    It is parsed before it gets its name: what would give no passage is refused with the reason.

    Args:
        seeds: The folder of documents.
        name: That of the document.
        draft: A file on the same disk.

    Returns:
        The document's path, under the seeds folder.

    Raises:
        EditRefusedError: The name is not that of a document, is taken, or the file gives no text.
    """
    name = unicodedata.normalize("NFC", name)
    try:
        _check_name(name)
        KnowledgeBase.check_file(name, draft)
        _put(draft, seeds, name)
    except DocumentParseError as error:
        raise _unfit(error) from error
    except OSError as error:
        raise unwritable(error) from error
    return name


def add_archive(seeds: Path, name: str, packed: Path) -> Added:
    """Write the documents of a .zip into a folder of its name, each whole or not at all.

    All are unpacked beside it and parsed before the first gets its name. One that cannot be added
    is named with its reason, and the others are added.

    Args:
        seeds: The folder of documents.
        name: That of the archive.
        packed: Where it is: in a folder of drafts.

    Raises:
        EditRefusedError: It is no such archive, is too much as a whole, or none can be added.
    """
    name = unicodedata.normalize("NFC", name)
    folder = name[: -len(SUFFIX)]
    try:
        if not name.lower().endswith(SUFFIX):
            raise refused("unsupported", f"The name of an archive ends in {SUFFIX}.")
        _check_name(f"{folder}.txt")  # the folder's name is held to the same rule
        with Archive(packed) as archive:
            done = _add_entries(seeds, folder, archive, packed.parent)
    except DocumentParseError as error:
        raise _unfit(error) from error
    except OSError as error:
        raise unwritable(error) from error
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
    made: list[Path] = []
    # All are parsed before the first is placed: whatever ends this earlier adds none.
    checked = list(zip(unpacked, KnowledgeBase.check_files(unpacked), strict=True))
    try:
        for (path, draft), unfit in checked:
            try:
                if unfit:
                    raise unfit
                made += _put(draft, seeds, f"{folder}/{path}")
                added.append(f"{folder}/{path}")
            except DocumentParseError as error:
                refusals.append(Refusal(path, error.kind, str(error)))
    except OSError:  # the disk is full, or the like: nothing stays of a part
        for path in added:
            (seeds / path).unlink(missing_ok=True)
        remove_empty(made)
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


def _put(draft: Path, seeds: Path, path: str) -> list[Path]:
    """Give a draft its name among the documents, where nothing has that name.

    Returns:
        The folders that had to be made.

    Raises:
        DocumentParseError: "taken" or "link".
        OSError: It cannot be written.
    """
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    made: list[Path] = []
    try:
        make_folders(seeds, path, made)
        os.link(draft, seeds / path)  # unlike a rename it fails where the name is taken
    except BaseException as error:
        remove_empty(made)
        if not isinstance(error, FileExistsError | NotADirectoryError):
            raise
        message = "There is a document of this name already."
        raise refused("taken", message) from error
    return made


def make_folders(seeds: Path, path: str, made: list[Path]) -> None:
    """Make the folders of a path that are not there, one within the other.

    Args:
        seeds: The folder of documents.
        path: Of a document.
        made: Where those are noted that are made.

    Raises:
        DocumentParseError: "link": one of them is a link, which may lead anywhere.
        OSError: One cannot be made.
    """
    folder = seeds
    for name in Path(path).parent.parts:
        folder /= name
        if folder.is_symlink():
            raise refused("link", "A folder on its path has become a link.")
        try:
            folder.mkdir()
        except FileExistsError:
            if not folder.is_dir():
                raise
        else:
            made.append(folder)


def remove_empty(folders: Sequence[Path]) -> None:
    """Remove folders, the innermost first, but for those that hold something."""
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


def _unfit(error: DocumentParseError) -> EditRefusedError:
    return EditRefusedError(409 if error.kind == "taken" else 422, error.kind, str(error))


def unwritable(error: OSError) -> EditRefusedError:
    """What is told of a file that cannot be written."""
    reason = error.strerror or str(error)
    return EditRefusedError(
        507, "disk", f"The file cannot be written: {reason}. {remedy_of(error)}"
    )


def _check_name(name: str) -> None:
    """See whether a document may have this name, in the folder itself.

    Raises:
        DocumentParseError: "name" or "unsupported".
    """
    if "/" in name:
        raise refused("name", "This is not the name of a document.")
    check_names(name)
