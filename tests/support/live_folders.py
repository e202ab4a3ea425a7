"""What stands in a folder while a server writes to it.

`Path.rglob` raises where something it has seen is gone before it is opened; `os.walk` goes on.
"""

import os
from pathlib import Path


def _paths(folder, kinds):
    return sorted(
        (Path(place) / name).relative_to(folder).as_posix()
        for place, *named in os.walk(folder)
        for kind in kinds
        for name in named[kind]
    )


def everything_below(folder):
    """The paths of all files and folders below a folder, the hidden ones too."""
    return _paths(folder, kinds=(0, 1))


def files_below(folder):
    """The paths of all files below a folder, the hidden ones too."""
    return _paths(folder, kinds=(1,))
