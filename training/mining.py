"""Passages that are like a question and do not answer it: what a retriever would rank beside it."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

from qa.encoding.protocol import Encoder
from training.sets import SourcePassage

LIKE = 12
"""Passages a negative is drawn from: half by their words, half by their vectors."""

BEGINNING = 500
"""Characters of a passage that are embedded."""

MOST_EMBEDDED = 700
"""Passages of a set in one language that are embedded: drawn, where there are more."""

AT_ONCE = 256
"""Passages that are embedded together."""


class Neighbours:
    """The passages of a set in one language, found by their words and by their vectors."""

    def __init__(self, passages: Sequence[SourcePassage], encoder: Encoder, folder: Path) -> None:
        self.passages = passages
        drawn = random.Random(0).sample(passages, min(len(passages), MOST_EMBEDDED))
        self.drawn: Sequence[SourcePassage] = drawn
        self.encoder = encoder
        self.hashing = HashingVectorizer(
            analyzer="char_wb",
            ngram_range=(4, 4),
            n_features=2**18,
            dtype=np.float32,
            norm=None,
            alternate_sign=False,
        )
        self.weighing = TfidfTransformer(sublinear_tf=True)
        counts = self.hashing.transform(passage.text[:4000] for passage in passages)
        self.grams: csr_matrix = self.weighing.fit_transform(counts)
        self.vectors = _embedded(drawn, encoder, folder)

    def near(self, question: str, draw: random.Random) -> list[SourcePassage]:
        """Passages like a question, the nearest first: by its words, or by its vector."""
        return self._by_grams(question) if draw.random() < 0.5 else self.near_in_meaning(question)

    def near_in_meaning(self, question: str) -> list[SourcePassage]:
        """Passages like a question of whatever language, the nearest first."""
        scores = self.vectors @ self.encoder.encode_question(question).vector
        return [self.drawn[i] for i in _best(scores)]

    def _by_grams(self, question: str) -> list[SourcePassage]:
        counts = self.hashing.transform([question])
        scores = (self.grams @ self.weighing.transform(counts).T).toarray().ravel()
        return [self.passages[i] for i in _best(scores)]


def _best(scores: npt.NDArray[np.float32]) -> list[int]:
    places: list[int] = np.argsort(-scores, kind="stable")[:LIKE].tolist()
    return places


def _embedded(
    passages: Sequence[SourcePassage], encoder: Encoder, folder: Path
) -> npt.NDArray[np.float32]:
    """Their vectors, shape (n, dimension); from the folder where they were embedded before."""
    texts = [passage.text[:BEGINNING] for passage in passages]
    key = hashlib.sha256("\0".join([encoder.fingerprint, *texts]).encode()).hexdigest()
    path = folder / f"{key[:16]}.npy"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        parts = [
            encoder.encode_passages(texts[first : first + AT_ONCE]).vectors
            for first in range(0, len(texts), AT_ONCE)
        ]
        written = path.with_suffix(".part.npy")
        np.save(written, np.concatenate(parts))
        os.replace(written, path)  # noqa: PTH105
    vectors: npt.NDArray[np.float32] = np.load(path)
    return vectors
