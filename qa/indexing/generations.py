"""The generations that are kept: listing them, going back to one, removing old ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from qa.encoding.protocol import Encoder
from qa.errors import GenerationError, IndexMissingError, IndexStateError
from qa.indexing.files import file_digest, read_file
from qa.indexing.generation import Generation, Manifest, current_generation
from qa.indexing.layout import MANIFEST, SEAL, Layout
from qa.indexing.locking import LOCK_SECONDS, build_lock
from qa.indexing.pinning import pinned_generation, point_at
from qa.indexing.publishing import generation_names, prune, remove_leftovers
from qa.reports import GenerationInfo
from qa.settings import KEPT_GENERATIONS

LATEST = "latest"
"""What lets go of a pinned generation."""


def list_generations(index: Path) -> tuple[GenerationInfo, ...]:
    """The generations that are kept, the newest first, each checked; changes nothing.

    Raises:
        IndexMissingError: Nothing has been built.
    """
    layout = Layout(index)
    names = generation_names(layout)
    if not names:
        raise IndexMissingError(index)
    pinned, current = pinned_generation(layout), ""
    with suppress(IndexStateError):
        current, _ = current_generation(layout)
    digests: dict[tuple[int, int], str] = {}
    return tuple(
        _info(layout, name, digests, current=name == current, pinned=name == pinned)
        for name in reversed(names)
    )


def use_generation(
    index: Path, name: str, encoder: Encoder, *, lock_seconds: float = LOCK_SECONDS
) -> GenerationInfo:
    """Put a kept generation in service and pin the index to it, or let go of it.

    Pinned, the index is brought up to date by nobody. Let go of, the newest generation is in
    service that is sound, and the next refresh goes on from there.

    Args:
        index: The index folder.
        name: The generation, leading zeros or not; `LATEST` to let go.
        encoder: What questions are encoded with.
        lock_seconds: How long to wait for another process's build.

    Raises:
        GenerationError: There is none of this name, it is damaged, or made with another encoder.
        IndexMissingError: Nothing has been built.
        IndexBusyError: Another process is building.
    """
    layout = Layout(index)
    if not generation_names(layout):
        raise IndexMissingError(index)
    with build_lock(layout, lock_seconds):
        if name == LATEST:
            used = _newest_sound(layout)
        else:
            used = _known(layout, name)
            model = open_kept(layout, used).manifest.model
            if model != encoder.fingerprint:
                raise GenerationError(used, f"it was built for '{model}' (see --model)")
        pinned = name != LATEST
        point_at(layout, used, pinned=pinned)
        return _info(layout, used, {}, current=True, pinned=pinned)


def prune_generations(
    index: Path, keep: int = KEPT_GENERATIONS, *, lock_seconds: float = LOCK_SECONDS
) -> tuple[str, ...]:
    """Remove all but the newest generations and the one in service; the names of those removed.

    Args:
        index: The index folder.
        keep: How many of the newest stay, 1 or more.
        lock_seconds: How long to wait for another process's build.

    Raises:
        IndexMissingError: Nothing has been built.
        IndexDamagedError: The pointer is not readable, so that nobody knows which is in service.
        IndexBusyError: Another process is building.
        ValueError: `keep` is less than 1.
    """
    if keep < 1:
        raise ValueError(f"keep must be 1 or more, not {keep}")
    layout = Layout(index)
    current_generation(layout)
    with build_lock(layout, lock_seconds):
        in_service, _ = current_generation(layout)
        remove_leftovers(layout)
        return prune(layout, keep, in_service)


def open_kept(layout: Layout, name: str) -> Generation:
    """Check and open a generation that is kept.

    Raises:
        GenerationError: It is damaged, or of another format.
    """
    try:
        manifest = sealed_manifest(layout, name)
        return Generation.of(layout.generation(name), manifest)
    except IndexStateError as error:
        raise GenerationError(name, _damage_of(error)) from error


def sealed_manifest(layout: Layout, name: str) -> Manifest:
    """The manifest of a generation that is kept, as it was written.

    Raises:
        GenerationError: It is damaged.
        IndexMismatchError: It is of another format.
    """
    folder = layout.generation(name)
    try:
        data = read_file(folder / MANIFEST)
        manifest = Manifest.from_bytes(data)
        digest = _kept_digest(layout, name)
    except OSError as error:
        raise GenerationError(name, f"its manifest cannot be read ({error.strerror})") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise GenerationError(name, "its manifest is none") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise GenerationError(name, "its manifest was altered")
    return manifest


def _kept_digest(layout: Layout, name: str) -> str:
    """The digest of a generation's manifest, kept apart from it.

    Raises:
        OSError, ValueError: There is none.
    """
    with suppress(IndexStateError):
        current, digest = current_generation(layout)
        if current == name:
            return digest
    return read_file(layout.generation(name) / SEAL).decode("ascii").strip()


def _known(layout: Layout, name: str) -> str:
    """The name of a kept generation, as its folder spells it."""
    names = generation_names(layout)
    for known in names:
        if name.isascii() and name.isdigit() and int(known) == int(name):
            return known
    raise GenerationError(name, f"there is none of this name; kept are {', '.join(names)}")


def _newest_sound(layout: Layout) -> str:
    refusals = []
    for name in reversed(generation_names(layout)):
        try:
            open_kept(layout, name)
        except GenerationError as error:
            refusals.append(error)
        else:
            return name
    raise refusals[0]


def _info(
    layout: Layout,
    name: str,
    digests: dict[tuple[int, int], str],
    *,
    current: bool,
    pinned: bool,
) -> GenerationInfo:
    folder = layout.generation(name)
    built = ""
    with suppress(OSError):
        seconds = (folder / MANIFEST).stat().st_mtime
        built = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    try:
        manifest = sealed_manifest(layout, name)
    except IndexStateError as error:
        return GenerationInfo(name, built, 0, 0, 0, current, pinned, _damage_of(error))
    return GenerationInfo(
        name,
        built,
        manifest.n_documents,
        manifest.n_passages,
        sum(record.n_bytes for record in manifest.files.values()),
        current,
        pinned,
        next(_damages(folder, manifest, digests), ""),
    )


def _damages(
    folder: Path, manifest: Manifest, digests: dict[tuple[int, int], str]
) -> Iterator[str]:
    """What is wrong with the files of a generation; one that several share is read once."""
    for name, record in manifest.files.items():
        try:
            status = (folder / name).stat()
            key = (status.st_dev, status.st_ino)
            if key not in digests:
                digests[key] = file_digest(folder / name)
        except OSError as error:
            yield f"{name} cannot be read ({error.strerror})"
        else:
            if digests[key] != record.sha256:
                yield f"{name} was altered"


def _damage_of(error: IndexStateError) -> str:
    """What an error says of a generation, without what to do about it."""
    if isinstance(error, GenerationError):
        return error.reason
    actual = getattr(error, "actual", "")
    return f"it is of {actual}" if actual else str(error)
