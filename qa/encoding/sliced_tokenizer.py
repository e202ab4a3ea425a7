"""The embedded model's tokenizer, as much of it as some texts need.

To load all of its 250,000 pieces takes most of a second, which a single question need not wait for.
A text is cut into pieces that stand in it; a tokenizer that knows only those, with their scores,
cuts it in the same way.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from qa.encoding.embedded import (
    SPACE,
    SPECIAL,
    normaliser,
    read_vocabulary,
    unigram_tokenizer,
    with_special_tokens,
)

LONGEST_PIECE = 16
"""Characters of the longest piece of the vocabulary."""

FEW_CHARACTERS = 12_000
"""Texts that are cut with a slice each time: a question and the passages that are read for it."""

FEW_CALLS = 24
"""So often a slice is made, which takes some ten milliseconds: two questions' worth."""


class TokenizedText(Protocol):
    """What a tokenizer makes of a text."""

    @property
    def ids(self) -> list[int]:
        """Token ids."""

    @property
    def offsets(self) -> list[tuple[int, int]]:
        """Where each token begins and ends in the text, in code points."""

    @property
    def special_tokens_mask(self) -> list[int]:
        """1 for each token that stands for no text."""


class TextTokenizer(Protocol):
    """What is used of a tokenizer."""

    def encode(self, sequence: str, *, add_special_tokens: bool = True) -> TokenizedText:
        """The tokens of a text."""

    def encode_batch(self, input: Sequence[str]) -> Sequence[TokenizedText]:
        """Those of several texts, special tokens included."""

    def encode_batch_fast(self, input: Sequence[str]) -> Sequence[TokenizedText]:
        """The same, without offsets."""


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Tokens by the ids of the whole vocabulary: see `TokenizedText`."""

    ids: list[int]
    offsets: list[tuple[int, int]]
    special_tokens_mask: list[int]


class SlicedTokenizer:
    """The embedded model's tokenizer, loaded whole once many texts have come.

    Safe from several threads.

    Args:
        load: Loads the whole.
    """

    def __init__(self, load: Callable[[], TextTokenizer]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._whole: TextTokenizer | None = None
        self._calls = 0

    def encode(self, sequence: str, *, add_special_tokens: bool = True) -> TokenizedText:
        """The tokens of a text."""
        if self._is_few([sequence]):
            return self._sliced([sequence], add_special_tokens=add_special_tokens)[0]
        return self._all().encode(sequence, add_special_tokens=add_special_tokens)

    def encode_batch(self, input: Sequence[str]) -> Sequence[TokenizedText]:
        """Those of several texts, special tokens included."""
        if self._is_few(input):
            return self._sliced(input, add_special_tokens=True)
        return self._all().encode_batch(list(input))

    def encode_batch_fast(self, input: Sequence[str]) -> Sequence[TokenizedText]:
        """The same, without offsets: many texts, as a build has them."""
        return self._all().encode_batch_fast(list(input))

    def _all(self) -> TextTokenizer:
        if self._whole is None:
            with self._lock:
                if self._whole is None:
                    self._whole = self._load()
                    self.__dict__.pop("_known", None)  # no slice is made any more
        return self._whole

    def _is_few(self, texts: Sequence[str]) -> bool:
        if self._whole is not None or self._calls >= FEW_CALLS:
            return False
        self._calls += 1
        written = any(piece in text for piece in SPECIAL for text in texts)
        return not written and sum(map(len, texts)) <= FEW_CHARACTERS

    def _sliced(self, texts: Sequence[str], *, add_special_tokens: bool) -> list[_Tokens]:
        """The tokens of texts, by a tokenizer of the pieces that stand in them."""
        known = self._known
        words = {word for text in texts for word in known.words_of(text)}
        parts = (part.encode() for word in words for part in _parts(word))
        held = {known.ids[part] for part in parts if part in known.ids}
        ids = sorted(held.union(known.always))
        slice_ = with_special_tokens(
            unigram_tokenizer(
                [known.pieces[i].decode() for i in ids],
                known.scores[ids].tolist(),
                [ids.index(i) for i in known.special],
                known.charsmap,
            )
        )
        found = (slice_.encode(text, add_special_tokens=add_special_tokens) for text in texts)
        return [
            _Tokens([ids[i] for i in one.ids], one.offsets, one.special_tokens_mask)
            for one in found
        ]

    @cached_property
    def _known(self) -> _Known:
        return _Known()


class _Known:
    """The whole vocabulary, its pieces in UTF-8."""

    def __init__(self) -> None:
        vocabulary = read_vocabulary()
        self.special = vocabulary.special
        self.charsmap = vocabulary.charsmap()
        self.pieces = vocabulary.encoded_pieces()
        self.scores = vocabulary.scores
        self.ids = dict(zip(self.pieces, itertools.count(), strict=False))
        # What is unknown scores less than the least of all, which so has to be there.
        least = int(np.argmin(self.scores))
        written = (self.ids[piece.encode()] for piece in SPECIAL)
        self.always = frozenset({*written, *self.special, least})
        self._normaliser = normaliser(self.charsmap)

    def words_of(self, text: str) -> list[str]:
        """The words into which a text is parted before it is cut, each with its space."""
        normalised = self._normaliser.normalize_str(text).replace(SPACE, " ")
        return [SPACE + word for word in normalised.split(" ")]


def _parts(word: str) -> Iterator[str]:
    """Every run of characters of a word that may be a piece."""
    for start in range(len(word)):
        for end in range(start + 1, min(start + LONGEST_PIECE, len(word)) + 1):
            yield word[start:end]
