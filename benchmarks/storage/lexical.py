"""BM25 with a constant mean length and impacts of one byte, and what a question reads of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.answering.encoded_question import VALUE_COUNT, EncodedQuestion
from qa.corpus.analysis import gram_hashes
from qa.corpus.value_grams import hashes_of
from qa.corpus.values import values_of
from qa.indexing.generation import Generation
from qa.indexing.lexical import K1, B, LexicalIndex, Scores

from .rankings import values
from .tokens import Setting, by_kind, difference, settings

HIGHEST = K1 + 1
"""What a count's part of BM25 stays below."""

Impacts = npt.NDArray[np.float64]
CLASSES = (0.001, 0.01, 0.05, 0.2, 1.0)
"""Highest document frequency of a class of grams, as a share of the passages."""


class Postings:
    """All postings of a generation with the count's part of BM25 worked out beforehand."""

    def __init__(self, generation: Generation, mean_length: float, levels: int = 0) -> None:
        self.n_rows = len(generation)
        self.firsts = generation._first_rows
        self.indexes: list[LexicalIndex] = [one.lexical for one in generation._segments]
        self.impacts = [_impacts(index, mean_length, levels) for index in self.indexes]

    def scores(self, question: EncodedQuestion) -> Scores:
        """BM25 of every row."""
        weighed = _weighed(question)
        scores = np.zeros(self.n_rows)
        for first, index, impacts in zip(self.firsts, self.indexes, self.impacts, strict=False):
            for place, weight in zip(index.positions(weighed[0]), weighed[1], strict=True):
                if place >= 0:
                    own = slice(index.offsets[place], index.offsets[place + 1])
                    scores[first + index.rows[own]] += weight * impacts[own]
        return scores


def _impacts(index: LexicalIndex, mean_length: float, levels: int) -> Impacts:
    norms = K1 * (1 - B + B * index.lengths / mean_length)
    exact: Impacts = index.counts * HIGHEST / (index.counts + norms[index.rows])
    if not levels:
        return exact
    return np.maximum(np.round(exact * (levels / HIGHEST)), 1) * (HIGHEST / levels)


def _weighed(question: EncodedQuestion) -> tuple[npt.NDArray[np.uint64], Scores]:
    """The grams of a question and their weights; counts as the program has them."""
    return question.grams.hashes, question.grams.weights * question_counts(question)


def question_counts(question: EncodedQuestion) -> npt.NDArray[np.int64]:
    """How often a question has each of its grams, values counted as the program counts them."""
    counted = hashes_of(value.canonical for value in values_of(question.text))
    grams = np.concatenate(
        [gram_hashes(" ".join([question.text, *question.names])), np.repeat(counted, VALUE_COUNT)]
    )
    return np.unique(grams, return_counts=True)[1]


def mean_length(generation: Generation) -> float:
    """Grams of a passage, on average."""
    return generation._total_length / len(generation)


def try_lexical(folder: Path, half: str) -> None:
    """Print what constant lengths and rounded impacts cost, and what a question reads."""
    ready = settings(folder, half)
    for one in {id(one.corpus): one for one in ready}.values():
        segments = one.corpus.generation._segments
        lengths = np.concatenate([segment.lexical.lengths for segment in segments])
        print(f"{one.task.name}: {lengths.mean():.0f} grams a passage")
    for one in ready:
        _report_read(one)
        for n_sampled in SAMPLES:
            _report_sampled(one, n_sampled)
    now = [values(one, one.corpus.generation) for one in ready]
    for length, levels in VARIANTS:
        lost = []
        for one, was in zip(ready, now, strict=True):
            generation = one.corpus.generation
            postings = Postings(generation, length or mean_length(generation), levels)
            lost.append(values(one, generation, postings.scores) - was)
        shown = "; ".join(by_kind(ready, lost, difference))
        print(f"mean length {length or 'exact'}, {levels or 'no'} levels: {shown}", flush=True)


