"""Files of passwords and tokens: a line `role:secret` each, `#` before a comment."""

from __future__ import annotations

import os
from pathlib import Path

from qa.errors import AccessError
from qa.web.access.roles import Role

MAX_FILE_BYTES = 64 * 1024
"""Size of such a file at most: more is another file."""

_OWNER_ONLY = 0o600


def credential_lines(path: Path, flag: str, maker: str) -> list[tuple[int, Role, str]]:
    """Number, role and secret of each line.

    Args:
        path: The file.
        flag: The flag that named it, for messages.
        maker: The command that makes such a line, for messages.

    Raises:
        AccessError: It cannot be read, holds no line, or one names no role.
    """
    found = []
    for number, line in enumerate(_text(path, flag, maker).splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, colon, secret = line.strip().partition(":")
        if not colon or name not in set(Role) or not secret:
            raise AccessError(
                f"'{path}', line {number}: write 'viewer:' or 'editor:' and then the secret. "
                f"Make the line with: {maker}"
            )
        found.append((number, Role(name), secret))
    if not found:
        raise AccessError(f"'{path}' ({flag}) holds no line. Make one with: {maker}")
    return found


def add_line(path: Path, role: Role, secret: str) -> None:
    """Add a line to a file, which its owner alone may read where it is made.

    Raises:
        AccessError: It cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, _OWNER_ONLY)
        with os.fdopen(descriptor, "r+b") as file:
            content = file.read()
            cut = b"\n" if content and not content.endswith(b"\n") else b""
            file.write(cut + f"{role}:{secret}\n".encode())
    except OSError as error:
        raise AccessError(f"'{path}' cannot be written: {error.strerror or error}.") from error


def _text(path: Path, flag: str, maker: str) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
        if len(content) > MAX_FILE_BYTES:
            raise AccessError(f"'{path}' ({flag}) is larger than {MAX_FILE_BYTES:,} bytes.")
        return content.decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or error
        raise AccessError(
            f"'{path}' ({flag}) cannot be read: {reason}. Make it with: {maker}"
        ) from error
    except UnicodeDecodeError as error:
        raise AccessError(f"'{path}' ({flag}) is no text. Make it with: {maker}") from error
