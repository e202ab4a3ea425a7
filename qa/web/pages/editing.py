"""Changing the documents from their page: the routes that add (`adding`), remove and put back.

Only where the page is served to this machine alone, unless the owner allows more: whoever reaches
the page may change the folder. A removed file is kept in the hidden folder `.removed` (as
`KEY/its/path`), from where it can be put back.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from qa.errors import DocumentParseError, remedy_of
from qa.settings import REMOVED_FOLDER
from qa.web.api.rebuild import IndexRebuild
from qa.web.loading import KnowledgeBaseLoader
from qa.web.pages.adding import (
    EditRefusedError,
    add_archive,
    add_document,
    make_folders,
    remove_empty,
    unwritable,
)
from qa.web.pages.archives import MAX_NAME_BYTES
from qa.web.pages.documents import original_file
from qa.web.pages.drafts import (
    BodyCutShortError,
    BodyTooLargeError,
    drafts_in,
    receive,
    remove_old_drafts,
)

CHECKED_AT_ONCE = 2
"""Uploads that are parsed at a time, each by a process of its own; the others wait, whole."""

_KEY = re.compile("[0-9a-f]{8}")
_Name = Annotated[str, Query(max_length=MAX_NAME_BYTES)]


@dataclass(frozen=True, slots=True)
class Removed:
    """A document that was taken out.

    Attributes:
        key: Names it among the removed ones.
        path: Where it was, under the seeds folder.
    """

    key: str
    path: str


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
    made: list[Path] = []
    try:
        if not _is_same(kept, target):  # it is where this was begun by a process that was killed
            make_folders(seeds, removed.path, made)
            os.link(kept, target)  # unlike a rename it fails where the place is taken
        shutil.rmtree(seeds / REMOVED_FOLDER / key)
    except DocumentParseError as error:
        remove_empty(made)
        raise EditRefusedError(409, error.kind, str(error)) from error
    except FileExistsError as error:
        raise EditRefusedError(409, "taken", "There is a document in its place already.") from error
    except OSError as error:
        remove_empty(made)
        raise _immovable(error) from error
    return removed


def _is_same(kept: Path, target: Path) -> bool:
    try:
        return os.path.samestat(kept.lstat(), target.lstat())
    except OSError:
        return False


def remove_empty_keys(seeds: Path) -> None:
    """Remove the folders that a removal or a put-back left empty as its process was killed."""
    for removed in (seeds / REMOVED_FOLDER).glob("*"):
        if _KEY.fullmatch(removed.name) and not removed.is_symlink():
            remove_empty([removed, *sorted(path for path in removed.rglob("*") if path.is_dir())])


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
    reason = f"The file cannot be moved: {error.strerror or error}. {remedy_of(error)}"
    return EditRefusedError(507, "disk", reason)


def _edited(
    loader: KnowledgeBaseLoader,
    rebuild: IndexRebuild,
    edit: Callable[[], dict[str, object]],
    status: int = 200,
) -> JSONResponse:
    """The outcome of an edit, after which the index is brought up to date."""
    knowledge_base = loader.ready()
    if knowledge_base is None:
        opening = {"detail": "The index is being opened.", "kind": "opening"}
        return JSONResponse(opening, status_code=503)
    try:
        done = edit()
    except EditRefusedError as refusal:
        return _refused(refusal)
    rebuild.start(knowledge_base)
    return JSONResponse(done, status_code=status)


def _refused(refusal: EditRefusedError) -> JSONResponse:
    told = {
        "detail": str(refusal),
        "kind": refusal.kind,
        "refused": [asdict(one) for one in refusal.refusals],
    }
    return JSONResponse(told, status_code=refusal.status)


async def _uploaded(
    request: Request,
    seeds: Path,
    most: int,
    edited: Callable[[Path], JSONResponse],
    limiter: CapacityLimiter,
) -> JSONResponse:
    """What an edit makes of a request's body, which is a file meanwhile."""
    try:
        async with drafts_in(seeds) as drafts:
            await receive(request, draft := drafts / "body", most)
            return await to_thread.run_sync(edited, draft, limiter=limiter)
    except BodyTooLargeError:
        return _refused(EditRefusedError(413, "too_large", f"At most {most} bytes"))
    except BodyCutShortError:
        return _refused(EditRefusedError(400, "lost", "The body is cut short"))
    except OSError as error:
        return _refused(unwritable(error))


def editing_routes(
    loader: KnowledgeBaseLoader, rebuild: IndexRebuild, seeds: Path, *, most: int
) -> APIRouter:
    """The routes that change the documents: `/api/document`, its `/restore`, and `/api/archive`.

    Args:
        loader: Where the knowledge base is found.
        rebuild: What brings the index up to date.
        seeds: The folder of documents.
        most: Bytes that an upload may have.
    """
    router = APIRouter()
    remove_old_drafts(seeds)
    remove_empty_keys(seeds)
    edited = partial(_edited, loader, rebuild)
    _add_uploads(router, seeds, most, edited)

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


def _add_uploads(
    router: APIRouter, seeds: Path, most: int, edited: Callable[..., JSONResponse]
) -> None:
    limiter = CapacityLimiter(CHECKED_AT_ONCE)

    @router.put("/api/document", status_code=201)
    async def add(name: _Name, request: Request) -> JSONResponse:
        """Add a document: its bytes are the body, its file name is in the address."""

        def put(draft: Path) -> JSONResponse:
            return edited(lambda: {"added": add_document(seeds, name, draft)}, status=201)

        return await _uploaded(request, seeds, most, put, limiter)

    @router.put("/api/archive", status_code=201)
    async def add_all(name: _Name, request: Request) -> JSONResponse:
        """Add the documents of a .zip, the body, to a folder of its name; it names the others."""

        def put(draft: Path) -> JSONResponse:
            return edited(lambda: asdict(add_archive(seeds, name, draft)), status=201)

        return await _uploaded(request, seeds, most, put, limiter)
