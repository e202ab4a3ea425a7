"""Where to search: what a visitor can choose from, and the dialog it is chosen in.

The page's script fills the dialog and keeps what is chosen (`scope_dialog.js`); each question comes
with it as a scope.
"""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from qa.records import DocumentInfo
from qa.web.html.bidi import direction, strip_overrides
from qa.web.html.markup import Html, encodable, render
from qa.web.html.ui_strings import UiStrings
from qa.web.loading import KnowledgeBaseLoader
from qa.web.pages.filtering import MAX_FILTER_CHARACTERS, matches
from qa.web.preferences import ForVisitor

OFFERED_DOCUMENTS = 100
"""Documents in the dialog at a time; beyond, they are searched for."""


def scope_routes(loader: KnowledgeBaseLoader) -> APIRouter:
    """The route `/filter`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/filter")
    def choices(
        visitor: ForVisitor, q: Annotated[str, Query(max_length=MAX_FILTER_CHARACTERS)] = ""
    ) -> JSONResponse:
        """Languages with their number of documents, and the documents that `q` is found in."""
        knowledge_base = loader.ready()
        # A name that cannot be sent could not come back either.
        known = [
            info
            for info in (knowledge_base.documents() if knowledge_base else ())
            if encodable(info.path) == info.path
        ]
        found = [info for info in known if matches(info, q)]
        strings, shown = visitor.strings, found[:OFFERED_DOCUMENTS]
        count = strings.shown_of(len(shown), len(known))
        return JSONResponse(
            {
                "languages": _languages(known, strings),
                "documents": [_document(info) for info in shown],
                "count": count if len(shown) < len(known) else "",
            }
        )

    return router


def dialog(strings: UiStrings) -> Html:
    """The dialog, still empty."""
    values = {"strings": strings, "longest": MAX_FILTER_CHARACTERS}
    return render("chat/scope_dialog.html", values)


def _languages(known: list[DocumentInfo], strings: UiStrings) -> list[dict[str, object]]:
    counts = Counter(info.language for info in known).most_common()
    return [
        {"value": code, "name": strings.language_name(code), "note": strings.number(count)}
        for code, count in counts
    ]


def _document(info: DocumentInfo) -> dict[str, object]:
    title, path = strip_overrides(info.title), strip_overrides(info.path)
    return {"value": info.path, "name": title, "dir": direction(title), "note": path}
