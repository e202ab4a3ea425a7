"""Following a folder: wake up whenever its documents may have changed.

The only module that imports watchfiles.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

from watchfiles import watch

from qa.errors import SeedsNotFoundError
from qa.settings import FOLLOW_SWEEP_SECONDS


def changes_in(
    seeds: Path, stop: threading.Event, sweep_seconds: float = FOLLOW_SWEEP_SECONDS
) -> Iterator[None]:
    """Yield once at the start, after every burst of changes, and after each quiet spell.

    The quiet spells' sweep finds what change events miss: network disks, and the folder's own
    removal. What changed is for the build to say.

    Args:
        seeds: The folder.
        stop: Ends the iteration when set.
        sweep_seconds: Length of a quiet spell.

    Raises:
        SeedsNotFoundError: The folder is gone; call again when it is back.
    """
    yield
    try:
        for _ in watch(
            seeds,
            watch_filter=None,
            stop_event=stop,
            rust_timeout=int(sweep_seconds * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
            debounce=400,
        ):
            if not seeds.is_dir():
                raise SeedsNotFoundError(seeds)
            yield
    except FileNotFoundError as error:
        raise SeedsNotFoundError(seeds) from error
