"""Who is let in: by the session of a log-in, or by a token; and the middleware that asks."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote, urlencode

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.access.attempts import Attempts
from qa.web.access.options import AccessOptions
from qa.web.access.passwords import MAX_PASSWORD, Passwords, read_passwords
from qa.web.access.roles import (
    HEALTH_PATH,
    LOGIN_PATH,
    Caller,
    Role,
    role_needed,
    with_caller,
)
from qa.web.access.sessions import SESSION_COOKIE, Sessions
from qa.web.access.tokens import Tokens, read_tokens

WAITING_ATTEMPTS: Final = 4
"""Log-ins that may wait for the one that is being compared."""

BUSY_SECONDS: Final = 2
"""How long the next one is told to wait."""


class LogInRefusedError(Exception):
    """A log-in fails.

    Attributes:
        wait: Seconds until another attempt is heard; 0 where the password was wrong.
    """

    def __init__(self, wait: int = 0) -> None:
        super().__init__(f"wait {wait} s" if wait else "wrong password")
        self.wait = wait


class Authenticator:
    """Knows who may come in.

    Attributes:
        asks_who: Whether anybody must prove who they are.
        has_passwords: Whether that can be done on a page.
    """

    def __init__(self, passwords: Passwords | None, tokens: Tokens | None, everyone: Role) -> None:
        """Know the passwords and tokens.

        Args:
            passwords: Those of the log-in page; None for no such page.
            tokens: Those of programs; None for none.
            everyone: The role of everybody, where there are neither.
        """
        self.asks_who = passwords is not None or tokens is not None
        self.has_passwords = passwords is not None
        self._passwords = passwords or Passwords(())
        self._tokens = tokens or Tokens({})
        self._everyone = Caller(everyone)
        self._sessions = Sessions()
        self._attempts = Attempts()
        self._turn = CapacityLimiter(1)
        self._waiting = 0

    @classmethod
    def of(cls, access: AccessOptions, everyone: Role) -> Authenticator:
        """That of the files that the options name.

        Raises:
            AccessError: One cannot be read, or holds a line that is none.
        """
        return cls(
            read_passwords(access.password_file) if access.password_file else None,
            read_tokens(access.token_file) if access.token_file else None,
            everyone,
        )

    def caller(self, headers: Headers) -> Caller | None:
        """Who sends a request; None where they have not proved who they are."""
        if not self.asks_who:
            return self._everyone
        told = headers.get("authorization")
        if told is not None:  # a wrong token is told, and not made good by a cookie
            scheme, _, token = told.partition(" ")
            return self._tokens.caller(token.strip()) if scheme.lower() == "bearer" else None
        session = cookie_parser(headers.get("cookie", "")).get(SESSION_COOKIE)
        return self._sessions.caller(session) if session else None

    async def log_in(self, password: str, address: str) -> str:
        """Begin a session; its id is returned.

        Args:
            password: What was typed.
            address: The address it comes from.

        Raises:
            LogInRefusedError: The password is wrong, or too many have been tried.
        """
        if self._waiting >= WAITING_ATTEMPTS:
            raise LogInRefusedError(BUSY_SECONDS)
        if wait := self._attempts.take(address):
            raise LogInRefusedError(wait)
        self._waiting += 1
        try:
            typed = password[: MAX_PASSWORD + 1]
            role = await to_thread.run_sync(self._passwords.role_of, typed, limiter=self._turn)
        finally:
            self._waiting -= 1
        if role is None:
            raise LogInRefusedError
        self._attempts.give_back(address)
        return self._sessions.begin(role)

    def log_out(self, headers: Headers) -> None:
        """End the session that a request comes with."""
        if session := cookie_parser(headers.get("cookie", "")).get(SESSION_COOKIE):
            self._sessions.end(session)


class LetIn:
    """ASGI middleware that passes on who may have what they ask for."""

    def __init__(self, app: ASGIApp, *, authenticator: Authenticator, root_path: str) -> None:
        """Stand before an application.

        Args:
            app: What is served.
            authenticator: Who knows who may come in.
            root_path: A proxy's prefix, which has been taken off the paths.
        """
        self.app = app
        self._authenticator = authenticator
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401, 403 or the way to the log-in page, or pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        caller = self._authenticator.caller(headers)
        needed = role_needed(scope["method"], scope["path"])
        if caller is not None:
            if needed and not caller.role.covers(needed):
                refusal = JSONResponse({"detail": "Only editors may do that."}, 403)
                await refusal(scope, receive, send)
                return
            await self.app(with_caller(scope, caller), receive, send)
        elif needed is None:
            told = _without_details(send) if scope["path"] == HEALTH_PATH else send
            await self.app(scope, receive, told)
        else:
            await self._unknown(scope, headers)(scope, receive, send)

    def _unknown(self, scope: Scope, headers: Headers) -> ASGIApp:
        wants_page = "text/html" in headers.get("accept", "")
        if self._authenticator.has_passwords and wants_page and scope["method"] in {"GET", "HEAD"}:
            asked = quote(scope["path"])
            if scope["query_string"]:
                asked += "?" + scope["query_string"].decode("latin-1")
            query = f"?{urlencode({'next': asked})}" if asked != "/" else ""
            return RedirectResponse(f"{self._root_path}{LOGIN_PATH}{query}", 303)
        detail = "Log in first, or send a token: 'Authorization: Bearer TOKEN'."
        return JSONResponse({"detail": detail}, 401, headers={"www-authenticate": "Bearer"})


def _without_details(send: Send) -> Send:
    """Sends of what `/healthz` answers the status alone: the rest tells of documents."""
    start: Message = {}
    body = bytearray()

    async def shortened(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
            return
        body.extend(message.get("body", b""))
        if message.get("more_body", False):
            return
        told = _status_alone(bytes(body))
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-length"] = str(len(told))
        await send({**start, "headers": headers.raw})
        await send({"type": "http.response.body", "body": told})

    return shortened


def _status_alone(body: bytes) -> bytes:
    try:
        told: Any = json.loads(body)
    except ValueError:
        return b""
    status = told.get("status") if isinstance(told, dict) else None
    return json.dumps({"status": status}).encode() if isinstance(status, str) else b""
