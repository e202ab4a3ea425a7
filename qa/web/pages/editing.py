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
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse

from qa.errors import DocumentParseError
from qa.knowledge_base import KnowledgeBase
from qa.web.api.rebuild import IndexRebuild
from qa.web.html.bidi import strip_overrides
from qa.web.loading import KnowledgeBaseLoader
from qa.web.pages.documents import original_file

MAX_NAME_BYTES = 200
"""Length of a file name: file systems take 255 bytes, and the temporary name is longer."""

REMOVED_FOLDER = ".removed"
"""Where removed files go: a name that begins with a dot is passed over when documents are read."""


_KEY = re.compile("[0-9a-f]{8}")


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
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def add_document(seeds: Path, name: str, content: bytes) -> Path:
    """Write a new document into the folder, whole or not at all.

    It is parsed before it gets its name: what would give no passage is refused with the reason.

    Raises:
        EditRefusedError: The name is not that of a document, is taken, or the file gives no text.
    """
    name = unicodedata.normalize("NFC", name)
    _check_name(name)
    target = seeds / name
    draft = seeds / f".{secrets.token_hex(8)}.part"
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        KnowledgeBase.check_file(name, draft)
        os.link(draft, target)  # unlike a rename it fails where the name is taken
    except DocumentParseError as error:
        raise EditRefusedError(422, str(error)) from error
    except FileExistsError as error:
        raise EditRefusedError(409, "There is a document of this name already.") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise EditRefusedError(507, f"The file cannot be written: {reason}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return target


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
        raise EditRefusedError(404, "There is no such removed document.")
    kept, target = _kept(seeds, removed), seeds / removed.path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.parent.resolve() != seeds.resolve() / Path(removed.path).parent:
            raise EditRefusedError(409, "A folder on its path has become a link.")
        os.link(kept, target)  # unlike a rename it fails where the place is taken
        shutil.rmtree(seeds / REMOVED_FOLDER / key)
    except FileExistsError as error:
        raise EditRefusedError(409, "There is a document in its place already.") from error
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
        raise EditRefusedError(409, f"'{REMOVED_FOLDER}' is a link; replace it by a folder.")
    return folder / removed.key / removed.path


def _immovable(error: OSError) -> EditRefusedError:
    return EditRefusedError(507, f"The file cannot be moved: {error.strerror or error}.")


def _check_name(name: str) -> None:
    printable = all(unicodedata.category(character) not in {"Cc", "Cs"} for character in name)
    plain = printable and strip_overrides(name) == name and not set(name) & set("/\\:")
    if not plain or name.startswith((".", "~")) or len(name.encode()) > MAX_NAME_BYTES:
        raise EditRefusedError(422, "This is not the name of a document.")
    if not KnowledgeBase.is_supported(name):
        kinds = " ".join(KnowledgeBase.supported_suffixes)
        raise EditRefusedError(422, f"This kind of file cannot be read; use one of: {kinds}.")


async def _content(request: Request) -> bytes:
    return await request.body()  # `security.Gate` has cut it at the largest size


def editing_routes(loader: KnowledgeBaseLoader, rebuild: IndexRebuild, seeds: Path) -> APIRouter:
    """The routes `PUT` and `DELETE /api/document`, and `POST /api/document/restore`."""
    router = APIRouter()

    def edited(edit: Callable[[], dict[str, str]], status: int = 200) -> JSONResponse:
        """The outcome of an edit, after which the index is brought up to date."""
        knowledge_base = loader.ready()
        if knowledge_base is None:
            return JSONResponse({"detail": "The index is being opened."}, status_code=503)
        try:
            done = edit()
        except EditRefusedError as refusal:
            return JSONResponse({"detail": str(refusal)}, status_code=refusal.status)
        rebuild.start(knowledge_base)
        return JSONResponse(done, status_code=status)

    @router.put("/api/document", status_code=201)
    def add(
        name: Annotated[str, Query(max_length=MAX_NAME_BYTES)],
        content: Annotated[bytes, Depends(_content)],
    ) -> JSONResponse:
        """Add a document: its bytes are the body, its file name is in the address."""
        return edited(lambda: {"added": add_document(seeds, name, content).name}, status=201)

    @router.delete("/api/document")
    def remove(path: Annotated[str, Query(max_length=4096)]) -> JSONResponse:
        """Take an indexed document out of the folder; it is kept beside, in `.removed`."""

        def edit() -> dict[str, str]:
            if original_file(loader.ready(), seeds, path) is None:
                raise EditRefusedError(404, "There is no such document.")
            removed = remove_document(seeds, path)
            return {"removed": removed.path, "key": removed.key}

        return edited(edit)

    @router.post("/api/document/restore")
    def restore(key: Annotated[str, Query(max_length=8)]) -> JSONResponse:
        """Put a removed document back to where it was."""
        return edited(lambda: {"restored": restore_document(seeds, key).path})

    return router
