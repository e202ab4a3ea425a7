"""How many tokens a text has, counted word by word, each word once.

The embedded model's tokenizer cuts every word by itself, and a build counts the same words over and
over, in pieces of every size.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import partial

import regex

from qa.encoding.embedded import SPACE, SPECIAL
from qa.encoding.sliced_tokenizer import TextTokenizer

WORDS_KEPT = 100_000
"""Words whose count is kept, some ten megabytes; then they are counted anew."""

# Spaces of Python that the tokenizer drops, or takes for letters.
_NO_SPACES = regex.compile(r"[\x0b\x1c-\x1f\x85]")
# Whole tokens wherever they are written, and what the tokenizer takes for a space.
_APART = (*SPECIAL, SPACE, "\ufffd")


class WordCounts:
    """Counts the tokens of texts. Safe from several threads.

    Args:
        tokenizer: The embedded model's.
    """

    def __init__(self, tokenizer: TextTokenizer) -> None:
        self._tokenizer = tokenizer
        self._counts: dict[str, int | None] = {}
        self._frame = self._whole("")

    def of(self, texts: Sequence[str]) -> list[int]:
        """Number of tokens of each text, special tokens included."""
        parted = [text.split() for text in texts]
        counts = self._known({word for words in parted for word in words})
        found = [self._sum(*one, counts) for one in zip(texts, parted, strict=True)]
        return [
            self._whole(text) if count is None else count
            for text, count in zip(texts, found, strict=True)
        ]

    def _sum(self, text: str, words: Sequence[str], counts: dict[str, int | None]) -> int | None:
        """Tokens of a text by those of its words; None where its words do not tell."""
        if _NO_SPACES.search(text):
            return None
        total = self._frame + text[-1:].isspace()  # a space at the end is a token
        for word in words:
            count = counts[word]
            if count is None:
                return None
            total += count
        return total

    def _known(self, words: set[str]) -> dict[str, int | None]:
        """The counts of some words: None for one that is cut otherwise beside others."""
        known = self._counts
        new = [word for word in words if word not in known]
        if new:
            if len(known) + len(new) > WORDS_KEPT:
                known = {word: known[word] for word in words if word in known}
                self._counts = known  # not emptied: another thread may be reading the old one
            known |= self._counted(new)
        return known

    def _counted(self, words: Sequence[str]) -> dict[str, int | None]:
        # One by one: for a few words the tokenizer's threads cost more than they spare.
        encode = partial(self._tokenizer.encode, add_special_tokens=False)
        return {word: None if _is_odd(word) else len(encode(word).ids) for word in words}

    def _whole(self, text: str) -> int:
        return len(self._tokenizer.encode_batch_fast([text])[0].ids)


def _is_odd(word: str) -> bool:
    """Whether a word may be cut otherwise beside others: as one with the space between them."""
    first, last = unicodedata.category(word[0]), unicodedata.category(word[-1])
    joins = first[0] in "CM" or last[0] == "C"  # a mark to the space before it, a sign to the next
    return joins or any(piece in word for piece in _APART)
