"""What the routes for programs are, for programs (OpenAPI) and for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse

from qa.web.html.markup import render
from qa.web.pages.frame import own_page
from qa.web.preferences import ForVisitor


def add_api_docs(app: FastAPI) -> None:
    """Add `/openapi.json` and `/api`, a page of it: Swagger's would fetch its scripts elsewhere."""

    @app.get("/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> JSONResponse:
        """The routes for programs, in the words of OpenAPI."""
        servers = [{"url": str(request.base_url).rstrip("/")}]
        return JSONResponse(_described(app) | {"servers": servers})

    @app.get("/api", include_in_schema=False)
    def page(visitor: ForVisitor, request: Request) -> HTMLResponse:
        """The same for people."""
        strings = visitor.strings
        routes = [
            _route(request, method, path, str(about.get("description", "")))
            for path, methods in app.openapi()["paths"].items()
            for method, about in methods.items()
        ]
        values = {"strings": strings, "routes": routes}
        return own_page(visitor, strings.api, render("pages/api.html", values))


# What every route may answer besides, since it is answered before the route, or by the library.
_FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "400": "A fault in the request that its form does not show, such as an empty question.",
        "401": "Whoever asks has not logged in and sends no token.",
        "403": "Their role is not enough, or the request comes from another site's page.",
        "404": "There is no such thing.",
        "409": "What is there already stands in the way.",
        "413": "The body is too large.",
        "422": "The request does not fit, or a document gives no text; `detail` tells why.",
        "500": "The library cannot answer; `detail` tells why.",
        "503": "The index is being opened, or too much waits; `Retry-After` tells how long.",
        "507": "The disk cannot take it.",
    }
)
_FAULT = {"type": "object", "required": ["detail"], "properties": {"detail": {}}}
_BYTES = {"content": {"application/octet-stream": {"schema": {"type": "string"}}}}


def _described(app: FastAPI) -> dict[str, Any]:
    """FastAPI's description, with what it does not know of: faults, and bodies of bytes."""
    told = deepcopy(app.openapi())
    for methods in told["paths"].values():
        for method, about in methods.items():
            for status, text in _FAULTS.items():
                content = {"application/json": {"schema": _FAULT}}
                about["responses"][status] = {"description": text, "content": content}
            if method == "put":
                about.setdefault("requestBody", {"required": True, **_BYTES})
    return told


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


@dataclass(frozen=True, slots=True)
class _Route:
    """A route for programs: method, path, what it does, and a command that asks it."""

    method: str
    path: str
    description: str
    command: str


def _route(request: Request, method: str, path: str, description: str) -> _Route:
    example = _EXAMPLES.get(path)
    command = "curl"
    if example:
        sent = json.dumps(example, ensure_ascii=False)
        command += f" -H 'content-type: application/json' -d '{sent}'"
    elif method != "get":
        command += f" -X {method.upper()}"
    address = str(request.base_url).rstrip("/") + path
    return _Route(method.upper(), path, description, f"{command} {address}")
