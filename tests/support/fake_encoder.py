"""An encoder for tests of everything around the encoder, and a build with it."""

import itertools
import math
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from qa.encoding.tokens import PassageEncodings, QuestionEncoding, TokenCode, rotate
from qa.indexing.building import build_index
from qa.indexing.growing import grow_index
from qa.reports import BuildReport
from qa.settings import SplitterSettings

DIMENSION = 32
TOKEN = re.compile(r"[\u4e00-\u9fff]|[^\s\u4e00-\u9fff]+")
CODE = TokenCode.of_dimension(DIMENSION)
ZERO = np.zeros(DIMENSION, dtype=np.float32)


class FakeEncoder:
    """Hashes a text's character 3-grams into a unit vector.

    What makes tests with it valid: like the real encoder it is a pure function of the text alone,
    texts that share words have a high cosine, and it has a window (64 tokens) that passages must
    fit. Unlike it, it is fast, and it remembers what it was asked to encode.
    """

    dimension = DIMENSION
    max_tokens = 64
    numeric_mode = "float32"
    at_once = 32

    def __init__(self, fingerprint: str = "fake-1") -> None:
        self.fingerprint = fingerprint
        self.encoded: list[str] = []
        self.asked: list[str] = []

    def count_tokens(self, texts):
        return [len(text.split()) + 2 for text in texts]

    def encode_passages(self, texts, progress=None):
        self.encoded += texts
        rows = [self.vector(text) for text in texts]
        if progress:
            progress(len(rows))
        vectors = np.array(rows, dtype=np.float32).reshape(len(rows), DIMENSION)
        return PassageEncodings(vectors, tuple(self.tokens(text) for text in texts))

    def encode_stream(self, texts):
        """Some at a time, as they come."""
        first, left = 0, iter(texts)
        while some := list(itertools.islice(left, self.at_once)):
            yield range(first, first + len(some)), self.encode_passages(some)
            first += len(some)

    def encode_question(self, text):
        self.asked.append(text)
        tokens, remaining = self.located_tokens(text)
        return QuestionEncoding(self.vector(text), CODE.question(tokens), remaining)

    def tokens(self, text):
        return CODE.rounded(*self.located_tokens(text))

    def located_tokens(self, text):
        """A token for each word, or for each Chinese character, and what remains after it."""
        words = list(TOKEN.finditer(text))
        vectors = [self.vector(word[0]) for word in words]
        remaining = np.array([len(text) - word.end() for word in words], dtype=np.int32)
        matrix = np.array(vectors, dtype=np.float32).reshape(-1, DIMENSION)
        return rotate(matrix, ZERO), remaining

    def vector(self, text):
        counts = [0] * DIMENSION
        folded = f" {text.lower()} "
        for i in range(len(folded) - 2):
            gram = f"{self.fingerprint}{folded[i : i + 3]}"
            counts[zlib.crc32(gram.encode()) % DIMENSION] += 1
        norm = math.sqrt(sum(count * count for count in counts)) or 1.0
        return np.array([count / norm for count in counts], dtype=np.float32)


def build(seeds: Path, index: Path, encoder=None, **options) -> BuildReport:
    """Build with small passages and small segments, so that little text makes several of both."""
    options = {"settings": SplitterSettings(24), "segment_passages": 8} | options
    return build_index(seeds, index, encoder or FakeEncoder(), **options)


def grow(seeds: Path, index: Path, encoder=None, **options) -> Iterator[BuildReport]:
    """The same in growing batches."""
    options = {"settings": SplitterSettings(24), "segment_passages": 8} | options
    return grow_index(seeds, index, encoder or FakeEncoder(), **options)


def generation_files(index: Path) -> dict[str, bytes]:
    """The bytes of every file of the generation in service, by its path in it."""
    folder = index / "generations" / (index / "CURRENT").read_text().split()[0]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
