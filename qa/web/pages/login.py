"""The log-in page: one password, which also says what its owner may do. It runs no script."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from qa.web.access.authentication import Authenticator, LogInRefusedError
from qa.web.access.passwords import MAX_PASSWORD
from qa.web.access.roles import LOGIN_PATH, LOGOUT_PATH, caller_of
from qa.web.access.sessions import SESSION_COOKIE, SESSION_SECONDS
from qa.web.html.markup import render
from qa.web.pages.frame import own_page
from qa.web.preferences import ForVisitor, Visitor, root_of, set_cookie

MAX_ADDRESS = 20_000
"""Characters of the address to go on to; a question in it may have 10,000."""

# A path of this server: not "//elsewhere", nor what a browser would read as that.
_OWN_ADDRESS = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def login_routes(authenticator: Authenticator) -> APIRouter:
    """The routes `/login` and `/logout`."""
    router = APIRouter(include_in_schema=False)

    @router.get(LOGIN_PATH)
    def page(visitor: ForVisitor, request: Request, next: str = "/") -> Response:
        """Where the password is asked for."""
        if caller_of(request.scope) is not None:
            return RedirectResponse(_address_after(request, next), 303)
        return _page(visitor, next)

    @router.post(LOGIN_PATH)
    async def log_in(visitor: ForVisitor, request: Request) -> Response:
        """Compare the password; go on to the page that was asked for."""
        password, after = _typed(await request.body())
        address = request.client.host if request.client else ""
        try:
            session = await authenticator.log_in(password, address)
        except LogInRefusedError as refusal:
            return _page(visitor, after, refusal)
        response = RedirectResponse(_address_after(request, after), 303)
        set_cookie(response, request, SESSION_COOKIE, session, SESSION_SECONDS)
        return response

    @router.post(LOGOUT_PATH)
    def log_out(request: Request) -> Response:
        """End the session, and ask for a password again."""
        authenticator.log_out(request.headers)
        response = RedirectResponse(root_of(request) + LOGIN_PATH.lstrip("/"), 303)
        response.delete_cookie(SESSION_COOKIE, path=root_of(request))
        return response

    return router


def _page(visitor: Visitor, after: str, refusal: LogInRefusedError | None = None) -> HTMLResponse:
    strings = visitor.strings
    fault = "" if refusal is None else strings.log_in_wait if refusal.wait else strings.log_in_wrong
    values = {"strings": strings, "fault": fault, "next": after, "longest": MAX_PASSWORD}
    body = render("pages/login.html", values)
    status = 200 if refusal is None else 429 if refusal.wait else 401
    response = own_page(visitor, strings.log_in, body, status=status, is_inside=False)
    if refusal is not None and refusal.wait:
        response.headers["retry-after"] = str(refusal.wait)
    return response


def _typed(body: bytes) -> tuple[str, str]:
    """The password, and the address to go on to; "" and "/" where the form says none."""
    try:
        form = parse_qs(body.decode("ascii"), errors="strict", max_num_fields=10)
    except ValueError:  # no form of ours
        return "", "/"
    return form.get("password", [""])[0], form.get("next", ["/"])[0]


def _address_after(request: Request, wanted: str) -> str:
    """The address to go on to: one of this server, whatever is wanted."""
    is_own = len(wanted) <= MAX_ADDRESS and _OWN_ADDRESS.fullmatch(wanted)
    return root_of(request) + (wanted.removeprefix("/") if is_own else "")
