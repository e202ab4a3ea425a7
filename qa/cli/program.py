"""One command, from its words to its exit code."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.cli.exit_codes import ExitCode
from qa.cli.printing import print_message
from qa.errors import QAError
from qa.systems import check_system

if TYPE_CHECKING:
    from qa.cli.commands import Command


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is returned.

    Args:
        words: What is typed after `qa`; that of this process where it is not given.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # no text can stop the program
    try:
        check_system()
        arguments = _arguments(words)
        command: Command = arguments.command
        return command(arguments)
    except QAError as error:
        print_message(f"qa: {error}")
        return ExitCode.FAILED
    except KeyboardInterrupt:
        print_message("qa: stopped. What was encoded is kept; the next build goes on from there.")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # What reads our output went away (`qa search … | head`): that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    """What is typed, parsed; what the shell is to be told instead ends the process."""
    from qa.cli.completing import complete_if_asked
    from qa.cli.parser import build_parser  # the program's parts, on a system that may have them

    parser = build_parser()
    complete_if_asked(parser)
    return parser.parse_args(words)
