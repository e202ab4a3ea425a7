"""The page of the documents: what is indexed, what could not be, and how to change either."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from qa.errors import QAError
from qa.knowledge_base import KnowledgeBase
from qa.records import UNDETERMINED, DocumentInfo
from qa.settings import MAX_FILE_BYTES
from qa.web.html.markup import encodable, render
from qa.web.html.ui_strings import UiStrings
from qa.web.loading import KnowledgeBaseLike, KnowledgeBaseLoader
from qa.web.pages.archives import SUFFIX
from qa.web.pages.editing import removed_documents
from qa.web.pages.filtering import MAX_FILTER_CHARACTERS, matches
from qa.web.pages.frame import message_page, own_page
from qa.web.preferences import ForVisitor

LISTED_DOCUMENTS = 200
"""Documents on one page: drawn at once, and searched rather than leafed through beyond."""

SHOWN_REMOVED = 20
"""Removed documents that the page offers to put back; the others are in the folder."""

Order = Literal["title", "path", "language", "date", "passages", "changed"]


class View(BaseModel):
    """What `/documents` is asked for.

    Attributes:
        filter: What titles or paths must hold.
        language: Code of the language of the documents; "" for any.
        sort: What they are sorted by.
        down: Whether from the highest to the lowest.
        part: Which part of a long list, from 1.
    """

    model_config = ConfigDict(frozen=True)

    filter: str = Field(default="", max_length=MAX_FILTER_CHARACTERS)
    language: str = Field(default="", max_length=20)
    sort: Order = "path"
    down: bool = False
    part: int = Field(default=1, ge=1)

    def address(self, changes: dict[str, object]) -> str:
        """Address of the page with something changed."""
        values = self.model_dump() | {"part": 1} | changes
        defaults = View().model_dump()
        told = {key: value for key, value in values.items() if value != defaults[key]}
        return f"documents?{urlencode(told)}"


@dataclass(frozen=True, slots=True)
class _Listed:
    """A document in the list.

    Attributes:
        info: What is known of it.
        changed: When its file was last changed, if that is known.
        date: The date that it states itself; "" where it states none.
        language: Its language in a word; "" where it is not known.
        address: The page that shows it.
        sent_path: Its path, for a request.
    """

    info: DocumentInfo
    changed: datetime | None
    date: str
    language: str
    address: str
    sent_path: str


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the list: its name, where it is sorted by that, and how it is sorted now."""

    name: str
    address: str
    sorted: Literal["", "ascending", "descending"]


def document_list_routes(
    loader: KnowledgeBaseLoader, seeds: Path | None, *, editable: bool
) -> APIRouter:
    """The route `/documents`.

    Args:
        loader: Where the knowledge base is found.
        seeds: The folder of documents, for when they changed; None where there is none.
        editable: Whether documents may be added and removed (`editing`).
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/documents", response_class=HTMLResponse)
    def documents(visitor: ForVisitor, view: Annotated[View, Query()]) -> HTMLResponse:
        """The indexed documents that the visitor wants to see."""
        strings = visitor.strings
        knowledge_base = loader.ready()
        if knowledge_base is None:
            body = render("pages/opening.html", {"strings": strings})
            return own_page(visitor, strings.indexed, body, script="growing.js", status=503)
        try:
            values = _list(knowledge_base, seeds, view, strings)
        except QAError as error:
            return message_page(visitor, strings.indexed, strings.fault(error), status=500)
        may_edit = editable and visitor.may_edit
        removed = removed_documents(seeds) if may_edit and seeds else []
        values |= {
            "editable": may_edit,
            "may_rebuild": visitor.may_edit,
            "suffixes": KnowledgeBase.supported_suffixes,
            "archive": SUFFIX,
            "removed": removed[:SHOWN_REMOVED],
            "n_removed": strings.number(len(removed)),
            "limit": MAX_FILE_BYTES,
            "for_script": _for_script(strings),
        }
        body = render("pages/document_list.html", values)
        return own_page(visitor, strings.indexed, body, script="document_list.js")

    return router


def _for_script(strings: UiStrings) -> dict[str, object]:
    """What the page's script says, by what happens."""
    return {
        "cancel": strings.cancel,
        "cancelled": strings.upload_cancelled,
        "turn": strings.upload_waiting,
        "sending": strings.upload_sending,
        "checking": strings.upload_checking,
        "waiting": strings.file_waiting,
        "archive": strings.archive_growing,
        "refused": strings.archive_refused,
        "upToDate": strings.up_to_date,
        "notRemoved": strings.not_removed,
        "notRestored": strings.not_restored,
        "sure": strings.remove_sure,
        "refusals": {kind: strings.refusal(kind) for kind in strings.upload_refusals},
    }


