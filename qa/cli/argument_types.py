"""What is typed on the command line, checked: numbers, language codes, names of files."""

from __future__ import annotations

import argparse
from pathlib import Path

MAX_RESULTS_PER_COMMAND = 1_000
"""Most passages one command may ask for."""

MAX_QUESTIONS = 1_000_000
"""Most questions of a data set one command may ask for."""

_MAX_PORT = 65_535


def result_count(text: str) -> int:
    """A number of passages: from 1 to `MAX_RESULTS_PER_COMMAND`."""
    return _number_within(text, 1, MAX_RESULTS_PER_COMMAND, "a whole number")


def question_count(text: str) -> int:
    """A number of questions: from 1 to `MAX_QUESTIONS`."""
    return _number_within(text, 1, MAX_QUESTIONS, "a whole number")


def port_number(text: str) -> int:
    """A port number; 0 for any that is free."""
    return _number_within(text, 0, _MAX_PORT, "a port number")


def language_codes(text: str) -> tuple[str, ...]:
    """Language codes with commas between them."""
    codes = tuple(code.strip() for code in text.split(",") if code.strip())
    if not codes:
        raise argparse.ArgumentTypeError(f"codes like ar,en are wanted, not {text!r}")
    return codes


def picture_path(text: str) -> Path:
    """A file that a plot can be drawn into."""
    from qa.evaluation.plotting import SUFFIXES

    if Path(text).suffix not in SUFFIXES:
        raise argparse.ArgumentTypeError(f"a name that ends in .png or .svg, not {text!r}")
    return Path(text)


def _number_within(text: str, lowest: int, highest: int, kind: str) -> int:
    """A number in ASCII digits within bounds, both included."""
    value = int(text) if text.isascii() and text.isdigit() else None
    if value is None or not lowest <= value <= highest:
        raise argparse.ArgumentTypeError(
            f"{kind} from {lowest} to {highest} is wanted, not {text!r}"
        )
    return value
