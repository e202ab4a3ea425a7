"""`ask` and `search` for programs that speak Gradio (`gradio_client`, other Gradio pages).

The same records as `/api/ask` and `/api/search`, as dictionaries. Gradio checks no type of what it
is sent, so the same models do (`api`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

import gradio as gr
from gradio.events import api
from pydantic import ValidationError

from qa.errors import QAError
from qa.settings import DEFAULT_CITATIONS, DEFAULT_TOP_K
from qa.web.admission import ClientGoneError, handed_over
from qa.web.api.rest import AskRequest, SearchRequest, answer_request, search_request
from qa.web.loading import KnowledgeBaseLike, KnowledgeBaseLoader

ENDPOINTS = ("ask", "search")
"""Their names."""

_Found = TypeVar("_Found")
_Request = TypeVar("_Request", bound=SearchRequest)


def offer_endpoints(loader: KnowledgeBaseLoader) -> None:
    """Add the endpoints `/ask` and `/search` to the page that is being laid out."""

    async def ask(  # noqa: PLR0917  (Gradio gives them by position)
        sent: gr.Request,
        question: str,
        top_k: int = DEFAULT_CITATIONS,
        after: list[str] | None = None,
        scope: dict[str, list[str]] | None = None,
        reader: bool | None = None,
        corrected: bool = True,
    ) -> dict[str, Any]:
        """The answer to a question, as its record; `after` has the questions before it."""
        request = _validated(
            AskRequest,
            question=question,
            top_k=top_k,
            after=after,
            scope=scope,
            reader=reader,
            corrected=corrected,
        )
        return asdict(await _in_turn(loader, sent, lambda kb: answer_request(request, kb)))

    async def search(
        sent: gr.Request,
        question: str,
        top_k: int = DEFAULT_TOP_K,
        scope: dict[str, list[str]] | None = None,
        reader: bool = False,
    ) -> list[dict[str, Any]]:
        """The passages nearest to a question, best first, without judging whether they answer."""
        request = _validated(
            SearchRequest, question=question, top_k=top_k, scope=scope, reader=reader
        )
        hits = await _in_turn(loader, sent, lambda kb: search_request(request, kb))
        return [asdict(hit) for hit in hits]

    for name, endpoint in zip(ENDPOINTS, (ask, search), strict=True):
        api(endpoint, api_name=name)


def _validated(model: type[_Request], **sent: object) -> _Request:
    given = {name: value for name, value in sent.items() if value is not None}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise _error("; ".join(faults)) from None


async def _in_turn(
    loader: KnowledgeBaseLoader, sent: gr.Request, work: Callable[[KnowledgeBaseLike], _Found]
) -> _Found:
    try:
        scope = sent.request.scope if sent.request else {}
        with handed_over(scope) or loader.admission.enter() as place:
            return await place.run(lambda: work(loader.opened()))
    except (QAError, ClientGoneError) as error:
        raise _error(str(error)) from None


def _error(message: str) -> gr.Error:
    return gr.Error(message, print_exception=False)
