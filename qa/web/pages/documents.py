"""Routes that show the source: the document as indexed, and the file it was read from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from pydantic import BaseModel, Field

from qa.errors import QAError
from qa.records import UNDETERMINED, Document, Span
from qa.web.html.bidi import direction, strip_overrides
from qa.web.html.markup import encodable, render, written_span
from qa.web.html.places import CitedPlace, place_address, read_spans
from qa.web.html.ui_strings import UiStrings
from qa.web.loading import KnowledgeBaseLike, KnowledgeBaseLoader
from qa.web.pages.document_text import document_lines
from qa.web.pages.frame import index_loading_page, message_page, own_page
from qa.web.preferences import ForVisitor, Visitor

PART_CHARACTERS = 200_000
"""Text on one page: a browser lays it out in well under a second; some 100 printed pages."""


MAX_LISTED = 50
"""Marks of a passage, and citations of an answer, that an address may name."""

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
        mark: What of the passage answers ("30-44").
        cited: The places that the answer cites, as `CitedPlace.written`.
        number: Which of them this one is, from 1.
        turn: The turn of the conversation that cites them; 0 for none.
        page: Which page of a PDF is shown as a picture, from 1, instead of the passage's.
    """

    path: str = Field(max_length=4096)
    start: int = Field(default=0, ge=0)
    end: int = Field(default=0, ge=0)
    sha256: str = Field(default="", max_length=64)
    part: int | None = Field(default=None, ge=1)
    mark: list[Annotated[str, Field(max_length=30)]] = Field(default=[], max_length=MAX_LISTED)
    cited: list[Annotated[str, Field(max_length=8192)]] = Field(default=[], max_length=MAX_LISTED)
    number: int = Field(default=1, ge=1)
    turn: int = Field(default=0, ge=0)
    page: int | None = Field(default=None, ge=1)

    def marks(self) -> tuple[Span, ...]:
        """What of the passage answers, in rising order, none over another."""
        found = [span for written in self.mark for span in read_spans(written)]
        inside = [span for span in found if self.start <= span.start and span.end <= self.end]
        return tuple(sorted(inside, key=lambda span: span.start))

    def places(self) -> list[CitedPlace]:
        """The places that the answer cites; none where one cannot be read, or this is not one."""
        read = [CitedPlace.read(written) for written in self.cited]
        places = [place for place in read if place is not None]
        known = len(places) == len(read) and self.number <= len(read)
        return places if known else []

    def address(self, **changes: int) -> str:
        """The same place with another part or page."""
        kept = self.model_dump(exclude_defaults=True) | changes
        return f"document?{urlencode(kept, doseq=True)}"


