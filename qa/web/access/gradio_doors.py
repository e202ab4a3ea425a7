"""The addresses of Gradio that stay open: those that the page and `gradio_client` use.

Gradio answers some sixty more (uploads, files, a proxy, development), several of them once the
subject of a security advisory. Each address that is not named here is answered with 404. What goes
through is JSON that can be read, and names a chat of its client's own (`chat_owners`).
"""

from __future__ import annotations

import json
import logging
import re
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.access.chat_owners import (
    BROWSER_COOKIE,
    new_browser,
    owned_address,
    owned_body,
    owner_of,
)

_ID = "[A-Za-z0-9_-]{1,100}"

_GET: Final = re.compile(
    r"/|/config/?|/theme\.css|/assets/.+|/static/.+|/robots\.txt"
    r"|/gradio_api/(?:info/?|startup-events|theme\.css|app_id/?|queue/data"
    rf"|heartbeat/{_ID}|call/(?:v2/)?{_ID}/{_ID})"
)
_POST: Final = re.compile(rf"/gradio_api/(?:queue/join|cancel|reset/?|call/(?:v2/)?{_ID}/?)")
_BY_PARAMETERS: Final = "/gradio_api/call/v2/"  # its body names arguments, and no chat

_FAULT: Final = 500  # 503 says that the queue is full

_LOG = logging.getLogger(__name__)


def is_open(method: str, path: str) -> bool:
    """Whether Gradio is to see a request."""
    if method in {"GET", "HEAD"}:
        return bool(_GET.fullmatch(path))
    return method == "POST" and bool(_POST.fullmatch(path))


class GradioDoors:
    """ASGI application before Gradio's: what it lets through, Gradio answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 404 or 400 in place of Gradio, or pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        root = scope.get("root_path", "")
        path = scope["path"].removeprefix(root)
        if not is_open(scope["method"], path):
            await _not_found(scope, receive, send)
            return
        owner = owner_of(scope)
        if scope["method"] == "POST" and not path.startswith(_BY_PARAMETERS):
            try:
                body = _renamed(await _whole(receive), owner)
            except (ValueError, RecursionError):
                await _unreadable(scope, receive, send)
                return
            scope, receive = _with_body(scope, body, receive)
        inside, query = owned_address(path, scope["query_string"], owner)
        asked = {**scope, "path": root + inside, "query_string": query}
        asked.pop("raw_path", None)  # says the address as it was
        await self._ask(asked, receive, _with_cookie(scope, send) if path == "/" else send)

    async def _ask(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have Gradio answer. What it stumbles over is no request of the page's, and told as that.

        A fault in the page itself stays one.
        """
        is_page = scope["path"] == scope.get("root_path", "") + "/"
        begun = failed = False

        async def watched(message: Message) -> None:
            nonlocal begun, failed
            failed = failed or (not is_page and message.get("status", 0) == _FAULT and not begun)
            begun = not failed
            if begun:
                await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            if is_page:
                raise
            _LOG.warning("Gradio cannot read a request to %s: %r", scope["path"], error)
            if begun:  # a stream, which ends here
                await send({"type": "http.response.body", "body": b""})
                return
        if not begun:
            refusal = _unreadable if scope["method"] == "POST" else _not_found
            await refusal(scope, receive, send)


def _renamed(body: bytes, owner: str) -> bytes:
    told: Any = json.loads(body)
    if not isinstance(told, dict):
        raise ValueError("no object")
    return json.dumps(owned_body(told, owner)).encode()


async def _whole(receive: Receive) -> bytes:
    """The body, which `security.Gate` has cut at the largest size."""
    body, more = bytearray(), True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message["type"] == "http.request" and message.get("more_body", False)
    return bytes(body)


def _with_body(scope: Scope, body: bytes, receive: Receive) -> tuple[Scope, Receive]:
    """The same request with another body, which is JSON."""
    headers = MutableHeaders(raw=list(scope["headers"]))
    headers["content-length"] = str(len(body))
    headers["content-type"] = "application/json"
    del headers["transfer-encoding"]
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return {**scope, "headers": headers.raw}, replay


def _with_cookie(scope: Scope, send: Send) -> Send:
    """Sends the page with a name for its browser, where that has none yet."""
    known = cookie_parser(Headers(scope=scope).get("cookie", "")).get(BROWSER_COOKIE)

    async def named(message: Message) -> None:
        if message["type"] == "http.response.start" and not known:
            path = scope.get("root_path", "") or ""
            secure = "; Secure" if scope["scheme"] == "https" else ""
            cookie = f"{BROWSER_COOKIE}={new_browser()}; Path={path}/; HttpOnly; SameSite=Lax"
            MutableHeaders(scope=message).append("set-cookie", cookie + secure)
        await send(message)

    return named


_not_found = JSONResponse({"detail": "Not found"}, 404)
_unreadable = JSONResponse({"detail": "This is no request of the page or of gradio_client."}, 400)
