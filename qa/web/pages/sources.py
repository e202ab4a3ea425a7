"""The page that asks every document the same question: the best passage of each, side by side.

It asks within a scope, which its address holds, so that it can be kept and passed on.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import ConfigDict, Field

from qa.errors import BusyError, QAError
from qa.records import EVERYTHING, Citation, Scope
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.web.api.rest import ScopeRequest
from qa.web.html.markup import citation_runs, encodable, render
from qa.web.loading import KnowledgeBaseLike, KnowledgeBaseLoader
from qa.web.pages.frame import busy_page, index_loading_page, own_page
from qa.web.pages.scope_dialog import chosen_options, dialog
from qa.web.preferences import ForVisitor, Visitor

SHOWN_DOCUMENTS = 50
"""Most documents on the page; it has seldom room for more."""


class SourcesQuery(ScopeRequest):
    """What `/sources` is asked: a question, within a scope."""

    model_config = ConfigDict(extra="ignore")  # an address may carry what others added to it

    q: Annotated[str, Field(max_length=MAX_QUESTION_CHARACTERS)]


def sources_routes(loader: KnowledgeBaseLoader) -> APIRouter:
    """The route `/sources`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/sources", response_class=HTMLResponse)
    async def sources(
        asked: Annotated[SourcesQuery, Query()], visitor: ForVisitor, request: Request
    ) -> HTMLResponse:
        """What each document of a scope says on a question."""
        knowledge_base = loader.ready()
        if knowledge_base is None:
            return index_loading_page(visitor, visitor.strings.name)
        try:
            return await loader.admission.serve(
                lambda: _sources_page(knowledge_base, asked, visitor), request.receive
            )
        except BusyError as busy:
            return busy_page(visitor, visitor.strings.each_source, busy)

    return router


def _sources_page(
    knowledge_base: KnowledgeBaseLike, asked: SourcesQuery, visitor: Visitor
) -> HTMLResponse:
    strings, scope = visitor.strings, asked.record()
    citations: list[Citation] = []
    fault = ""
    try:
        citations = knowledge_base.by_source(asked.q, limit=SHOWN_DOCUMENTS, scope=scope)
    except QAError as error:
        fault = strings.fault(error)
    values = {
        "strings": strings,
        "question": asked.q,
        "longest": MAX_QUESTION_CHARACTERS,
        "fault": fault,
        "citations": [(citation, citation_runs(citation)) for citation in citations],
        "kept": _scope_fields(scope),
        "everywhere": "" if scope == EVERYTHING else sources_address(asked.q, EVERYTHING),
        "given": chosen_options(scope, knowledge_base, strings),
        "dialog": dialog(strings),
    }
    body = render("pages/sources.html", values)
    status = 400 if fault else 200
    return own_page(visitor, strings.each_source, body, script="sources.js", status=status)


def sources_address(question: str, scope: Scope) -> str:
    """The page that asks each document of a scope."""
    return f"sources?{urlencode([('q', encodable(question)), *_scope_fields(scope)])}"


def _scope_fields(scope: Scope) -> list[tuple[str, str]]:
    """A scope as fields of an address; none for everything."""
    fields = [
        *(("languages", code) for code in scope.languages),
        *(("documents", path) for path in scope.documents),
        ("since", scope.since),
        ("until", scope.until),
    ]
    return [(name, encodable(value)) for name, value in fields if value]
