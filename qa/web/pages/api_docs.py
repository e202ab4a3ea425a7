"""What the routes for programs are, for programs (OpenAPI) and for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse

from qa.web.html.markup import escape
from qa.web.pages.frame import own_page
from qa.web.preferences import ForReader


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
        "/api/ask": {"question": "متى تنتهي المرحلة الأولى؟", "top_k": 3, "explain": True},
        "/api/search": {"question": "Who signed it?", "top_k": 10},
        "/api/sources": {"question": "Who signed it?", "limit": 10},
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
