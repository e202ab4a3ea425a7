"""What the exit code of a command means."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit code of a command."""

    DONE = 0
    FAILED = 1
    """An error, told on standard error."""
    WRONG_USAGE = 2
    """A wrong command line; argparse ends the program with the same code."""
    NOTHING_FOUND = 3
    """No answer (ask), no passage (search, sources), or something is not sound (verify, doctor)."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C, as shells number it: 128 + SIGINT."""
