"""The token file: a line `role:sha256:DIGEST` (or `role:TOKEN`) for each program that may ask.

A token is a long random text, so a plain digest keeps it as well as a slow hash would.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qa.errors import AccessError
from qa.web.access.credential_files import credential_lines
from qa.web.access.roles import Caller, Role

MIN_TOKEN = 32
"""Characters of a token at least: it is guessed at as fast as the server answers."""

_TOKEN_BYTES = 32
_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750, 2.1


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens that programs prove themselves with: digest → role."""

    roles: Mapping[str, Role]

    def caller(self, token: str) -> Caller | None:
        """Who has a token; None for an unknown one."""
        # A digest is looked up: how long that takes tells nothing of any token.
        digest = token_digest(token)
        role = self.roles.get(digest)
        return Caller(role, f"token {digest}") if role else None


def new_token() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_digest(token: str) -> str:
    """What the server keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def read_tokens(path: Path) -> Tokens:
    """The tokens of a file.

    Raises:
        AccessError: It cannot be read, is empty, or a line is none.
    """
    roles: dict[str, Role] = {}
    for number, role, secret in credential_lines(path, "--token-file", "qa token"):
        found = _DIGEST.fullmatch(secret)
        if not found and (len(secret) < MIN_TOKEN or not _TOKEN.fullmatch(secret)):
            raise AccessError(
                f"'{path}', line {number}: a token has {MIN_TOKEN} characters or more, of Latin "
                "letters, digits and . _ ~ + / -. Make one with: qa token"
            )
        digest = found[1] if found else token_digest(secret)
        known = roles.get(digest)
        roles[digest] = role if known is None or role.covers(known) else known
    return Tokens(roles)
