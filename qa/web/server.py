"""The process that serves the application: it listens, opens the index, and ends."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

import uvicorn
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.errors import BusyError
from qa.knowledge_base import feedback_file, unanswered_file
from qa.settings import (
    DEFAULT_HOST,
    DEFAULT_INDEX,
    DEFAULT_PORT,
    DEFAULT_READER,
    DEFAULT_SEEDS,
    EMBEDDED_MODEL,
)
from qa.web.access.hosts import is_every_address
from qa.web.access.options import AccessOptions, check_access
from qa.web.admission import Admission
from qa.web.api.rebuild import IndexRebuild
from qa.web.api.rest import busy
from qa.web.connections import HEAD_BYTES, KEEP_ALIVE_SECONDS, bounded_connection
from qa.web.gradio_stubs import skip_stubs
from qa.web.loading import KnowledgeBaseLoader
from qa.web.logs import DEFAULT_LOGS, LogOptions, announce, log_question, logging_to_stderr
from qa.web.opening import Opening

GRACE_SECONDS = 1
"""How long what is still open goes on before it is cut: on Ctrl-C at once, on SIGTERM once what is
asked is answered."""

DRAIN_SECONDS = 7.0
"""How long SIGTERM lets what is asked be answered, while everything new is refused."""

SWITCH_SECONDS = 0.001
"""How long a question's Python may keep the event loop from going on, which refuses meanwhile."""

LAST_SECONDS = 6
"""How long after Ctrl-C the process may still wait for what cannot be interrupted."""

LAST_DRAINING_SECONDS = 10
"""The same after SIGTERM."""

LOOK_SECONDS = 0.02


ASKING = frozenset(("/api/ask", "/api/search", "/api/sources", "/api/similar"))
"""What is refused here already where there is no place, before a route is even sought."""


class Porch:
    """ASGI application before the whole one: knows what is under way, and refuses when it ends."""

    def __init__(self, app: ASGIApp, admission: Admission) -> None:
        self.app = app
        self._admission = admission
        self.is_ending = False
        self.under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.is_ending:
            await _ending()(scope, receive, send)
            return
        if scope["path"] in ASKING:
            try:
                self._admission.enter().leave()
            except BusyError as error:
                await busy(Request(scope), error)(scope, receive, send)
                return
        counted = True
        self.under_way += 1

        async def seen(message: Message) -> None:
            nonlocal counted
            if message["type"] == "http.response.start" and counted and _is_stream(message):
                counted = False  # it has no end of its own
                self.under_way -= 1
            await send(message)

        try:
            await self.app(scope, receive, seen)
        finally:
            self.under_way -= counted


def _is_stream(message: Message) -> bool:
    return (
        Headers(raw=list(message["headers"]))
        .get("content-type", "")
        .startswith("text/event-stream")
    )


def _ending() -> JSONResponse:
    return JSONResponse(
        {"detail": "The server ends. Ask again when it is back."},
        status_code=503,
        headers={"retry-after": "5", "connection": "close"},
    )


