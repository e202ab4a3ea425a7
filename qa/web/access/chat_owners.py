"""One chat never reads another's: a chat belongs to the browser, or program, that opened it.

Gradio tells chats apart by a `session_hash` that the client chooses, of `Math.random` in its page,
and believes whoever sends one. So inside, a chat has another name: a keyed digest of what the
client chose and of what proves the client, which is a random cookie, and the log-in or token if
there is one. Whoever learns or guesses another's `session_hash` names a chat of their own by it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Scope

from qa.web.access.roles import caller_of

BROWSER_COOKIE: Final = "sanad_browser"

MAX_NAME: Final = 200
"""Characters of a name that a client chooses; Gradio's have 11, those of its client 36."""

_NAME: Final = "session_hash"
_HEARTBEAT: Final = "/gradio_api/heartbeat/"
_KEY: Final = secrets.token_bytes(32)  # a chat lives as long as the process


def new_browser() -> str:
    """A name for a browser, which it keeps in its cookie and tells nobody else."""
    return secrets.token_urlsafe(32)


def owner_of(scope: Scope) -> str:
    """What proves the client of a request: the same for each of its requests, and secret."""
    caller = caller_of(scope)
    cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
    return json.dumps([caller.identity if caller else "", cookies.get(BROWSER_COOKIE, "")])


def owned(name: str, owner: str) -> str:
    """The name inside of a chat that a client calls by a name of its own choice."""
    told = json.dumps([owner, name]).encode()
    return hmac.new(_KEY, told, hashlib.sha256).hexdigest()


def owned_address(path: str, query: bytes, owner: str) -> tuple[str, bytes]:
    """An address with the chats in it named as they are inside."""
    if path.startswith(_HEARTBEAT):
        path = _HEARTBEAT + owned(path.removeprefix(_HEARTBEAT), owner)
    if _NAME.encode() not in query and b"%" not in query:
        return path, query
    told = parse_qsl(query.decode("latin-1"), keep_blank_values=True, errors="replace")
    renamed = [(key, owned(value, owner) if key == _NAME else value) for key, value in told]
    return path, urlencode(renamed).encode()


def owned_body(told: Mapping[str, Any], owner: str) -> dict[str, Any]:
    """What a request says, with its chat named as it is inside.

    Raises:
        ValueError: It names its chat by something that is no name.
    """
    name = told.get(_NAME)
    if name is None:
        return dict(told)
    if not isinstance(name, str) or not 0 < len(name) <= MAX_NAME:
        raise ValueError(f"{_NAME}: a text of at most {MAX_NAME} characters")
    return {**told, _NAME: owned(name, owner)}
