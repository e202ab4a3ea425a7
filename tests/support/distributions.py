"""The wheel and the source distribution of the tree under test."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from support.paths import ROOT

_NOT_OURS = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "build", "dist", "generations", "cache", "__pycache__",
    "*.egg-info", ".*_cache", ".hypothesis",
)  # fmt: skip


@dataclass(frozen=True)
class Distributions:
    """Where they are."""

    wheel: Path
    source: Path


def build_distributions(folder):
    """Build both, from a copy: a build leaves folders behind."""
    tree, made = folder / "tree", folder / "made"
    shutil.copytree(ROOT, tree, ignore=_NOT_OURS, symlinks=True)
    made.mkdir()
    code = (
        "import sys, setuptools.build_meta as backend\n"
        "made = sys.argv[1]\n"  # the backend writes its own words there
        "backend.build_sdist(made)\n"
        "backend.build_wheel(made)\n"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(made)], cwd=tree, check=True, capture_output=True
    )
    (wheel,), (source,) = made.glob("*.whl"), made.glob("*.tar.gz")
    return Distributions(wheel, source)