class Server(uvicorn.Server):
    """Uvicorn, silent about the streams that end with it, and sure to end.

    SIGTERM has what is asked answered first; Ctrl-C, and a second signal, wait for nothing. Every
    open page holds a stream, which the end cuts; each cut would be logged as an error.
    """

    def __init__(self, config: uvicorn.Config, porch: Porch, admission: Admission) -> None:
        super().__init__(config)
        self._porch = porch
        self._admission = admission
        self._drains = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end, and see to it that the end comes."""
        # What a library is at cannot be interrupted. The index outlives a kill at any moment.
        self._drains = sig == signal.SIGTERM and not self.should_exit
        seconds = LAST_DRAINING_SECONDS if self._drains else LAST_SECONDS
        last = threading.Timer(seconds, _end_now)
        last.daemon = True
        last.start()
        self._porch.is_ending = True
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what is to be answered, and close everything."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        self._admission.close()
        until = time.monotonic() + DRAIN_SECONDS
        while self._drains and self._is_asked and time.monotonic() < until:
            await asyncio.sleep(LOOK_SECONDS)
        await super().shutdown(sockets)

    @property
    def _is_asked(self) -> bool:
        return self._porch.under_way > 0 or self._admission.taken > 0


def serve(
    seeds: Path | str | None = DEFAULT_SEEDS,
    index: Path | str = DEFAULT_INDEX,
    *,
    model: str = EMBEDDED_MODEL,
    reader: bool = DEFAULT_READER,
    host: str = DEFAULT_HOST,
    port: int = DEFAULT_PORT,
    access: AccessOptions | None = None,
    mcp: bool = False,
    refresh: bool = True,
    keep_unanswered: bool = False,
    logs: LogOptions = DEFAULT_LOGS,
    ray: str = "",
) -> NoReturn:
    """Serve the page until Ctrl-C or SIGTERM, which end the process within ten seconds.

    Ctrl-C ends it at once. SIGTERM has what is asked answered before, and refuses what is new. It
    is up at once, answers from the index as it is, and brings it up to date meanwhile; without
    `refresh` it does not, and follows no folder.

    `model`, `reader`, `ray` are as of `KnowledgeBase.open`, `access` and `mcp` as of `create_app`.
    With `keep_unanswered` questions that found nothing are kept in the index folder. `logs` says
    what is told on standard error.

    Raises:
        AddressError: A host name, a proxy or the path prefix is none.
        AccessError: Nothing says who may come in, or a file that does cannot be used.
        MissingExtraError: `mcp` is wanted and not installed.
        SystemExit: With a one-line message, when the address cannot be listened on.
    """
    access = access or AccessOptions()
    check_access(host, access)
    rebuild, folder = IndexRebuild(), None if seeds is None else Path(seeds)
    loader = _loader(Opening(folder, Path(index), rebuild, model, reader, refresh, ray), logs)

    def application() -> FastAPI:
        return _creator()(
            loader,
            seeds=folder,
            host=host,
            access=access,
            feedback=feedback_file(index),
            unanswered=unanswered_file(index) if keep_unanswered else None,
            rebuild=rebuild,
            mcp=mcp,
        )

    with logging_to_stderr(logs):
        _serve_until_ended(application, loader, _listen(host, port), host, access)


def _creator() -> Callable[..., FastAPI]:
    skip_stubs()
    from qa.web.application import create_app  # noqa: PLC0415 (while the index is opened)

    return create_app


def _loader(opening: Opening, logs: LogOptions) -> KnowledgeBaseLoader:
    loader = KnowledgeBaseLoader(opening.open, on_failure=announce)
    if logs.questions:
        loader.hearing.tell_questions(log_question)
    return loader


def _serve_until_ended(
    application: Callable[[], FastAPI],
    loader: KnowledgeBaseLoader,
    listener: socket.socket,
    host: str,
    access: AccessOptions,
) -> NoReturn:
    announce(f"{_address(host, listener, access)}  (Ctrl-C ends)")
    sys.setswitchinterval(SWITCH_SECONDS)
    # Uvicorn ends on SIGTERM too, and passes it on: then it is to do what Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        loader.start()
        # Made meanwhile, in a second or two; what asks until then waits at the socket.
        _server(application(), loader.admission, access).run(sockets=[listener])
    except KeyboardInterrupt:  # uvicorn passes the signal on after it has closed everything
        pass
    finally:
        loader.close()
        listener.close()
    _end_now()


def _server(app: ASGIApp, admission: Admission, access: AccessOptions) -> Server:
    porch = Porch(app, admission)
    config = uvicorn.Config(
        porch,
        http=bounded_connection(),
        h11_max_incomplete_event_size=HEAD_BYTES,
        log_config=None,  # `logs` has one form for all
        log_level=None,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        server_header=False,
        proxy_headers=False,  # `access.proxies` knows whom to believe
        ssl_certfile=access.certfile,
        ssl_keyfile=access.keyfile,
        ws="none",  # the page speaks HTTP only
    )
    return Server(config, porch, admission)


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


def _address(host: str, listener: socket.socket, access: AccessOptions) -> str:
    name = socket.gethostname() if is_every_address(host) else host
    scheme = "https" if access.certfile else "http"
    return f"{scheme}://{f'[{name}]' if ':' in name else name}:{listener.getsockname()[1]}"


def _end_now() -> NoReturn:
    """End the process without waiting for any thread.

    Nor for the interpreter, which takes a second to let go of all that Gradio made.
    """
    announce("ended")
    sys.stdout.flush()
    os._exit(0)
