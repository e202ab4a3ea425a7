"""The map of the corpus: a page, and the points that its script draws on it.

The map is made in a thread, once a generation, when somebody first looks; meanwhile the page says
so and asks again. The hits of a question are a list in the page, each with its place on the map.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, JSONResponse

from qa.errors import QAError
from qa.records import CorpusMap, Hit, MapPoint, Passage
from qa.settings import DEFAULT_TOP_K, MAX_QUESTION_CHARACTERS
from qa.web.html.bidi import direction, strip_overrides
from qa.web.html.markup import document_address, escape, place_line, search_form
from qa.web.html.ui_strings import Texts
from qa.web.loading import Answering, Shelf
from qa.web.pages.frame import own_page
from qa.web.preferences import ForReader

COLOURS = 10
"""Groups with a colour of their own, the largest; more colours cannot be told apart."""

FIRST_CHARACTERS = 160
"""Of a passage, shown beside its point: two lines."""

Grouping = Literal["document", "language"]

_logger = logging.getLogger(__name__)


class Cartographer:
    """Draws the map in a thread, one at a time, so that no request waits for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._map: CorpusMap | None = None
        self._failure = ("", "")  # the generation that could not be drawn, and why
        self._thread: threading.Thread | None = None

    def current(self, knowledge_base: Answering) -> CorpusMap | str | None:
        """The map of the generation in service, None while it is being drawn, or why it is not."""
        generation, drawn = knowledge_base.generation, self._map
        if drawn is not None and drawn.generation == generation:
            return drawn
        if self._failure[0] == generation:
            return self._failure[1]
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._draw, args=(knowledge_base, generation), name="map", daemon=True
                )
                self._thread.start()
        return None

    def _draw(self, knowledge_base: Answering, generation: str) -> None:
        try:
            self._map = knowledge_base.map()
        except Exception as error:  # a thread's error would be seen by nobody
            _logger.exception("the map could not be drawn")
            reason = str(error) if isinstance(error, QAError) else "the terminal has the details."
            self._failure = (generation, f"The map could not be drawn: {reason}")


def mapping_routes(shelf: Shelf) -> APIRouter:
    """The routes `/map` and `/map/points`."""
    router = APIRouter(include_in_schema=False)
    cartographer = Cartographer()

    @router.get("/map", response_class=HTMLResponse)
    def page(
        reader: ForReader,
        q: Annotated[str, Query(max_length=MAX_QUESTION_CHARACTERS)] = "",
        by: Grouping = "document",
    ) -> HTMLResponse:
        """The page: legend, search box, and the hits of a question."""
        texts = reader.texts
        knowledge_base = shelf.ready()
        if knowledge_base is None:
            return own_page(reader, texts.map, f"<p>{escape(texts.opening_ask)}</p>", status=503)
        drawn = cartographer.current(knowledge_base)
        if not isinstance(drawn, CorpusMap):
            waiting = f'<p id="drawing" role="status">{escape(drawn or texts.map_drawing)}</p>'
            return own_page(reader, texts.map, waiting, script="map.js")
        found, fault = "", ""
        if q.strip():
            try:
                hits = knowledge_base.search(q, top_k=DEFAULT_TOP_K)
                places = knowledge_base.place_on_map([hit.passage for hit in hits])
                found = _hits(hits, places, texts)
            except QAError as error:
                reason = texts.faults.get(type(error).__name__, texts.failed)
                fault = f'<p class="notice" role="alert">{escape(reason)}</p>'
        form = search_form(
            "/map",
            ("q", q),
            texts.map_ask,
            texts.send,
            longest=MAX_QUESTION_CHARACTERS,
            keep={"by": by},
        )
        side = f'<div class="map-side">{found}{_legend(drawn, by, q, texts)}</div>'
        body = (
            f"{form}{fault}{_about(drawn, texts)}"
            f'<div class="mapping">{_sheet(by, texts)}{side}</div>'
        )
        return own_page(reader, texts.map, body, script="map.js", status=400 if fault else 200)

    @router.get("/map/points")
    def points(by: Grouping = "document") -> JSONResponse:
        """What the script draws: groups and documents by number, and a row for each passage."""
        knowledge_base = shelf.ready()
        if knowledge_base is None:
            return JSONResponse({"detail": "There is no index yet."}, status_code=503)
        drawn = cartographer.current(knowledge_base)
        if isinstance(drawn, CorpusMap):
            return JSONResponse(_points(drawn, by))
        if drawn is not None:
            return JSONResponse({"detail": drawn}, status_code=500)
        # Not a fault: a browser would log one for each time that the page asks.
        detail = "The map is being drawn; ask again shortly."
        return JSONResponse({"detail": detail}, status_code=202)

    return router


def _group(passage: Passage, by: Grouping) -> str:
    return passage.document.path if by == "document" else passage.language


