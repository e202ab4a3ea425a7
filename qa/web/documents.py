"""Routes that show the source: the document as indexed, and the file it was read from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Cookie, Query, Response
from fastapi.responses import FileResponse, HTMLResponse
from pydantic import BaseModel, Field

from qa.errors import QAError
from qa.records import Document, Span
from qa.web.bidi import direction, strip_overrides
from qa.web.rendering import Run, escape, runs_of, verbatim
from qa.web.shelf import Answering, Shelf
from qa.web.shell import LANGUAGE_COOKIE, header
from qa.web.texts import Texts, texts_for

PART_CHARACTERS = 200_000
"""Text on one page: a browser lays it out in well under a second; some 100 printed pages."""

_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


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
    """The routes `/document` and `/original`.

    Args:
        shelf: Where the knowledge base is found.
        seeds: The folder whose indexed files are handed out; None for none.
    """
    router = APIRouter()

    @router.get("/document", response_class=HTMLResponse)
    def document(
        wanted: Annotated[WantedPlace, Query()],
        language: Annotated[str, Cookie(alias=LANGUAGE_COOKIE)] = "",
    ) -> HTMLResponse:
        """The text of an indexed document, the passage highlighted."""
        texts = texts_for(language)
        knowledge_base = shelf.ready()
        if knowledge_base is None:
            return _page(texts, texts.name, f"<p>{escape(texts.opening_ask)}</p>", 503)
        try:
            found = knowledge_base.document(wanted.path)
        except KeyError:
            return _page(texts, texts.name, f"<p>{escape(texts.unknown_document)}</p>", 404)
        except QAError as error:
            return _page(texts, texts.name, f'<p dir="ltr">{escape(str(error))}</p>', 500)
        changed = wanted.sha256 not in {"", found.sha256}
        passage = Span(0, 0) if changed else Span(wanted.start, wanted.end)
        number = wanted.part or min(wanted.start, len(found.text)) // PART_CHARACTERS + 1
        note = f'<p class="notice">{escape(texts.changed)}</p>' if changed else ""
        return _page(texts, found.title, note + _part(found, passage, number, texts))

    @router.get("/original")
    def original(
        path: Annotated[str, Query(max_length=4096)],
        language: Annotated[str, Cookie(alias=LANGUAGE_COOKIE)] = "",
    ) -> Response:
        """The file a document was read from, as a download that no browser runs."""
        texts = texts_for(language)
        file = original_file(shelf.ready(), seeds, path)
        if file is None:
            return _page(texts, texts.name, f"<p>{escape(texts.unknown_original)}</p>", 404)
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


def _page(texts: Texts, title: str, body: str, status: int = 200) -> HTMLResponse:
    """A page of ours without a script. `title` is text, `body` markup."""
    name = escape(title)
    return HTMLResponse(
        f'<!doctype html><html lang="{texts.language}" dir="{texts.direction}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{name}</title><link rel="icon" href="/site/icon.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="/site/app.css"></head>'
        f'<body class="reading">{header(texts)}<main>'
        f'<h2 dir="{direction(title)}">{name}</h2>{body}'
        f'<p><a href="/">{escape(texts.to_chat)}</a></p></main></body></html>',
        status_code=status,
        headers={"content-security-policy": _POLICY, "cache-control": "no-store"},
    )
