"""Where words stand in a document: the route `/document/find`, for the script of its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from qa.errors import QAError
from qa.knowledge_base import KnowledgeBase
from qa.records import Span
from qa.web.html.bidi import strip_overrides
from qa.web.loading import KnowledgeBaseLoader
from qa.web.pages import documents

MAX_WORDS = 200
"""Most characters that are looked for at once."""

MAX_PLACES = 5_000
"""Places that the page can go to; of more it tells the number."""


def document_search_routes(loader: KnowledgeBaseLoader) -> APIRouter:
    """The route `/document/find`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/document/find")
    def find(
        path: Annotated[str, Query(max_length=4096)],
        sha256: Annotated[str, Query(max_length=64)],
        q: Annotated[str, Query(max_length=MAX_WORDS)],
    ) -> JSONResponse:
        """Each place of the words: its part, and where it stands in the page's text of that."""
        knowledge_base = loader.ready()
        try:
            found = knowledge_base.document(path) if knowledge_base else None
        except (KeyError, QAError):
            found = None
        if found is None or found.sha256 != sha256:
            return JSONResponse({"detail": "The document has changed."}, status_code=404)
        spans = KnowledgeBase.find_words(found.text, q)
        places = list(_as_shown(found.text, islice(spans, MAX_PLACES)))
        return JSONResponse({"count": len(places) + sum(1 for _ in spans), "places": places})

    return router


def _as_shown(text: str, spans: Iterable[Span]) -> Iterator[tuple[int, int, int]]:
    """Part, start and end of each range, counted as a browser counts in the text it was given."""
    part = at = units = 0
    for span in spans:
        number = span.start // documents.PART_CHARACTERS + 1
        if number != part:
            part, at, units = number, (number - 1) * documents.PART_CHARACTERS, 0
        units += _units(text[at : span.start])
        at = span.start
        end = min(span.end, number * documents.PART_CHARACTERS)
        yield number, units, units + _units(text[span.start : end])


def _units(text: str) -> int:
    """Code units of a text in UTF-16, once it is freed of what the page does not show."""
    return len(strip_overrides(text).encode("utf-16-le", "surrogatepass")) // 2
