"""What is refused before a request reaches a route, and the headers every response carries."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.access.origins import is_own_origin
from qa.web.access.roles import READING

MAX_BODY_BYTES: Final = 256 * 1024
"""A question has at most 10,000 characters; the rest is room for Gradio's envelope."""

UPLOAD_PATHS: Final = frozenset(("/api/document", "/api/archive"))
"""The addresses that take more: a whole document, or several in a .zip."""

# For whatever is not a page of ours: were it opened as a document, nothing in it would run.
_INERT: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"

_HEADERS: Final = (
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("content-security-policy", _INERT),
    ("x-accel-buffering", "no"),  # nginx would hold an answer back until its stream ends
)

# The program's own files are the same for everybody; all else tells of documents and questions.
_KEPT: Final = ("/site/", "/assets/", "/static/")


class SecurityHeaders:
    """ASGI middleware that adds the headers a response does not have already."""

    def __init__(self, app: ASGIApp, *, root_path: str = "") -> None:
        """Stand before an application.

        Args:
            app: What is served.
            root_path: A proxy's prefix, which the paths may have.
        """
        self.app = app
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the response's headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS:
                    headers.setdefault(name, value)
                if not scope["path"].removeprefix(self._root_path).startswith(_KEPT):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        await self.app(scope, receive, complete)


class Gate:
    """ASGI middleware that refuses foreign writers and large bodies."""

    def __init__(self, app: ASGIApp, *, upload_bytes: int = 0) -> None:
        """Guard an application.

        Args:
            app: What is guarded.
            upload_bytes: Largest document that may be sent; 0 where none may. Its route reads the
                body as it comes (`qa.web.pages.drafts`), and minds its length.
        """
        self.app = app
        self._upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403, 413 or 400 in place of the application, or pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["method"] not in READING:
            if not is_own_origin(scope):
                await _refusal(403, "Requests from other sites are refused")(scope, receive, send)
                return
            try:
                if self._upload_bytes and _is_upload(scope):
                    _check_length(headers, self._upload_bytes)
                    await self.app(scope, receive, send)
                    return
                body = await _whole_body(receive, headers)
            except _TooLargeError as error:
                await _refusal(413, str(error))(scope, receive, send)
                return
            except _CutShortError:
                await _refusal(400, "The body is cut short")(scope, receive, send)
                return
            receive = _replay(body, receive)
        await self.app(scope, receive, send)


def _is_upload(scope: Scope) -> bool:
    return scope["method"] == "PUT" and scope["path"] in UPLOAD_PATHS


def _refusal(status: int, reason: str) -> JSONResponse:
    return JSONResponse({"detail": reason}, status_code=status)


class _TooLargeError(Exception):
    """A body is larger than it may be, said or not."""

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most} bytes")


class _CutShortError(Exception):
    """A body ends before its end: its client went away."""


def _check_length(headers: Headers, most: int) -> None:
    """See what a body's length is said to be.

    Raises:
        _TooLargeError: It is more than `most` bytes.
    """
    said = headers.get("content-length")
    if said is not None and (not said.isdecimal() or int(said) > most):
        raise _TooLargeError(most)


async def _whole_body(receive: Receive, headers: Headers) -> bytes:
    """The request's body, from its first byte to its last.

    Raises:
        _TooLargeError: It is more than a body may be, or says so.
        _CutShortError: Less came than was said, or a chunked body without its end.
    """
    _check_length(headers, MAX_BODY_BYTES)
    said = headers.get("content-length")
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":  # the client is gone
            raise _CutShortError
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            raise _TooLargeError(MAX_BODY_BYTES)
        more = message.get("more_body", False)
    if said is not None and len(body) < int(said):
        raise _CutShortError
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
