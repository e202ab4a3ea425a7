"""Ways to store the token vectors of a passage: which vectors, around what, in how many bits."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage

from qa.encoding.tokens import TokenMatrix, dequantise, quantise

STEPS = {1: 1.596, 2: 0.9957, 3: 0.586, 4: 0.34}
"""Width of a level by bits, in deviations of a component: the least error of a normal one."""

SCALE = 2
"""Bytes of a stored vector besides its codes: its scale."""

PLACE = 2
"""Bytes of a token: which stored vector is its own, and how many code points it is long."""


Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stored:
    """What is read back of a passage.

    Attributes:
        rows: Vectors, float32, shape (n, dimension).
        labels: Which of them stands for each token, shape (n_tokens,).
        n_bytes: What they took.
    """

    rows: TokenMatrix
    labels: Labels
    n_bytes: int


Codec = Callable[[TokenMatrix], Stored]
Pool = Callable[[TokenMatrix], Labels]


def today(tokens: TokenMatrix) -> Stored:
    """Four bits around nothing, as the program stores them."""
    kept = quantise(tokens, np.zeros(len(tokens), np.int32))
    n_bytes = len(tokens) * (tokens.shape[1] // 2 + 6)
    return Stored(dequantise(kept.codes, kept.scales), all_tokens(tokens), n_bytes)


def unrounded(pool: Pool) -> Codec:
    """The vectors that a pool makes, as they are."""

    def store(tokens: TokenMatrix) -> Stored:
        labels = pool(tokens)
        rows = means_of(tokens, labels)
        return Stored(rows, labels, rows.nbytes)

    return store


def all_tokens(tokens: TokenMatrix) -> Labels:
    """Every token by itself."""
    return np.arange(len(tokens))


def means_of(tokens: TokenMatrix, labels: Labels) -> TokenMatrix:
    """The mean of the tokens of each label, of unit length, in rising order of label."""
    sums = np.zeros((int(labels.max(initial=-1)) + 1, tokens.shape[1]), np.float32)
    np.add.at(sums, labels, tokens)
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    unit: TokenMatrix = sums / np.maximum(norms, 1e-9)
    return unit


def in_pairs(factor: int) -> Pool:
    """So many neighbours together."""
    return lambda tokens: np.arange(len(tokens)) // factor


def by_likeness(factor: float, reach: float = math.inf) -> Pool:
    """Clusters by Ward's method: n / factor of them.

    Args:
        factor: Tokens of a cluster, on average.
        reach: How many tokens apart two are that it takes no more to tell apart; at infinity
            tokens are merged wherever they stand.
    """

    def pool(tokens: TokenMatrix) -> Labels:
        if len(tokens) < LEAST_CLUSTERED:
            return all_tokens(tokens)
        wanted = max(1, math.ceil(len(tokens) / factor))
        return _compact(fcluster(merges(tokens, reach), wanted, criterion="maxclust"))

    return pool


def by_distance(threshold: float) -> Pool:
    """Clusters by Ward's method, merged while that costs less than a threshold."""

    def pool(tokens: TokenMatrix) -> Labels:
        if len(tokens) < LEAST_CLUSTERED:
            return all_tokens(tokens)
        return _compact(fcluster(merges(tokens), threshold, criterion="distance"))

    return pool


LEAST_CLUSTERED = 3
"""Tokens of a passage that are pooled at all."""


def merges(tokens: TokenMatrix, reach: float = math.inf) -> npt.NDArray[np.float64]:
    """Ward's merges of the tokens of a passage, as scipy has them; found once for a passage."""
    salt = str(reach).encode()[:16]
    key = hashlib.blake2b(np.ascontiguousarray(tokens).tobytes(), salt=salt).digest()
    if key not in _MERGES:
        products = tokens @ tokens.T
        first, second = np.triu_indices(len(tokens), 1)
        squares = np.maximum(2 - 2 * products[first, second], 0)
        squares += np.square((second - first) / reach)
        _MERGES[key] = linkage(np.sqrt(squares).astype(np.float64), "ward")
    return _MERGES[key]


_MERGES: dict[bytes, npt.NDArray[np.float64]] = {}


def _compact(labels: npt.NDArray[np.int32]) -> Labels:
    return np.unique(labels, return_inverse=True)[1]


def by_likeness_of_neighbours(factor: float) -> Pool:
    """Runs of neighbours, merged where that costs least: n / factor of them."""
    return lambda tokens: neighbour_runs(tokens, max(1, math.ceil(len(tokens) / factor)))


