"""Adding documents to the seeds folder and taking them out, from the page of the documents.

Only where the page is served to this machine alone: whoever reaches the page may change the folder.
A new file never replaces another, and a removed one is kept in the hidden folder `.removed`.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse

from qa.corpus.formats import SUPPORTED_SUFFIXES, is_supported
from qa.corpus.reading import read_document
from qa.corpus.scanning import SourceFile
from qa.errors import DocumentReadError
from qa.web.bidi import strip_overrides
from qa.web.documents import original_file
from qa.web.shelf import Shelf
from qa.web.upkeep import Upkeep

MAX_NAME_BYTES = 200
"""Length of a file name: file systems take 255 bytes, and the temporary name is longer."""

REMOVED_FOLDER = ".removed"
"""Where removed files go: a name that begins with a dot is passed over when documents are read."""


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

    It is read before it gets its name: what would give no passage is refused with the reason.

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
        digest = hashlib.sha256(content).hexdigest()
        read_document(SourceFile(name, draft, digest, len(content)))
        os.link(draft, target)  # unlike a rename it fails where the name is taken
    except DocumentReadError as error:
        raise EditRefusedError(422, str(error)) from error
    except FileExistsError as error:
        raise EditRefusedError(409, "There is a document of this name already.") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise EditRefusedError(507, f"The file cannot be written: {reason}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return target


def remove_document(seeds: Path, file: Path) -> Path:
    """Move a document's file into the folder of removed ones, and return where it is now.

    Raises:
        EditRefusedError: It cannot be moved.
    """
    removed = seeds / REMOVED_FOLDER
    try:
        removed.mkdir(exist_ok=True)
        if removed.is_symlink():
            raise EditRefusedError(409, f"'{REMOVED_FOLDER}' is a link; replace it by a folder.")
        target = removed / f"{secrets.token_hex(4)}-{file.name}"
        file.rename(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EditRefusedError(507, f"The file cannot be moved: {reason}.") from error
    return target


def _check_name(name: str) -> None:
    printable = all(unicodedata.category(character) not in {"Cc", "Cs"} for character in name)
    plain = printable and strip_overrides(name) == name and not set(name) & set("/\\:")
    if not plain or name.startswith((".", "~")) or len(name.encode()) > MAX_NAME_BYTES:
        raise EditRefusedError(422, "This is not the name of a document.")
    if not is_supported(name):
        kinds = " ".join(SUPPORTED_SUFFIXES)
        raise EditRefusedError(422, f"This kind of file cannot be read; use one of: {kinds}.")


async def _content(request: Request) -> bytes:
    return await request.body()  # `security.Gate` has cut it at the largest size


def editing_routes(shelf: Shelf, upkeep: Upkeep, seeds: Path) -> APIRouter:
    """The routes `PUT /api/document` and `DELETE /api/document`."""
    router = APIRouter()

    @router.put("/api/document", status_code=201)
    def add(
        name: Annotated[str, Query(max_length=MAX_NAME_BYTES)],
        content: Annotated[bytes, Depends(_content)],
    ) -> JSONResponse:
        """Add a document: its bytes are the body, its file name is in the address."""
        knowledge_base = shelf.ready()
        if knowledge_base is None:
            return JSONResponse({"detail": "The index is being opened."}, status_code=503)
        try:
            added = add_document(seeds, name, content)
        except EditRefusedError as refusal:
            return JSONResponse({"detail": str(refusal)}, status_code=refusal.status)
        upkeep.start(knowledge_base)
        return JSONResponse({"added": added.name}, status_code=201)

    @router.delete("/api/document")
    def remove(path: Annotated[str, Query(max_length=4096)]) -> JSONResponse:
        """Take an indexed document out of the folder; it is kept beside, in `.removed`."""
        knowledge_base = shelf.ready()
        file = original_file(knowledge_base, seeds, path)
        if knowledge_base is None or file is None:
            return JSONResponse({"detail": "There is no such document."}, status_code=404)
        try:
            remove_document(seeds, file)
        except EditRefusedError as refusal:
            return JSONResponse({"detail": str(refusal)}, status_code=refusal.status)
        upkeep.start(knowledge_base)
        return JSONResponse({"removed": path})

    return router