VARIANTS = ((0, 0), (0, 255), (300, 255), (600, 255), (1_000, 255))
"""Mean lengths (0: the corpus's own) and levels of an impact (0: exact) that are tried."""

SAMPLES = (256, 1_024)
"""Rows that a deviation is taken of."""


def _report_read(one: Setting) -> None:
    """What share of the passages' postings a question reads, by the grams' frequency."""
    generation = one.corpus.generation
    postings = Postings(generation, mean_length(generation))
    read, by_class, needed, looked_up = [], np.zeros(len(CLASSES)), [], []
    for asked in one.asked[::4]:
        question = asked.in_generation(generation)
        grams, weights = _weighed(question)
        frequencies = generation.document_frequencies(grams)
        shares = frequencies / len(generation)
        by_class += np.bincount(np.searchsorted(CLASSES, shares), shares, len(CLASSES))
        read.append(shares.sum())
        essential, extra = _max_score(postings, grams, weights, frequencies)
        needed.append(essential / len(generation))
        looked_up.append(extra / len(generation))
    n = len(read)
    classes = ", ".join(f"≤{c:.1%} {v / n:.3f}" for c, v in zip(CLASSES, by_class, strict=True))
    print(
        f"{one.task.name}: postings read {np.mean(read):.2f} of a passage's worth "
        f"({classes}); MaxScore to the best 100 reads {np.mean(needed):.2f}, "
        f"looks up {np.mean(looked_up):.2f}",
        flush=True,
    )


def _max_score(
    postings: Postings,
    grams: npt.NDArray[np.uint64],
    weights: Scores,
    frequencies: npt.NDArray[np.int64],
) -> tuple[int, int]:
    """Postings that must be read once the hundredth best score is known, and rows looked up.

    A row in none of the lists that must be read cannot reach that score, by the highest that each
    of the others can give.
    """
    columns = np.zeros((len(grams), postings.n_rows))
    for first, index, impacts in zip(
        postings.firsts, postings.indexes, postings.impacts, strict=False
    ):
        for i, place in enumerate(index.positions(grams).tolist()):
            if place >= 0:
                own = slice(index.offsets[place], index.offsets[place + 1])
                columns[i, first + index.rows[own]] = weights[i] * impacts[own]
    highest = columns.max(axis=1)
    order = np.argsort(highest)
    scores = columns.sum(axis=0)
    threshold = np.sort(scores)[-min(100, len(scores))]
    left_out = int((np.cumsum(highest[order]) < threshold).sum())
    read = order[left_out:]
    partial = columns[read].sum(axis=0)
    rest = float(highest[order[:left_out]].sum())
    candidates = int(
        (partial + rest >= threshold).sum() - (partial == 0).sum() * (rest >= threshold)
    )
    return int(frequencies[read].sum()), candidates * left_out


def _report_sampled(one: Setting, n_sampled: int) -> None:
    """How far a deviation of BM25 from a sample of the rows is from that of all."""
    generation = one.corpus.generation
    if len(generation) < 2 * n_sampled:
        return
    rng = np.random.default_rng(0)
    ratios, kurtoses = [], []
    for asked in one.asked[::4]:
        scores = asked.in_generation(generation).lexical_scores
        ratios.append(rng.choice(scores, n_sampled).std() / scores.std())
        kurtoses.append(((scores - scores.mean()) ** 4).mean() / scores.var() ** 2)
    usual, high = np.percentile(kurtoses, [50, 95])
    expected = [np.sqrt((kurtosis - 1) / 4 / FULL_SAMPLE) for kurtosis in (usual, high)]
    print(
        f"{one.task.name}: deviation from {n_sampled} rows off by {np.std(np.log(ratios)):.3f}; "
        f"by its kurtosis (median {usual:.0f}, 95 % {high:.0f}), from {FULL_SAMPLE:,} rows by "
        f"{expected[0]:.4f} and {expected[1]:.4f}"
    )


FULL_SAMPLE = 65_536
"""Rows of a sample in a corpus of a million."""
