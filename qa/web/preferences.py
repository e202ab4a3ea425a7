"""What a visitor has chosen, kept in cookies: the page's language, and light or dark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Scope

from qa.web.access.roles import Role, caller_of
from qa.web.html.locales import STRINGS, strings_for
from qa.web.html.ui_strings import UiStrings

LANGUAGE_COOKIE = "sanad_language"
THEME_COOKIE = "sanad_theme"

YEAR_SECONDS = 365 * 24 * 3600

Theme = Literal["", "light", "dark"]
"""The visitor's choice; "" follows the system."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who a page is drawn for.

    Attributes:
        strings: The page's strings in the visitor's language.
        theme: Light, dark, or as the system has it.
        may_edit: Whether they may change documents and index, where that can be done at all.
        can_log_out: Whether they have logged in.
    """

    strings: UiStrings
    theme: Theme = ""
    may_edit: bool = False
    can_log_out: bool = False


def visitor_of(cookies: Mapping[str, str]) -> Visitor:
    """The visitor that the cookies tell of; Arabic, and the system's theme, where they do not."""
    theme = cookies.get(THEME_COOKIE)
    return Visitor(
        strings_for(cookies.get(LANGUAGE_COOKIE)),
        "dark" if theme == "dark" else "light" if theme == "light" else "",
    )


def visitor_of_request(scope: Scope) -> Visitor:
    """The visitor who sends a request of ASGI."""
    visitor = visitor_of(cookie_parser(Headers(scope=scope).get("cookie", "")))
    caller = caller_of(scope)
    if caller is None:
        return visitor
    may_edit = caller.role.covers(Role.EDITOR)
    return replace(visitor, may_edit=may_edit, can_log_out=caller.can_log_out)


def _visitor(request: Request) -> Visitor:
    return visitor_of_request(request.scope)


ForVisitor: TypeAlias = Annotated[Visitor, Depends(_visitor)]
"""Parameter of a route that is told who asks."""


def preference_routes() -> APIRouter:
    """The routes `/language/…` and `/theme/…`, which set a cookie and go back."""
    router = APIRouter(include_in_schema=False)

    @router.get("/language/{language}")
    def switch_language(language: str, request: Request) -> RedirectResponse:
        """Remember the visitor's language and show the page in it."""
        if language not in STRINGS:
            raise HTTPException(404, "The page does not speak this language.")
        return _remember(request, LANGUAGE_COOKIE, language)

    @router.get("/theme/{theme}")
    def switch_theme(theme: Literal["light", "dark"], request: Request) -> RedirectResponse:
        """Remember light or dark and show the page so."""
        return _remember(request, THEME_COOKIE, theme)

    return router


def _remember(request: Request, cookie: str, value: str) -> RedirectResponse:
    response = RedirectResponse(_page_before(request), status_code=303)
    set_cookie(response, request, cookie, value, YEAR_SECONDS)
    return response


def set_cookie(response: Response, request: Request, cookie: str, value: str, seconds: int) -> None:
    """Have the browser keep a value for so long; no script and no other site is given it."""
    response.set_cookie(
        cookie,
        value,
        max_age=seconds,
        path=root_of(request),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def _page_before(request: Request) -> str:
    """Address, on this server, of the page that the switch was on; the chat where unknown."""
    try:
        before = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return root_of(request)
    # One slash only: "//elsewhere" would be an address on another server.
    path = "/" + before.path.lstrip("/\\")
    if before.netloc != request.headers.get("host") or not path.startswith(root_of(request)):
        return root_of(request)
    return f"{path}?{before.query}" if before.query else path


def root_of(request: Request) -> str:
    """The path that the chat is at, for the browser: "/", or a proxy's prefix."""
    return f"{request.scope['root_path']}/"
