"""Numbers as typed on the command line, checked."""

from __future__ import annotations

import argparse
from typing import NoReturn

MAX_TOP_K = 1_000
"""Most passages one command may ask for."""


def positive(text: str) -> int:
    """A number of passages: from 1 to `MAX_TOP_K`."""
    value = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= value <= MAX_TOP_K:
        _refuse(f"a whole number from 1 to {MAX_TOP_K} is wanted, not {text!r}")
    return value


def port(text: str) -> int:
    """A port number; 0 for any that is free."""
    value = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= value <= 65_535:
        _refuse(f"a port number from 0 to 65535 is wanted, not {text!r}")
    return value


def _refuse(message: str) -> NoReturn:
    raise argparse.ArgumentTypeError(message)
