"""Bringing an index up to date in growing batches, each a whole generation of its files."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

from qa.encoding.protocol import Encoder
from qa.indexing import batching
from qa.indexing.batching import Batch, Unfinished
from qa.indexing.building import Builder
from qa.indexing.layout import Layout
from qa.indexing.locking import LOCK_SECONDS
from qa.indexing.measuring import ProgressMeter
from qa.indexing.writing import SEGMENT_PASSAGES
from qa.reports import BuildReport, ProgressListener
from qa.settings import SplitterSettings

_TURN_SECONDS = 0.1  # between two batches, so that another process that waits may build


def grow_index(
    seeds: Path,
    index: Path,
    encoder: Encoder,
    *,
    settings: SplitterSettings | None = None,
    segment_passages: int = SEGMENT_PASSAGES,
    progress: ProgressListener | None = None,
    unfinished: Unfinished | None = None,
    news: threading.Event | None = None,
    lock_seconds: float = LOCK_SECONDS,
    is_served: bool = False,
) -> Iterator[BuildReport]:
    """Bring the index up to date; yields the report of each batch.

    Every generation on the way is what a build from nothing makes of the files that are in. Removed
    documents leave with the first, changed ones stay as they were until they are read anew.

    Args:
        seeds: The folder of documents.
        index: The index folder; made if missing.
        encoder: Encodes passages.
        settings: How documents are split.
        segment_passages: Passages a segment is meant to hold.
        progress: Told how far the batch is; what it raises ends the build.
        unfinished: What an earlier call that was ended left to this.
        news: Set when the folder has changed; cleared before each look at it. Small batches come
            first again then.
        lock_seconds: As of `build_index`, for each batch.
        is_served: Whether questions are answered from the index meanwhile. Where it has to be built
            anew, that is one build, and the old one is in service until it is done.

    Raises:
        SeedsNotFoundError, IndexBusyError, IndexStateError, ModelError: As of `build_index`.
    """
    meter = ProgressMeter(progress)
    used = settings or SplitterSettings()
    builder = Builder(Layout(index), encoder, used, segment_passages, meter, is_served=is_served)
    seconds, unfinished = batching.FIRST_SECONDS, unfinished or Unfinished()
    while True:
        if news is not None:
            news.clear()
        batch = Batch(seconds, unfinished, news)
        report = builder.build(seeds, batch, lock_seconds)
        yield report
        if not report.waiting:
            return
        grown = min(batching.GROWTH * seconds, batching.LONGEST_SECONDS)
        seconds = batching.FIRST_SECONDS if batch.has_news else grown
        time.sleep(_TURN_SECONDS)
