"""A question and a passage as the reader sees them: one row of tokens.

`<s> question </s> title </s> passage </s>`, all of it folded; token type 0 up to the title's
end, 1 in the passage. Offsets count code points of the passage as it was given, before folding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa.corpus.analysed_text import analysed
from qa.corpus.folding import fold, fold_with_offsets
from qa.encoding.sliced_tokenizer import TextTokenizer
from qa.records import Span

QUESTION_TOKENS = 48
TITLE_TOKENS = 24
PAIR_TOKENS = 288
"""Most tokens of the question, of what stands above the passage, and of all."""

_BEGIN, _END = 0, 2  # <s> and </s> of XLM-RoBERTa's vocabulary

Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PairTokens:
    """The tokens of a question and a passage.

    Attributes:
        ids: Token ids, shape (n,).
        types: 0 before the passage, 1 from there, shape (n,).
        inner: Whether a token is one of the passage's, shape (n,).
        starts, ends: Where those stand in the passage; 0 of others, shape (n,).
        sentences: The passage's sentences.
    """

    ids: Offsets
    types: Offsets
    inner: npt.NDArray[np.bool_]
    starts: Offsets
    ends: Offsets
    sentences: Sequence[Span]


def pair_tokens(
    tokenizer: TextTokenizer,
    question: str,
    title: str,
    passage: str,
    *,
    focus: int | None = None,
    most: int = PAIR_TOKENS,
) -> PairTokens:
    """Tokenise a question and a passage together; what is too long is left out of the passage.

    Args:
        tokenizer: The embedded model's, of which the special tokens are not used.
        question: The question.
        title: What stands above the passage, or "".
        passage: The passage.
        focus: A place in the passage whose sentence is kept, with those around it that there is
            room for; None cuts the passage at its end.
        most: Most tokens of all.
    """
    before = [_BEGIN, *_ids(tokenizer, question)[:QUESTION_TOKENS], _END]
    before += [*(_ids(tokenizer, title)[:TITLE_TOKENS] if title else ()), _END]
    sentences = analysed(passage).sentences
    tokens = passage_tokens(tokenizer, passage)
    room = most - len(before) - 1
    if len(tokens) > room:
        first = 0 if focus is None else _first_kept(tokens[:, 2], sentences, focus, room)
        tokens = tokens[first : first + room]
    n_before, n_all = len(before), len(before) + len(tokens) + 1
    ids, starts, ends, types = (np.zeros(n_all, dtype=np.int64) for _ in range(4))
    ids[:n_before], ids[-1] = before, _END
    ids[n_before:-1], starts[n_before:-1], ends[n_before:-1] = tokens.T
    inner = np.zeros(n_all, dtype=bool)
    inner[n_before:-1] = True
    types[n_before:] = 1
    return PairTokens(ids, types, inner, starts, ends, sentences)


def passage_tokens(tokenizer: TextTokenizer, passage: str) -> Offsets:
    """Of each token of a passage its id, and where it starts and ends there, shape (n, 3)."""
    folded = fold_with_offsets(passage)
    encoding = tokenizer.encode(folded.text, add_special_tokens=False)
    rows = []
    for token, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
        if end > start:
            # A token may begin with the space before its word, which a span must not.
            written = folded.text[start:end]
            first = min(end - 1, end - len(written.lstrip()))
            rows.append((token, folded.starts[first], folded.ends[end - 1]))
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def _first_kept(ends: Offsets, sentences: Sequence[Span], focus: int, room: int) -> int:
    """The first token of a window around a sentence.

    Sentences are taken in on either side in turn, the next before the one ahead of it, for as long
    as there is room. What room is left is filled up from what follows.

    Args:
        ends: Where each token ends in the passage, shape (n,).
        sentences: The passage's sentences.
        focus: A place in the sentence that is kept.
        room: Tokens of the window, fewer than there are.
    """
    last = len(sentences) - 1
    low = high = min(last, sum(sentence.end <= focus for sentence in sentences))
    # Tokens up to the end of each sentence.
    counts = [0, *(int(n) for n in np.searchsorted(ends, [s.end for s in sentences], "right"))]
    growing = True
    while growing:
        growing = False
        if high < last and counts[high + 2] - counts[low] <= room:
            high, growing = high + 1, True
        if low > 0 and counts[high + 1] - counts[low - 1] <= room:
            low, growing = low - 1, True
    return min(counts[low], len(ends) - room)


def _ids(tokenizer: TextTokenizer, text: str) -> list[int]:
    ids: list[int] = tokenizer.encode(fold(text), add_special_tokens=False).ids
    return ids
