"""A map of the corpus: the passages in two dimensions, near each other where their vectors are.

The only module that imports scikit-learn. Its t-SNE, begun from the two main directions and run in
one thread, gives the same map each time; `benchmarks/map_projection.py` compares it with others.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.indexing.arrays import array_of
from qa.indexing.dense import Rows
from qa.indexing.files import read_file
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.records import CorpusMap, MapPoint, Passage
from qa.vectors import EmbeddingMatrix

_LOG = logging.getLogger(__name__)

MAP_PASSAGES = 2_000
"""Passages drawn at most, of a larger corpus evenly spaced ones: 10 s of one core, once."""

MAP_VERSION = 1
"""Raised when the same vectors would give another map."""

_PERPLEXITY = 30.0  # neighbours that a passage is kept near to; scikit-learn's default
_ITERATIONS = 500  # as true as 1,000 (.936 and .937 on 2,000 passages), in half the time
_AMID = 3  # drawn passages, the nearest, between which one that is not drawn is placed
_SMALL = 5  # with fewer passages there is no neighbourhood to keep: the main directions do
_MAIN_COMPONENTS = 50  # of the vectors: the neighbours are the same, and found sooner

Points = npt.NDArray[np.float32]
"""Places on the map, shape (n, 2), each coordinate from 0 to 1."""


def draw_map(generation: Generation, layout: Layout) -> CorpusMap:
    """The map of a generation: read from the cache, or made (seconds) and kept there."""
    rows = drawn_rows(len(generation))
    points = _remembered(generation, layout, len(rows))
    if points is None:
        points = project(generation.vectors(rows))
        _remember(points, generation, layout)
    return CorpusMap(
        generation=generation.name,
        points=tuple(
            MapPoint(generation.passage(int(row)), float(x), float(y))
            for row, (x, y) in zip(rows, points, strict=True)
        ),
        n_passages=len(generation),
    )


def place_passages(
    passages: Sequence[Passage], drawn: CorpusMap, generation: Generation
) -> tuple[MapPoint, ...]:
    """Where passages are on the map; those that the sample lacks, amid the nearest that it has.

    Passages whose documents have changed since the map was drawn are left out.

    Args:
        passages: The passages.
        drawn: The map.
        generation: What was drawn.
    """
    known = {point.passage.passage_id: point for point in drawn.points}
    placed = []
    for passage in passages:
        try:
            row = np.array([generation.row(passage)])
        except KeyError:
            continue
        point = known.get(passage.passage_id)
        if point is None:
            [vector] = generation.vectors(row)
            cosines = generation.vectors(drawn_rows(len(generation))) @ vector
            near = [drawn.points[i] for i in np.argsort(-cosines, kind="stable")[:_AMID]]
            x, y = (float(np.mean(at)) for at in zip(*((p.x, p.y) for p in near), strict=True))
            point = MapPoint(passage, x, y)
        placed.append(point)
    return tuple(placed)


def drawn_rows(n_passages: int) -> Rows:
    """The rows that are drawn, rising: all, or evenly spaced ones, so that none dominates."""
    n_drawn = min(n_passages, MAP_PASSAGES)
    return np.arange(n_drawn, dtype=np.int64) * n_passages // max(n_drawn, 1)


def project(vectors: EmbeddingMatrix) -> Points:
    """Lay vectors out on a square, near each other where their cosines are high.

    Args:
        vectors: Unit rows, shape (n, dimension).
    """
    from sklearn.decomposition import PCA  # noqa: PLC0415  (a second, for those who want a map)
    from sklearn.manifold import TSNE  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    n = len(vectors)
    if n < _SMALL:
        return np.stack([np.linspace(0.2, 0.8, n), np.full(n, 0.5)], axis=1, dtype=np.float32)
    # One thread: sums of several have no fixed order, and questions need the other core.
    with threadpool_limits(1):
        kept = min(_MAIN_COMPONENTS, *vectors.shape)
        main = PCA(kept, svd_solver="full").fit_transform(vectors)
        perplexity = min(_PERPLEXITY, (n - 1) / 3)
        tsne = TSNE(
            perplexity=perplexity, init="pca", max_iter=_ITERATIONS, random_state=0, n_jobs=1
        )
        places = tsne.fit_transform(main)
    low, high = places.min(axis=0), places.max(axis=0)
    scaled: Points = ((places - low) / np.maximum(high - low, 1e-9)).astype(np.float32)
    return scaled


def _file(generation: Generation, layout: Layout) -> Path:
    """Where a generation's map is kept: named after the vectors, on which alone it depends."""
    files = sorted(generation.manifest.files.items())
    digests = [record.sha256 for name, record in files if name.endswith("vectors.faiss")]
    key = hashlib.sha256(" ".join((str(MAP_VERSION), str(MAP_PASSAGES), *digests)).encode())
    return layout.cache.with_name(f"map-{key.hexdigest()[:32]}.npy")


def _remembered(generation: Generation, layout: Layout, n_drawn: int) -> Points | None:
    try:
        points = array_of(read_file(_file(generation, layout)))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        _LOG.warning("The map kept in the index cannot be read (%s): drawing it anew.", error)
        return None
    fits = points.shape == (n_drawn, 2) and points.dtype == np.float32
    return points if fits and bool(np.all((points >= 0) & (points <= 1))) else None


def _remember(points: Points, generation: Generation, layout: Layout) -> None:
    """Keep a map beside the index, in place of older ones; a read-only index keeps none."""
    file = _file(generation, layout)
    draft = file.with_suffix(f".{os.getpid()}.new")
    try:
        file.parent.mkdir(exist_ok=True)
        with draft.open("wb") as opened:
            np.save(opened, points, allow_pickle=False)
        for old in file.parent.glob("map-*.npy"):
            old.unlink(missing_ok=True)
        draft.replace(file)
    except OSError as error:
        _LOG.warning("The map could not be kept in the index: %s", error)
