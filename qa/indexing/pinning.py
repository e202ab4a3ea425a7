"""Pinning an index to one of its generations, and letting go of it.

The pin stands in CURRENT itself, after the name and the digest, so that both change in one rename.
"""

from __future__ import annotations

from qa.errors import IndexPinnedError
from qa.indexing.files import file_digest, read_file
from qa.indexing.layout import MANIFEST, PIN, Layout, write_durably


def pinned_generation(layout: Layout) -> str | None:
    """The generation that an index is pinned to, or None."""
    try:
        name, _, *mark = read_file(layout.current).decode("ascii").split()
    except (OSError, ValueError):
        return None  # whoever opens the index says what is wrong with the pointer
    return name if mark == [PIN] else None


def refuse_pinned(layout: Layout) -> None:
    """See whether the index may be changed; to be called under the lock.

    Raises:
        IndexPinnedError: It is pinned.
    """
    name = pinned_generation(layout)
    if name is not None:
        raise IndexPinnedError(name)


def point_at(layout: Layout, name: str, *, pinned: bool = False) -> None:
    """Put a finished generation in service by one rename; the caller holds the lock."""
    digest = file_digest(layout.generation(name) / MANIFEST)
    words = (name, digest, PIN) if pinned else (name, digest)
    write_durably(layout.current, f"{' '.join(words)}\n".encode())
