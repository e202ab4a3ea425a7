"""The systems that the program runs on."""

from __future__ import annotations

import sys

from qa.errors import UnsupportedSystemError

_REFUSED = ("win32", "cygwin")  # files in use cannot be replaced there, which the index lives by


def check_system() -> None:
    """Refuse a system that the program is not made for, before anything is written there.

    Raises:
        UnsupportedSystemError: Such a system is running this process.
    """
    if sys.platform in _REFUSED:
        raise UnsupportedSystemError(sys.platform)
