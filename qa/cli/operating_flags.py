"""The flags of `qa doctor` and `qa feedback`, and of what is told and kept while serving."""

from __future__ import annotations

import argparse
from pathlib import Path

from qa.cli.argument_types import port_number
from qa.settings import DEFAULT_HOST, DEFAULT_PORT

LOG_LEVELS = ("debug", "info", "warning", "error")


def add_doctor_flags(parser: argparse.ArgumentParser) -> None:
    """Add where the chat would listen, and whether the network is cut off."""
    parser.add_argument(
        "--host", default=DEFAULT_HOST, help=f"address to listen on [{DEFAULT_HOST}]"
    )
    parser.add_argument(
        "--port",
        type=port_number,
        default=DEFAULT_PORT,
        help=f"port to listen on [{DEFAULT_PORT}]",
    )
    parser.add_argument(
        "--offline",
        action="store_true",
        help="build, ask and load the page with the network cut off, and fail on any attempt to "
        "reach another machine (takes a minute)",
    )


def add_feedback_flags(parser: argparse.ArgumentParser) -> None:
    """Add what is to be done with what visitors left."""
    parser.add_argument(
        "what",
        choices=("list", "export", "unanswered"),
        help="list the verdicts, export them, or list the questions that found nothing",
    )
    parser.add_argument(
        "--format", choices=("jsonl", "csv"), default="jsonl", help="of the export [jsonl]"
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="where to export to [standard output]"
    )


def add_log_flags(parser: argparse.ArgumentParser) -> None:
    """Add what is told on standard error."""
    parser.set_defaults(access_log=False)
    parser.add_argument(
        "--log-level",
        choices=LOG_LEVELS,
        default="warning",
        help="the least of what is told on standard error [warning]",
    )
    parser.add_argument(
        "--log-json", action="store_true", help="tell it as JSON, an object on a line"
    )
    parser.add_argument(
        "--log-questions",
        action="store_true",
        help="tell what is asked, which stays out of the log without this flag",
    )


def add_serving_log_flags(parser: argparse.ArgumentParser) -> None:
    """Add what is told and kept of what visitors do."""
    parser.add_argument(
        "--access-log", action="store_true", help="tell each request, without its query"
    )
    parser.add_argument(
        "--keep-unanswered",
        action="store_true",
        help="keep the questions that find nothing in the index folder (qa feedback unanswered)",
    )