def _largest(drawn: CorpusMap, by: Grouping) -> list[tuple[str, int]]:
    """The groups that have a colour, largest first, and how many points each has."""
    counts = Counter(_group(point.passage, by) for point in drawn.points)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:COLOURS]


def _points(drawn: CorpusMap, by: Grouping) -> dict[str, object]:
    colours = {name: number for number, (name, _) in enumerate(_largest(drawn, by))}
    titles = {point.passage.document.path: point.passage.document.title for point in drawn.points}
    numbers = {path: number for number, path in enumerate(titles)}
    return {
        "titles": [strip_overrides(title) for title in titles.values()],
        "points": [
            {
                "x": round(point.x, 4),
                "y": round(point.y, 4),
                "colour": colours.get(_group(point.passage, by), COLOURS),
                "title": numbers[point.passage.document.path],
                "words": strip_overrides(_first_words(point.passage)),
                "address": document_address(point.passage),
            }
            for point in drawn.points
        ],
    }


def _first_words(passage: Passage) -> str:
    head = " ".join(passage.text[: 2 * FIRST_CHARACTERS].split())
    if len(head) <= FIRST_CHARACTERS:
        return head
    whole = head[:FIRST_CHARACTERS].rpartition(" ")[0]  # "" where a script writes no spaces
    return f"{whole or head[:FIRST_CHARACTERS]} …"


def _about(drawn: CorpusMap, texts: Texts) -> str:
    n_points = len(drawn.points)
    template = texts.map_all if n_points == drawn.n_passages else texts.map_sample
    count = template.format(shown=f"{n_points:,}", total=f"{drawn.n_passages:,}")
    return f'<p class="count">{escape(texts.map_why)} {escape(count)}</p>'


def _sheet(by: Grouping, texts: Texts) -> str:
    """Where the script draws, and the line that tells what is under the pointer."""
    return (
        f'<div class="map-sheet"><svg id="map" viewBox="0 0 1000 1000" tabindex="0"'
        ' role="application"'
        f' aria-label="{escape(texts.map_label)}" aria-describedby="pointed" data-by="{by}"></svg>'
        f'<div id="pointed" role="status"><p class="count">{escape(texts.map_do)}</p></div></div>'
    )


def _legend(drawn: CorpusMap, by: Grouping, question: str, texts: Texts) -> str:
    largest = _largest(drawn, by)
    titles = {point.passage.document.path: point.passage.document.title for point in drawn.points}
    entries = [
        (number, titles[name] if by == "document" else texts.language_names.get(name, name), count)
        for number, (name, count) in enumerate(largest)
    ]
    others = len(drawn.points) - sum(count for _, count in largest)
    if others:
        entries.append((COLOURS, texts.map_others, others))
    rows = "".join(
        f'<li><button type="button" class="key" value="{colour}" aria-pressed="false">'
        f'<span class="swatch c{colour}"></span><bdi dir="{direction(label)}">{escape(label)}</bdi>'
        f" <bdi class='count'>{count:,}</bdi></button></li>"
        for colour, label, count in entries
    )
    kept = f'<input type="hidden" name="q" value="{escape(question)}">'
    choices = "".join(
        f'<button name="by" value="{other}" aria-pressed="{"true" if other == by else "false"}">'
        f"{escape(label)}</button>"
        for other, label in (
            ("document", texts.map_by_document),
            ("language", texts.map_by_language),
        )
    )
    return (
        f'<form class="choices" method="get" action="/map">{kept}{choices}</form>'
        f'<ul class="legend">{rows}</ul>'
    )


def _hits(hits: Sequence[Hit], places: Sequence[MapPoint], texts: Texts) -> str:
    """The hits in order; those that have a place carry it for the script."""
    at = {point.passage.passage_id: point for point in places}
    rows = "".join(_hit(hit, at.get(hit.passage.passage_id), texts) for hit in hits)
    return f'<h3>{escape(texts.map_hits)}</h3><ol class="hits">{rows}</ol>'


def _hit(hit: Hit, point: MapPoint | None, texts: Texts) -> str:
    passage = hit.passage
    title, place, words = passage.document.title, place_line(passage, texts), _first_words(passage)
    where = f' data-x="{point.x:.4f}" data-y="{point.y:.4f}"' if point else ""
    return (
        f'<li><a class="hit" href="{escape(document_address(passage))}" data-rank="{hit.rank}"'
        f'{where}><span class="number">{hit.rank}</span>'
        f'<bdi class="title" dir="{direction(title)}">{escape(title)}</bdi></a>'
        f'<bdi class="place" dir="{direction(place)}">{escape(place)}</bdi>'
        f'<p class="words" dir="{direction(words)}">{escape(words)}</p></li>'
    )
