"""Showing how far the asking of many questions is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Tracker(Protocol):
    """Hands on items one by one, showing how far that is; `iter` shows nothing."""

    def __call__(self, items: Sequence[Item], /) -> Iterable[Item]:
        """The items, in order."""
        ...
