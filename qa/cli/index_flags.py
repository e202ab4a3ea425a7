"""What the commands that look after an index take."""

from __future__ import annotations

import argparse
from pathlib import Path

from qa.cli.argument_types import result_count
from qa.settings import KEPT_GENERATIONS


def add_use_flags(parser: argparse.ArgumentParser) -> None:
    """Add the generation to go back to."""
    parser.add_argument("name", help="its number, or 'latest' to let go of one")


def add_prune_flags(parser: argparse.ArgumentParser) -> None:
    """Add how many generations stay."""
    parser.add_argument(
        "--keep",
        type=result_count,
        default=KEPT_GENERATIONS,
        metavar="N",
        help=f"newest ones to keep, beside the one in service [{KEPT_GENERATIONS}]",
    )


def add_purge_flags(parser: argparse.ArgumentParser) -> None:
    """Add what is to be forgotten."""
    parser.add_argument(
        "path", help="a document's path under the folder of documents, or a folder ('reports/')"
    )
    parser.add_argument(
        "--with-file",
        action="store_true",
        help="remove the file itself too, where it is still among the documents",
    )


def add_export_flags(parser: argparse.ArgumentParser) -> None:
    """Add the file, and what it is to hold besides the index."""
    parser.add_argument("file", type=Path, help="what is written; one that is there is replaced")
    parser.add_argument("--feedback", action="store_true", help="put the verdicts in too")
    parser.add_argument(
        "--confidence", action="store_true", help="put what qa calibrate fitted in too"
    )


def add_import_flags(parser: argparse.ArgumentParser) -> None:
    """Add the file."""
    parser.add_argument("file", type=Path, help="what qa export wrote")
