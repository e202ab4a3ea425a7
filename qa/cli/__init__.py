"""The command line; `qa -h` lists the commands."""

from qa.cli.program import main

__all__ = ["main"]
