"""Every name on disk under the index folder, in one place.

    index/
      CURRENT                     the generation in service, the digest of its manifest, and
                                  "pinned" where the index is pinned to it
      build.lock                  held while a build runs
      cache/embeddings.sqlite     vectors by content
      cache/stamps.npz            what each file looked like when it was last hashed
      cache/map-….npy             the map of the passages, once drawn
      confidence.json             the confidence fitted to judgements, if any
      feedback.jsonl              the judgements given on the page, if any
      unanswered.jsonl            the questions that found nothing, where they are kept
      generations/000012/
        manifest.json             fingerprint, problems, and each file's size and sha256
        manifest.sha256           the digest of that, for when CURRENT names another
        segment-000/…             see `qa.indexing.segment`

Only this module spells these names; `index/README.md` tells what each file holds.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

FORMAT_VERSION = 10
"""Raised when files of an older version can no longer be read."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths under one index folder."""

    root: Path

    @property
    def current(self) -> Path:
        """The pointer to the generation in service: the commit point of a build."""
        return self.root / "CURRENT"

    @property
    def lock(self) -> Path:
        """The lock file of builds."""
        return self.root / "build.lock"

    @property
    def cache(self) -> Path:
        """The embedding cache."""
        return self.root / "cache" / "embeddings.sqlite"

    @property
    def stamps(self) -> Path:
        """What each file of the documents looked like when it was last hashed."""
        return self.root / "cache" / "stamps.npz"

    @property
    def calibration(self) -> Path:
        """The confidence model fitted to judgements on this index, if any."""
        return self.root / "confidence.json"

    @property
    def feedback(self) -> Path:
        """What visitors judged on the page, if anything."""
        return self.root / "feedback.jsonl"

    @property
    def unanswered(self) -> Path:
        """The questions that found nothing, where they are kept."""
        return self.root / "unanswered.jsonl"

    @property
    def generations(self) -> Path:
        """The folder of generations."""
        return self.root / "generations"

    def generation(self, name: str) -> Path:
        """The folder of one generation."""
        return self.generations / name


MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
PIN = "pinned"
"""The third word of CURRENT, where the index is pinned."""


def write_durably(path: Path, data: bytes) -> None:
    """Write a file so that after a crash it holds all of the data, or what it held before."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Make sure a file's bytes are on disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Make sure a folder's entries are on disk, where the system can do that."""
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
