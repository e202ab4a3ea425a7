"""The web server: routes, middleware and the process that serves them."""

from __future__ import annotations

import logging
import socket
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, ConfigDict, Field, field_validator
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

import qa.knowledge_base as library
from qa.errors import QAError, QuestionError
from qa.records import ProgressListener
from qa.settings import DEFAULT_CITATIONS, EMBEDDED_MODEL
from qa.web.documents import document_routes
from qa.web.page import mount_page
from qa.web.security import Gate, SecurityHeaders
from qa.web.shelf import Answering, Shelf
from qa.web.shell import LANGUAGE_COOKIE, Shell

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")

MAX_TOP_K = 50
"""Passages one request may ask for: more is a search, and a page of JSON nobody reads."""

GRACE_SECONDS = 1
"""How long Ctrl-C waits for answers under way, before it cuts what is still open."""

YEAR_SECONDS = 365 * 24 * 3600

_logger = logging.getLogger(__name__)


class AskRequest(BaseModel):
    """Body of `POST /api/ask`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: str
    top_k: Annotated[int, Field(ge=1, le=MAX_TOP_K)] = DEFAULT_CITATIONS

    @field_validator("question")
    @classmethod
    def _is_text(cls, question: str) -> str:
        if any("\ud800" <= character <= "\udfff" for character in question):
            raise ValueError("holds half a character (a lone surrogate)")
        return question


class Server(uvicorn.Server):
    """Uvicorn, silent about the streams that end with it.

    Every open page holds one, which Ctrl-C cuts; each cut would be logged as an error.
    """

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close everything."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def create_app(
    knowledge_base: Answering | Shelf, *, seeds: Path | None, host: str = "127.0.0.1"
) -> FastAPI:
    """The whole application: page, documents, HTTP API.

    Args:
        knowledge_base: What answers; a `Shelf` when it is still to be opened.
        seeds: The folder whose indexed files can be downloaded; None for none.
        host: A host name, beside those of the loopback, under which the page may be asked for.
    """
    shelf = knowledge_base if isinstance(knowledge_base, Shelf) else Shelf.holding(knowledge_base)
    # Swagger's page would load its scripts from another site.
    app = FastAPI(title="Sanad", docs_url=None, redoc_url=None, openapi_url=None)
    # The last added is the first to see a request.
    app.add_middleware(Shell)
    app.add_middleware(Gate)
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(
        TrustedHostMiddleware, allowed_hosts=[*LOOPBACK_NAMES, host], www_redirect=False
    )
    app.add_middleware(SecurityHeaders)
    app.mount("/site", StaticFiles(directory=Path(__file__).with_name("static")), name="site")
    app.include_router(document_routes(shelf, seeds))
    _add_service_routes(app, shelf)
    mount_page(app, shelf)
    return app


def _add_service_routes(app: FastAPI, shelf: Shelf) -> None:
    @app.exception_handler(RequestValidationError)
    def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        # Not FastAPI's own: it repeats the input, which may be no text that JSON can carry.
        faults = [{"at": fault["loc"], "message": fault["msg"]} for fault in error.errors()]
        return JSONResponse({"detail": faults}, status_code=422)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        """The process is alive."""
        return {"status": "ok"}

    @app.get("/readyz")
    def readyz() -> JSONResponse:
        """Whether questions can be answered; 503 with the progress while they cannot."""
        knowledge_base = shelf.ready()
        if knowledge_base is not None:
            return JSONResponse({"ready": True, "generation": knowledge_base.generation})
        return _not_ready(shelf)

    @app.post("/api/ask")
    def ask(request: AskRequest) -> JSONResponse:
        """The answer to a question, as its record."""
        knowledge_base = shelf.ready()
        if knowledge_base is None:
            shelf.start()
            return _not_ready(shelf)
        try:
            answer = knowledge_base.ask(request.question, top_k=request.top_k)
        except QuestionError as error:
            return JSONResponse({"detail": str(error)}, status_code=400)
        except QAError as error:
            return JSONResponse({"detail": str(error)}, status_code=500)
        return JSONResponse(asdict(answer))

    @app.get("/language/{language}")
    def switch(language: Literal["ar", "en"]) -> RedirectResponse:
        """Remember the reader's language and show the page in it."""
        response = RedirectResponse("/", status_code=303)
        response.set_cookie(
            LANGUAGE_COOKIE, language, max_age=YEAR_SECONDS, httponly=True, samesite="lax"
        )
        return response


def _not_ready(shelf: Shelf) -> JSONResponse:
    failure = shelf.failure
    content: dict[str, Any] = {
        "ready": False,
        "detail": str(failure) if failure else "The index is being opened; ask again shortly.",
        "progress": asdict(shelf.progress) if shelf.progress else None,
    }
    return JSONResponse(content, status_code=503, headers={"retry-after": "2"})


def serve(
    seeds: Path | str | None = "seeds",
    index: Path | str = "index",
    *,
    model: str = EMBEDDED_MODEL,
    host: str = "127.0.0.1",
    port: int = 7860,
) -> None:
    """Serve the page until Ctrl-C; it is up at once, and answers when the index is open.

    Raises:
        SystemExit: With a one-line message, when the address cannot be listened on.
    """
    listener = _listen(host, port)

    def open_library(progress: ProgressListener) -> Answering:
        opened = library.KnowledgeBase.open(seeds, index, model=model, progress=progress)
        if seeds is not None:
            opened.follow(
                on_refresh=lambda report: _say(f"{seeds} changed: generation {report.generation}"),
                on_error=lambda error: _say(f"{seeds} could not be followed: {error}"),
            )
        _say(f"ready: {len(opened.documents())} documents, generation {opened.generation}")
        return opened

    shelf = Shelf(open_library, on_failure=_say)
    folder = None if seeds is None else Path(seeds)
    server = Server(
        uvicorn.Config(
            create_app(shelf, seeds=folder, host=host),
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
