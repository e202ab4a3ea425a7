"""Sketches tell about how much of their grams two texts share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.duplicates import LIKELY_BYTES, SAME_TEXT
from qa.corpus.analysis import gram_hashes
from qa.corpus.sketches import SKETCH_BYTES, sketch_of
from support.gram_truth import slow_grams


def grams_of(size, seed):
    return np.random.default_rng(seed).integers(2**64, size=size, dtype=np.uint64)


def shared_bytes(first, second):
    return int((sketch_of(first) == sketch_of(second)).sum())


@given(st.text(max_size=200), st.randoms(use_true_random=False))
def test_order_and_repeats_do_not_matter(text, random):
    grams = gram_hashes(text)
    shuffled = np.array(random.sample(grams.tolist() * 2, 2 * len(grams)), dtype=np.uint64)
    assert np.array_equal(sketch_of(grams), sketch_of(shuffled))


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1))
def test_each_byte_is_of_the_lowest_product(grams):
    hashes = np.array(grams, dtype=np.uint64)
    alone = np.array([sketch_of(hashes[i : i + 1]) for i in range(len(hashes))])
    assert all(byte in column for byte, column in zip(sketch_of(hashes), alone.T, strict=True))


def test_without_grams_a_sketch_is_zeros():
    assert sketch_of(gram_hashes(" … ")).tolist() == [0] * SKETCH_BYTES


@pytest.mark.parametrize("shared", [0, 0.25, 0.5, 0.75, 0.9, 1])
def test_the_share_of_bytes_is_that_of_grams(shared):
    """Over 300 pairs of sets of 200: the deviation of the mean is at most .005."""
    shares = []
    for seed in range(300):
        common = grams_of(round(200 * shared), 3 * seed)
        rest = 200 - len(common)
        first = np.r_[common, grams_of(rest // 2, 3 * seed + 1)]
        second = np.r_[common, grams_of(rest - rest // 2, 3 * seed + 2)]
        shares.append(shared_bytes(first, second) / SKETCH_BYTES)
    assert np.mean(shares) == pytest.approx(shared + (1 - shared) / 256, abs=0.02)


def test_texts_that_may_be_one_are_never_missed():
    """The least similar pairs that may be one: 4,000 of them, in sets of all sizes."""
    draw = np.random.default_rng(7)
    for seed in range(4_000):
        size = int(draw.integers(10, 400))
        common = grams_of(int(np.ceil(SAME_TEXT * size)), 2 * seed)
        more = np.r_[common, grams_of(size - len(common), 2 * seed + 1)]
        assert shared_bytes(common, more) >= LIKELY_BYTES


def test_a_copy_of_an_arabic_text_keeps_its_sketch():
    text, copy = "تفتح المكتبة أبوابها للزائرين", "تفتحُ المكتبه ابوابها للزائرين."
    assert set(slow_grams(text)) == set(slow_grams(copy))
    assert np.array_equal(sketch_of(gram_hashes(text)), sketch_of(gram_hashes(copy)))
