"""A question and a passage as the reader sees them: one row of tokens.

`<s> question </s> title </s> passage </s>`, all of it folded; token type 0 up to the title's
end, 1 in the passage. Offsets count code points of the passage as it was given, before folding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from qa.corpus.folding import fold, fold_with_offsets
from qa.corpus.sentences import sentence_spans
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


def pair_tokens(tokenizer: Tokenizer, question: str, title: str, passage: str) -> PairTokens:
    """Tokenise a question and a passage together; what is too long is cut at its end.

    Args:
        tokenizer: The embedded model's, of which the special tokens are not used.
        question: The question.
        title: What stands above the passage, or "".
        passage: The passage.
    """
    before = [_BEGIN, *_ids(tokenizer, question)[:QUESTION_TOKENS], _END]
    before += [*(_ids(tokenizer, title)[:TITLE_TOKENS] if title else ()), _END]
    folded = fold_with_offsets(passage)
    encoding = tokenizer.encode(folded.text, add_special_tokens=False)
    room = PAIR_TOKENS - len(before) - 1
    kept = [
        (token, start, end)
        for token, (start, end) in zip(encoding.ids, encoding.offsets, strict=True)
        if end > start
    ][:room]
    n_before, n_all = len(before), len(before) + len(kept) + 1
    ids, starts, ends = (np.zeros(n_all, dtype=np.int64) for _ in range(3))
    ids[:n_before], ids[-1] = before, _END
    for place, (token, start, end) in enumerate(kept, start=n_before):
        # A token may begin with the space before its word, which a span must not.
        written = folded.text[start:end]
        first = min(end - 1, end - len(written.lstrip()))
        ids[place] = token
        starts[place] = folded.starts[first]
        ends[place] = folded.ends[end - 1]
    inner = np.zeros(n_all, dtype=bool)
    inner[n_before:-1] = True
    types = np.zeros(n_all, dtype=np.int64)
    types[n_before:] = 1
    return PairTokens(ids, types, inner, starts, ends, sentence_spans(passage))


def _ids(tokenizer: Tokenizer, text: str) -> list[int]:
    ids: list[int] = tokenizer.encode(fold(text), add_special_tokens=False).ids
    return ids
