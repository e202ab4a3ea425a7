"""The notes of a release: what CHANGELOG.md says of its version, which the tag must name.

python .ci/release_notes.py v0.1.0
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def release_notes(tag: str, version: str, changelog: str) -> str:
    """The section of a version.

    Raises:
        ValueError: The tag does not name the version, or the version has no section with a date.
    """
    if tag != f"v{version}":
        raise ValueError(f"The tag is {tag} and pyproject.toml says {version}: they must agree.")
    heading = rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$"
    found = re.search(rf"{heading}\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if found is None or not found[1].strip():
        raise ValueError(
            f"CHANGELOG.md has no section '## [{version}] - YYYY-MM-DD' with something in it: "
            "move what stands under 'Unreleased' there."
        )
    return found[1].strip() + "\n"


def main() -> None:
    """Print the notes, or say in one line why there are none."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    try:
        notes = release_notes(sys.argv[1], version, (ROOT / "CHANGELOG.md").read_text("utf-8"))
    except (ValueError, IndexError) as error:
        raise SystemExit(f"release: {error}") from error
    sys.stdout.write(notes)


if __name__ == "__main__":
    main()
