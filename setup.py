"""What pyproject.toml cannot say: the description and the addresses of the project's page.

Where the repository is, its release knows: SANAD_REPOSITORY (see .github/workflows/release.yml).
Then the README's links lead to the files of that version, and its pictures are those of the
repository. Elsewhere links are the names of files, which the source distribution has, and pictures
are left out: a link within the repository leads nowhere from the page of a package.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

from setuptools import setup

HERE = Path(__file__).parent
PAPER = "https://arxiv.org/abs/2402.05672"

_PICTURE = re.compile(r"^!\[(?P<text>[^\]]*)\]\((?!https?:)(?P<path>[^)#]+)\)\n\n?", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?!https?:)(?P<path>[^)]+)\)")


def description(readme: str, repository: str, version: str) -> str:
    """The README for a page that is not the repository's."""
    if repository:
        picture = rf"![\g<text>]({repository}/raw/v{version}/\g<path>)\n\n"
        link = rf"[\g<text>]({repository}/blob/v{version}/\g<path>)"
        return _LINK.sub(link, _PICTURE.sub(picture, readme))
    return _LINK.sub(_name_of_file, _PICTURE.sub("", readme))


def _name_of_file(link: re.Match[str]) -> str:
    path = link["path"].partition("#")[0]
    return f"`{path}`" if path == link["text"] else f"{link['text']} (`{path}`)"


def addresses(repository: str) -> dict[str, str]:
    """The project's addresses, as far as they are known."""
    known = {"Embedded model": PAPER}
    if repository:
        known |= {
            "Repository": repository,
            "Documentation": f"{repository}/tree/main/docs",
            "Changelog": f"{repository}/blob/main/CHANGELOG.md",
            "Issues": f"{repository}/issues",
        }
    return known


if __name__ == "__main__":
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    repository = os.environ.get("SANAD_REPOSITORY", "").rstrip("/")
    setup(
        long_description=description(
            (HERE / "README.md").read_text(encoding="utf-8"), repository, project["version"]
        ),
        long_description_content_type="text/markdown",
        project_urls=addresses(repository),
    )
