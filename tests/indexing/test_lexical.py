"""The lexical retriever against BM25 written out over dictionaries."""

import math
import random
from collections import Counter

import numpy as np
import pytest

from qa.errors import IndexDamagedError
from qa.indexing.files import FileReader
from qa.indexing.lexical import LexicalIndex, inverse_document_frequencies
from qa.indexing.lexical_scores import LanguageOrder, LexicalScores, ScoreSums
from qa.indexing.postings import K1, B, Postings


def slow_bm25(passages, question, *, is_rounded=True):
    """BM25 as in the book, a gram and a passage at a time, for passages of 400 grams on average."""
    mean_length = 400
    counts = [Counter(passage) for passage in passages]
    scores = [0.0] * len(passages)
    for gram in question:  # a repeated gram counts each time
        n_with = sum(gram in count for count in counts)
        idf = math.log(1 + (len(passages) - n_with + 0.5) / (n_with + 0.5))
        for row, count in enumerate(counts):
            if count[gram]:
                norm = 1 - B + B * len(passages[row]) / mean_length
                exact = count[gram] * (K1 + 1) / (count[gram] + K1 * norm)
                steps = max(1, round(exact * 255 / (K1 + 1))) if is_rounded else exact * 255 / 2.2
                scores[row] += idf * steps * (K1 + 1) / 255
    return scores


def random_passages(n_passages, seed):
    rng = random.Random(seed)
    words = [rng.getrandbits(64) for _ in range(200)] + [0, 2**64 - 1]
    lengths = [rng.choice([0, 1, 5, 40, 120]) for _ in range(n_passages)]
    return [[words[int(rng.paretovariate(1)) % 202] for _ in range(n)] for n in lengths], words, rng


def as_grams(values):
    return np.array(values, dtype=np.uint64)


def saved(folder, passages):
    Postings.of(map(as_grams, passages)).save(folder, len(passages))
    return LexicalIndex(FileReader(folder), len(passages))


def score(index, question, n_passages):
    grams, counts = np.unique(as_grams(question), return_counts=True)
    idf = inverse_document_frequencies(index.document_frequencies(grams), n_passages)
    return index.scores(grams, idf * counts)


@pytest.mark.parametrize("seed", range(5))
def test_scores_equal_the_slow_formula(tmp_path, seed):
    passages, words, rng = random_passages(150, seed)
    index = saved(tmp_path, passages)
    for _ in range(20):
        question = rng.choices([*words, 12345, 2**63], k=rng.randint(1, 30))
        scores = score(index, question, len(passages))
        np.testing.assert_allclose(scores, slow_bm25(passages, question), rtol=1e-9, atol=1e-9)
        exact = np.array(slow_bm25(passages, question, is_rounded=False))
        assert np.abs(scores - exact).max() <= 0.01 * max(exact.max(), 1)


@pytest.mark.parametrize("kept_bytes", [0, 2_000, 1 << 20])
def test_the_same_postings_come_from_the_disk_and_from_what_is_kept(
    tmp_path, monkeypatch, kept_bytes
):
    monkeypatch.setattr("qa.indexing.lexical.KEPT_BYTES", kept_bytes)
    passages, words, rng = random_passages(60, 9)
    index = saved(tmp_path, passages)
    for gram in rng.choices(words, k=600):
        expected = [row for row, passage in enumerate(passages) if gram in passage]
        assert index.document_frequencies(as_grams([gram])).tolist() == [len(expected)]
        (place,) = index.positions(as_grams([gram])).tolist()
        if expected:
            assert index.postings(place)[0].tolist() == expected
        else:
            assert place == -1


def test_rows_are_told_how_many_grams_they_have(tmp_path):
    index = saved(tmp_path, [[10, 20], [20, 30], [], [30, 10, 20]])
    asked, rows = as_grams([10, 20, 99]), np.array([3, 0, 2, 1])
    assert index.having(asked, rows).tolist() == [2, 2, 0, 1]
    assert index.having(as_grams([]), rows).tolist() == [0, 0, 0, 0]


def test_a_segment_of_very_many_passages_has_wider_rows(tmp_path):
    n_passages = 65_537
    passages = [[7]] * n_passages
    passages[-1] = [7, 8]
    index = saved(tmp_path, passages)
    assert index.document_frequencies(as_grams([7, 8])).tolist() == [n_passages, 1]
    assert index.postings(1)[0].tolist() == [65_536]


