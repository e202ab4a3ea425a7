"""What the shell completes after `qa`: commands, flags, and the folders and files they name."""

from __future__ import annotations

import argparse
import os

ASKED = "_ARGCOMPLETE"
"""Set by the shell where it wants to know how a line could go on."""


def complete_if_asked(parser: argparse.ArgumentParser) -> None:
    """Tell the shell how its line can go on, and end, where that is what this process is for."""
    if ASKED not in os.environ:
        return
    import argcomplete

    completers = {
        "FOLDER": argcomplete.completers.DirectoriesCompleter(),
        "NAME_OR_PATH": argcomplete.completers.DirectoriesCompleter(),
        "FILE": argcomplete.completers.FilesCompleter(),
    }
    unknown = argcomplete.completers.SuppressCompleter()  # a question is no name of a file
    for command in _commands(parser):
        for action in command._actions:
            if action.nargs != 0 and action.choices is None:
                completer = completers.get(str(action.metavar), unknown)
                action.completer = completer  # type: ignore[attr-defined] # argcomplete reads it
    argcomplete.autocomplete(parser, always_complete_options="long")


def _commands(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    return [
        command
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for command in action.choices.values()
    ]
