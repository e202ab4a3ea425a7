"""Requests as bytes, sent to a server that runs in this process and is never to stumble."""

from __future__ import annotations

import logging
import re
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from support.web_visit import serving

MOST = 65_536  # bytes of an answer that are looked at: streams have no end
ANSWER_SECONDS = 30
STREAM_SECONDS = 0.2  # ... after which what has come of a body is enough
REFUSED = (501, 503, 505)  # not a fault: not known, not now, not this version

_JSON = "Content-Type: application/json\r\n"
_ASKED = (
    ("POST", "/api/ask", '{"question": "When did it open?", "top_k": 3, "explain": true}'),
    ("POST", "/api/search", '{"question": "متى افتُتح؟", "languages": ["ar"], "since": "2024"}'),
    ("POST", "/api/sources", '{"question": "ropes", "limit": 2, "documents": ["guide.md"]}'),
    (
        "POST",
        "/api/feedback",
        '{"verdict": "good", "question": "a", "state": "answered", '
        '"confidence": 0.5, "passages": ["guide.md#0"], "generation": "1"}',
    ),
    ("POST", "/gradio_api/queue/join", '{"data": ["a", null], "fn_index": 0, "session_hash": "x"}'),
    ("POST", "/gradio_api/call/ask", '{"data": ["When did it open?"]}'),
    ("POST", "/api/rebuild", ""),
    ("PUT", "/api/document?name=new.txt", "It opened in 1911."),
    ("DELETE", "/api/document?path=new.txt", ""),
    ("POST", "/api/document/restore?path=new.txt", ""),
    ("PUT", "/api/archive?name=a.zip", "PK"),
    ("POST", "/api/similar", '{"path": "guide.md", "ordinal": 0}'),
)
_LOOKED_AT = (
    "/", "/?q=When", "/documents", "/document?path=guide.md&start=0&end=9", "/sources?q=a",
    "/document/find?path=guide.md&words=a", "/documents/growth?path=a", "/documents?q=a",
    "/filter", "/context?path=guide.md&start=0&end=9", "/map", "/map/points", "/theme/dark",
    "/language/ar", "/original?path=guide.md", "/page.png?path=guide.md&page=1", "/api",
    "/api/documents", "/api/build", "/api/problems", "/healthz", "/readyz", "/openapi.json",
    "/opensearch.xml", "/gradio_api/queue/data?session_hash=x", "/config", "/site/page.css",
    "/gradio_api/info", "/gradio_api/heartbeat/x", "/gradio_api/call/ask/none",
)  # fmt: skip
EXAMPLES = tuple(
    request.encode()
    for request in (
        *(
            f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            for target in _LOOKED_AT
        ),
        *(
            f"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{_JSON}"
            f"Content-Length: {len(body.encode())}\r\n\r\n{body}"
            for method, target, body in _ASKED
        ),
    )
)
"""Requests that are in order, to be mutated."""


class Faults(logging.Handler):
    """What the server, or a library, logs as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(self.format(record))


class RawServer:
    """A server that is asked in bytes."""

    def __init__(self, address: str, faults: Faults) -> None:
        self._at = (urlsplit(address).hostname, urlsplit(address).port)
        self._faults = faults

    def ask(self, request: bytes, patience: float = ANSWER_SECONDS) -> int:
        """The status of the answer, 0 where there is none; fails where the server stumbled.

        Args:
            request: Its bytes.
            patience: Seconds without an answer after which it is told that no more comes, since a
                mutation may have cut off what it waits for.
        """
        with socket.create_connection(self._at, timeout=ANSWER_SECONDS) as connection:
            answer = _exchange(connection, request, patience)
        assert not self._faults.told, self._faults.told[0]
        if not answer:
            return 0
        head = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
        assert head, answer[:80]
        status = int(head[1])
        assert status < 500 or status in REFUSED, answer[:500]
        assert b"Traceback (most recent call last)" not in answer
        return status


def whole(request: bytes) -> bytes:
    """A request whose length is that of its body: mutations would seldom get past it."""
    head, between, body = request.partition(b"\r\n\r\n")
    length = b"Content-Length: %d" % len(body)
    return re.sub(rb"(?i)content-length:[^\r\n]*", length, head) + between + body


@contextmanager
def raw_server(app) -> Iterator[RawServer]:
    """The application, served to be asked in bytes."""
    faults = Faults()
    logger = logging.getLogger()
    logger.addHandler(faults)
    try:
        with serving(app) as address:
            yield RawServer(address, faults)
    finally:
        logger.removeHandler(faults)


def _exchange(connection: socket.socket, request: bytes, patience: float) -> bytes:
    answer = b""
    try:
        connection.sendall(request)
        if not select.select([connection], [], [], patience)[0]:
            connection.shutdown(socket.SHUT_WR)
        while len(answer) < MOST:
            part = connection.recv(MOST)
            if not part:
                break
            answer += part
            connection.settimeout(STREAM_SECONDS)
    except TimeoutError:
        assert answer, "no answer"
    except (ConnectionResetError, BrokenPipeError):
        pass  # what it refuses without reading it to its end
    return answer