def neighbour_runs(tokens: TokenMatrix, wanted: int) -> Labels:
    """The run of each token: the two whose merging costs least are merged, again and again.

    Args:
        tokens: Rows, shape (n, dimension).
        wanted: How many runs are left.
    """
    means, counts = list(tokens), [1] * len(tokens)
    costs = [0.5 * float(np.square(a - b).sum()) for a, b in pairwise(means)]
    while len(means) > wanted:
        i = int(np.argmin(costs))
        total = counts[i] + counts[i + 1]
        means[i] = (counts[i] * means[i] + counts[i + 1] * means[i + 1]) / total
        counts[i] = total
        del means[i + 1], counts[i + 1], costs[i]
        for j in (i - 1, i):
            if 0 <= j < len(costs):
                weight = counts[j] * counts[j + 1] / (counts[j] + counts[j + 1])
                costs[j] = weight * float(np.square(means[j] - means[j + 1]).sum())
    return np.repeat(np.arange(len(counts)), counts)


def rounded(bits: int, *, around_mean: bool, pool: Pool = all_tokens, least: bool = False) -> Codec:
    """A codec that rounds what is pooled to some bits a component.

    Args:
        bits: Of a component.
        around_mean: Whether the passage's mean is taken off first, and stored in a byte a
            component; else nothing is.
        pool: Which vectors are stored.
        least: Whether scales make the error least; else the product with the original is right.
    """

    def store(tokens: TokenMatrix) -> Stored:
        labels = pool(tokens)
        vectors = means_of(tokens, labels)
        dimension = vectors.shape[1]
        base = byte_mean(vectors) if around_mean else np.zeros(dimension, np.float32)
        rest = vectors - base
        levels = levels_of(rest, bits)
        products = (levels * rest).sum(axis=1)
        norms = np.square(levels).sum(axis=1) if least else np.square(rest).sum(axis=1)
        scales = products / norms if least else norms / np.maximum(products, 1e-9)
        read = base + levels * scales.astype(np.float16).astype(np.float32)[:, None]
        n_bytes = len(vectors) * (dimension * bits // 8 + SCALE) + len(tokens) * PLACE
        return Stored(read, labels, n_bytes + (dimension if around_mean else 0))

    return store


def levels_of(rest: TokenMatrix, bits: int) -> TokenMatrix:
    """Each component as the middle of its level."""
    deviations = rest.std(axis=1, keepdims=True) + 1e-12
    half = 2 ** (bits - 1)
    levels: TokenMatrix = np.clip(np.floor(rest / (STEPS[bits] * deviations)), -half, half - 1)
    return levels + np.float32(0.5)


def byte_mean(vectors: TokenMatrix) -> npt.NDArray[np.float32]:
    """The mean of the rows, each component rounded to 1/512."""
    mean: npt.NDArray[np.float32] = np.round(vectors.mean(axis=0) * 512) / np.float32(512)
    return mean


CODECS: dict[str, Codec] = {
    "unrounded": unrounded(all_tokens),
    "unrounded, Ward / 2": unrounded(by_likeness(2)),
    "unrounded, Ward / 3": unrounded(by_likeness(3)),
    "4 bits around the mean": rounded(4, around_mean=True),
    "2 bits": rounded(2, around_mean=False),
    "2 bits around the mean": rounded(2, around_mean=True),
    "1 bit": rounded(1, around_mean=False),
    "1 bit around the mean": rounded(1, around_mean=True),
    "2 bits, pairs": rounded(2, around_mean=False, pool=in_pairs(2)),
    "2 bits around the mean, pairs": rounded(2, around_mean=True, pool=in_pairs(2)),
    "2 bits around the mean, runs / 2": rounded(
        2, around_mean=True, pool=by_likeness_of_neighbours(2)
    ),
    **{
        f"{bits} bits around the mean, Ward / {factor:g}": rounded(
            bits, around_mean=True, pool=by_likeness(factor)
        )
        for bits, factor in ((2, 2.0), (2, 2.5), (2, 3.0), (2, 4.0), (1, 1.5), (1, 2.0), (3, 3.0))
    },
    **{
        f"2 bits around the mean, Ward / {factor:g} within {reach}": rounded(
            2, around_mean=True, pool=by_likeness(factor, reach)
        )
        for factor, reach in ((2.0, 10), (2.0, 30))
    },
    **{
        f"2 bits around the mean, Ward < {cost:g}": rounded(
            2, around_mean=True, pool=by_distance(cost)
        )
        for cost in (0.5, 0.6, 0.7, 0.8)
    },
}
"""What is tried."""
