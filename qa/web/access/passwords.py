"""The password file: a line `role:hash` for each password, hashed by argon2id.

The only module that imports `argon2`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error

from qa.errors import AccessError
from qa.web.access.credential_files import credential_lines
from qa.web.access.roles import Role

MIN_PASSWORD = 8
"""Characters of a password at least."""

MAX_PASSWORD = 1024
"""Characters of one at most: more is no password."""

MAX_PASSWORDS = 8
"""Lines of the file: each attempt is compared with all of them, at some 50 ms each."""

_HASH = re.compile(r"\$argon2id\$v=19(?:\$[a-z]=\d+(?:,[a-z]=\d+)*)(?:\$[A-Za-z0-9+/]+){2}")

# RFC 9106's second choice, for machines with little memory: 64 MiB, some 50 ms on one core.
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The hash of a password, with its salt and costs, in the form of argon2.

    Raises:
        AccessError: It is too short or too long.
    """
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise AccessError(f"A password has {MIN_PASSWORD} to {MAX_PASSWORD:,} characters.")
    return _HASHER.hash(_as_bytes(password))


@dataclass(frozen=True, slots=True)
class Passwords:
    """The passwords of the page, as hashes."""

    lines: Sequence[tuple[Role, str]]

    def role_of(self, password: str) -> Role | None:
        """The role that a password gives, the highest of several; None for a wrong one.

        Each hash is compared, so that the time tells nothing of which lines there are.
        """
        found = [role for role, known in self.lines if _is_of(known, password)]
        return max(found, key=lambda role: role is Role.EDITOR, default=None)


def read_passwords(path: Path) -> Passwords:
    """The passwords of a file.

    Raises:
        AccessError: It cannot be read, is empty, or a line is none.
    """
    lines = credential_lines(path, "--password-file", "qa password")
    if len(lines) > MAX_PASSWORDS:
        raise AccessError(f"'{path}' has more than {MAX_PASSWORDS} passwords. Leave some out.")
    for number, _, known in lines:
        if not _HASH.fullmatch(known):
            raise AccessError(
                f"'{path}', line {number}: no hash of a password stands after the role. "
                "Make the line with: qa password"
            )
    return Passwords(tuple((role, known) for _, role, known in lines))


def _is_of(known: str, password: str) -> bool:
    try:
        return _HASHER.verify(known, _as_bytes(password))
    except Argon2Error:
        return False


def _as_bytes(password: str) -> bytes:
    """A password in one spelling: keyboards differ in how they put an accent to a letter."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
