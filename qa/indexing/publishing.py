"""Putting a generation in service: a fresh folder, shared files, one atomic switch, pruning.

The caller holds the build lock. A number is given once: the generation with the highest is never
removed before one with a higher is there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from qa.indexing.files import FileRecord, file_digest
from qa.indexing.generation import Generation, Manifest
from qa.indexing.layout import (
    MANIFEST,
    SEAL,
    Layout,
    sync_file,
    sync_folder,
    write_durably,
)
from qa.indexing.pinning import point_at
from qa.settings import KEPT_GENERATIONS

_DRAFT = ".building-"
_DISCARDED = ".discarded-"


def remove_unfinished(layout: Layout) -> None:
    """Remove what a build of this process that failed has written."""
    shutil.rmtree(_unfinished(layout), ignore_errors=True)


def _unfinished(layout: Layout) -> Path:
    return layout.generations / f"{_DRAFT}{os.getpid()}"


def fresh_folder(layout: Layout) -> Path:
    """An empty folder to build in; what killed builds left is removed."""
    layout.generations.mkdir(exist_ok=True)
    remove_leftovers(layout)
    folder = _unfinished(layout)
    folder.mkdir()
    return folder


def remove_leftovers(layout: Layout) -> None:
    """Remove what killed builds and killed removals left."""
    for path in layout.generations.iterdir():
        if path.name.startswith((_DRAFT, _DISCARDED)):
            shutil.rmtree(path)


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


def publish(
    layout: Layout, folder: Path, manifest: Manifest, written: Collection[str]
) -> Generation:
    """Make a finished folder durable, check what was written, and point CURRENT at it.

    Args:
        layout: The index folder.
        folder: The finished folder.
        manifest: What it holds.
        written: Names of the segments that the last generation does not share.
    """
    write_durably(folder / MANIFEST, manifest.to_bytes())
    write_durably(folder / SEAL, f"{file_digest(folder / MANIFEST)}\n".encode())
    for name in manifest.files:
        sync_file(folder / name)
    for segment in manifest.segments:
        sync_folder(folder / segment)
    target = layout.generation(f"{int(max(generation_names(layout), default='0')) + 1:06d}")
    folder.rename(target)
    sync_folder(layout.generations)
    generation = Generation.of(target, manifest)
    generation.check(written)
    point_at(layout, target.name)
    prune(layout, KEPT_GENERATIONS, target.name)
    return generation


def generation_names(layout: Layout) -> list[str]:
    """The generations on disk, whole or not, in rising order of number."""
    with suppress(FileNotFoundError, NotADirectoryError):
        names = [path.name for path in layout.generations.iterdir() if path.name.isdigit()]
        return sorted(names, key=int)
    return []


def prune(layout: Layout, keep: int, in_service: str) -> tuple[str, ...]:
    """Remove all but the newest generations and the one in service.

    Args:
        layout: The index folder.
        keep: How many of the newest stay, 1 or more.
        in_service: The generation that CURRENT names.

    Returns:
        The names of those removed.
    """
    removed = [name for name in generation_names(layout)[:-keep] if name != in_service]
    for name in removed:
        discard(layout, name)
    return tuple(removed)


def discard(layout: Layout, name: str) -> None:
    """Remove a generation: by one rename, and then for good.

    A system that lets nobody move or remove what is open keeps it until the next build.
    """
    aside = layout.generations / f"{_DISCARDED}{name}"
    with suppress(OSError):
        layout.generation(name).rename(aside)
    shutil.rmtree(aside, ignore_errors=True)
