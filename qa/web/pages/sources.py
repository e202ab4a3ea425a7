"""The page that asks every document the same question: the best passage of each, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from qa.errors import QAError
from qa.records import Citation
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.html.bidi import direction
from qa.web.html.markup import (
    Run,
    document_link,
    escape,
    original_link,
    place_line,
    runs_of,
    verbatim,
)
from qa.web.html.ui_strings import Texts
from qa.web.loading import Shelf
from qa.web.pages.frame import own_page
from qa.web.preferences import ForReader

SHOWN_DOCUMENTS = 50
"""Most documents on the page; it has seldom room for more."""


def comparing_routes(shelf: Shelf) -> APIRouter:
    """The route `/sources`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/sources", response_class=HTMLResponse)
    def sources(
        q: Annotated[str, Query(max_length=MAX_QUESTION_CHARACTERS)], reader: ForReader
    ) -> HTMLResponse:
        """What each document says on a question."""
        texts = reader.texts
        knowledge_base = shelf.ready()
        if knowledge_base is None:
            return own_page(reader, texts.name, f"<p>{escape(texts.opening_ask)}</p>", status=503)
        try:
            citations = knowledge_base.by_source(q, limit=SHOWN_DOCUMENTS)
        except QAError as error:
            reason = escape(texts.faults.get(type(error).__name__, texts.failed))
            return own_page(reader, texts.failed, f"<p>{reason}</p>", status=400)
        return own_page(reader, texts.each_source, _body(q, citations, texts))

    return router


def _body(question: str, citations: Sequence[Citation], texts: Texts) -> str:
    asked = f'<div class="said verbatim">{verbatim((Run(question),))}</div>'
    why = texts.each_source_why if citations else texts.no_passage
    cards = "".join(_card(citation, texts) for citation in citations)
    return f'{asked}<p>{escape(why)}</p><div class="side-by-side">{cards}</div>'


def _card(citation: Citation, texts: Texts) -> str:
    passage = citation.passage
    marked = verbatim(runs_of(passage.text, passage.start, citation.marks))
    title, place = passage.document.title, place_line(passage, texts)
    number = f'<span class="number">{citation.number}</span>'
    return (
        f'<section class="card"><div class="card-head">{number}'
        f'<div><h3 class="title" dir="{direction(title)}">{escape(title)}</h3>'
        f'<bdi class="place" dir="{direction(place)}">{escape(place)}</bdi></div></div>'
        f'<div class="verbatim excerpt" dir="{direction(passage.text)}">{marked}</div>'
        f'<div class="links">{document_link(passage, texts)}{original_link(passage, texts)}</div>'
        "</section>"
    )
