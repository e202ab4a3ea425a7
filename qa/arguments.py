"""What is typed on the command line, checked: numbers, and a question with its scope."""

from __future__ import annotations

import argparse
from typing import NoReturn

from qa.records import Scope

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


def add_question_flags(parser: argparse.ArgumentParser, *number: str, default: int) -> None:
    """Add the question, what may be found for it, and the flags that say how much of it."""
    parser.add_argument("question", help="in any language; - reads standard input")
    parser.add_argument(
        *number, type=positive, default=default, metavar="N", help=f"most to show [{default}]"
    )
    parser.add_argument(
        "--no-refresh", action="store_true", help="use the index as it is, without a build"
    )
    parser.add_argument(
        "--language",
        action="append",
        default=[],
        metavar="CODE",
        help="find passages in this language only ('ar'); repeat it for several",
    )
    parser.add_argument(
        "--document",
        action="append",
        default=[],
        metavar="PATH",
        help="find passages of this document only, or of a folder ('reports/'); repeat it",
    )


def add_answer_flags(parser: argparse.ArgumentParser) -> None:
    """Add the questions before the question, and whether the answer is explained."""
    parser.add_argument(
        "--explain", action="store_true", help="tell why each passage was found, and at which rank"
    )
    parser.add_argument(
        "--after",
        action="append",
        default=[],
        metavar="QUESTION",
        help="the question asked before this one, which may lean on it; repeat it for a longer "
        "conversation, oldest first",
    )


def scope_of(arguments: argparse.Namespace) -> Scope:
    """The scope that the flags ask for."""
    return Scope(tuple(arguments.language), tuple(arguments.document))


def _refuse(message: str) -> NoReturn:
    raise argparse.ArgumentTypeError(message)
