"""From examples to arrays: folded, tokenised, labelled, in batches of like length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from qa.reader.pairs import PairTokens, pair_tokens
from training.examples import Example

BATCH = 16
POOL = 64
"""Batches whose examples are sorted by length together."""

LONGEST_SPAN = 24
"""Tokens of the longest answer whose ends are learnt.

Some sets take whole sentences for answers; they teach which sentence it is, and no more.
"""

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some examples as arrays.

    Attributes:
        ids: Token ids, padded, shape (n, length).
        mask: 1 at tokens, shape (n, length).
        types: 0 in the question, 1 in the passage, shape (n, length).
        inner: 1 at the passage's tokens, where a span may lie, shape (n, length).
        answers: Whether the passage answers, shape (n,).
        spans: First and last token of the answer; -1 where there is none, shape (n, 2).
        evidence: 1 at the tokens of the sentence that answers, shape (n, length).
        judged: Whether the evidence is known, shape (n,).
    """

    ids: Ints
    mask: Ints
    types: Ints
    inner: Ints
    answers: Floats
    spans: Ints
    evidence: Floats
    judged: Floats


@dataclass(frozen=True, slots=True)
class _Labelled:
    pair: PairTokens
    example: Example
    first: int
    last: int
    evidence: npt.NDArray[np.bool_]


def batches(examples: Iterator[Example], tokenizer: Tokenizer) -> Iterator[Batch]:
    """Batches without end; the order within a pool is by length, that of its batches is mixed."""
    draw = np.random.default_rng(0)
    while True:
        pool = [_labelled(one, tokenizer) for one in islice(examples, BATCH * POOL)]
        pool.sort(key=lambda one: len(one.pair.ids))
        for i in draw.permutation(POOL).tolist():
            yield _batch(pool[i * BATCH : (i + 1) * BATCH])


def _labelled(example: Example, tokenizer: Tokenizer) -> _Labelled:
    pair = pair_tokens(tokenizer, example.question, example.title, example.text)
    first = last = -1
    evidence = np.zeros(len(pair.ids), dtype=bool)
    if example.span:
        touched = pair.inner & (pair.ends > example.span.start) & (pair.starts < example.span.end)
        places = np.flatnonzero(touched)
        if len(places):
            if len(places) <= LONGEST_SPAN:
                first, last = int(places[0]), int(places[-1])
            for sentence in pair.sentences:
                if sentence.start < example.span.end and example.span.start < sentence.end:
                    evidence |= (
                        pair.inner & (pair.ends > sentence.start) & (pair.starts < sentence.end)
                    )
    return _Labelled(pair, example, first, last, evidence)


def _batch(rows: Sequence[_Labelled]) -> Batch:
    length = max(len(row.pair.ids) for row in rows)
    n = len(rows)
    batch = Batch(
        ids=np.full((n, length), 1, dtype=np.int64),
        mask=np.zeros((n, length), dtype=np.int64),
        types=np.zeros((n, length), dtype=np.int64),
        inner=np.zeros((n, length), dtype=np.int64),
        answers=np.zeros(n, dtype=np.float32),
        spans=np.full((n, 2), -1, dtype=np.int64),
        evidence=np.zeros((n, length), dtype=np.float32),
        judged=np.zeros(n, dtype=np.float32),
    )
    for i, row in enumerate(rows):
        size = len(row.pair.ids)
        batch.ids[i, :size] = row.pair.ids
        batch.mask[i, :size] = 1
        batch.types[i, :size] = row.pair.types
        batch.inner[i, :size] = row.pair.inner
        batch.evidence[i, :size] = row.evidence
        batch.answers[i] = row.example.answers
        batch.spans[i] = (row.first, row.last)
        batch.judged[i] = row.evidence.any() or not row.example.answers
    return batch
