"""What searching costs besides the encoder: processor time a question, and memory.

    python benchmarks/proved_reading.py FOLDER [--passages N]

Makes an index of N passages of random words in FOLDER, with an encoder that hashes words, unless
there is one, and asks 200 questions of it. Run it in two versions of the program, each with a
folder of its own, to compare them.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.encoding.tokens import PassageEncodings, QuestionEncoding, TokenCode, rotate
from qa.indexing.building import build_index
from qa.knowledge_base import KnowledgeBase
from qa.vectors import EmbeddingMatrix, EmbeddingVector

DIMENSION = 384
CODE = TokenCode.of_dimension(DIMENSION)
N_QUESTIONS = 200
WORDS = [f"{a}{b}{c}" for a in ("ka", "mo", "ti") for b in ("ra", "lu", "ne") for c in "abcdefghij"]


@cache
def _word_vector(word: str) -> EmbeddingVector:
    chance = np.random.default_rng(zlib.crc32(word.encode()))
    return chance.normal(size=DIMENSION).astype(np.float32)


class WordEncoder:
    """Vectors from the words' hashes: as many and as long as real ones, at no cost."""

    fingerprint = "words-1"
    numeric_mode = "float32"
    dimension = DIMENSION
    max_tokens = 512

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words, and two more."""
        return [len(text.split()) + 2 for text in texts]

    def _tokens(self, text: str) -> EmbeddingMatrix:
        rows = [_word_vector(word) for word in text.split()]
        matrix = np.array(rows, dtype=np.float32)
        unit: EmbeddingMatrix = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
        return unit

    def _parts(self, text: str) -> tuple[EmbeddingVector, EmbeddingMatrix, npt.NDArray[np.int32]]:
        tokens = self._tokens(text)
        vector = tokens.mean(axis=0)
        zero = np.zeros(DIMENSION, dtype=np.float32)
        remaining = np.zeros(len(tokens), dtype=np.int32)
        return vector / np.linalg.norm(vector), rotate(tokens, zero), remaining

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> PassageEncodings:
        """Mean of the words' vectors, and each of them."""
        parts = [self._parts(text) for text in texts]
        if progress:
            progress(len(parts))
        vectors = np.array([part[0] for part in parts], dtype=np.float32)
        return PassageEncodings(vectors, tuple(CODE.rounded(*part[1:]) for part in parts))

    def encode_stream(
        self, texts: Iterable[str]
    ) -> Iterator[tuple[Sequence[int], PassageEncodings]]:
        """One at a time."""
        for number, text in enumerate(texts):
            yield [number], self.encode_passages([text])

    def encode_question(self, text: str) -> QuestionEncoding:
        """The same of a question."""
        vector, tokens, remaining = self._parts(text)
        return QuestionEncoding(vector, CODE.question(tokens), remaining)


def main() -> None:
    """Build where there is nothing, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=2_000)
    arguments = parser.parse_args()
    rng, encoder = random.Random(1), WordEncoder()
    seeds, index = arguments.folder / "seeds", arguments.folder / "index"
    if not seeds.exists():
        seeds.mkdir(parents=True)
        for number in range(arguments.passages // 50):
            texts = (" ".join(rng.choices(WORDS, k=150)) + "." for _ in range(50))
            (seeds / f"{number}.txt").write_text("\n\n".join(texts))
        build_index(seeds, index, encoder)
        sys.stdout.write("built; run it again to measure\n")
        return
    questions = [" ".join(rng.choices(WORDS, k=8)) for _ in range(N_QUESTIONS)]
    began = time.process_time()
    with KnowledgeBase.open(None, index, encoder=encoder, reader=False) as kb:
        opened = time.process_time()
        kb.search(questions[0])
        spent = []
        for question in questions:
            began_question = time.process_time()
            kb.search(question)
            spent.append(1_000 * (time.process_time() - began_question))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"open {opened - began:.2f} s of a processor; a question {np.median(spent):.2f} ms "
        f"(median), {np.percentile(spent, 95):.2f} ms (p95); peak {peak:.0f} MB\n"
    )


if __name__ == "__main__":
    main()
