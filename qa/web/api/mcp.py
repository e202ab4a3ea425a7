"""`ask` and `search` as tools for language models, over the Model Context Protocol (MCP).

The only module that imports `mcp`, which comes with `pip install sanad-qa[mcp]`. The official
package and not Gradio's server of the same name: that one holds pydantic and mcp back, and would
offer the page's own events as tools. The tools give the library's records, passages verbatim.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import Field, RootModel
from starlette.requests import Request
from starlette.types import ASGIApp

from qa.errors import MissingExtraError, QAError
from qa.records import Answer, Hit
from qa.settings import DEFAULT_CITATIONS, DEFAULT_TOP_K, MAX_QUESTION_CHARACTERS
from qa.web.api.rest import (
    MAX_EARLIER_QUESTIONS,
    MAX_RESULTS_PER_REQUEST,
    AskRequest,
    Corrected,
    Reader,
    ScopeRequest,
    SearchRequest,
    answer_request,
    search_request,
)
from qa.web.loading import KnowledgeBaseLike, KnowledgeBaseLoader
from qa.web.security import MAX_BODY_BYTES

try:
    from mcp.server.mcpserver import Context, MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.server.transport_security import TransportSecuritySettings
    from mcp.types import ToolAnnotations
except ImportError as _error:
    raise MissingExtraError("mcp") from _error

PATH = "/mcp"
"""Where the server speaks MCP (Streamable HTTP)."""

_ABOUT = (
    "Finds answers in the user's own documents. Every passage is verbatim; quote it as it stands "
    "and cite its document and place. Only the state 'answered' means that the documents are "
    "believed to answer. 'overview' is what they hold, or hold on a subject; 'small_talk' was not "
    "searched for. Otherwise say that they do not answer."
)

_EVERYTHING = ScopeRequest()
_Found = TypeVar("_Found")
Question = Annotated[
    str, Field(description="In any language.", min_length=1, max_length=MAX_QUESTION_CHARACTERS)
]
TopK = Annotated[
    int, Field(description="Most passages to return.", ge=1, le=MAX_RESULTS_PER_REQUEST)
]
After = Annotated[
    list[Question],
    Field(
        description="The user's questions before this one, oldest first, where it leans on them.",
        max_length=MAX_EARLIER_QUESTIONS,
    ),
]


def tool_server(loader: KnowledgeBaseLoader) -> MCPServer[Any]:
    """The tools over a knowledge base."""
    server: MCPServer[Any] = MCPServer("sanad", instructions=_ABOUT, log_level="WARNING")
    only_reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)

    @server.tool(title="Ask the documents", annotations=only_reads)
    async def ask(
        question: Question,
        top_k: TopK = DEFAULT_CITATIONS,
        after: After = [],  # noqa: B006  (pydantic copies it)
        scope: ScopeRequest = _EVERYTHING,
        reader: Reader = None,
        *,
        corrected: Corrected = True,
        context: Context[Any, Any],
    ) -> RootModel[Answer]:
        """Answer a question with verbatim, cited passages of the documents, or say none answers.

        In each citation, `marks` are the ranges of the document's text that answer; subtract the
        passage's `start` to find them in its `text`. Of several questions in one, `parts` has the
        answer to each; `corrections` are words that were read as others.
        """
        # As a model: of a record with slots `mcp` makes no schema, and then no structured content.
        request = AskRequest(
            question=question,
            top_k=top_k,
            after=after,
            scope=scope,
            reader=reader,
            corrected=corrected,
        )
        return RootModel(await _in_turn(loader, context, lambda kb: answer_request(request, kb)))

    @server.tool(title="Search the documents", annotations=only_reads)
    async def search(
        question: Question,
        top_k: TopK = DEFAULT_TOP_K,
        scope: ScopeRequest = _EVERYTHING,
        reader: Reader = False,
        *,
        context: Context[Any, Any],
    ) -> list[Hit]:
        """The passages nearest to a question, best first, without judging whether they answer."""
        request = SearchRequest(question=question, top_k=top_k, scope=scope, reader=reader)
        return await _in_turn(loader, context, lambda kb: search_request(request, kb))

    return server


def endpoint(server: MCPServer[Any]) -> tuple[ASGIApp, AbstractAsyncContextManager[None]]:
    """What answers at `PATH`, and what must be running meanwhile.

    Hosts and origins are checked before (`application.create_app`), for every route alike. No
    session is kept between requests, so clients that go away leave nothing behind.
    """
    served = server.streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        json_response=True,
        max_request_body_size=MAX_BODY_BYTES,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    return served, server.session_manager.run()


def serve_over_stdio(loader: KnowledgeBaseLoader) -> None:
    """Speak MCP over standard input and output, until the input ends."""
    logging.getLogger("mcp").setLevel(logging.WARNING)
    tool_server(loader).run("stdio")


async def _in_turn(
    loader: KnowledgeBaseLoader,
    context: Context[Any, Any],
    work: Callable[[KnowledgeBaseLike], _Found],
) -> _Found:
    request = context.request_context.request
    receive = request.receive if isinstance(request, Request) else _never_gone
    try:
        return await loader.admission.serve(lambda: work(loader.opened()), receive)
    except QAError as error:
        raise ToolError(str(error)) from error


async def _never_gone() -> NoReturn:
    """What tells of a client on standard input: its going ends the program."""
    await asyncio.Event().wait()
    raise AssertionError
