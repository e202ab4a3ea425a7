"""A question of the chat takes its place as it comes, before Gradio does anything with it.

To refuse it later would cost far more: Gradio checks its envelope, queues it, opens a stream and
has the page drawn. So a page is told at once, and its script asks again
(`static/gradio_bridge.js`).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs

import gradio as gr
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.errors import BusyError
from qa.web.admission import Admission, ClientGoneError, hand_over, handed_over
from qa.web.api.rest import busy
from qa.web.chat.actions import Action, parse_actions
from qa.web.chat.verbs import ServerVerb

_LOG = logging.getLogger(__name__)

JOIN = "/gradio_api/queue/join"
STREAM = "/gradio_api/queue/data"
CALLS = ("/gradio_api/call/", "/gradio_api/run/", "/gradio_api/api/")

_ASKING: frozenset[ServerVerb] = frozenset(
    ("ask", "again", "as_new", "as_typed", "everywhere", "why", "similar", "renew")
)


class GradioDoor:
    """ASGI application before Gradio's own."""

    def __init__(
        self, app: ASGIApp, admission: Admission, events: Mapping[int, str | None]
    ) -> None:
        """Guard Gradio.

        Args:
            app: Gradio's application.
            admission: Whose turn it is.
            events: The events of its page by number; with their names the endpoints for programs,
                each of which asks.
        """
        self._app = app
        self._admission = admission
        self._events = events
        self._names = {name for name in events.values() if name}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, with a place where it asks something; or refuse it."""
        path = str(scope.get("path", "")).removeprefix(scope.get("root_path", ""))
        if scope["type"] == "http" and scope["method"] == "POST":
            if path == JOIN or path.startswith(CALLS):
                await self._asked(path, scope, receive, send)
                return
        elif scope["type"] == "http" and path == STREAM:
            await self._followed(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _asked(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        body = await receive()  # whole: `security.Gate` has read it
        sent = _envelope(body.get("body", b""))
        if not self._is_known(path, sent):  # Gradio would answer 500
            await JSONResponse({"detail": "Not found"}, status_code=404)(scope, receive, send)
            return
        if not self._asks(sent):
            await self._app(scope, _again(body, receive), send)
            return
        try:
            place = self._admission.enter(str(sent.get("session_hash") or ""))
        except BusyError as error:
            await busy(Request(scope), error)(scope, receive, send)
            return
        hand_over(place, scope)
        status = 500

        async def seen(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, _again(body, receive), seen)
        finally:
            if status != 200:  # Gradio took no event of it
                place.leave_unclaimed()

    async def _followed(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the stream of a page, and give up what waits for it when it goes away."""
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        session = query.get("session_hash", [""])[0]

        async def watched() -> Message:
            message = await receive()
            if message["type"] == "http.disconnect" and session:
                self._admission.leave_all(session)
            return message

        await self._app(scope, watched, send)

    def _is_known(self, path: str, sent: Mapping[str, object]) -> bool:
        event = sent.get("fn_index")
        if event is None and path != JOIN:
            return path.rstrip("/").rpartition("/")[2] in self._names
        return not isinstance(event, int) or event in self._events

    def _asks(self, sent: Mapping[str, object]) -> bool:
        event, data = sent.get("fn_index"), sent.get("data")
        if event is None or (isinstance(event, int) and self._events[event]):
            return True
        first = data[0] if isinstance(data, list) and data else None
        return any(map(_asks, parse_actions(first)))


class Asking:
    """What an event of the chat asks the knowledge base, in the place that it came with.

    An event that came with none, such as the drawing of a page on which something waits, takes
    one when it has something to ask.
    """

    def __init__(self, admission: Admission, request: gr.Request) -> None:
        self._admission = admission
        self._place = handed_over(request.request.scope) if request.request else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.leave()

    async def run(self, work: Callable[[], bool] | None) -> bool:
        """Whether some work, done in its turn, changed the chat.

        Not where there is none, nor a place for it: then the page asks again.
        """
        if work is None:
            return False
        try:
            self._place = self._place or self._admission.enter()
            return await self._place.run(work)
        except (BusyError, ClientGoneError) as error:
            _LOG.debug("a chat's question is not asked now: %r", error)
            return False

    def leave(self) -> None:
        """Give the place up."""
        place, self._place = self._place, None
        if place is not None:
            place.leave()


def _envelope(body: bytes) -> Mapping[str, object]:
    """What Gradio is sent; nothing where that is none of its envelopes."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def _asks(action: Action) -> bool:
    return action.do in _ASKING or (action.do == "open" and bool(action.entries))


def _again(body: Message, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return body

    return again
