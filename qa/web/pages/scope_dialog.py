"""Where to search: what a visitor can choose from, and the dialog it is chosen in.

The page's script fills the dialog and keeps what is chosen (`scope_dialog.js`); each question comes
with it as a scope.
"""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from qa.records import DocumentInfo, Scope
from qa.web.html.bidi import direction, strip_overrides
from qa.web.html.markup import Html, encodable, render
from qa.web.html.ui_strings import UiStrings
from qa.web.loading import KnowledgeBaseLike, KnowledgeBaseLoader
from qa.web.pages.filtering import MAX_FILTER_CHARACTERS, matches
from qa.web.preferences import ForVisitor

OFFERED_DOCUMENTS = 100
"""Documents in the dialog at a time; beyond, they are searched for."""

OFFERED_FOLDERS = 40
"""Folders likewise: those with most documents."""


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
                "folders": _folders(known, q, strings),
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


def _folders(known: list[DocumentInfo], wanted: str, strings: UiStrings) -> list[dict[str, object]]:
    """The folders whose path holds a text, those with most documents first."""
    counts = Counter(folder for info in known for folder in _folders_of(info.path))
    text = wanted.strip().casefold()
    found = [(path, n) for path, n in counts.most_common() if text in path.casefold()]
    return [_folder(path, strings.number(n)) for path, n in found[:OFFERED_FOLDERS]]


def _folders_of(path: str) -> list[str]:
    """Every folder that a document is in, each as a scope names it: with its last slash."""
    names = path.split("/")[:-1]
    return ["/".join(names[: n + 1]) + "/" for n in range(len(names))]


def _folder(path: str, note: str) -> dict[str, object]:
    name = strip_overrides(path.removesuffix("/"))
    return {"value": path, "name": name, "dir": direction(name), "note": note}


def chosen_options(
    scope: Scope, knowledge_base: KnowledgeBaseLike | None, strings: UiStrings
) -> dict[str, object]:
    """A scope as the dialog shows it: what it names, with their names for people."""
    known = knowledge_base.documents() if knowledge_base else ()
    titles = {info.path: info.title for info in known}
    names = [path for path in scope.documents if not path.endswith("/")]
    return {
        "languages": [
            {"value": code, "name": strings.language_name(code), "note": ""}
            for code in scope.languages
        ],
        "folders": [_folder(path, "") for path in scope.documents if path.endswith("/")],
        "documents": [_option(path, titles.get(path, path)) for path in names],
        "since": scope.since,
        "until": scope.until,
    }


def _document(info: DocumentInfo) -> dict[str, object]:
    return _option(info.path, info.title)


def _option(path: str, title: str) -> dict[str, object]:
    name = strip_overrides(title)
    return {"value": path, "name": name, "dir": direction(name), "note": strip_overrides(path)}
