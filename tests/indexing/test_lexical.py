"""The lexical retriever against BM25 written out over dictionaries."""

import math
import random
from collections import Counter

import numpy as np
import pytest

from qa.indexing.files import FileReader
from qa.indexing.lexical import K1, B, LexicalIndex, inverse_document_frequencies


def slow_bm25(passages, question):
    """BM25 as in the book, a gram and a passage at a time."""
    mean_length = sum(map(len, passages)) / len(passages)
    counts = [Counter(passage) for passage in passages]
    scores = [0.0] * len(passages)
    for gram in question:  # a repeated gram counts each time
        n_with = sum(gram in count for count in counts)
        idf = math.log(1 + (len(passages) - n_with + 0.5) / (n_with + 0.5))
        for row, count in enumerate(counts):
            if count[gram]:
                norm = 1 - B + B * len(passages[row]) / mean_length
                scores[row] += idf * count[gram] * (K1 + 1) / (count[gram] + K1 * norm)
    return scores


def random_passages(n_passages, seed):
    rng = random.Random(seed)
    words = [rng.getrandbits(64) for _ in range(200)] + [0, 2**64 - 1]
    lengths = [rng.choice([0, 1, 5, 40, 120]) for _ in range(n_passages)]
    return [[words[int(rng.paretovariate(1)) % 202] for _ in range(n)] for n in lengths], words, rng


def as_grams(values):
    return np.array(values, dtype=np.uint64)


def score(index, question):
    grams, counts = np.unique(as_grams(question), return_counts=True)
    idf = inverse_document_frequencies(index.document_frequencies(grams), len(index.lengths))
    return index.scores(grams, idf * counts, index.total_length / max(1, len(index.lengths)))


@pytest.mark.parametrize("seed", range(5))
def test_scores_equal_the_slow_formula(tmp_path, seed):
    passages, words, rng = random_passages(150, seed)
    LexicalIndex.build(map(as_grams, passages)).save(tmp_path)
    index = LexicalIndex.open(FileReader(tmp_path))
    for _ in range(20):
        question = rng.choices([*words, 12345, 2**63], k=rng.randint(1, 30))
        np.testing.assert_allclose(
            score(index, question), slow_bm25(passages, question), rtol=1e-12, atol=1e-12
        )


def test_what_is_saved_is_what_is_read(tmp_path):
    passages, _, _ = random_passages(60, 9)
    built = LexicalIndex.build(map(as_grams, passages))
    built.save(tmp_path)
    read = LexicalIndex.open(FileReader(tmp_path))
    for name in ("grams", "offsets", "rows", "counts", "lengths"):
        np.testing.assert_array_equal(getattr(built, name), getattr(read, name))
    assert read.total_length == sum(map(len, passages))
    for row, passage in enumerate(passages):
        for gram, count in Counter(passage).items():
            (place,) = read.positions(as_grams([gram]))
            postings = slice(read.offsets[place], read.offsets[place + 1])
            assert read.counts[postings][read.rows[postings] == row].tolist() == [count]


@pytest.mark.parametrize("passages", [[], [[]], [[], [], []]])
def test_without_grams_every_score_is_nought(tmp_path, passages):
    LexicalIndex.build(map(as_grams, passages)).save(tmp_path)
    index = LexicalIndex.open(FileReader(tmp_path))
    assert score(index, [1, 2, 3]).tolist() == [0.0] * len(passages)
    assert index.document_frequencies(as_grams([0, 1, 2**64 - 1])).tolist() == [0, 0, 0]


def test_unknown_grams_are_in_no_passage():
    index = LexicalIndex.build([as_grams([10, 20]), as_grams([20, 30])])
    asked = as_grams([0, 10, 15, 20, 30, 31, 2**64 - 1])
    assert index.document_frequencies(asked).tolist() == [0, 1, 0, 2, 1, 0, 0]


def test_a_count_beyond_its_type_is_held_at_the_most_it_can_be():
    index = LexicalIndex.build([as_grams([7] * 70_000)])
    assert index.counts.tolist() == [65_535]
    assert index.lengths.tolist() == [70_000]