@pytest.mark.parametrize("passages", [[], [[]], [[], [], []]])
def test_without_grams_every_score_is_nought(tmp_path, passages):
    index = saved(tmp_path, passages)
    assert score(index, [1, 2, 3], len(passages)).tolist() == [0.0] * len(passages)
    assert index.document_frequencies(as_grams([0, 1, 2**64 - 1])).tolist() == [0, 0, 0]


def test_unknown_grams_are_in_no_passage(tmp_path):
    index = saved(tmp_path, [[10, 20], [20, 30]])
    asked = as_grams([0, 10, 15, 20, 30, 31, 2**64 - 1])
    assert index.document_frequencies(asked).tolist() == [0, 1, 0, 2, 1, 0, 0]


@pytest.mark.parametrize("place", [0, 3, -1])
def test_postings_that_were_altered_are_never_used(tmp_path, place):
    passages, _, _ = random_passages(40, 2)
    index = saved(tmp_path, passages)
    path = tmp_path / "lexical-postings.bin"
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    every = np.unique(np.concatenate([as_grams(passage) for passage in passages]))
    with pytest.raises(IndexDamagedError, match="lexical-postings"):
        score(index, every.tolist(), len(passages))


def test_the_highest_are_those_that_sorting_finds_ties_by_row():
    rng = np.random.default_rng(5)
    for size in (0, 1, 50, 3_000, 20_000):
        values = rng.choice([0.0, 0.0, 1.5, 2.5, 3.25], size) + rng.choice([0, 1e-9], size)
        for some in (values, np.sort(values), np.zeros(size)):
            scores = LexicalScores(lambda: (some, ()), 1)  # noqa: B023 (it is asked at once)
            within = rng.random(size) < 0.3
            for mask in (None, within):
                allowed = some if mask is None else np.where(mask, some, 0)
                for top_k in (1, 7, 100):
                    order = np.lexsort((np.arange(size), -allowed))[:top_k]
                    expected = [row for row in order.tolist() if allowed[row] > 0]
                    assert sorted(scores.best(top_k, mask).tolist()) == sorted(expected)


def test_what_is_told_of_all_scores_is_what_numpy_tells():
    rng = np.random.default_rng(6)
    values, languages = rng.random(5_000) * 30, rng.integers(0, 3, 5_000)
    rows = tuple(np.flatnonzero(languages == number) for number in range(3))
    sums = [
        ScoreSums.of(values[own], LanguageOrder.of(languages[own]), 3)
        for own in (slice(0, 1_200), slice(1_200, 1_200), slice(1_200, 5_000))
    ]
    scores = LexicalScores(lambda: (values, tuple(sums)), 3)
    assert scores.mean == pytest.approx(values.mean())
    assert scores.deviation == pytest.approx(values.std())
    np.testing.assert_allclose(scores.totals, [values[own].sum() for own in rows])
    np.testing.assert_allclose(scores.highest, [values[own].max() for own in rows])
    assert scores.n_above(15.0) == (values > 15).sum()


@pytest.mark.parametrize("seed", range(6))
def test_postings_taken_over_are_those_of_a_build_from_nothing(tmp_path, seed):
    """Some passages go, others come, anywhere among those that stay."""
    before, _, rng = random_passages(80, seed)
    after = [(row, passage) for row, passage in enumerate(before) if rng.random() < 0.8]
    for passage in random_passages(15, seed + 100)[0]:
        after.insert(rng.randint(0, len(after)), (None, passage))
    moved = np.full(len(before), -1)
    for there, (row, _) in enumerate(after):
        if row is not None:
            moved[row] = there
    come = [(there, passage) for there, (row, passage) in enumerate(after) if row is None]
    others = Postings.of([as_grams(passage) for _, passage in come], [there for there, _ in come])
    (tmp_path / "a").mkdir()
    taken = saved(tmp_path / "a", before).whole().moved(moved).with_others(others)
    expected = Postings.of([as_grams(passage) for _, passage in after])
    for name in Postings.__slots__:
        np.testing.assert_array_equal(getattr(taken, name), getattr(expected, name))
