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
from qa.web.html.markup import Run, escape, runs_of, verbatim
from qa.web.html.ui_strings import Texts
from qa.web.loading import Answering, Shelf
from qa.web.pages.frame import own_page
from qa.web.preferences import ForReader

PART_CHARACTERS = 200_000
"""Text on one page: a browser lays it out in well under a second; some 100 printed pages."""


MORE_CHARACTERS = 2_000
"""Text on either side of a passage when a reader wants more: a printed page."""


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


def document_routes(shelf: Shelf, seeds: Path | None) -> APIRouter:
    """The routes `/document`, `/context` and `/original`.

    Args:
        shelf: Where the knowledge base is found.
        seeds: The folder whose indexed files are handed out; None for none.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/document", response_class=HTMLResponse)
    def document(
        wanted: Annotated[WantedPlace, Query()],
        reader: ForReader,
    ) -> HTMLResponse:
        """The text of an indexed document, the passage highlighted."""
        texts = reader.texts
        knowledge_base = shelf.ready()
        if knowledge_base is None:
            return own_page(reader, texts.name, f"<p>{escape(texts.opening_ask)}</p>", status=503)
        try:
            found = knowledge_base.document(wanted.path)
        except KeyError:
            return own_page(
                reader, texts.name, f"<p>{escape(texts.unknown_document)}</p>", status=404
            )
        except QAError as error:
            return own_page(
                reader, texts.name, f'<p dir="ltr">{escape(str(error))}</p>', status=500
            )
        changed = wanted.sha256 not in {"", found.sha256}
        passage = Span(0, 0) if changed else Span(wanted.start, wanted.end)
        number = wanted.part or min(wanted.start, len(found.text)) // PART_CHARACTERS + 1
        note = f'<p class="notice">{escape(texts.changed)}</p>' if changed else ""
        return own_page(reader, found.title, note + _part(found, passage, number, texts))

    @router.get("/context")
    def context(wanted: Annotated[WantedPlace, Query()]) -> JSONResponse:
        """Text of a document before and after a passage, in lines that have their direction."""
        knowledge_base = shelf.ready()
        try:
            found = knowledge_base.document(wanted.path) if knowledge_base else None
        except (KeyError, QAError):
            found = None
        if found is None or found.sha256 != wanted.sha256 or wanted.end > len(found.text):
            return JSONResponse({"detail": "The document has changed."}, status_code=404)
        before = found.text[max(0, wanted.start - MORE_CHARACTERS) : wanted.start]
        after = found.text[wanted.end : wanted.end + MORE_CHARACTERS]
        return JSONResponse({"before": _lines(before), "after": _lines(after)})

    @router.get("/original")
    def original(
        path: Annotated[str, Query(max_length=4096)],
        reader: ForReader,
    ) -> Response:
        """The file a document was read from, as a download that no browser runs."""
        texts = reader.texts
        file = original_file(shelf.ready(), seeds, path)
        if file is None:
            return own_page(
                reader, texts.name, f"<p>{escape(texts.unknown_original)}</p>", status=404
            )
        return FileResponse(
            file,
            media_type="application/octet-stream",
            filename=strip_overrides(file.name),
            headers={"cache-control": "no-store"},  # the inert policy of `security` applies
        )

    return router


def original_file(knowledge_base: Answering | None, seeds: Path | None, path: str) -> Path | None:
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


def _part(document: Document, passage: Span, number: int, texts: Texts) -> str:
    total = max(1, -(-len(document.text) // PART_CHARACTERS))
    number = min(number, total)
    first = (number - 1) * PART_CHARACTERS
    text = document.text[first : first + PART_CHARACTERS]
    runs = runs_of(text, first, (passage,)) if passage.start < passage.end else (Run(text),)
    body = verbatim(runs).replace("<mark>", '<mark id="passage">', 1)
    turning = _turning(document.path, number, total, texts) if total > 1 else ""
    return (
        f"{turning}<article class='verbatim document' dir='{direction(document.text)}'>"
        f"{body}</article>{turning}"
    )


def _turning(path: str, number: int, total: int, texts: Texts) -> str:
    """Links to the neighbouring parts of a long document."""
    from_here = ((number - 1, texts.previous_part), (number + 1, texts.next_part))
    links = "".join(
        f'<a href="{escape("/document?" + urlencode({"path": path, "part": other}))}">'
        f"{escape(label)}</a>"
        for other, label in from_here
        if 1 <= other <= total
    )
    place = escape(texts.part.format(number=number, total=total))
    return f'<nav class="turning">{links}<span>{place}</span></nav>'
