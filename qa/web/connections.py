"""What one connection may take: time for what it sends and reads, and its place among the others.

Uvicorn waits for a request's head, its body, and a client that reads, for as long as it is kept
waiting. A few hundred connections that say nothing would so keep everybody else out.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

MAX_CONNECTIONS = 1_000
"""Connections at a time: an open page holds two or three."""

OTHER_FILES = 200
"""Files that the process has open beside them: the index, libraries, parsers."""

HEAD_SECONDS = 20.0
"""Time for a request's head, from the connection or from the last answer on."""

HEAD_BYTES = 16 * 1024
"""Largest head of a request."""

BODY_SECONDS = 20.0
"""From then on a body has to come at `BODY_RATE`."""

BODY_RATE = 1_000
"""Bytes a second, on average, of a body: a question comes in one piece, a document over a telephone
line at five times that."""

READING_SECONDS = 60.0
"""How long a client may read nothing of an answer that waits for it."""

KEEP_ALIVE_SECONDS = 5
"""How long a connection may be idle between two requests."""

LOOK_SECONDS = 1.0
"""How often a connection is looked at."""

_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


def bounded_connection() -> type[H11Protocol]:
    """The class of connections of a server in this process: as many as it can hold."""

    class Connection(BoundedConnection):
        most = _connection_limit()

    return Connection


def _connection_limit() -> int:
    """Connections that this process can hold, after having been allowed as many as it needs."""
    if sys.platform == "win32":
        return MAX_CONNECTIONS
    import resource  # noqa: PLC0415  (not on Windows)

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return MAX_CONNECTIONS if soft >= wanted else max(soft - OTHER_FILES, 1)


class BoundedConnection(H11Protocol):
    """Uvicorn's connection, which is cut when it is too slow, or makes room for another."""

    most = MAX_CONNECTIONS
    """Connections at a time."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to look at it, and have another make room for it."""
        super().connection_made(transport)
        self._since = self.loop.time()  # of the connection, its last request or its last answer
        self._received = 0  # since then
        self._unread_since: float | None = None
        self._looking = self.loop.call_later(LOOK_SECONDS, self._look)
        if len(self.connections) > self.most:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        self._looking.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes."""
        before = self.cycle
        self._received += len(data)
        super().data_received(data)
        if self.cycle is not before:
            self._since, self._received = self.loop.time(), 0

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        self._since, self._received = self.loop.time(), 0
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Take note that the client does not read."""
        self._unread_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """Take note that it reads."""
        self._unread_since = None
        super().resume_writing()

    @property
    def _is_answered(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    @property
    def dispensable(self) -> tuple[bool, float]:
        """Smaller the sooner it makes room: first whoever asks nothing, then the oldest."""
        is_asking = not self._is_answered and not self.cycle.more_body
        return is_asking, self._since

    def cut(self) -> None:
        """End the connection at once."""
        self.connections.discard(self)  # whose end is told later, and which is to be cut but once
        self.transport.abort()

    def _make_room(self) -> None:
        others: Any = self.connections - {self}
        min(others, key=lambda other: other.dispensable).cut()

    def _look(self) -> None:
        now = self.loop.time()
        self._looking = self.loop.call_later(LOOK_SECONDS, self._look)
        seconds = now - self._since
        if self._unread_since is not None:
            if now - self._unread_since > READING_SECONDS:
                self.cut()
        elif self._is_answered:
            if seconds > HEAD_SECONDS:
                if self._received and self.cycle is None:
                    self.transport.write(_TOO_SLOW)
                self.transport.close()
        elif self.cycle.more_body and not self.flow.read_paused:
            is_slow = seconds > BODY_SECONDS and self._received < BODY_RATE * seconds
            if is_slow:
                self.cut()
