"""How long it takes to read the token vectors of a question's passages back and compare them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from qa.answering.reranking import RERANKED_HITS
from qa.encoding.tokens import TokenMatrix, TokenVectors, quantise
from qa.indexing.late_interaction import late_interaction_score, token_similarities

from .encoding import EncodedPassages
from .learnt import Basis
from .linear import LinearCode, PackedTokens
from .questions import load_asked
from .token_codecs import by_likeness, byte_mean, levels_of, means_of

ROUNDS = 40
BITS = 256
_LEVELS = np.array([-1.5, -0.5, 0.5, 1.5], dtype=np.float32)
_OCTETS = np.arange(256)
_FOURS = _LEVELS[np.stack([_OCTETS >> shift & 3 for shift in (0, 2, 4, 6)], axis=1)]
"""The four levels that a byte holds, shape (256, 4)."""


def packed(tokens: TokenMatrix) -> PackedTokens:
    """Round rows to two bits a component around their mean, four components a byte."""
    base = byte_mean(tokens)
    rest = tokens - base
    levels = levels_of(rest, 2)
    scales = np.square(rest).sum(axis=1) / np.maximum((levels * rest).sum(axis=1), 1e-9)
    numbers = (levels + 1.5).astype(np.uint8)
    shifted = [numbers[:, i::4] << 2 * i for i in range(4)]
    codes = np.bitwise_or.reduce(shifted).astype(np.uint8)
    return PackedTokens(codes, scales.astype(np.float16), np.round(base * 512).astype(np.int8))


def packed_similarities(question: TokenMatrix, tokens: PackedTokens) -> npt.NDArray[np.float32]:
    """Cosine of each question token and each stored vector, shape (n_question, n)."""
    levels = _FOURS.take(tokens.codes, axis=0).reshape(len(tokens.codes), -1)
    around = question @ (tokens.base / np.float32(512))
    similarities: npt.NDArray[np.float32] = (question @ levels.T) * tokens.scales.astype(np.float32)
    similarities += around[:, None]
    return similarities


def report_decoding(folder: Path) -> None:
    """Print processor time for the passages of a question, the ways by turns."""
    passages = EncodedPassages.load(folder / "corpora" / "xquad-ar" / "passages")
    question = load_asked(folder / "questions" / "xquad-ar-ar.npz")[0].encoding.tokens
    parts = np.split(passages.tokens, passages.offsets[1:-1])[:RERANKED_HITS]
    rows = [part.astype(np.float32) for part in parts]
    four = [quantise(own, np.zeros(len(own), np.int32)) for own in rows]
    two = [packed(own) for own in rows]
    pooled = [packed(means_of(own, by_likeness(2)(own))) for own in rows]
    code = LinearCode(Basis.load(folder), BITS)
    bits = [code.pack(own) for own in rows]
    ways: dict[str, Callable[[], object]] = {
        "4 bits": lambda: _compare(question, four),
        "2 bits around the mean": lambda: [packed_similarities(question, own) for own in two],
        "... pooled by two": lambda: [packed_similarities(question, own) for own in pooled],
        f"{BITS} bits by the basis": lambda: _compare_bits(code, question, bits),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    with threadpool_limits(1, user_api="blas"):
        for _ in range(ROUNDS):
            for name, way in ways.items():
                started = time.process_time()
                way()
                seconds[name].append(time.process_time() - started)
    for name, some in seconds.items():
        print(f"{name}: {1000 * float(np.median(some)):.2f} ms for {RERANKED_HITS} passages")


def _compare(question: TokenMatrix, tokens: list[TokenVectors]) -> list[float]:
    return [late_interaction_score(token_similarities(question, own)) for own in tokens]


def _compare_bits(
    code: LinearCode, question: TokenMatrix, tokens: list[PackedTokens]
) -> list[npt.NDArray[np.float32]]:
    turned = code.question(question)
    return [code.similarities(turned, own) for own in tokens]
