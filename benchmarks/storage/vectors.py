"""Passage vectors in a byte a component, and a first pass by one bit or by fixed lists."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from qa.encoding.tokens import _rotation
from qa.vectors import EmbeddingMatrix

from .encoding import EncodedPassages
from .questions import load_asked
from .rankings import WithVectors, values
from .tokens import by_kind, difference, settings

Rows = npt.NDArray[np.int64]
Search = Callable[[EmbeddingMatrix, int], Rows]
DEPTHS = (500, 1_000, 2_000, 4_000)
EXACT_DEPTH = 100
N_QUESTIONS = 60
BLOCK = 65_536


def fixed_step(
    bits: int, highest: float, *, rotated: bool
) -> Callable[[EmbeddingMatrix], EmbeddingMatrix]:
    """Rounding of every component by one step, the same for all."""

    def rounded(vectors: EmbeddingMatrix) -> EmbeddingMatrix:
        turn = (
            _rotation(vectors.shape[1]) if rotated else np.eye(vectors.shape[1], dtype=np.float32)
        )
        half = 2 ** (bits - 1) - 1
        levels = np.clip(np.round((vectors @ turn) * (half / highest)), -half, half)
        read: EmbeddingMatrix = ((levels * (highest / half)) @ turn.T).astype(np.float32)
        return read

    return rounded


def own_scale(vectors: EmbeddingMatrix) -> EmbeddingMatrix:
    """A byte a component, with a step of each vector's own."""
    step = np.abs(vectors).max(axis=1, keepdims=True) / 127
    read: EmbeddingMatrix = (np.round(vectors / step) * step).astype(np.float32)
    return read


def try_rounding(folder: Path, half: str) -> None:
    """Print what rounded passage vectors cost."""
    ready = settings(folder, half)
    vectors = np.concatenate([one.corpus.passages.vectors for one in ready])
    turned = vectors @ _rotation(vectors.shape[1])
    print(
        f"highest component {np.abs(vectors).max():.3f}, turned {np.abs(turned).max():.3f}; "
        f"least deviation of one {vectors.std(0).min():.4f}, most {vectors.std(0).max():.4f}"
    )
    now = [values(one, one.corpus.generation) for one in ready]
    ways = {
        "8 bits, own scale": own_scale,
        "8 bits, one step": fixed_step(8, 0.25, rotated=False),
        "8 bits, one step, turned": fixed_step(8, 0.25, rotated=True),
        "6 bits, one step, turned": fixed_step(6, 0.22, rotated=True),
        "4 bits, one step, turned": fixed_step(4, 0.16, rotated=True),
    }
    for name, way in ways.items():
        lost = [
            values(one, WithVectors(one.corpus.generation, way(one.corpus.passages.vectors))) - was
            for one, was in zip(ready, now, strict=True)
        ]
        off = np.abs((way(vectors) - vectors) @ ready[0].asked[0].encoding.vector).max()
        shown = "; ".join(by_kind(ready, lost, difference))
        print(f"{name}: {shown}; a cosine off by {off:.5f} at most", flush=True)


def blocks(vectors: EmbeddingMatrix, n: int, seed: int) -> Iterator[EmbeddingMatrix]:
    """The vectors, and so many in all: the others lie between two of them, nearer to one."""
    rng = np.random.default_rng(seed)
    mean = vectors.mean(axis=0)
    yield vectors
    for first in range(len(vectors), n, BLOCK):
        size = min(BLOCK, n - first)
        one, two = (vectors[rng.integers(len(vectors), size=size)] - mean for _ in range(2))
        angles = rng.uniform(0.2, np.pi / 4, (size, 1)).astype(np.float32)
        rows = mean + np.cos(angles) * one + np.sin(angles) * two
        yield rows / np.linalg.norm(rows, axis=1, keepdims=True)


