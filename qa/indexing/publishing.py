"""Putting a generation in service: a fresh folder, shared files, one atomic switch, pruning.

The caller holds the build lock.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from qa.indexing.files import FileRecord
from qa.indexing.generation import Generation, Manifest
from qa.indexing.layout import (
    MANIFEST,
    Layout,
    sync_file,
    sync_folder,
    write_durably,
)

_KEPT_GENERATIONS = 2  # the one in service and the one before it, for processes still opening it


def remove_unfinished(layout: Layout) -> None:
    """Remove what a build of this process that failed has written."""
    shutil.rmtree(_unfinished(layout), ignore_errors=True)


def _unfinished(layout: Layout) -> Path:
    return layout.generations / f".building-{os.getpid()}"


def fresh_folder(layout: Layout, in_service: str | None) -> Path:
    """An empty folder to build in; what killed builds left is removed.

    Args:
        layout: The index folder.
        in_service: The generation that CURRENT names, if it can be used.
    """
    layout.generations.mkdir(exist_ok=True)
    for path in layout.generations.iterdir():
        unpublished = in_service and path.name.isdigit() and path.name > in_service
        if unpublished or path.name.startswith(".building-"):
            shutil.rmtree(path)
    folder = _unfinished(layout)
    folder.mkdir()
    return folder


def link_files(source: Path, target: Path) -> None:
    """Share a folder's files by hard link, or copy them where links cannot be made."""
    for path in source.iterdir():
        try:
            (target / path.name).hardlink_to(path)
        except OSError:
            shutil.copyfile(path, target / path.name)


def file_records(folder: Path, segment: str) -> dict[str, FileRecord]:
    """Size and digest of each file of a segment, by its path relative to the generation."""
    return {
        f"{segment}/{path.name}": FileRecord.of(path)
        for path in sorted((folder / segment).iterdir())
    }


def publish(layout: Layout, folder: Path, manifest: Manifest) -> Generation:
    """Make a finished folder durable, check that it opens, and point CURRENT at it."""
    written = manifest.to_bytes()
    write_durably(folder / MANIFEST, written)
    for name in manifest.files:
        sync_file(folder / name)
    for segment in manifest.segments:
        sync_folder(folder / segment)
    names = [int(path.name) for path in layout.generations.iterdir() if path.name.isdigit()]
    target = layout.generation(f"{max(names, default=0) + 1:06d}")
    folder.rename(target)
    sync_folder(layout.generations)
    generation = Generation.of(target, manifest)
    pointer = f"{target.name} {hashlib.sha256(written).hexdigest()}\n"
    write_durably(layout.current, pointer.encode())
    _prune(layout, target.name)
    return generation


def _prune(layout: Layout, current: str) -> None:
    """Remove generations older than the one before the current."""
    names = sorted(path.name for path in layout.generations.iterdir() if path.name.isdigit())
    for name in names[: max(0, names.index(current) + 1 - _KEPT_GENERATIONS)]:
        shutil.rmtree(layout.generation(name), ignore_errors=True)
