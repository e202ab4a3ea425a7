"""The page that asks every document the same question: the best passage of each, side by side."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from qa.errors import QAError
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.html.markup import citation_runs, render
from qa.web.loading import KnowledgeBaseLoader
from qa.web.pages.frame import index_loading_page, message_page, own_page
from qa.web.preferences import ForVisitor

SHOWN_DOCUMENTS = 50
"""Most documents on the page; it has seldom room for more."""


def sources_routes(loader: KnowledgeBaseLoader) -> APIRouter:
    """The route `/sources`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/sources", response_class=HTMLResponse)
    def sources(
        q: Annotated[str, Query(max_length=MAX_QUESTION_CHARACTERS)], visitor: ForVisitor
    ) -> HTMLResponse:
        """What each document says on a question."""
        strings = visitor.strings
        knowledge_base = loader.ready()
        if knowledge_base is None:
            return index_loading_page(visitor, strings.name)
        try:
            citations = knowledge_base.by_source(q, limit=SHOWN_DOCUMENTS)
        except QAError as error:
            return message_page(visitor, strings.failed, strings.fault(error), status=400)
        cards = [(citation, citation_runs(citation)) for citation in citations]
        values = {"strings": strings, "question": q, "citations": cards}
        return own_page(visitor, strings.each_source, render("pages/sources.html", values))

    return router