def document_routes(loader: KnowledgeBaseLoader, seeds: Path | None) -> APIRouter:
    """The routes `/document`, `/context` and `/original`.

    Args:
        loader: Where the knowledge base is found.
        seeds: The folder whose indexed files are handed out; None for none.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/document", response_class=HTMLResponse)
    def document(wanted: Annotated[WantedPlace, Query()], visitor: ForVisitor) -> HTMLResponse:
        """The text of an indexed document, the passage tinted and what answers in it marked."""
        return _document_page(loader, seeds, wanted, visitor)

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
    loader: KnowledgeBaseLoader, seeds: Path | None, wanted: WantedPlace, visitor: Visitor
) -> HTMLResponse:
    strings = visitor.strings
    knowledge_base = loader.ready()
    if knowledge_base is None:
        return index_loading_page(visitor, strings.name)
    try:
        found = knowledge_base.document(wanted.path)
    except KeyError:
        return _unknown_page(wanted, visitor)
    except QAError as error:
        return message_page(visitor, strings.name, strings.fault(error), status=500)
    languages = {info.path: info.language for info in knowledge_base.documents()}
    view = _view(found, wanted, strings, with_pictures=seeds is not None)
    language = languages.get(found.path, UNDETERMINED)
    known = "" if language == UNDETERMINED else strings.language_name(language)
    body = render("pages/document.html", view | {"language": known})
    return own_page(visitor, found.title, body, script="document.js")


def _unknown_page(wanted: WantedPlace, visitor: Visitor) -> HTMLResponse:
    """What is said of a document that is not indexed: with a digest, an answer once cited it."""
    strings = visitor.strings
    if not wanted.sha256:
        return message_page(visitor, strings.name, strings.unknown_document, status=404)
    values = {"strings": strings, "path": wanted.path, "citations": _citations(wanted)}
    body = render("pages/removed_document.html", values)
    return own_page(visitor, strings.name, body, status=404)


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


@dataclass(frozen=True, slots=True)
class _Citations:
    """The way back to an answer, and to its other citations.

    Attributes:
        back: Address of the answer; that of the conversation where the turn is not known.
        turn: The turn; 0 where it is not known.
        number: Number of this citation, from 1.
        total: How many there are; 0 where that is not known.
        previous: Address of the one before; "" for none.
        next: Address of the one after.
    """

    back: str
    turn: int
    number: int
    total: int
    previous: str
    next: str


def _citations(wanted: WantedPlace) -> _Citations:
    places, number, turn = wanted.places(), wanted.number, wanted.turn
    total = len(places)
    return _Citations(
        back=f"./#source-{turn}-{number}" if turn else "./",
        turn=turn,
        number=number,
        total=total,
        previous=place_address(places, number - 1, turn) if 1 < number <= total else "",
        next=place_address(places, number + 1, turn) if number < total else "",
    )


@dataclass(frozen=True, slots=True)
class _PagePicture:
    """The picture of a page of a PDF.

    Attributes:
        address: Where it is drawn.
        number: The page, from 1.
        total: How many pages have text.
        previous: Address of the view with the page before; "" for none.
        next: Address of the view with the page after.
    """

    address: str
    number: int
    total: int
    previous: str
    next: str


def _picture(document: Document, wanted: WantedPlace, marks: Sequence[Span]) -> _PagePicture | None:
    """The picture of the page on which a place begins; None for what is no PDF."""
    pages = [section for section in document.sections if section.kind == "page"]
    if not document.path.lower().endswith(".pdf") or not pages:
        return None
    start = marks[0].start if marks else wanted.start
    passed = bisect_right(pages, start, key=lambda section: section.start)
    total = int(pages[-1].label)
    number = min(wanted.page or int(pages[max(0, passed - 1)].label), total)
    query = {
        "path": document.path,
        "sha256": document.sha256,
        "mark": [written_span(mark) for mark in marks],
        "page": number,
    }
    return _PagePicture(
        address=f"page.png?{urlencode(query, doseq=True)}",
        number=number,
        total=total,
        previous=f"{wanted.address(page=number - 1)}#picture" if number > 1 else "",
        next=f"{wanted.address(page=number + 1)}#picture" if number < total else "",
    )


def _view(
    document: Document, wanted: WantedPlace, strings: UiStrings, *, with_pictures: bool
) -> dict[str, object]:
    """What the page shows: the part of a document that holds a place, the place marked."""
    length = len(document.text)
    total = max(1, -(-length // PART_CHARACTERS))
    changed = wanted.sha256 not in {"", document.sha256}
    passage = Span(wanted.start, wanted.end) if wanted.start < wanted.end and not changed else None
    marks = wanted.marks() if passage else ()
    of_place = min(marks[0].start if marks else wanted.start, length) // PART_CHARACTERS + 1
    number = min(wanted.part or of_place, total)
    shown = Span((number - 1) * PART_CHARACTERS, min(number * PART_CHARACTERS, length))
    return {
        "strings": strings,
        "found": document,
        "changed": changed,
        "citations": _citations(wanted),
        "direction": direction(document.text),
        "groups": document_lines(document, shown, passage, marks),
        "number": number,
        "total": total,
        "previous": wanted.address(part=number - 1) if number > 1 else "",
        "next": wanted.address(part=number + 1) if number < total else "",
        "picture": _picture(document, wanted, marks) if with_pictures else None,
        "original": f"original?{urlencode({'path': encodable(document.path)})}",
    }
