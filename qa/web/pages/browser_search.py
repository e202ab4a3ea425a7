"""The page as a search engine of the browser: `/opensearch.xml`, which every page links to."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from qa.web.html.markup import render
from qa.web.preferences import ForVisitor


def browser_search_routes() -> APIRouter:
    """The route `/opensearch.xml`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/opensearch.xml")
    def description(visitor: ForVisitor, request: Request) -> Response:
        """How to ask here from the address bar. A browser keeps it, so its addresses are whole."""
        values = {"strings": visitor.strings, "root": str(request.base_url)}
        return Response(
            render("opensearch.xml", values),
            media_type="application/opensearchdescription+xml",
            headers={"cache-control": "no-store", "vary": "cookie"},
        )

    return router