def try_first_pass(folder: Path, sizes: Sequence[int]) -> None:
    """Print the recall of a first pass, and its time by one thread, against the exact search."""
    faiss.omp_set_num_threads(1)
    paths = sorted(folder.glob("corpora/*/passages/remaining.npy"))
    real = np.concatenate([EncodedPassages.load(path.parent).vectors for path in paths])
    other = np.load(folder / "other" / "vectors.npy")
    asked = [load_asked(path) for path in sorted(folder.glob("questions/*.npz"))]
    vectors = np.array([one.encoding.vector for some in asked for one in some])
    questions = np.ascontiguousarray(vectors[:: max(1, len(vectors) // N_QUESTIONS)][:N_QUESTIONS])
    turn = _rotation(real.shape[1])
    turned = questions @ turn
    for n in sizes:
        indexes = _indexes(other @ turn)
        wanted = _Nearest(questions)
        for block in blocks(real, n, 1):
            wanted.add(block)
            for index in indexes.values():
                index.add(block @ turn)
        print(f"{n:,} vectors", flush=True)
        for name, index in indexes.items():
            if isinstance(index, faiss.IndexIVF):
                _report_lists(name, index, turned, wanted.rows)
            else:
                _report_pass(name, index, turned, wanted.rows)


class _Nearest:
    """The rows nearest to some questions, exactly, while vectors are added."""

    def __init__(self, questions: EmbeddingMatrix) -> None:
        self._questions = questions
        self._cosines = np.full((len(questions), EXACT_DEPTH), -2, np.float32)
        self.rows = np.full((len(questions), EXACT_DEPTH), -1)
        self._n = 0

    def add(self, block: EmbeddingMatrix) -> None:
        """Look at more vectors."""
        cosines = np.concatenate([self._cosines, self._questions @ block.T], axis=1)
        rows = np.concatenate(
            [
                self.rows,
                np.broadcast_to(self._n + np.arange(len(block)), (len(cosines), len(block))),
            ],
            axis=1,
        )
        best = np.argsort(-cosines, axis=1, kind="stable")[:, :EXACT_DEPTH]
        self._cosines = np.take_along_axis(cosines, best, axis=1)
        self.rows = np.take_along_axis(rows, best, axis=1)
        self._n += len(block)


def _indexes(other: EmbeddingMatrix) -> dict[str, faiss.Index]:
    """First passes, with what they need to know learnt on other passages."""
    d, cosine = other.shape[1], faiss.METRIC_INNER_PRODUCT
    # Of unit vectors the nearest have the highest cosine; FAISS centres both sides for L2 alone.
    indexes = {
        "RaBitQ, 1 bit": faiss.IndexRaBitQ(d, faiss.METRIC_L2),
        "RaBitQ, 1 bit, fast scan": faiss.IndexRaBitQFastScan(d, faiss.METRIC_L2),
        "8 bits": faiss.IndexScalarQuantizer(d, faiss.ScalarQuantizer.QT_8bit_uniform, cosine),
        "lists, 8 bits": _lists(other, 1_024),
    }
    for index in indexes.values():
        index.train(other)
    return indexes


def _lists(other: EmbeddingMatrix, n_lists: int) -> faiss.Index:
    """Lists by centroids that are learnt on other passages and what lies between them."""
    sample = np.concatenate(list(blocks(other, 60_000, 2)))
    means = faiss.Kmeans(other.shape[1], n_lists, niter=8, seed=1, spherical=True)
    means.train(sample)
    coarse = faiss.IndexFlatIP(other.shape[1])
    coarse.add(np.asarray(means.centroids))
    kind, cosine = faiss.ScalarQuantizer.QT_8bit_uniform, faiss.METRIC_INNER_PRODUCT
    return faiss.IndexIVFScalarQuantizer(coarse, other.shape[1], n_lists, kind, cosine, False)


def _search(index: faiss.Index, questions: EmbeddingMatrix, depth: int) -> Rows:
    rows: Rows = index.search(questions, depth)[1]
    return rows


def _timed(search: Search, questions: EmbeddingMatrix, depth: int) -> tuple[Rows, float]:
    started = time.process_time()
    found = np.concatenate([search(questions[i : i + 1], depth) for i in range(len(questions))])
    return found, (time.process_time() - started) / len(questions)


def _recalls(wanted: Rows, found: Rows) -> str:
    """Recall of all that are wanted, and of the first ten of them."""
    return f"{recall(wanted, found):.4f} ({recall(wanted[:, :10], found):.4f} of the first ten)"


def recall(wanted: Rows, found: Rows) -> float:
    """Share of the wanted rows among those found, a question at a time."""
    pairs = zip(wanted, found, strict=True)
    return float(np.mean([np.isin(mine, theirs).mean() for mine, theirs in pairs]))


def _report_pass(name: str, index: faiss.Index, questions: EmbeddingMatrix, wanted: Rows) -> None:
    found, seconds = _timed(partial(_search, index), questions, max(DEPTHS))
    recalls = ", ".join(f"{_recalls(wanted, found[:, :d])} in {d:,}" for d in DEPTHS)
    print(f"  {name}: {1000 * seconds:.1f} ms; recall {recalls}", flush=True)


def _report_lists(
    name: str, index: faiss.IndexIVF, questions: EmbeddingMatrix, wanted: Rows
) -> None:
    sizes = np.array([index.get_list_size(i) for i in range(index.nlist)])
    print(f"  {name}: {(sizes == 0).mean():.2f} empty, largest {sizes.max():,}")
    for n_probed in (8, 16, 32, 64, 128):
        index.nprobe = n_probed
        found, seconds = _timed(partial(_search, index), questions, EXACT_DEPTH)
        recalls = _recalls(wanted, found)
        print(f"    {n_probed} of {index.nlist}: {1000 * seconds:.1f} ms; {recalls}", flush=True)
