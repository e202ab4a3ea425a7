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

from qa.corpus.formats import SUPPORTED_SUFFIXES
from qa.errors import QAError
from qa.records import UNDETERMINED, DocumentInfo
from qa.reports import Problem
from qa.web.html.bidi import direction
from qa.web.html.markup import escape, search_form, sendable
from qa.web.html.ui_strings import Texts
from qa.web.loading import Shelf
from qa.web.pages.editing import Removed, removed_documents
from qa.web.pages.frame import own_page
from qa.web.preferences import ForReader

ROWS = 200
"""Documents on one page: drawn at once, and searched rather than leafed through beyond."""

MAX_FILTER_CHARACTERS = 200
"""Longer than any title that is looked for."""

SHOWN_REMOVED = 20
"""Removed documents that the page offers to put back; the others are in the folder."""

Order = Literal["title", "path", "language", "passages", "changed"]


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

    def address(self, **changes: object) -> str:
        """Address of the page with something changed, as markup."""
        values = self.model_dump() | {"part": 1} | changes
        defaults = View().model_dump()
        told = {key: value for key, value in values.items() if value != defaults[key]}
        return escape(f"/documents?{urlencode(told)}")


@dataclass(frozen=True, slots=True)
class Row:
    """A document and when its file was last changed, if that is known."""

    info: DocumentInfo
    changed: datetime | None


def library_routes(shelf: Shelf, seeds: Path | None, *, editable: bool) -> APIRouter:
    """The route `/documents`.

    Args:
        shelf: Where the knowledge base is found.
        seeds: The folder of documents, for when they changed; None where there is none.
        editable: Whether documents may be added and removed (`editing`).
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/documents", response_class=HTMLResponse)
    def documents(reader: ForReader, view: Annotated[View, Query()]) -> HTMLResponse:
        """The indexed documents that the reader wants to see."""
        texts = reader.texts
        knowledge_base = shelf.ready()
        if knowledge_base is None:
            return own_page(reader, texts.indexed, f"<p>{escape(texts.preparing)}</p>", status=503)
        try:
            known, problems = knowledge_base.documents(), knowledge_base.problems()
        except QAError as error:
            return own_page(
                reader, texts.indexed, f'<p dir="ltr">{escape(str(error))}</p>', status=500
            )
        rows = [Row(info, _changed(seeds, info.path)) for info in known if _wanted(info, view)]
        rows.sort(key=_ORDERS[view.sort], reverse=view.down)
        count = texts.indexed_count.format(shown=f"{len(rows):,}", total=f"{len(known):,}")
        keep = {"language": view.language, "sort": view.sort}
        body = (
            _building(knowledge_base.generation, texts, editable=editable),
            _removed(removed_documents(seeds) if editable and seeds else [], texts),
            search_form(
                "/documents",
                ("filter", view.filter),
                texts.filter,
                texts.filter_do,
                longest=MAX_FILTER_CHARACTERS,
                keep=keep,
            ),
            _languages(known, view, texts),
            f'<p class="count">{escape(count)}</p>',
            _table(rows, view, texts, editable=editable),
            _turning(view, len(rows), texts),
            _problems(problems, texts),
        )
        return own_page(reader, texts.indexed, "".join(body), script="documents.js")

    return router


def _wanted(info: DocumentInfo, view: View) -> bool:
    text = view.filter.strip().casefold()
    held = text in info.title.casefold() or text in info.path.casefold()
    return held and view.language in {"", info.language}


def _changed(seeds: Path | None, path: str) -> datetime | None:
    """When a document's file was changed: for the reader only; a change is told by its digest."""
    if seeds is None:
        return None
    try:
        return datetime.fromtimestamp((seeds / path).lstat().st_mtime).astimezone()
    except (OSError, ValueError, OverflowError):
        return None


_ORDERS: dict[Order, Callable[[Row], tuple[object, str]]] = {
    "title": lambda row: (row.info.title.casefold(), row.info.path),
    "path": lambda row: (row.info.path, ""),
    "language": lambda row: (row.info.language, row.info.path),
    "passages": lambda row: (row.info.n_passages, row.info.path),
    "changed": lambda row: (row.changed.timestamp() if row.changed else 0.0, row.info.path),
}


def _building(generation: str, texts: Texts, *, editable: bool) -> str:
    words = {
        "generation": generation,
        "preparing": texts.preparing,
        "parsing": texts.parsing,
        "encoding": texts.encoding,
        "writing": texts.writing,
        "rebuilding": texts.rebuilding,
        "rebuilt": texts.rebuilt,
        "failed": texts.not_rebuilt,
        "not-added": texts.not_added,
        "not-removed": texts.not_removed,
        "not-restored": texts.not_restored,
        "sure": texts.remove_sure,
    }
    attributes = "".join(f' data-{name}="{escape(word)}"' for name, word in words.items())
    kinds = escape(",".join(SUPPORTED_SUFFIXES))
    adding = (
        f'<label class="add">{escape(texts.add)}'
        f'<input type="file" id="add" class="unseen" multiple accept="{kinds}"></label>'
    )
    hint = f"<p>{escape(texts.drop_here)}</p>" if editable else ""
    return (
        f'<div class="building"{attributes}><p>{escape(texts.rebuild_why)}</p>'
        f'<button type="button" id="rebuild">{escape(texts.rebuild)}</button>'
        f"{adding if editable else ''}"
        f'<progress id="bar" aria-label="{escape(texts.rebuilding)}" hidden></progress>'
        f'<span id="told" role="status"></span>{hint}</div>'
    )


