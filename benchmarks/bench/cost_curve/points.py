"""The record of one size of corpus."""

from __future__ import annotations

from dataclasses import dataclass

from bench.results import Turn


@dataclass(frozen=True, slots=True)
class Built:
    """What building a corpus took.

    Attributes:
        n_passages: Passages in it.
        build: From nothing.
        build_peak_bytes: Most memory of the building process.
        unchanged: A build with nothing changed.
        refresh: A build after one document was edited.
        index_bytes: Size of the index folder on disk, before that edit.
    """

    n_passages: int
    build: Turn
    build_peak_bytes: int
    unchanged: Turn
    refresh: Turn
    index_bytes: int


@dataclass(frozen=True, slots=True)
class Point:
    """What a corpus of one size costs.

    Attributes:
        n_passages: As in `Built`, and so the next five.
        build: As there.
        build_peak_bytes: As there.
        unchanged: As there.
        refresh: As there.
        index_bytes: As there.
        open: Opening the index.
        memory_bytes: Resident memory of the asking process, model included.
        question_p50_ms: A question without encoder and reader, by the clock.
        question_p95_ms: The same.
        question_cpu_ms: Its processor time, mean.
        recall: Share of the exact search's first 30 candidates that are found; None where the
            search is exact.
        ndcg_at_10: Of questions on the real passages.
        ndcg_at_10_exact: The same by the exact search; None where there is no other.
    """

    n_passages: int
    build: Turn
    build_peak_bytes: int
    unchanged: Turn
    refresh: Turn
    index_bytes: int
    open: Turn
    memory_bytes: int
    question_p50_ms: float
    question_p95_ms: float
    question_cpu_ms: float
    recall: float | None
    ndcg_at_10: float
    ndcg_at_10_exact: float | None
