"""Programs killed at each of their steps to disk: which steps they take, and a run ended at one."""

import os
import subprocess
import sys
from pathlib import Path

from support.paths import TESTS

KILLED = TESTS / "support" / "killed"


def environment(steps: Path, kill_at: int = 0) -> dict[str, str]:
    """What the program is started with: it tells its steps to a file, and ends at one of them.

    Args:
        steps: The file, emptied here; a line for each step.
        kill_at: Which step it does not take any more, from 1; 0 for none.
    """
    steps.write_text("")
    path = os.pathsep.join([str(KILLED), str(TESTS), str(TESTS.parent)])
    told = {"SANAD_KILL_AT": str(kill_at), "SANAD_STEPS": str(steps), "PYTHONPATH": path}
    return os.environ | told


def run(arguments: list[str], steps: Path, kill_at: int = 0) -> subprocess.CompletedProcess[str]:
    """Run `qa` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "qa.cli", *arguments],
        env=environment(steps, kill_at),
        cwd=TESTS.parent,
        capture_output=True,
        check=False,
        text=True,
    )


def taken(steps: Path) -> list[str]:
    """The steps that a program took."""
    return steps.read_text().split()
