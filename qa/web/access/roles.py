"""Who somebody is to the page: a viewer or an editor, and which requests need which.

What is not named here needs an editor, if it changes anything, and a viewer, if it does not: a
route that is forgotten is closed, never open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

READING: Final = frozenset(("GET", "HEAD", "OPTIONS"))
"""Methods that change nothing."""

LOGIN_PATH: Final = "/login"
LOGOUT_PATH: Final = "/logout"
HEALTH_PATH: Final = "/healthz"

# What the log-in page itself is made of, and its switches of language and theme.
_OPEN: Final = frozenset((LOGIN_PATH, HEALTH_PATH))
_OPEN_FOLDERS: Final = ("/language/", "/theme/")
_OPEN_ENDINGS: Final = (".css", ".woff2", ".svg")

# What asks a question, or judges an answer.
_FOR_VIEWERS: Final = frozenset(
    (
        "/api/ask",
        "/api/search",
        "/api/sources",
        "/api/feedback",
        "/documents/growth",
        "/mcp",
        LOGOUT_PATH,
    )
)
_GRADIO: Final = "/gradio_api/"
_CALLER: Final = "sanad.caller"


class Role(StrEnum):
    """What somebody may do."""

    VIEWER = "viewer"
    """Ask, read, judge answers."""
    EDITOR = "editor"
    """Change the documents and the index too."""

    def covers(self, needed: Role) -> bool:
        """Whether whoever has this role may do what needs another."""
        return self is Role.EDITOR or needed is Role.VIEWER


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request.

    Attributes:
        role: What they may do.
        identity: What tells them from others: a digest of the session or token that proved them;
            "" where nobody need prove anything.
        can_log_out: Whether they came by the log-in page.
    """

    role: Role
    identity: str = ""
    can_log_out: bool = False


def role_needed(method: str, path: str) -> Role | None:
    """The role that a request needs; None for what everybody may have.

    Args:
        method: Its method.
        path: Its path, without a proxy's prefix.
    """
    if path in _OPEN or path.startswith(_OPEN_FOLDERS):
        return None
    if method in READING:
        is_look = path.startswith("/site/") and path.endswith(_OPEN_ENDINGS)
        return None if is_look else Role.VIEWER
    if path in _FOR_VIEWERS or path.startswith(_GRADIO):
        return Role.VIEWER
    return Role.EDITOR


def with_caller(scope: Mapping[str, Any], caller: Caller) -> dict[str, Any]:
    """The same request of ASGI, with who sends it."""
    return {**scope, _CALLER: caller}


def caller_of(scope: Mapping[str, Any]) -> Caller | None:
    """Who sends a request; None where nobody has proved anything."""
    caller = scope.get(_CALLER)
    return caller if isinstance(caller, Caller) else None
