"""The route `/page.png`: a page of an indexed PDF as a picture, what is cited boxed."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from qa.errors import DocumentParseError, QAError
from qa.knowledge_base import KnowledgeBase
from qa.records import Document
from qa.web.html.places import read_spans
from qa.web.loading import KnowledgeBaseLoader
from qa.web.pages.documents import MAX_LISTED, original_file
from qa.web.pages.frame import message_page
from qa.web.preferences import ForVisitor

DRAWN_AT_ONCE = 2
"""Pages: each is drawn by a process of its own."""

WAIT_SECONDS = 20
"""How long a page waits for others to be drawn."""

_HEADERS = {"cache-control": "no-store"}


class WantedPage(BaseModel):
    """What `/page.png` is asked for.

    Attributes:
        path: The document.
        sha256: Digest of the file that the marks belong to.
        page: The page, from 1.
        mark: What is boxed ("30-44").
    """

    path: str = Field(max_length=4096)
    sha256: str = Field(max_length=64)
    page: int = Field(ge=1, le=1_000_000)
    mark: list[Annotated[str, Field(max_length=30)]] = Field(default=[], max_length=MAX_LISTED)


def page_picture_routes(loader: KnowledgeBaseLoader, seeds: Path | None) -> APIRouter:
    """The route `/page.png`.

    Args:
        loader: Where the knowledge base is found.
        seeds: The folder whose indexed files are drawn; None for none.
    """
    router = APIRouter(include_in_schema=False)
    turns = threading.BoundedSemaphore(DRAWN_AT_ONCE)

    @router.get("/page.png")
    def picture(wanted: Annotated[WantedPage, Query()], visitor: ForVisitor) -> Response:
        """The picture; a page that says why there is none."""
        strings = visitor.strings
        found = _file_of(loader, seeds, wanted)
        if found is None:
            return message_page(visitor, strings.name, strings.unknown_original, status=404)
        if not turns.acquire(timeout=WAIT_SECONDS):
            return message_page(visitor, strings.name, strings.page_not_drawn, status=503)
        document, file = found
        try:
            marks = [span for written in wanted.mark for span in read_spans(written)]
            drawn = KnowledgeBase.draw_page(document, file, wanted.page, marks)
        except DocumentParseError:
            return message_page(visitor, strings.name, strings.page_not_drawn, status=422)
        finally:
            turns.release()
        return Response(drawn, media_type="image/png", headers=_HEADERS)

    return router


def _file_of(
    loader: KnowledgeBaseLoader, seeds: Path | None, wanted: WantedPage
) -> tuple[Document, Path] | None:
    """An indexed PDF and its file, where they are those that were meant."""
    knowledge_base = loader.ready()
    file = original_file(knowledge_base, seeds, wanted.path)
    if knowledge_base is None or file is None or not wanted.path.lower().endswith(".pdf"):
        return None
    try:
        document = knowledge_base.document(wanted.path)
    except (KeyError, QAError):
        return None
    return (document, file) if document.sha256 == wanted.sha256 else None
