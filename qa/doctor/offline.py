"""Whether the program calls out, tried where the network is cut off."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import qa
from qa.doctor.checks import Check, broken, fine

PROGRAM = Path(__file__).with_name("cut_off.py")

SECONDS = 600
"""Most that it may take: half a minute to prepare the model, and a slow machine."""

_WAYS = (("--net",), ("--map-root-user", "--net"))  # as root, and as a user who may be root within


def offline_check(model: str, namespace: Sequence[str] | None = None) -> Check:
    """Build, ask and load the page without a network.

    Args:
        model: As of `KnowledgeBase.open`.
        namespace: What runs a command in a network namespace of its own; None finds out, () where
            there is to be none.
    """
    before = list(_namespace() if namespace is None else namespace)
    how = "counted" if before else "watched"
    with tempfile.TemporaryDirectory(prefix="sanad-doctor-") as folder:
        try:
            done = subprocess.run(
                [*before, sys.executable, "-P", str(PROGRAM), how, folder, model],
                env=os.environ | {"PYTHONPATH": _path_of_program()},
                capture_output=True,
                text=True,
                errors="replace",
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return broken("offline", f"it took more than {SECONDS} s", _TELL)
    try:
        told = json.loads(done.stdout.strip().rpartition("\n")[2])
        attempts, named, problems = told["attempts"], told["named"], told["problems"]
    except (ValueError, KeyError, TypeError):
        last = done.stderr.strip().rpartition("\n")[2]
        return broken("offline", f"the check itself failed ({last})", _TELL)
    if attempts:
        whom = f": {', '.join(named)}" if named else ""
        return broken("offline", f"{attempts} attempts to reach another machine{whom}", _TELL)
    if problems:
        return broken("offline", "; ".join(problems), _TELL)
    return fine("offline", f"built, asked and loaded the page; nothing called out ({_HOW[how]})")


def _namespace() -> Sequence[str]:
    """What runs a command in a network namespace of its own, where this user may do that."""
    program = shutil.which("unshare")
    for way in _WAYS if program and sys.platform == "linux" else ():
        command = (str(program), *way)
        tried = subprocess.run([*command, "true"], capture_output=True, check=False)
        if tried.returncode == 0:
            return command
    return ()


def _path_of_program() -> str:
    """Where the child finds the same package, and what else this process was told."""
    own = str(Path(qa.__file__).parents[1])
    return os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH", ""), own]))


_HOW = {
    "counted": "the kernel counted, in a network namespace without a route",
    "watched": "Python watched its own connections; no network namespace could be made here",
}
_TELL = (
    "Nothing should call out or need a network: please report it. Other models are fetched once."
)
