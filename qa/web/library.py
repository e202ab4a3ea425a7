"""The page of the documents: what is indexed, what could not be, and the button that updates it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from qa.corpus.formats import SUPPORTED_SUFFIXES
from qa.records import DocumentInfo
from qa.reports import BuildReport, Problem
from qa.web.bidi import direction
from qa.web.markup import escape, sendable
from qa.web.preferences import ForReader
from qa.web.shelf import Shelf
from qa.web.shell import own_page
from qa.web.upkeep import Upkeep
from qa.web.wording import Texts

ROWS = 200
"""Documents on one page: drawn at once, and searched rather than leafed through beyond."""


def library_routes(shelf: Shelf, upkeep: Upkeep, *, editable: bool) -> APIRouter:
    """The route `/documents`.

    Args:
        shelf: Where the knowledge base is found.
        upkeep: Where the last build's report is found.
        editable: Whether documents may be added and removed (`editing`).
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/documents", response_class=HTMLResponse)
    def documents(
        reader: ForReader,
        filter: Annotated[str, Query(max_length=200)] = "",
        part: Annotated[int, Query(ge=1)] = 1,
    ) -> HTMLResponse:
        """The indexed documents whose title or path holds the filter."""
        texts = reader.texts
        knowledge_base = shelf.ready()
        if knowledge_base is None:
            return own_page(reader, texts.indexed, f"<p>{escape(texts.preparing)}</p>", status=503)
        known = knowledge_base.documents()
        wanted = [info for info in known if _holds(info, filter)]
        count = texts.indexed_count.format(shown=len(wanted), total=len(known))
        body = (
            _building(texts, editable=editable),
            _form(filter, texts),
            f'<p class="count">{escape(count)}</p>',
            _table(wanted, part, texts, editable=editable),
            _turning(filter, part, len(wanted), texts),
            _problems(upkeep.report, texts),
        )
        return own_page(reader, texts.indexed, "".join(body), script="documents.js")

    return router


def _holds(info: DocumentInfo, wanted: str) -> bool:
    wanted = wanted.strip().casefold()
    return wanted in info.title.casefold() or wanted in info.path.casefold()


def _building(texts: Texts, *, editable: bool) -> str:
    words = {
        "preparing": texts.preparing,
        "reading": texts.reading,
        "encoding": texts.encoding,
        "writing": texts.writing,
        "rebuilding": texts.rebuilding,
        "rebuilt": texts.rebuilt,
        "failed": texts.not_rebuilt,
        "not-added": texts.not_added,
        "not-removed": texts.not_removed,
        "sure": texts.remove_sure,
    }
    attributes = "".join(f' data-{name}="{escape(word)}"' for name, word in words.items())
    kinds = escape(",".join(SUPPORTED_SUFFIXES))
    adding = (
        f'<label class="add">{escape(texts.add)}'
        f'<input type="file" id="add" class="unseen" multiple accept="{kinds}"></label>'
    )
    return (
        f'<div class="building"{attributes}><p>{escape(texts.rebuild_why)}</p>'
        f'<button type="button" id="rebuild">{escape(texts.rebuild)}</button>'
        f"{adding if editable else ''}"
        f'<progress id="bar" aria-label="{escape(texts.rebuilding)}" hidden></progress>'
        '<span id="told" role="status"></span></div>'
    )


def _form(wanted: str, texts: Texts) -> str:
    label = escape(texts.filter)
    return (
        '<form class="filter" method="get" action="/documents" role="search">'
        f'<input type="search" name="filter" maxlength="200" dir="auto" aria-label="{label}"'
        f' placeholder="{label}" value="{escape(wanted)}">'
        f"<button>{escape(texts.filter_do)}</button></form>"
    )


def _table(wanted: list[DocumentInfo], part: int, texts: Texts, *, editable: bool) -> str:
    names = (
        texts.document_title,
        texts.document_path,
        texts.characters,
        texts.passages,
        texts.notes,
    )
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    shown = wanted[(part - 1) * ROWS : part * ROWS]
    if editable:
        head += "<td></td>"
    rows = "".join(_row(info, names, texts.remove if editable else "") for info in shown)
    return f'<table class="library"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row(info: DocumentInfo, names: tuple[str, ...], remove: str) -> str:
    address = escape(f"/document?{urlencode({'path': sendable(info.path)})}")
    cells = (
        f'<a href="{address}" dir="{direction(info.title)}">{escape(info.title or info.path)}</a>',
        f'<bdi dir="{direction(info.path)}">{escape(info.path)}</bdi>',
        f"<bdi>{info.n_characters:,}</bdi>",
        f"<bdi>{info.n_passages:,}</bdi>",
        "<br>".join(f'<bdi dir="{direction(note)}">{escape(note)}</bdi>' for note in info.notes),
    )
    button = (
        f'<td><button type="button" class="remove" value="{escape(sendable(info.path))}"'
        f' aria-label="{escape(f"{remove}: {info.title}")}">{escape(remove)}</button></td>'
    )
    # On a narrow page each cell stands alone, under the name of its column.
    return (
        "<tr>"
        + "".join(
            f'<td data-column="{escape(name)}">{cell}</td>'
            for name, cell in zip(names, cells, strict=True)
        )
        + f"{button if remove else ''}</tr>"
    )


def _turning(wanted: str, part: int, n_rows: int, texts: Texts) -> str:
    total = max(1, -(-n_rows // ROWS))
    if total == 1:
        return ""
    links = "".join(
        f'<a href="{escape("/documents?" + urlencode({"filter": wanted, "part": other}))}">'
        f"{escape(label)}</a>"
        for other, label in ((part - 1, texts.previous_part), (part + 1, texts.next_part))
        if 1 <= other <= total
    )
    place = escape(texts.part.format(number=part, total=total))
    return f'<nav class="turning">{links}<span>{place}</span></nav>'


def _problems(report: BuildReport | None, texts: Texts) -> str:
    if report is None:
        return f'<p class="count">{escape(texts.problems_unknown)}</p>'
    if not report.problems:
        return f'<p class="count">{escape(texts.no_problems)}</p>'
    rows = "".join(_problem(problem, texts) for problem in report.problems)
    return f'<h3>{escape(texts.problems)}</h3><ul class="problems">{rows}</ul>'


def _problem(problem: Problem, texts: Texts) -> str:
    kind = texts.problem_kinds.get(problem.kind, problem.kind)
    return (
        f'<li><bdi dir="{direction(problem.path)}">{escape(problem.path)}</bdi> '
        f'<strong>{escape(kind)}</strong> <bdi dir="ltr">{escape(problem.message)}</bdi></li>'
    )
