"""What token vectors have in common: with those of other passages, and within their own."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np

from qa.vectors import EmbeddingMatrix, EmbeddingVector

from .encoding import EncodedPassages

N_CENTROIDS = 2_048
N_SAMPLED = 100_000
PASSAGES = 50


def report_structure(folder: Path) -> None:
    """Print what is left of a token vector once a centroid, or its passage's mean, is taken off."""
    other = np.load(folder / "other" / "tokens.npy", mmap_mode="r")
    drawn = np.random.default_rng(0).choice(len(other), min(N_SAMPLED, len(other)), replace=False)
    sample = other[np.sort(drawn)].astype(np.float32)
    means = faiss.Kmeans(sample.shape[1], N_CENTROIDS, niter=6, seed=1)
    means.train(sample)
    for path in sorted(folder.glob("corpora/*/passages/remaining.npy")):
        passages = EncodedPassages.load(path.parent)
        parts = np.split(passages.tokens, passages.offsets[1:-1])[:PASSAGES]
        rows = [part.astype(np.float32) for part in parts]
        from_centroids, _ = means.index.search(np.concatenate(rows), 1)
        from_mean = np.concatenate([np.square(own - own.mean(axis=0)).sum(axis=1) for own in rows])
        likest = np.concatenate([_likest(own @ own.T) for own in rows])
        print(
            f"{path.parent.parent.name}: {from_centroids.mean():.3f} of the square is left after "
            f"the nearest of {N_CENTROIDS} centroids, {from_mean.mean():.3f} after the passage's "
            f"mean; {(likest > 0.9).mean():.2f} have another of their passage at a cosine over .9"
        )


def _likest(cosines: EmbeddingMatrix) -> EmbeddingVector:
    np.fill_diagonal(cosines, -1)
    likest: EmbeddingVector = cosines.max(axis=1)
    return likest
