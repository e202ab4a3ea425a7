"""Which projection draws the map: how true it is to the vectors, how fast, and whether it repeats.

    python benchmarks/map_projection.py VECTORS.npy [SIZE ...]

The vectors are unit rows, shape (n, dimension). scikit-learn comes with the program; umap-learn
and openTSNE are compared where they are installed. One thread, as in service. Trustworthiness is
scikit-learn's: 1 where the 12 nearest on the map are the nearest by the vectors, .5 by chance.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from threadpoolctl import threadpool_limits

from qa.indexing.projection import project

_NEIGHBOURS = 12
Points = npt.NDArray[np.floating]
Projection = Callable[[Points], Points]


def main() -> None:
    """Compare on samples of each size."""
    vectors = np.load(sys.argv[1])
    sizes = [int(size) for size in sys.argv[2:]] or [100, 1_000, len(vectors)]
    random = np.random.default_rng(0)
    projections: dict[str, Projection] = {"ours (t-SNE)": project, "PCA": _pca}
    projections |= {"umap-learn": _umap} if find_spec("umap") else {}
    projections |= {"openTSNE": _open_tsne} if find_spec("openTSNE") else {}
    for size in sizes:
        few = vectors[random.permutation(len(vectors))[:size]]
        for name, projection in projections.items():
            with threadpool_limits(1), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                started = time.perf_counter()
                points = projection(few)
                seconds = time.perf_counter() - started
                again = projection(few)
            true = trustworthiness(few, points, n_neighbors=_NEIGHBOURS)
            same = "the same again" if np.array_equal(points, again) else "different again"
            print(f"{size} passages, {name}: {seconds:.1f} s, {true:.3f} trustworthy, {same}")


def _pca(vectors: Points) -> Points:
    points: Points = PCA(2, random_state=0).fit_transform(vectors)
    return points


def _umap(vectors: Points) -> Points:
    from umap import UMAP  # noqa: PLC0415  (not one of our dependencies)

    points: Points = UMAP(n_neighbors=15, min_dist=0.1, random_state=0).fit_transform(vectors)
    return points


def _open_tsne(vectors: Points) -> Points:
    from openTSNE import TSNE  # noqa: PLC0415  (not one of our dependencies)

    return np.asarray(TSNE(random_state=0, n_jobs=1).fit(vectors))


if __name__ == "__main__":
    main()
