"""Who has logged in: random ids in cookies, of which the server keeps only the digests.

They live in memory: whoever starts the server anew, or changes a password, ends all of them.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from qa.web.access.roles import Caller, Role

SESSION_COOKIE = "sanad_session"

IDLE_SECONDS = 12 * 3600.0
"""A session that nobody has used so long has ended."""

SESSION_SECONDS = 7 * 24 * 3600
"""The longest that one lasts, used or not."""

MAX_SESSIONS = 10_000
"""Sessions at a time; the one unused longest ends when there would be more."""

_ID_BYTES = 32


@dataclass(frozen=True, slots=True)
class _Session:
    """A log-in: what it gives, and the seconds of the clock when it began and was last used."""

    role: Role
    begun: float
    used: float


class Sessions:
    """The sessions of one server."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: OrderedDict[str, _Session] = OrderedDict()  # last used last

    def begin(self, role: Role) -> str:
        """Begin a session; its id is returned and not kept."""
        identifier, now = secrets.token_urlsafe(_ID_BYTES), self._clock()
        with self._lock:
            self._sessions[_digest(identifier)] = _Session(role, now, now)
            while len(self._sessions) > MAX_SESSIONS:
                self._sessions.popitem(last=False)
        return identifier

    def caller(self, identifier: str) -> Caller | None:
        """Whose session it is; None for an unknown one, or one that has ended."""
        digest, now = _digest(identifier), self._clock()
        with self._lock:
            session = self._sessions.get(digest)
            if session is None:
                return None
            if now - session.used > IDLE_SECONDS or now - session.begun > SESSION_SECONDS:
                del self._sessions[digest]
                return None
            self._sessions[digest] = replace(session, used=now)
            self._sessions.move_to_end(digest)
        return Caller(session.role, f"session {digest}", can_log_out=True)

    def end(self, identifier: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(_digest(identifier), None)


def _digest(identifier: str) -> str:
    return hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()
