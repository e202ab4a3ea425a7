"""Passage vectors in a byte a component, and a first pass by one bit or by fixed lists."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
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
        "8 bits, one step": fixed_step(8, 0.32, rotated=False),
        "8 bits, one step, turned": fixed_step(8, 0.32, rotated=True),
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


def mixed(vectors: EmbeddingMatrix, n: int, seed: int) -> EmbeddingMatrix:
    """So many vectors that lie like those of passages: each between two of them, nearer to one."""
    rng = np.random.default_rng(seed)
    mean = vectors.mean(axis=0)
    made = np.empty((n, vectors.shape[1]), np.float32)
    for first in range(0, n, BLOCK):
        size = min(BLOCK, n - first)
        one, two = (vectors[rng.integers(len(vectors), size=size)] - mean for _ in range(2))
        angles = rng.uniform(0.2, np.pi / 4, (size, 1)).astype(np.float32)
        rows = mean + np.cos(angles) * one + np.sin(angles) * two
        made[first : first + size] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return made


def try_first_pass(folder: Path, sizes: Sequence[int]) -> None:
    """Print the recall of a first pass, and its time by one thread, against the exact search."""
    faiss.omp_set_num_threads(1)
    own = [
        EncodedPassages.load(path.parent).vectors
        for path in sorted(folder.glob("corpora/*/passages/remaining.npy"))
    ]
    other = np.load(folder / "other" / "vectors.npy")
    asked = [load_asked(path) for path in sorted(folder.glob("questions/*.npz"))]
    vectors = np.array([one.encoding.vector for some in asked for one in some])
    questions = np.ascontiguousarray(vectors[:: max(1, len(vectors) // N_QUESTIONS)][:N_QUESTIONS])
    real = np.concatenate(own)
    centroids = _centroids(other)
    for n in sizes:
        base = np.concatenate([real, mixed(real, n - len(real), 1)])
        exact = faiss.IndexFlatIP(base.shape[1])
        exact.add(base)
        wanted, seconds = _timed(partial(_search, exact), questions, EXACT_DEPTH)
        print(
            f"{n:,} vectors: exact {1000 * seconds:.1f} ms of processor time a question", flush=True
        )
        _report_passes(_first_passes(base, other), questions, wanted)
        _report_lists(base, centroids, questions, wanted)


def _search(index: faiss.Index, questions: EmbeddingMatrix, depth: int) -> Rows:
    rows: Rows = index.search(questions, depth)[1]
    return rows


def _search_turned(
    index: faiss.Index, turn: EmbeddingMatrix, questions: EmbeddingMatrix, depth: int
) -> Rows:
    return _search(index, questions @ turn, depth)


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


def _first_passes(base: EmbeddingMatrix, other: EmbeddingMatrix) -> Mapping[str, Search]:
    """First passes that read one bit of each component."""
    turn, mean = _rotation(base.shape[1]), other.mean(axis=0)
    passes: dict[str, Search] = {}
    hamming = faiss.IndexBinaryFlat(base.shape[1])
    for first in range(0, len(base), BLOCK):
        block = (base[first : first + BLOCK] - mean) @ turn
        hamming.add(np.packbits(block > 0, axis=1, bitorder="little"))

    def by_hamming(questions: EmbeddingMatrix, depth: int) -> Rows:
        own = np.packbits((questions - mean) @ turn > 0, axis=1, bitorder="little")
        return hamming.search(own, depth)[1]

    passes["1 bit on both sides (Hamming)"] = by_hamming
    d, cosine = base.shape[1], faiss.METRIC_INNER_PRODUCT
    # Of unit vectors the nearest have the highest cosine; FAISS centres both sides for L2 alone.
    indexes = {
        "RaBitQ, 1 bit": faiss.IndexRaBitQ(d, faiss.METRIC_L2),
        "RaBitQ, 1 bit, fast scan": faiss.IndexRaBitQFastScan(d, faiss.METRIC_L2),
        "4 bits": faiss.IndexScalarQuantizer(d, faiss.ScalarQuantizer.QT_4bit_uniform, cosine),
        "8 bits": faiss.IndexScalarQuantizer(d, faiss.ScalarQuantizer.QT_8bit_uniform, cosine),
    }
    for name, index in indexes.items():
        index.train(other @ turn)
        for first in range(0, len(base), BLOCK):
            index.add(base[first : first + BLOCK] @ turn)
        passes[name] = partial(_search_turned, index, turn)
    return passes


def _report_passes(passes: Mapping[str, Search], questions: EmbeddingMatrix, wanted: Rows) -> None:
    for name, search in passes.items():
        found, seconds = _timed(search, questions, max(DEPTHS))
        recalls = ", ".join(f"{_recalls(wanted, found[:, :d])} in {d:,}" for d in DEPTHS)
        print(f"  {name}: {1000 * seconds:.1f} ms; recall {recalls}", flush=True)


def _centroids(other: EmbeddingMatrix, n_lists: int = 1_024) -> EmbeddingMatrix:
    """Centroids learnt on other passages and mixtures of them."""
    sample = np.concatenate([other, mixed(other, 60_000, 2)])
    means = faiss.Kmeans(other.shape[1], n_lists, niter=8, seed=1, spherical=True)
    means.train(sample)
    centroids: EmbeddingMatrix = means.centroids
    return centroids


def _report_lists(
    base: EmbeddingMatrix, centroids: EmbeddingMatrix, questions: EmbeddingMatrix, wanted: Rows
) -> None:
    dimension = base.shape[1]
    coarse = faiss.IndexFlatIP(dimension)
    coarse.add(centroids)
    index = faiss.IndexIVFScalarQuantizer(
        coarse,
        dimension,
        len(centroids),
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
        False,
    )
    index.train(base[:50_000])
    index.add(base)
    sizes = np.array([index.invlists.list_size(i) for i in range(len(centroids))])
    print(f"  lists: {(sizes == 0).mean():.2f} empty, largest {sizes.max():,}")
    for n_probed in (8, 16, 32, 64, 128):
        index.nprobe = n_probed
        found, seconds = _timed(partial(_search, index), questions, EXACT_DEPTH)
        lists = f"{n_probed} of {len(centroids)} lists, 8 bits"
        recalls = _recalls(wanted, found)
        print(f"  {lists}: {1000 * seconds:.1f} ms; recall {recalls}", flush=True)
