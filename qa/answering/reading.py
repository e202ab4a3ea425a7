"""Reading the first hits: what the reader says of each puts them in order anew."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, repeat

import numpy as np
import numpy.typing as npt

from qa.answering.encoded_question import LEAST_DIVISOR, QuestionGrams
from qa.answering.highlight import likeness
from qa.answering.reranking import TokenMatch
from qa.answering.retrieval import Retrieval
from qa.corpus.analysed_text import analysed
from qa.indexing.generation import Generation
from qa.reader.reader import PassageText, Reader, Reading
from qa.records import Passage

Floats = npt.NDArray[np.float64]

READ_HITS = 5
"""Hits that are read: more cost more, and the answer is seldom further down."""

SURE_ANSWERS = 4.0
"""Log-odds from which on the first hit surely answers, so that none of the others is read.

On 220 questions of the Arabic pool no state, mark of the first passage or ranking is another with 5
than where all are read, and one ranking, for the better, with 3; with 4 six first hits in ten are
read alone.
"""

READER_WEIGHT = 0.1
"""What one deviation of the log-odds of an answer adds to a score, in deviations of the scores.

By `training/fit_weights.py` more of it brings .01 of R@1 on the half of the articles that chooses,
and costs as much on the other half: it settles near ties.
"""


def hits_to_find(n_shown: int, reader: Reader | None) -> int:
    """How many hits are looked for: those that are shown, and at least those that are read."""
    return max(n_shown, READ_HITS) if reader else n_shown


def read_hits(
    generation: Generation, reader: Reader | None, retrieval: Retrieval, *, whole: bool = False
) -> Retrieval:
    """A retrieval with its first hits read, and in the order that follows.

    The first is read first: where it surely answers, the order stays as it is, and no other is
    read. Hits that are not read lose as much as the one that loses most, and so stay below.

    Args:
        generation: Where the hits were found; what stands above a passage is read with it.
        reader: The reader; None leaves the retrieval as it is.
        retrieval: The hits, best first.
        whole: Whether the others are read in any case.

    Raises:
        ModelError: The reader's weights are missing or damaged.
    """
    if reader is None or not retrieval.hits:
        return retrieval
    readings = read_passages(generation, reader, _some(retrieval, 0, 1))
    if whole or readings[0].answers < SURE_ANSWERS:
        readings += read_passages(generation, reader, _some(retrieval, 1, READ_HITS))
    found = np.array([hit.score for hit in retrieval.hits[: len(readings)]])
    answers = np.array([reading.answers for reading in readings])
    gains = gains_of(found, answers).tolist()
    gains += [min(gains)] * (len(retrieval.hits) - len(readings))
    scores = [hit.score + gain for hit, gain in zip(retrieval.hits, gains, strict=True)]
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    return replace(
        retrieval,
        hits=tuple(
            replace(retrieval.hits[i], score=scores[i], rank=rank)
            for rank, i in enumerate(order, start=1)
        ),
        # Those read, and so all whose tokens were compared, stay the first.
        matches=tuple(retrieval.matches[i] for i in order if i < len(retrieval.matches)),
        contributions=tuple(replace(retrieval.contributions[i], reader=gains[i]) for i in order),
        readings=tuple(readings[i] for i in order if i < len(readings)),
    )


def _some(retrieval: Retrieval, start: int, end: int) -> Retrieval:
    """Some hits of a retrieval, with how their tokens match."""
    return replace(retrieval, hits=retrieval.hits[start:end], matches=retrieval.matches[start:end])


def read_passages(generation: Generation, reader: Reader, retrieval: Retrieval) -> list[Reading]:
    """What the reader says of each hit, whose title and headings are read with it.

    Of a long passage the part around the sentence that matches the question best is read.
    """
    matches = chain(retrieval.matches, repeat(None))
    texts = [
        PassageText(
            _context(generation, hit.passage),
            hit.passage.text,
            _focus(hit.passage.text, match, retrieval.grams) if match else None,
        )
        for hit, match in zip(retrieval.hits, matches, strict=False)
    ]
    return reader.read(retrieval.question, texts)


def _focus(text: str, match: TokenMatch, grams: QuestionGrams) -> int:
    """Where the sentence begins that matches the question best."""
    found = analysed(text)
    best = int(np.argmax(likeness(match, found, grams))) if found.sentences else None
    return 0 if best is None else found.sentences[best].start


def gains_of(scores: Floats, answers: Floats, weight: float = READER_WEIGHT) -> Floats:
    """What reading adds to each score: nothing to the likeliest to answer, less to the others.

    Args:
        scores: Of the hits that are read, shape (n,).
        answers: The log-odds of each that it answers, shape (n,).
        weight: See `READER_WEIGHT`.
    """
    unit = float(scores.std()) / max(float(answers.std()), LEAST_DIVISOR)
    gains: Floats = weight * unit * (answers - answers.max())
    return gains


def _context(generation: Generation, passage: Passage) -> str:
    return generation.context(passage)
