"""Where to search: what a reader can choose from, and the dialog it is chosen in.

The page's script fills the dialog and keeps what is chosen (`narrowing.js`); each question comes
with it as a scope.
"""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from qa.records import DocumentInfo
from qa.web.html.bidi import direction, strip_overrides
from qa.web.html.markup import escape, sendable
from qa.web.html.ui_strings import Texts
from qa.web.loading import Shelf
from qa.web.preferences import ForReader

MAX_FILTER_CHARACTERS = 200
"""Longer than any title that is looked for."""

OFFERED_DOCUMENTS = 100
"""Documents in the dialog at a time; beyond, they are searched for."""


def narrowing_routes(shelf: Shelf) -> APIRouter:
    """The route `/filter`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/filter")
    def choices(
        reader: ForReader, q: Annotated[str, Query(max_length=MAX_FILTER_CHARACTERS)] = ""
    ) -> JSONResponse:
        """Languages with their number of documents, and the documents that `q` is found in."""
        knowledge_base = shelf.ready()
        # A name that cannot be sent could not come back either.
        known = [
            info
            for info in (knowledge_base.documents() if knowledge_base else ())
            if sendable(info.path) == info.path
        ]
        wanted = q.strip().casefold()
        found = [
            info
            for info in known
            if wanted in info.title.casefold() or wanted in info.path.casefold()
        ]
        texts, shown = reader.texts, found[:OFFERED_DOCUMENTS]
        count = texts.indexed_count.format(shown=f"{len(shown):,}", total=f"{len(known):,}")
        return JSONResponse(
            {
                "languages": _languages(known, texts),
                "documents": [_document(info) for info in shown],
                "count": count if len(shown) < len(known) else "",
            }
        )

    return router


def dialog(texts: Texts) -> str:
    """The dialog, still empty."""
    find = escape(texts.filter)
    return (
        f'<dialog id="where" tabindex="-1" dir="{texts.direction}" aria-labelledby="where-head"'
        f' data-all="{escape(texts.in_everything)}" data-within="{escape(texts.search_within)}"'
        f' data-comma="{escape(texts.comma)}"><form method="dialog">'
        f'<h2 id="where-head">{escape(texts.where)}</h2>'
        f"<fieldset><legend>{escape(texts.by_language)}</legend>"
        '<div id="where-languages"></div></fieldset>'
        f"<fieldset><legend>{escape(texts.by_document)}</legend>"
        f'<input type="search" id="where-find" maxlength="{MAX_FILTER_CHARACTERS}" dir="auto"'
        f' aria-label="{find}" placeholder="{find}">'
        '<div id="where-documents"></div><p id="where-count"></p></fieldset>'
        f'<div class="closing"><button type="button" id="where-all">{escape(texts.everything)}'
        f"</button><button>{escape(texts.done)}</button></div></form></dialog>"
    )


def _languages(known: list[DocumentInfo], texts: Texts) -> list[dict[str, object]]:
    counts = Counter(info.language for info in known).most_common()
    names = texts.language_names
    return [{"value": c, "name": names.get(c, c), "note": f"{n:,}"} for c, n in counts]


def _document(info: DocumentInfo) -> dict[str, object]:
    title, path = strip_overrides(info.title), strip_overrides(info.path)
    return {"value": info.path, "name": title, "dir": direction(title), "note": path}
