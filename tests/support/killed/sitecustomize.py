"""Ends the program that imports it as `kill -9` does, at one of its steps to disk.

A step is a call that changes what a restart would find. Python imports this file by its name, from
PYTHONPATH, before the program: the program itself knows nothing of it. See `support.kill_points`.
"""

import itertools
import os
import signal
import threading
from pathlib import Path

STEPS = (
    *("fsync", "fdatasync", "replace", "rename", "link", "symlink", "unlink", "remove"),
    *("mkdir", "rmdir", "truncate", "ftruncate"),
)

_kill_at = int(os.environ.pop("SANAD_KILL_AT", "0"))  # popped: its own children live
_told = os.environ.pop("SANAD_STEPS", "")
_lock = threading.Lock()
_done = itertools.count(1)


def _counted(name, call):
    def step(*given, **named):
        with _lock:
            with Path(_told).open("a", encoding="utf-8") as told:
                told.write(f"{name}\n")
            if next(_done) == _kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
        return call(*given, **named)

    return step


if _told:
    for _name in STEPS:
        if hasattr(os, _name):
            setattr(os, _name, _counted(_name, getattr(os, _name)))