def _languages(known: Sequence[DocumentInfo], view: View, texts: Texts) -> str:
    """How many documents there are in each language, each a link to them."""
    counts = Counter(info.language for info in known).most_common()
    if len(counts) < 2:
        return ""
    choices = [("", texts.any_language, len(known))]
    choices += [(code, _language(code, texts), count) for code, count in counts]
    links = "".join(
        f'<a href="{view.address(language=code)}"'
        f' aria-current="{"true" if code == view.language else "false"}">'
        f"{escape(name)} <bdi>{count:,}</bdi></a>"
        for code, name, count in choices
    )
    return f'<nav class="languages" aria-label="{escape(texts.by_language)}">{links}</nav>'


def _language(code: str, texts: Texts) -> str:
    return texts.language_names.get(code, code)


def _table(rows: Sequence[Row], view: View, texts: Texts, *, editable: bool) -> str:
    columns: tuple[tuple[str, Order | None], ...] = (
        (texts.document_title, "title"),
        (texts.document_path, "path"),
        (texts.document_language, "language"),
        (texts.passages, "passages"),
        (texts.changed_when, "changed"),
        (texts.notes, None),
    )
    head = "".join(_heading(name, order, view) for name, order in columns)
    head += "<td></td>" if editable else ""
    names = [name for name, _ in columns]
    shown = rows[(view.part - 1) * ROWS : view.part * ROWS]
    body = "".join(_row(row, names, texts, editable=editable) for row in shown)
    return f'<table class="library"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _heading(name: str, order: Order | None, view: View) -> str:
    if order is None:
        return f'<th scope="col">{escape(name)}</th>'
    sorted_so, down = view.sort == order, not view.down
    said = f' aria-sort="{"descending" if view.down else "ascending"}"' if sorted_so else ""
    address = view.address(sort=order, down=sorted_so and down)
    return f'<th scope="col"{said}><a href="{address}">{escape(name)}</a></th>'


def _row(row: Row, names: Sequence[str], texts: Texts, *, editable: bool) -> str:
    info = row.info
    address = escape(f"/document?{urlencode({'path': sendable(info.path)})}")
    cells = (
        f'<a href="{address}" dir="{direction(info.title)}">{escape(info.title or info.path)}</a>',
        f'<bdi dir="{direction(info.path)}">{escape(info.path)}</bdi>',
        "" if info.language == UNDETERMINED else escape(_language(info.language, texts)),
        f"<bdi>{info.n_passages:,}</bdi>",
        _moment(row.changed),
        "<br>".join(f'<bdi dir="{direction(note)}">{escape(note)}</bdi>' for note in info.notes),
    )
    label = escape(f"{texts.remove}: {info.title}")
    button = (
        f'<td><button type="button" class="remove" value="{escape(sendable(info.path))}"'
        f' aria-label="{label}">{escape(texts.remove)}</button></td>'
    )
    # On a narrow page each cell stands alone, under the name of its column.
    return (
        "<tr>"
        + "".join(
            f'<td data-column="{escape(name)}">{cell}</td>'
            for name, cell in zip(names, cells, strict=True)
        )
        + f"{button if editable else ''}</tr>"
    )


def _moment(when: datetime | None) -> str:
    if when is None:
        return ""
    return f'<time dir="ltr" datetime="{when:%Y-%m-%dT%H:%M%z}">{when:%Y-%m-%d %H:%M}</time>'


def _turning(view: View, n_rows: int, texts: Texts) -> str:
    total = max(1, -(-n_rows // ROWS))
    if total == 1:
        return ""
    links = "".join(
        f'<a href="{view.address(part=other)}">{escape(label)}</a>'
        for other, label in ((view.part - 1, texts.previous_part), (view.part + 1, texts.next_part))
        if 1 <= other <= total
    )
    place = escape(texts.part.format(number=view.part, total=total))
    return f'<nav class="turning">{links}<span>{place}</span></nav>'


def _problems(problems: Sequence[Problem], texts: Texts) -> str:
    if not problems:
        return f'<p class="count">{escape(texts.no_problems)}</p>'
    rows = "".join(_problem(problem, texts) for problem in problems)
    return f'<h3>{escape(texts.problems)}</h3><ul class="problems">{rows}</ul>'


def _problem(problem: Problem, texts: Texts) -> str:
    kind = texts.problem_kinds.get(problem.kind, problem.kind)
    return (
        f'<li><bdi dir="{direction(problem.path)}">{escape(problem.path)}</bdi> '
        f'<strong>{escape(kind)}</strong> <bdi dir="ltr">{escape(problem.message)}</bdi></li>'
    )


def _removed(removed: Sequence[Removed], texts: Texts) -> str:
    if not removed:
        return ""
    rows = "".join(
        f'<li><bdi dir="{direction(one.path)}">{escape(one.path)}</bdi> '
        f'<button type="button" class="restore" value="{escape(one.key)}"'
        f' aria-label="{escape(f"{texts.restore}: {one.path}")}">{escape(texts.restore)}'
        "</button></li>"
        for one in removed[:SHOWN_REMOVED]
    )
    head = f"{escape(texts.removed_list)} <bdi>{len(removed):,}</bdi>"
    return f'<details><summary>{head}</summary><ul class="removed">{rows}</ul></details>'
