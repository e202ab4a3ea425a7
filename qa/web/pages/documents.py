"""Routes that show the source: the document as indexed, and the file it was read from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from pydantic import BaseModel, Field

from qa.errors import QAError
from qa.records import Document, Span
from qa.web.html.bidi import direction, strip_overrides
from qa.web.html.markup import Html, render, split_runs
from qa.web.html.ui_strings import UiStrings
from qa.web.loading import KnowledgeBaseLike, KnowledgeBaseLoader
from qa.web.pages.frame import index_loading_page, message_page, own_page
from qa.web.preferences import ForVisitor, Visitor

PART_CHARACTERS = 200_000
"""Text on one page: a browser lays it out in well under a second; some 100 printed pages."""


MORE_CHARACTERS = 2_000
"""Text on either side of a passage when a visitor wants more: a printed page."""


class WantedPlace(BaseModel):
    """What `/document` is asked for.

    Attributes:
        path: The document.
        start: Offset of the passage to show.
        end: Offset of its end; nothing is highlighted when it is not above `start`.
        sha256: Digest of the file when the passage was found; "" highlights in any case.
        part: Which part of a long document, from 1, instead of the passage's.
    """

    path: str = Field(max_length=4096)
    start: int = Field(default=0, ge=0)
    end: int = Field(default=0, ge=0)
    sha256: str = Field(default="", max_length=64)
    part: int | None = Field(default=None, ge=1)


def document_routes(loader: KnowledgeBaseLoader, seeds: Path | None) -> APIRouter:
    """The routes `/document`, `/context` and `/original`.

    Args:
        loader: Where the knowledge base is found.
        seeds: The folder whose indexed files are handed out; None for none.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/document", response_class=HTMLResponse)
    def document(wanted: Annotated[WantedPlace, Query()], visitor: ForVisitor) -> HTMLResponse:
        """The text of an indexed document, the passage highlighted."""
        return _document_page(loader, wanted, visitor)

    @router.get("/context")
    def context(wanted: Annotated[WantedPlace, Query()]) -> JSONResponse:
        """Text of a document before and after a passage, in lines that have their direction."""
        found = _unchanged_document(loader, wanted)
        if found is None:
            return JSONResponse({"detail": "The document has changed."}, status_code=404)
        before = found.text[max(0, wanted.start - MORE_CHARACTERS) : wanted.start]
        after = found.text[wanted.end : wanted.end + MORE_CHARACTERS]
        return JSONResponse({"before": _lines(before), "after": _lines(after)})

    @router.get("/original")
    def original(path: Annotated[str, Query(max_length=4096)], visitor: ForVisitor) -> Response:
        """The file a document was parsed from, as a download that no browser runs."""
        file = original_file(loader.ready(), seeds, path)
        if file is None:
            strings = visitor.strings
            return message_page(visitor, strings.name, strings.unknown_original, status=404)
        return FileResponse(
            file,
            media_type="application/octet-stream",
            filename=strip_overrides(file.name),
            headers={"cache-control": "no-store"},  # the inert policy of `security` applies
        )

    return router


def _document_page(
    loader: KnowledgeBaseLoader, wanted: WantedPlace, visitor: Visitor
) -> HTMLResponse:
    strings = visitor.strings
    knowledge_base = loader.ready()
    if knowledge_base is None:
        return index_loading_page(visitor, strings.name)
    try:
        found = knowledge_base.document(wanted.path)
    except KeyError:
        return message_page(visitor, strings.name, strings.unknown_document, status=404)
    except QAError as error:
        return message_page(visitor, strings.name, str(error), status=500, direction="ltr")
    return own_page(visitor, found.title, _part(found, wanted, strings))


def _unchanged_document(loader: KnowledgeBaseLoader, wanted: WantedPlace) -> Document | None:
    """The document of a place, if it still is what it was when the place was found."""
    knowledge_base = loader.ready()
    try:
        found = knowledge_base.document(wanted.path) if knowledge_base else None
    except (KeyError, QAError):
        return None
    if found is None or found.sha256 != wanted.sha256 or wanted.end > len(found.text):
        return None
    return found


def original_file(
    knowledge_base: KnowledgeBaseLike | None, seeds: Path | None, path: str
) -> Path | None:
    """The file of an indexed document, if it is a regular file inside the seeds folder.

    The path must be one the index knows, letter by letter, and may pass through no link: a link
    put there after indexing could lead anywhere.
    """
    if knowledge_base is None or seeds is None:
        return None
    if all(document.path != path for document in knowledge_base.documents()):
        return None
    try:
        root = seeds.resolve(strict=True)
        file = (root / path).resolve(strict=True)
    except (OSError, ValueError):  # gone, a loop of links, or a NUL in the name
        return None
    return file if file == root / path and file.is_file() else None


def _lines(text: str) -> list[dict[str, str]]:
    text = strip_overrides(text)
    default = direction(text)
    return [
        {"text": line, "dir": direction(line, default)} for line in text.splitlines(keepends=True)
    ]


def _part(document: Document, wanted: WantedPlace, strings: UiStrings) -> Html:
    """The part of a document that holds a place, the place marked."""
    text = document.text
    total = max(1, -(-len(text) // PART_CHARACTERS))
    of_place = min(wanted.start, len(text)) // PART_CHARACTERS + 1
    number = min(wanted.part or of_place, total)
    first = (number - 1) * PART_CHARACTERS
    shown = text[first : first + PART_CHARACTERS]
    changed = wanted.sha256 not in {"", document.sha256}
    marked = not changed and wanted.start < wanted.end
    spans = (Span(wanted.start, wanted.end),) if marked else ()
    values = {
        "strings": strings,
        "found": document,
        "changed": changed,
        "direction": direction(text),
        "runs": split_runs(shown, first, spans),
        "number": number,
        "total": total,
        "previous": _part_address(document, number - 1) if number > 1 else "",
        "next": _part_address(document, number + 1) if number < total else "",
    }
    return render("pages/document.html", values)


def _part_address(document: Document, number: int) -> str:
    return f"document?{urlencode({'path': document.path, 'part': number})}"
