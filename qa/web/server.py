"""The process that serves the application: it listens, opens the index, and ends."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

import uvicorn
from fastapi import FastAPI

from qa.knowledge_base import feedback_file, unanswered_file
from qa.settings import (
    DEFAULT_HOST,
    DEFAULT_INDEX,
    DEFAULT_PORT,
    DEFAULT_READER,
    DEFAULT_SEEDS,
    EMBEDDED_MODEL,
)
from qa.web.access.options import AccessOptions
from qa.web.api.rebuild import IndexRebuild
from qa.web.gradio_stubs import skip_stubs
from qa.web.loading import KnowledgeBaseLoader
from qa.web.logs import DEFAULT_LOGS, LogOptions, announce, log_question, logging_to_stderr
from qa.web.opening import Opening

GRACE_SECONDS = 1
"""How long Ctrl-C waits for answers under way, before it cuts what is still open."""


LAST_SECONDS = 6
"""How long after Ctrl-C the process may still wait for what cannot be interrupted."""


class Server(uvicorn.Server):
    """Uvicorn, silent about the streams that end with it, and sure to end.

    Every open page holds a stream, which Ctrl-C cuts; each cut would be logged as an error.
    """

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end, and see to it that the end comes."""
        # What a library is at cannot be interrupted. The index outlives a kill at any moment.
        last = threading.Timer(LAST_SECONDS, _end_now)
        last.daemon = True
        last.start()
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close everything."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


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
    keep_unanswered: bool = False,
    logs: LogOptions = DEFAULT_LOGS,
) -> NoReturn:
    """Serve the page until Ctrl-C or SIGTERM, which end the process within ten seconds.

    It is up at once. It answers from the index as it is, and brings it up to date meanwhile.

    `model` and `reader` are as of `KnowledgeBase.open`, `access` and `mcp` as of `create_app`.
    With `keep_unanswered` questions that found nothing are kept in the index folder. `logs` says
    what is told on standard error.

    Raises:
        AddressError: A host name or the path prefix is none.
        MissingExtraError: `mcp` is wanted and not installed.
        SystemExit: With a one-line message, when the address cannot be listened on.
    """
    rebuild, folder = IndexRebuild(), None if seeds is None else Path(seeds)
    loader = _loader(_opening(folder, Path(index), rebuild, model, reader=reader), logs)

    def application() -> FastAPI:
        skip_stubs()
        from qa.web.application import create_app  # noqa: PLC0415 (while the index is opened)

        return create_app(
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
        listener = _listen(host, port)
        announce(f"{_address(host, listener)}  (Ctrl-C ends)")
        _serve_until_ended(application, loader, listener)


def _opening(
    seeds: Path | None, index: Path, rebuild: IndexRebuild, model: str, *, reader: bool
) -> Opening:
    return Opening(
        seeds=seeds,
        index=index,
        model=model,
        reader=reader,
        noted=rebuild.note,
        failed=rebuild.note_failure,
        told=announce,
    )


def _loader(opening: Opening, logs: LogOptions) -> KnowledgeBaseLoader:
    loader = KnowledgeBaseLoader(opening.open, on_failure=announce)
    if logs.questions:
        loader.hearing.tell_questions(log_question)
    return loader


def _serve_until_ended(
    application: Callable[[], FastAPI], loader: KnowledgeBaseLoader, listener: socket.socket
) -> NoReturn:
    # Uvicorn ends on SIGTERM too, and passes it on: then it is to do what Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        loader.start()
        # Made meanwhile, in a second or two; what asks until then waits at the socket.
        _server(application()).run(sockets=[listener])
    except KeyboardInterrupt:  # uvicorn passes the signal on after it has closed everything
        pass
    finally:
        loader.close()
        listener.close()
    _end_now()


def _server(app: FastAPI) -> Server:
    return Server(
        uvicorn.Config(
            app,
            log_config=None,  # `logs` has one form for all
            log_level=None,
            timeout_graceful_shutdown=GRACE_SECONDS,
            server_header=False,
            ws="none",  # the page speaks HTTP only
        )
    )


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


def _end_now() -> NoReturn:
    """End the process without waiting for any thread.

    Nor for the interpreter, which takes a second to let go of all that Gradio made.
    """
    announce("ended")
    sys.stdout.flush()
    os._exit(0)
