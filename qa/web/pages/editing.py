"""Adding documents to the seeds folder and taking them out, from the page of the documents.

Only where the page is served to this machine alone, unless the owner allows more: whoever reaches
the page may change the folder. A new file never replaces another, and a removed one is kept in the
hidden folder `.removed` (as `KEY/its/path`), from where it can be put back.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse

from qa.errors import DocumentParseError
from qa.knowledge_base import KnowledgeBase
from qa.web.api.rebuild import IndexRebuild
from qa.web.loading import KnowledgeBaseLoader
from qa.web.pages.archives import MAX_NAME_BYTES, SUFFIX, Archive, Refusal, check_names
from qa.web.pages.documents import original_file

REMOVED_FOLDER = ".removed"
"""Where removed files go: a name that begins with a dot is passed over when documents are read."""


_KEY = re.compile("[0-9a-f]{8}")
_DRAFT = re.compile(r"\.[0-9a-f]{16}\.part")
_DRAFT_SECONDS = 3600.0  # longer than any upload takes


@dataclass(frozen=True, slots=True)
class Removed:
    """A document that was taken out.

    Attributes:
        key: Names it among the removed ones.
        path: Where it was, under the seeds folder.
    """

    key: str
    path: str


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
            raise DocumentParseError("unsupported", f"The name of an archive ends in {SUFFIX}.")
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
        _make_folders(seeds, path)
        os.link(draft, seeds / path)  # unlike a rename it fails where the name is taken
    except (FileExistsError, NotADirectoryError) as error:
        message = "There is a document of this name already."
        raise DocumentParseError("taken", message) from error


def _make_folders(seeds: Path, path: str) -> None:
    """Make the folders of a path that are not there, one within the other.

    Raises:
        DocumentParseError: "link": one of them is a link, which may lead anywhere.
        OSError: One cannot be made.
    """
    folder = seeds
    for name in Path(path).parent.parts:
        folder /= name
        if folder.is_symlink():
            raise DocumentParseError("link", "A folder on its path has become a link.")
        folder.mkdir(exist_ok=True)


def _unfit(error: DocumentParseError) -> EditRefusedError:
    return EditRefusedError(409 if error.kind == "taken" else 422, error.kind, str(error))


def _unwritable(error: OSError) -> EditRefusedError:
    reason = error.strerror or str(error)
    return EditRefusedError(507, "disk", f"The file cannot be written: {reason}.")


def remove_document(seeds: Path, path: str) -> Removed:
    """Move a document's file into the folder of removed ones.

    Args:
        seeds: The folder of documents.
        path: Path of a regular file under it (`documents.original_file`).

    Raises:
        EditRefusedError: It cannot be moved.
    """
    removed = Removed(secrets.token_hex(4), path)
    target = _kept(seeds, removed)
    try:
        target.parent.mkdir(parents=True)
        (seeds / path).rename(target)
    except OSError as error:
        raise _immovable(error) from error
    return removed


def restore_document(seeds: Path, key: str) -> Removed:
    """Put a removed document back to where it was.

    Raises:
        EditRefusedError: There is none of this key, its place is taken, or it cannot be moved.
    """
    removed = next((one for one in removed_documents(seeds) if one.key == key), None)
    if removed is None:
        raise EditRefusedError(404, "missing", "There is no such removed document.")
    kept, target = _kept(seeds, removed), seeds / removed.path
    try:
        _make_folders(seeds, removed.path)
        os.link(kept, target)  # unlike a rename it fails where the place is taken
        shutil.rmtree(seeds / REMOVED_FOLDER / key)
    except DocumentParseError as error:
        raise EditRefusedError(409, error.kind, str(error)) from error
    except FileExistsError as error:
        raise EditRefusedError(409, "taken", "There is a document in its place already.") from error
    except OSError as error:
        raise _immovable(error) from error
    return removed


def removed_documents(seeds: Path) -> list[Removed]:
    """What can be put back, last removed first; files are not followed through links."""
    folder = seeds / REMOVED_FOLDER
    if folder.is_symlink() or not folder.is_dir():
        return []
    kept = [one for one in folder.iterdir() if _KEY.fullmatch(one.name) and not one.is_symlink()]
    kept.sort(key=lambda one: (one.stat().st_mtime_ns, one.name), reverse=True)
    return [
        Removed(one.name, file.relative_to(one).as_posix())
        for one in kept
        for file in one.rglob("*")
        if file.is_file() and not file.is_symlink()
    ]


def _kept(seeds: Path, removed: Removed) -> Path:
    folder = seeds / REMOVED_FOLDER
    if folder.is_symlink():
        reason = f"'{REMOVED_FOLDER}' is a link; replace it by a folder."
        raise EditRefusedError(409, "link", reason)
    return folder / removed.key / removed.path


def _immovable(error: OSError) -> EditRefusedError:
    return EditRefusedError(507, "disk", f"The file cannot be moved: {error.strerror or error}.")


def _check_name(name: str) -> None:
    """See whether a document may have this name, in the folder itself.

    Raises:
        DocumentParseError: "name" or "unsupported".
    """
    if "/" in name:
        raise DocumentParseError("name", "This is not the name of a document.")
    check_names(name)


async def _content(request: Request) -> bytes:
    return await request.body()  # `security.Gate` has cut it at the largest size


def editing_routes(loader: KnowledgeBaseLoader, rebuild: IndexRebuild, seeds: Path) -> APIRouter:
    """The routes `PUT` and `DELETE /api/document`, and `POST /api/document/restore`."""
    router = APIRouter()
    remove_old_drafts(seeds)

    def edited(edit: Callable[[], dict[str, object]], status: int = 200) -> JSONResponse:
        """The outcome of an edit, after which the index is brought up to date."""
        knowledge_base = loader.ready()
        if knowledge_base is None:
            opening = {"detail": "The index is being opened.", "kind": "opening"}
            return JSONResponse(opening, status_code=503)
        try:
            done = edit()
        except EditRefusedError as refusal:
            refused = {
                "detail": str(refusal),
                "kind": refusal.kind,
                "refused": [asdict(one) for one in refusal.refusals],
            }
            return JSONResponse(refused, status_code=refusal.status)
        rebuild.start(knowledge_base)
        return JSONResponse(done, status_code=status)

    @router.put("/api/document", status_code=201)
    def add(
        name: Annotated[str, Query(max_length=MAX_NAME_BYTES)],
        content: Annotated[bytes, Depends(_content)],
    ) -> JSONResponse:
        """Add a document: its bytes are the body, its file name is in the address."""
        return edited(lambda: {"added": add_document(seeds, name, content).name}, status=201)

    @router.put("/api/archive", status_code=201)
    def add_all(
        name: Annotated[str, Query(max_length=MAX_NAME_BYTES)],
        content: Annotated[bytes, Depends(_content)],
    ) -> JSONResponse:
        """Add the documents of a .zip, the body, to a folder of its name; it names the others."""
        return edited(lambda: asdict(add_archive(seeds, name, content)), status=201)

    @router.delete("/api/document")
    def remove(path: Annotated[str, Query(max_length=4096)]) -> JSONResponse:
        """Take an indexed document out of the folder; it is kept beside, in `.removed`."""

        def edit() -> dict[str, object]:
            if original_file(loader.ready(), seeds, path) is None:
                raise EditRefusedError(404, "missing", "There is no such document.")
            removed = remove_document(seeds, path)
            return {"removed": removed.path, "key": removed.key}

        return edited(edit)

    @router.post("/api/document/restore")
    def restore(key: Annotated[str, Query(max_length=8)]) -> JSONResponse:
        """Put a removed document back to where it was."""
        return edited(lambda: {"restored": restore_document(seeds, key).path})

    return router
