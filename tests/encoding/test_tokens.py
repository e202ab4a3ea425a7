"""Token vectors: rounding keeps what is compared, and bytes give the same tokens back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.tokens import (
    PassageEncodings,
    TokenVectors,
    dequantise,
    quantise,
    rotate,
)

ZERO = np.zeros(384, dtype=np.float32)


def states(n_tokens, seed=0, dimension=384):
    generator = np.random.default_rng(seed)
    return generator.normal(size=(n_tokens, dimension)).astype(np.float32)


def remaining(n_tokens):
    return np.arange(n_tokens, dtype=np.int32)[::-1].copy()


def test_rotating_keeps_every_cosine():
    rows = states(40)
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    rotated = rotate(rows, ZERO)
    np.testing.assert_allclose(rotated @ rotated.T, unit @ unit.T, atol=1e-5)
    centred = rows - rows[0]
    again = rotate(rows, rows[0])[1:]
    unit = centred[1:] / np.linalg.norm(centred[1:], axis=1, keepdims=True)
    np.testing.assert_allclose(again @ again.T, unit @ unit.T, atol=1e-5)


def test_four_bits_keep_cosines_close_and_those_with_the_original_at_one():
    rotated = rotate(states(200), ZERO)
    rounded = quantise(rotated, remaining(200))
    assert rounded.codes.nbytes == rotated.nbytes / 8
    back = dequantise(rounded.codes, rounded.scales)
    np.testing.assert_allclose((back * rotated).sum(axis=1), 1, atol=2e-3)
    other = rotate(states(50, seed=1), ZERO)
    assert np.abs(other @ back.T - other @ rotated.T).max() < 0.04


@given(st.lists(st.integers(0, 12), max_size=5), st.sampled_from([2, 16, 384]))
def test_bytes_give_the_same_encodings_back(counts, dimension):
    tokens = tuple(
        quantise(states(count, seed, dimension), remaining(count))
        for seed, count in enumerate(counts)
    )
    encodings = PassageEncodings(states(len(counts), 99, dimension), tokens)
    back = PassageEncodings.from_bytes(encodings.to_bytes(), dimension)
    np.testing.assert_array_equal(back.vectors, encodings.vectors)
    for mine, other in zip(back.tokens, tokens, strict=True):
        for name in TokenVectors.__slots__:
            np.testing.assert_array_equal(getattr(mine, name), getattr(other, name))
    assert PassageEncodings.join([back, back], dimension).vectors.shape == (
        2 * len(counts),
        dimension,
    )


@pytest.mark.model
def test_tokens_end_where_the_words_of_the_text_end():
    text = "انسحاب القوات الأمريكية in 2025, 图书馆."
    (tokens,) = OpenVinoEncoder().encode_passages([text]).tokens
    ends = [len(text) - int(count) for count in tokens.remaining]
    assert ends == sorted(ends)
    assert ends[-1] == len(text)
    assert all(0 < end <= len(text) for end in ends)
    assert {text.index(" ", 8), text.index(",")} <= set(ends)  # ends of "القوات" and "2025"
    assert len(OpenVinoEncoder().encode_passages([f"context\n{text}"]).tokens[0].scales) > len(ends)
