"""The routes for programs, validated, and their description.

They answer with the library's own records, written as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field, field_validator

from qa.errors import QAError, QuestionError
from qa.records import Answer, DocumentInfo, Hit
from qa.settings import DEFAULT_CITATIONS, DEFAULT_TOP_K
from qa.web.markup import escape
from qa.web.preferences import ForReader
from qa.web.shelf import Answering, Shelf
from qa.web.shell import own_page

MAX_TOP_K = 50
"""Passages one request may ask for: more is a search, and a page of JSON nobody reads."""


class SearchRequest(BaseModel):
    """Body of `POST /api/search`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: str
    top_k: Annotated[int, Field(ge=1, le=MAX_TOP_K)] = DEFAULT_TOP_K

    @field_validator("question")
    @classmethod
    def _is_text(cls, question: str) -> str:
        if any("\ud800" <= character <= "\udfff" for character in question):
            raise ValueError("holds half a character (a lone surrogate)")
        return question


class AskRequest(SearchRequest):
    """Body of `POST /api/ask`."""

    top_k: Annotated[int, Field(ge=1, le=MAX_TOP_K)] = DEFAULT_CITATIONS


def api_routes(shelf: Shelf) -> APIRouter:
    """The routes `/api/ask`, `/api/search`, `/api/documents`, `/healthz` and `/readyz`."""
    router = APIRouter()

    @router.get("/healthz")
    def healthz() -> dict[str, str]:
        """The process is alive."""
        return {"status": "ok"}

    @router.get("/readyz")
    def readyz() -> JSONResponse:
        """Whether questions can be answered; 503 with the progress while they cannot."""
        return _answered(
            shelf, lambda known: {"ready": True, "generation": known.generation}, start=False
        )

    @router.post("/api/ask", responses={200: {"model": Answer}})
    def ask(request: AskRequest) -> JSONResponse:
        """The answer to a question, as its record."""
        return _answered(
            shelf, lambda known: asdict(known.ask(request.question, top_k=request.top_k))
        )

    @router.post("/api/search", responses={200: {"model": list[Hit]}})
    def search(request: SearchRequest) -> JSONResponse:
        """The passages nearest to a question, best first, without judging whether they answer."""
        return _answered(
            shelf,
            lambda known: [
                asdict(hit) for hit in known.search(request.question, top_k=request.top_k)
            ],
        )

    @router.get("/api/documents", responses={200: {"model": list[DocumentInfo]}})
    def documents() -> JSONResponse:
        """The indexed documents, in order of path."""
        return _answered(shelf, lambda known: [asdict(info) for info in known.documents()])

    return router


def _answered(
    shelf: Shelf, work: Callable[[Answering], object], *, start: bool = True
) -> JSONResponse:
    """What `work` makes of the knowledge base, or the reason why there is nothing to tell."""
    knowledge_base = shelf.ready()
    if knowledge_base is None:
        if start:
            shelf.start()
        return _not_ready(shelf)
    try:
        return JSONResponse(work(knowledge_base))
    except QuestionError as error:
        return JSONResponse({"detail": str(error)}, status_code=400)
    except QAError as error:
        return JSONResponse({"detail": str(error)}, status_code=500)


def _not_ready(shelf: Shelf) -> JSONResponse:
    failure = shelf.failure
    content: dict[str, Any] = {
        "ready": False,
        "detail": str(failure) if failure else "The index is being opened; ask again shortly.",
        "progress": asdict(shelf.progress) if shelf.progress else None,
    }
    return JSONResponse(content, status_code=503, headers={"retry-after": "2"})


def malformed(_: Request, error: Exception) -> JSONResponse:
    """The answer to a request that does not fit its route.

    Not FastAPI's own: that repeats the input, which may be no text that JSON can carry.
    """
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    named = [{"at": fault["loc"], "message": fault["msg"]} for fault in faults]
    return JSONResponse({"detail": named}, status_code=422)


def describe(app: FastAPI) -> None:
    """Add `/openapi.json` and `/api`, a page of it: Swagger's would fetch its scripts elsewhere."""

    @app.get("/openapi.json", include_in_schema=False)
    def openapi() -> JSONResponse:
        """The routes for programs, in the words of OpenAPI."""
        return JSONResponse(app.openapi())

    @app.get("/api", include_in_schema=False)
    def page(reader: ForReader) -> HTMLResponse:
        """The same for people."""
        texts = reader.texts
        paths = app.openapi()["paths"]
        routes = "".join(
            _route(method, path, str(about.get("description", "")))
            for path, methods in paths.items()
            for method, about in methods.items()
        )
        why = f'<p>{escape(texts.api_why)} <a href="/openapi.json">openapi.json</a></p>'
        return own_page(reader, texts.api, f'{why}<div class="routes" dir="ltr">{routes}</div>')


_EXAMPLES: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "/api/ask": {"question": "متى تنتهي المرحلة الأولى؟", "top_k": 3},
        "/api/search": {"question": "Who signed it?", "top_k": 10},
        "/api/feedback": {
            "verdict": "good",
            "question": "Who signed it?",
            "state": "answered",
            "confidence": 0.9,
            "passages": ["guide.md#0"],
            "generation": "000001",
        },
    }
)


def _route(method: str, path: str, about: str) -> str:
    example = _EXAMPLES.get(path)
    sent = f" -H 'content-type: application/json' -d '{json.dumps(example, ensure_ascii=False)}'"
    how = sent if example else " -X POST" if method == "post" else ""
    command = f"curl{how} http://127.0.0.1:7860{path}"
    return (
        f'<section class="card"><h3><code>{escape(method.upper())} {escape(path)}</code></h3>'
        f"<p>{escape(about)}</p><pre tabindex='0'><code>{escape(command)}</code></pre></section>"
    )
