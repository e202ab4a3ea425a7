"""Whether what sends a request is our own page, or no page at all."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from qa.web.access.hosts import host_and_port

_PORTS: Final = {"http": 80, "https": 443}


def is_own_origin(scope: Scope) -> bool:
    """Whether a request comes from our own page, or from a program (curl, Python).

    A page tells its origin with whatever may change something: scheme, host and port must all be
    those that the page was asked for by. "null", which a sandboxed page tells, is never ours.
    """
    headers = Headers(scope=scope)
    told = headers.getlist("origin")
    if not told:
        return headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
    return len(told) == 1 and _origin(told[0]) == _own_origin(scope, headers)


def _own_origin(scope: Scope, headers: Headers) -> tuple[str, str, int] | None:
    return _origin(f"{scope['scheme']}://{headers.get('host', '')}")


def _origin(text: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None where it is none. None equals no origin of ours: we have one."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    known = host_and_port(parts.netloc)
    if parts.scheme not in _PORTS or known is None or parts.path or parts.query or parts.fragment:
        return None
    return parts.scheme, known[0], int(known[1] or _PORTS[parts.scheme])
