"""The reader in service: question and passage together, and what the passage says to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from qa.encoding.embedded import read_embedded_tokenizer
from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.protocol import Encoder
from qa.encoding.sliced_tokenizer import TextTokenizer
from qa.reader.pairs import PairTokens, pair_tokens
from qa.reader.weights import ANSWERS, END, EVIDENCE, START
from qa.records import Span

if TYPE_CHECKING:
    from qa.reader.network import ReaderNetwork

_LENGTH_STEP = 16
_LONGEST_SPAN = 40  # tokens; the human answers of the development sets have 30 at most

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PassageText:
    """What is read of a passage.

    Attributes:
        title: What stands above it: title, headings; "" for nothing.
        text: Its text.
        focus: A place in the text: of a long one its sentence is read, and what is around it; None
            reads from the beginning.
    """

    title: str
    text: str
    focus: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader says of one passage.

    Attributes:
        answers: Log-odds that the passage answers.
        span: The likeliest answer in the passage's text; None of an empty passage.
        sentences: The passage's sentences.
        evidence: For each sentence, the probability that it is evidence, in [0, 1].
        spans: For each sentence, the log-probability of the likeliest answer within it.
    """

    answers: float
    span: Span | None
    sentences: tuple[Span, ...]
    evidence: tuple[float, ...]
    spans: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokenizer: TextTokenizer
    network: ReaderNetwork


class Reader:
    """Reads passages for a question. Safe from several threads; loaded when first used.

    Args:
        tokenizer: Gives the embedded model's tokenizer, which an encoder may have loaded already.
    """

    def __init__(self, tokenizer: Callable[[], TextTokenizer] = read_embedded_tokenizer) -> None:
        self._tokenizer = tokenizer
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    @classmethod
    def beside(cls, encoder: Encoder) -> Self:
        """One that takes an encoder's tokenizer, where that is the embedded model's too."""
        if isinstance(encoder, OpenVinoEncoder):
            return cls(encoder.embedded_tokenizer)
        return cls()

    def read(self, question: str, passages: Sequence[PassageText]) -> list[Reading]:
        """What each passage says to a question, in the order given.

        Raises:
            ModelError: The reader's weights are missing or damaged.
        """
        loaded = self._load()
        pairs = [
            pair_tokens(
                loaded.tokenizer,
                question,
                passage.title,
                passage.text,
                focus=passage.focus,
            )
            for passage in passages
        ]
        # One by one: a batch saves nothing, pads what is shorter, and a passage that is read alone
        # is read the same in any company.
        return [_reading(pair, self._run(pair)) for pair in pairs]

    def _run(self, pair: PairTokens) -> Floats:
        """The four numbers of each token, shape (length, 4)."""
        network = self._load().network
        size = len(pair.ids)
        length = -(-size // _LENGTH_STEP) * _LENGTH_STEP
        words = np.zeros((1, length, network.words.dimension), dtype=np.float32)
        mask = np.zeros((1, length), dtype=np.float32)
        words[0, :size] = network.words[pair.ids] + network.types[pair.types]
        mask[0, :size] = 1
        words += network.places[:length]
        scores: Floats = network.graph.run(words, mask)[0]
        return scores

    def _load(self) -> _Loaded:
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    from qa.reader.network import load_network  # noqa: PLC0415 (openvino)

                    self._loaded = _Loaded(self._tokenizer(), load_network())
        return self._loaded


def _reading(pair: PairTokens, scores: Floats) -> Reading:
    """What the numbers of a pair's tokens say."""
    answers = float(scores[0, ANSWERS])
    places = np.flatnonzero(pair.inner)
    if not len(places):
        return Reading(answers, None, (), (), ())
    inner = scores[places]
    starts, ends = pair.starts[places], pair.ends[places]
    firsts, lasts = _log_shares(inner[:, START]), _log_shares(inner[:, END])
    joint = firsts[:, None] + lasts[None, :]
    distance = np.arange(len(places))[None, :] - np.arange(len(places))[:, None]
    joint[(distance < 0) | (distance >= _LONGEST_SPAN)] = -np.inf
    first, last = np.unravel_index(int(joint.argmax()), joint.shape)
    chances = 1 / (1 + np.exp(-inner[:, EVIDENCE]))
    evidence, spans = [], []
    for sentence in pair.sentences:
        within = np.flatnonzero((ends > sentence.start) & (starts < sentence.end))
        evidence.append(float(chances[within].mean()) if len(within) else 0.0)
        best = joint[np.ix_(within, within)].max() if len(within) else -np.inf
        spans.append(float(max(best, -50.0)))
    return Reading(
        answers,
        Span(int(starts[first]), int(ends[last])),
        tuple(pair.sentences),
        tuple(evidence),
        tuple(spans),
    )


def _log_shares(scores: Floats) -> Floats:
    """Logarithms of the softmax."""
    shifted: Floats = scores - scores.max()
    return shifted - np.float32(np.log(np.exp(shifted).sum()))
