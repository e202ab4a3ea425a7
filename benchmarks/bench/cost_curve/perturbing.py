"""An encoder that knows some texts, and draws the vectors of all others near a known one."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from qa.encoding.protocol import Encoder
from qa.encoding.tokens import PassageEncodings, QuestionEncoding, TokenVectors

SPREAD = 0.5
"""How far a drawn vector is from a real one: length of what is added to a unit vector. A cosine of
.89, which is that of passages on one subject (a random pair of the Arabic pool has one near 0)."""

_AT_ONCE = 256  # texts

CHARACTERS_OF_TOKEN = 4
"""Of a drawn text: its token vectors are real ones, one for so many characters."""


@dataclass(frozen=True, slots=True)
class Known:
    """Texts with their encodings.

    Attributes:
        texts: As the encoder was given them.
        encodings: Their encodings, in that order.
    """

    texts: tuple[str, ...]
    encodings: PassageEncodings


def _in_turn(
    encoder: RecordingEncoder | PerturbingEncoder, texts: Iterable[str]
) -> Iterator[tuple[Sequence[int], PassageEncodings]]:
    """Encode texts in the order of their coming, some at a time."""
    first, left = 0, iter(texts)
    while some := list(islice(left, _AT_ONCE)):
        yield range(first, first + len(some)), encoder.encode_passages(some)
        first += len(some)


class RecordingEncoder:
    """An encoder that remembers what it encoded."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._texts: list[str] = []
        self._parts: list[PassageEncodings] = []
        self.fingerprint = encoder.fingerprint
        self.numeric_mode = encoder.numeric_mode
        self.dimension = encoder.dimension
        self.max_tokens = encoder.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """As the encoder does."""
        return self._encoder.count_tokens(texts)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> PassageEncodings:
        """As the encoder does."""
        encodings = self._encoder.encode_passages(texts, progress)
        self._texts += texts
        self._parts.append(encodings)
        return encodings

    def encode_stream(
        self, texts: Iterable[str]
    ) -> Iterator[tuple[Sequence[int], PassageEncodings]]:
        """The same, some at a time."""
        yield from _in_turn(self, texts)

    def encode_question(self, text: str) -> QuestionEncoding:
        """As the encoder does."""
        return self._encoder.encode_question(text)

    def known(self) -> Known:
        """All that was encoded."""
        return Known(tuple(self._texts), PassageEncodings.join(self._parts, self.dimension))


def write_known(known: Known, path: Path) -> None:
    """Write texts and encodings as arrays."""
    data = known.encodings.to_bytes()
    ends = np.cumsum([len(one) for one in data])
    octets = np.frombuffer(b"".join(data), dtype=np.uint8)
    dimension = known.encodings.vectors.shape[1]
    np.savez(path, texts=np.array(known.texts), ends=ends, octets=octets, dimension=dimension)


def read_known(path: Path) -> Known:
    """Read them back."""
    with np.load(path, allow_pickle=False) as arrays:
        texts = tuple(map(str, arrays["texts"]))
        octets, ends, dimension = arrays["octets"].tobytes(), arrays["ends"], arrays["dimension"]
    starts = np.r_[0, ends[:-1]]
    data = [octets[a:b] for a, b in zip(starts, ends, strict=True)]
    return Known(texts, PassageEncodings.from_bytes(data, int(dimension)))


class PerturbingEncoder:
    """Known texts as they are known; of others a vector near a known one, and known tokens.

    Pure, as an encoder must be: what is drawn for a text is drawn by a digest of it.

    Args:
        encoder: Encodes questions, and counts tokens.
        known: What is known; None where no passage will be encoded.
    """

    def __init__(self, encoder: Encoder, known: Known | None = None) -> None:
        self._encoder = encoder
        self.fingerprint = f"{encoder.fingerprint}-perturbed"
        self.numeric_mode = encoder.numeric_mode
        self.dimension = encoder.dimension
        self.max_tokens = encoder.max_tokens
        self.seconds = 0.0
        self.cpu_seconds = 0.0
        self._rows: Mapping[str, int] = {}
        if known is not None:
            self._rows = {text: row for row, text in enumerate(known.texts)}
            self._known = known.encodings
            self._codes = np.concatenate([tokens.codes for tokens in known.encodings.tokens])
            self._bases = [tokens.base for tokens in known.encodings.tokens]
            self._scales = np.concatenate([tokens.scales for tokens in known.encodings.tokens])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """As the encoder does."""
        return self._encoder.count_tokens(texts)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> PassageEncodings:
        """Known encodings, and drawn ones."""
        rows = [self._rows.get(text) for text in texts]
        each = [
            (self._known.vectors[row], self._known.tokens[row])
            if row is not None
            else self._drawn(text)
            for text, row in zip(texts, rows, strict=True)
        ]
        if progress:
            progress(len(each))
        vectors = np.array([vector for vector, _ in each], dtype=np.float32)
        return PassageEncodings(
            vectors.reshape(-1, self.dimension), tuple(tokens for _, tokens in each)
        )

    def encode_stream(
        self, texts: Iterable[str]
    ) -> Iterator[tuple[Sequence[int], PassageEncodings]]:
        """The same, some at a time."""
        yield from _in_turn(self, texts)

    def encode_question(self, text: str) -> QuestionEncoding:
        """As the encoder does; `seconds` and `cpu_seconds` add up what it took."""
        wall, cpu = time.perf_counter(), time.process_time()
        encoding = self._encoder.encode_question(text)
        self.seconds += time.perf_counter() - wall
        self.cpu_seconds += time.process_time() - cpu
        return encoding

    def _drawn(self, text: str) -> tuple[np.ndarray, TokenVectors]:
        """A vector and tokens for a text that is not known."""
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
        draw = np.random.default_rng(seed)
        near = self._known.vectors[draw.integers(len(self._known.vectors))]
        noise = draw.standard_normal(self.dimension).astype(np.float32)
        moved = near + SPREAD / np.linalg.norm(noise) * noise
        count = max(1, min(len(text) // CHARACTERS_OF_TOKEN, self.max_tokens))
        rows = draw.integers(len(self._codes), size=count)
        ends = np.linspace(len(text), 0, count, endpoint=False).astype(np.int32)[::-1]
        base = self._bases[draw.integers(len(self._bases))]
        tokens = TokenVectors(
            self._codes[rows], self._scales[rows], base, (len(text) - ends).astype(np.int32)
        )
        return moved / np.linalg.norm(moved), tokens
