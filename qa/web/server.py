"""The web server: routes, middleware and the process that serves them."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route

import qa.knowledge_base as library
from qa.reports import BuildReport, ProgressListener
from qa.settings import EMBEDDED_MODEL, MAX_FILE_BYTES
from qa.web.api.feedback import FeedbackLog, feedback_routes
from qa.web.api.rebuild import Upkeep, upkeep_routes
from qa.web.api.rest import api_routes, malformed
from qa.web.chat.gradio_bridge import Shell
from qa.web.chat.layout import mount_page
from qa.web.loading import Answering, Shelf
from qa.web.pages.api_docs import describe
from qa.web.pages.corpus_map import mapping_routes
from qa.web.pages.document_list import library_routes
from qa.web.pages.documents import document_routes
from qa.web.pages.editing import editing_routes
from qa.web.pages.scope_dialog import narrowing_routes
from qa.web.pages.sources import comparing_routes
from qa.web.preferences import preference_routes
from qa.web.security import MAX_BODY_BYTES, Gate, SecurityHeaders

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")

GRACE_SECONDS = 1
"""How long Ctrl-C waits for answers under way, before it cuts what is still open."""


class Server(uvicorn.Server):
    """Uvicorn, silent about the streams that end with it.

    Every open page holds one, which Ctrl-C cuts; each cut would be logged as an error.
    """

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close everything."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def create_app(
    knowledge_base: Answering | Shelf,
    *,
    seeds: Path | None,
    host: str = "127.0.0.1",
    feedback: Path | None = None,
    upkeep: Upkeep | None = None,
    allow_editing: bool = False,
    mcp: bool = False,
) -> FastAPI:
    """The whole application: page, documents, HTTP API.

    Args:
        knowledge_base: What answers; a `Shelf` when it is still to be opened.
        seeds: The folder whose indexed files can be downloaded, and, where only this machine can
            reach the page, added and removed; None for none.
        host: A host name, beside those of the loopback, under which the page may be asked for.
        feedback: The file that readers' verdicts are kept in; None to keep none.
        upkeep: What updates the index on demand.
        allow_editing: Whether documents can be added and removed by whoever reaches the page, from
            other machines too.
        mcp: Whether language models are served at `/mcp`.

    Raises:
        MissingExtraError: `mcp` is wanted and not installed.
    """
    shelf = knowledge_base if isinstance(knowledge_base, Shelf) else Shelf.holding(knowledge_base)
    upkeep = upkeep or Upkeep()
    # Swagger's page would load its scripts from another site: `describe` has one of our own.
    app = FastAPI(title="Sanad", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(RequestValidationError, malformed)
    # The last added is the first to see a request.
    app.add_middleware(Shell)
    editable = seeds if allow_editing or host in LOOPBACK_NAMES else None
    app.add_middleware(Gate, upload_bytes=MAX_FILE_BYTES if editable else MAX_BODY_BYTES)
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(
        TrustedHostMiddleware, allowed_hosts=[*LOOPBACK_NAMES, host], www_redirect=False
    )
    app.add_middleware(SecurityHeaders)
    app.mount("/site", StaticFiles(directory=Path(__file__).with_name("static")), name="site")
    for routes in (
        api_routes(shelf),
        upkeep_routes(shelf, upkeep),
        feedback_routes(FeedbackLog(feedback) if feedback else None),
        preference_routes(),
        document_routes(shelf, seeds),
        library_routes(shelf, seeds, editable=editable is not None),
        comparing_routes(shelf),
        mapping_routes(shelf),
        narrowing_routes(shelf),
    ):
        app.include_router(routes)
    if editable:
        app.include_router(editing_routes(shelf, upkeep, editable))
    describe(app)
    if mcp:
        _offer_tools(app, shelf)
    mount_page(app, shelf)
    return app


def _offer_tools(app: FastAPI, shelf: Shelf) -> None:
    # An extra: installed by those who want it.
    from qa.web.api.mcp import PATH, endpoint, tool_server  # noqa: PLC0415

    served, running = endpoint(tool_server(shelf))
    before = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        async with running, before(app) as state:
            yield state

    app.router.lifespan_context = lifespan
    app.router.routes.append(Route(PATH, endpoint=served))


def serve(
    seeds: Path | str | None = "seeds",
    index: Path | str = "index",
    *,
    model: str = EMBEDDED_MODEL,
    host: str = "127.0.0.1",
    port: int = 7860,
    allow_editing: bool = False,
    mcp: bool = False,
) -> None:
    """Serve the page until Ctrl-C; it is up at once, and answers when the index is open.

    `allow_editing` and `mcp` are those of `create_app`.

    Raises:
        MissingExtraError: `mcp` is wanted and not installed.
        SystemExit: With a one-line message, when the address cannot be listened on.
    """
    listener = _listen(host, port)
    upkeep = Upkeep()

    def refreshed(report: BuildReport) -> None:
        upkeep.heard(report)
        _say(f"{seeds} changed: generation {report.generation}")

    def open_library(progress: ProgressListener) -> Answering:
        opened = library.KnowledgeBase.open(seeds, index, model=model, progress=progress)
        if seeds is not None:
            opened.follow(
                on_refresh=refreshed,
                on_error=lambda error: _say(f"{seeds} could not be followed: {error}"),
            )
        _say(f"ready: {len(opened.documents())} documents, generation {opened.generation}")
        return opened

    shelf = Shelf(open_library, on_failure=_say)
    folder = None if seeds is None else Path(seeds)
    server = Server(
        uvicorn.Config(
            create_app(
                shelf,
                seeds=folder,
                host=host,
                feedback=Path(index) / "feedback.jsonl",
                upkeep=upkeep,
                allow_editing=allow_editing,
                mcp=mcp,
            ),
            log_level="warning",
            timeout_graceful_shutdown=GRACE_SECONDS,
            server_header=False,
            ws="none",  # the page speaks HTTP only
        )
    )
    _say(f"{_address(host, listener)}  (Ctrl-C ends)")
    shelf.start()
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:  # uvicorn passes the signal on after it has closed everything
        pass
    finally:
        shelf.close()
        listener.close()
        _say("ended")


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, or a one-line end of the program."""
    try:
        if not 0 <= port <= 65_535:  # getaddrinfo takes it modulo 65,536
            raise OverflowError("a port is a number from 0 to 65535")
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(128)
        except BaseException:
            listener.close()
            raise
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"sanad: cannot serve on {host} port {port}: {reason}. Name another with --port."
        raise SystemExit(message) from error
    return listener


def _address(host: str, listener: socket.socket) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listener.getsockname()[1]}"


def _say(line: str) -> None:
    sys.stderr.write(f"sanad: {line}\n")
    sys.stderr.flush()
