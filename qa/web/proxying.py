"""Behind a reverse proxy: served under a path prefix.

Everything inside sees plain paths. Every address that a page holds is relative (`documents`, `./`),
so it leads to the right place under any prefix: no template, script or route need know of it, and
a test refuses addresses that begin with a slash. This holds because every page lies at the top
(`/map`, never `/map/something`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.errors import AddressError

_SEGMENT = r"/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+"
_ROOT_PATH = re.compile(f"(?:{_SEGMENT})+")


def checked_root_path(text: str) -> str:
    """A path prefix as it is used: "/sanad", or "" for none.

    Raises:
        AddressError: It is no such path.
    """
    path = text.rstrip("/")
    if path and not _ROOT_PATH.fullmatch(path):
        raise AddressError(
            f"{text!r} is no path prefix. Name one that begins with a slash and has Latin letters, "
            "digits, dots, hyphens and underscores, such as --root-path /sanad."
        )
    return path


def refuse_own_path(root_path: str, routes: Iterable[BaseRoute], others: Iterable[str]) -> None:
    """Refuse a prefix that is an address of ours, or the beginning of one.

    Whether a proxy has taken it off already could not be told then.

    Args:
        root_path: The prefix.
        routes: Our routes.
        others: First parts of the other addresses that are answered.

    Raises:
        AddressError: It is.
    """
    if not root_path:
        return
    scopes = [
        {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
        for path in (root_path, f"{root_path}/x")
    ]
    is_ours = any(route.matches(scope)[0] != Match.NONE for route in routes for scope in scopes)
    if is_ours or root_path.split("/")[1] in set(others):
        raise AddressError(
            f"--root-path cannot be {root_path!r}, which is an address of Sanad's own. "
            "Choose another prefix, such as /sanad."
        )


class WithoutPrefix:
    """ASGI middleware that takes the prefix off a path, if the proxy has not.

    All middleware inside it, and every check in it, sees the paths that stand in the routes.
    """

    def __init__(self, app: ASGIApp, *, root_path: str) -> None:
        """Stand before an application.

        Args:
            app: What is served.
            root_path: The prefix, as `checked_root_path` gives it.
        """
        self.app = app
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on without the prefix; lead the bare prefix to its slash."""
        if scope["type"] == "http":
            path = scope["path"]
            if path == self._root_path:
                # Without its slash, relative addresses would lead beside the prefix.
                redirect = RedirectResponse(f"{path}/", status_code=308)
                await redirect(scope, receive, send)
                return
            if path.startswith(f"{self._root_path}/"):
                scope = {**scope, "path": path.removeprefix(self._root_path)}
        await self.app(scope, receive, send)


class UnderPrefix:
    """ASGI middleware that tells the application where it is mounted, in the words of ASGI.

    The innermost: from here on `request.base_url` is the public address.
    """

    def __init__(self, app: ASGIApp, *, root_path: str) -> None:
        """Stand before an application; see `WithoutPrefix`."""
        self.app = app
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the prefix as its root path."""
        if scope["type"] == "http":
            path = self._root_path + scope["path"]
            scope = {**scope, "root_path": self._root_path, "path": path}
        await self.app(scope, receive, send)