def _list(
    knowledge_base: KnowledgeBaseLike, seeds: Path | None, view: View, strings: UiStrings
) -> dict[str, object]:
    """What the page shows of the documents that are wanted."""
    known = knowledge_base.documents()
    wanted = [info for info in known if _is_wanted(info, view)]
    listed = [_listed(info, seeds, strings) for info in wanted]
    listed.sort(key=_ORDERS[view.sort], reverse=view.down)
    total = max(1, -(-len(listed) // LISTED_DOCUMENTS))
    first = (view.part - 1) * LISTED_DOCUMENTS
    return {
        "strings": strings,
        "view": view,
        "longest": MAX_FILTER_CHARACTERS,
        "generation": knowledge_base.generation,
        "languages": _languages(known, strings),
        "count": strings.shown_of(len(listed), len(known)),
        "columns": _columns(view, strings),
        "documents": listed[first : first + LISTED_DOCUMENTS],
        "total": total,
        "previous": view.address({"part": view.part - 1}) if 1 < view.part <= total + 1 else "",
        "next": view.address({"part": view.part + 1}) if view.part < total else "",
        "total_documents": len(known),
        "problems": [
            (one.path, strings.problem_kinds.get(one.kind, one.kind), strings.problem(one))
            for one in knowledge_base.problems()
        ],
    }


def _is_wanted(info: DocumentInfo, view: View) -> bool:
    return matches(info, view.filter) and view.language in {"", info.language}


def _listed(info: DocumentInfo, seeds: Path | None, strings: UiStrings) -> _Listed:
    known = info.language != UNDETERMINED
    sent_path = encodable(info.path)
    return _Listed(
        info=info,
        changed=_changed(seeds, info.path),
        date="" if info.dated_by_file else info.date,
        language=strings.language_name(info.language) if known else "",
        address=f"document?{urlencode({'path': sent_path})}",
        sent_path=sent_path,
    )


def _changed(seeds: Path | None, path: str) -> datetime | None:
    """When a document's file was changed: for the visitor only; a change is told by its digest."""
    if seeds is None:
        return None
    try:
        return datetime.fromtimestamp((seeds / path).lstat().st_mtime).astimezone()
    except (OSError, ValueError, OverflowError):
        return None


_ORDERS: dict[Order, Callable[[_Listed], tuple[object, str]]] = {
    "title": lambda listed: (listed.info.title.casefold(), listed.info.path),
    "path": lambda listed: (listed.info.path, ""),
    "language": lambda listed: (listed.info.language, listed.info.path),
    "date": lambda listed: (listed.date, listed.info.path),
    "passages": lambda listed: (listed.info.n_passages, listed.info.path),
    "changed": lambda listed: (
        listed.changed.timestamp() if listed.changed else 0.0,
        listed.info.path,
    ),
}


def _languages(known: Sequence[DocumentInfo], strings: UiStrings) -> list[tuple[str, str, str]]:
    """Code, name and number of documents of each language; () where there is only one."""
    counts = Counter(info.language for info in known).most_common()
    if len(counts) < 2:
        return []
    everything = ("", strings.any_language, strings.number(len(known)))
    return [everything, *((c, strings.language_name(c), strings.number(n)) for c, n in counts)]


def _columns(view: View, strings: UiStrings) -> list[_Column]:
    orders: list[tuple[str, Order]] = [
        (strings.document_title, "title"),
        (strings.document_path, "path"),
        (strings.document_language, "language"),
        (strings.document_date, "date"),
        (strings.passages, "passages"),
        (strings.changed_when, "changed"),
    ]
    return [*(_column(name, order, view) for name, order in orders), _Column(strings.notes, "", "")]


def _column(name: str, order: Order, view: View) -> _Column:
    if view.sort != order:
        return _Column(name, view.address({"sort": order, "down": False}), "")
    address = view.address({"sort": order, "down": not view.down})
    return _Column(name, address, "descending" if view.down else "ascending")
