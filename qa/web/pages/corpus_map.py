"""The map of the corpus: a page, and the points that its script draws on it.

The map is made in the background, once a generation, when somebody first looks; meanwhile the page
says so and asks again. The hits of a question are a list in the page, each with its place on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse

from qa.errors import BusyError, QAError
from qa.records import CorpusMap, MapPoint, Passage
from qa.settings import DEFAULT_TOP_K, MAX_QUESTION_CHARACTERS
from qa.web.html.bidi import strip_overrides
from qa.web.html.markup import document_address, render
from qa.web.html.ui_strings import UiStrings
from qa.web.jobs import BackgroundJob, reason_of
from qa.web.loading import KnowledgeBaseLike, KnowledgeBaseLoader
from qa.web.pages.frame import busy_page, index_loading_page, own_page
from qa.web.preferences import ForVisitor, Visitor

COLOURS = 10
"""Groups with a colour of their own, the largest; more colours cannot be told apart."""

FIRST_CHARACTERS = 160
"""Of a passage, shown beside its point: two lines."""

Grouping = Literal["document", "language"]


class MapDrawing:
    """The map of the generation in service, drawn in the background."""

    def __init__(self) -> None:
        self._job = BackgroundJob("map")
        self._map: CorpusMap | None = None
        self._failed_generation = ""
        self._failure = ""

    def current(self, knowledge_base: KnowledgeBaseLike) -> CorpusMap | str | None:
        """The map of the generation in service, None while it is being drawn, or why it is not."""
        generation, drawn = knowledge_base.generation, self._map
        if drawn is not None and drawn.generation == generation:
            return drawn
        if self._failed_generation == generation:
            return self._failure

        def draw() -> None:
            self._map = knowledge_base.map()

        def fail(error: Exception) -> None:
            reason = reason_of(error, "Drawing the map")
            self._failure = f"The map could not be drawn: {reason}"
            self._failed_generation = generation

        self._job.start(draw, fail)
        return None


@dataclass(frozen=True, slots=True)
class _ListedHit:
    """A hit in the list beside the map: its first words, and its place where it has one."""

    passage: Passage
    rank: int
    words: str
    point: MapPoint | None


@dataclass(frozen=True, slots=True)
class _LegendEntry:
    """A group of points: its colour by number, its name, and how many there are."""

    colour: int
    label: str
    count: str


def map_routes(loader: KnowledgeBaseLoader) -> APIRouter:
    """The routes `/map` and `/map/points`."""
    router = APIRouter(include_in_schema=False)
    drawing = MapDrawing()

    @router.get("/map", response_class=HTMLResponse)
    async def page(
        request: Request,
        visitor: ForVisitor,
        q: Annotated[str, Query(max_length=MAX_QUESTION_CHARACTERS)] = "",
        by: Grouping = "document",
    ) -> HTMLResponse:
        """The page: legend, search box, and the hits of a question."""
        strings = visitor.strings
        knowledge_base = loader.ready()
        if knowledge_base is None:
            return index_loading_page(visitor, strings.map)

        def shown() -> HTMLResponse:
            drawn = drawing.current(knowledge_base)
            if isinstance(drawn, CorpusMap):
                return _map_page(knowledge_base, drawn, q, by, visitor)
            waiting = render("pages/drawing.html", {"text": drawn or strings.map_drawing})
            return own_page(visitor, strings.map, waiting, script="corpus_map.js")

        try:
            return await loader.admission.serve(shown, request.receive)
        except BusyError as busy:
            return busy_page(visitor, strings.map, busy)

    @router.get("/map/points")
    def points(by: Grouping = "document") -> JSONResponse:
        """What the script draws: groups and documents by number, and an entry for each passage."""
        knowledge_base = loader.ready()
        if knowledge_base is None:
            return JSONResponse({"detail": "There is no index yet."}, status_code=503)
        drawn = drawing.current(knowledge_base)
        if isinstance(drawn, CorpusMap):
            return JSONResponse(_points(drawn, by))
        if drawn is not None:
            return JSONResponse({"detail": drawn}, status_code=500)
        # Not a fault: a browser would log one for each time that the page asks.
        detail = "The map is being drawn; ask again shortly."
        return JSONResponse({"detail": detail}, status_code=202)

    return router


def _map_page(
    knowledge_base: KnowledgeBaseLike,
    drawn: CorpusMap,
    question: str,
    by: Grouping,
    visitor: Visitor,
) -> HTMLResponse:
    strings = visitor.strings
    hits: list[_ListedHit] = []
    searched, fault = bool(question.strip()), ""
    if searched:
        try:
            hits = _hits(knowledge_base, question)
        except QAError as error:
            searched, fault = False, strings.fault(error)
    values = {
        "strings": strings,
        "question": question,
        "longest": MAX_QUESTION_CHARACTERS,
        "by": by,
        "fault": fault,
        "count": _count(drawn, strings),
        "searched": searched,
        "hits": hits,
        "legend": _legend(drawn, by, strings),
        "groupings": (
            ("document", strings.map_by_document),
            ("language", strings.map_by_language),
        ),
    }
    body = render("pages/corpus_map.html", values)
    status = 400 if fault else 200
    return own_page(visitor, strings.map, body, script="corpus_map.js", status=status)


def _hits(knowledge_base: KnowledgeBaseLike, question: str) -> list[_ListedHit]:
    hits = knowledge_base.search(question, top_k=DEFAULT_TOP_K)
    places = knowledge_base.place_on_map([hit.passage for hit in hits])
    at = {point.passage.passage_id: point for point in places}
    return [
        _ListedHit(hit.passage, hit.rank, _first_words(hit.passage), at.get(hit.passage.passage_id))
        for hit in hits
    ]


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


def _count(drawn: CorpusMap, strings: UiStrings) -> str:
    n_points = len(drawn.points)
    template = strings.map_all if n_points == drawn.n_passages else strings.map_sample
    return template.format(shown=strings.number(n_points), total=strings.number(drawn.n_passages))


def _legend(drawn: CorpusMap, by: Grouping, strings: UiStrings) -> Sequence[_LegendEntry]:
    largest = _largest(drawn, by)
    titles = {point.passage.document.path: point.passage.document.title for point in drawn.points}
    entries = [
        _LegendEntry(
            colour,
            titles[name] if by == "document" else strings.language_name(name),
            strings.number(count),
        )
        for colour, (name, count) in enumerate(largest)
    ]
    others = len(drawn.points) - sum(count for _, count in largest)
    if others:
        entries.append(_LegendEntry(COLOURS, strings.map_others, strings.number(others)))
    return entries
