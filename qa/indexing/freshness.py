"""Freshness: what an index lacks that is used as it is."""

from __future__ import annotations

from pathlib import Path

from qa.corpus.scanning import scan_seeds
from qa.errors import IndexDamagedError, QAError
from qa.indexing.generation import Generation
from qa.indexing.planning import index_fingerprint, make_plan, wanted_fingerprint
from qa.reports import Staleness
from qa.settings import SplitterSettings


def is_outdated(generation: Generation) -> bool:
    """Whether a generation is one that this program would not build, though it can be asked."""
    wanted = index_fingerprint(generation.manifest.model, SplitterSettings())
    return wanted_fingerprint(generation.manifest.fingerprint) != wanted


def staleness_after(error: QAError, seeds: Path, generation: Generation) -> Staleness | None:
    """What a generation lacks that an error keeps from being brought up to date.

    None where it is sound and lacks nothing: whatever went wrong, it is what a build would make.

    Args:
        error: What went wrong.
        seeds: The folder of documents.
        generation: The one in service.
    """
    kind, message = type(error).__name__, str(error)
    values = {name: str(value) for name, value in vars(error).items()}
    try:
        plan = make_plan(scan_seeds(seeds), generation)
    except (QAError, OSError):
        return Staleness(kind, message, values=values)
    found = (plan.added, plan.changed, plan.removed)
    is_sound = not isinstance(error, IndexDamagedError) and not is_outdated(generation)
    if is_sound and not any(found):
        return None
    added, changed, removed = (tuple(sorted(paths)) for paths in found)
    return Staleness(kind, message, True, added, changed, removed, values)


def staleness_unrefreshed() -> Staleness:
    """Of an index that was not to be brought up to date."""
    message = "The index is used as it is, as was asked for; the documents were not looked at."
    return Staleness("unrefreshed", message)


def staleness_outdated(generation: Generation) -> Staleness:
    """Of an index that another version built, while this one builds it anew."""
    message = (
        f"The index was built for '{generation.manifest.fingerprint}'. It is answered from until "
        "the new one is built."
    )
    return Staleness("outdated", message)
