"""Token vectors: rounding keeps what is compared, and bytes give the same tokens back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.encoding.encoder import OpenVinoEncoder
from qa.encoding.rounding import level_width
from qa.encoding.tokens import (
    PassageEncodings,
    TokenCode,
    TokenVectors,
    rotate,
)

CODES = {"embedded": TokenCode.of_embedded_model(), "unknown": TokenCode.of_dimension(384)}
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


def read_back(code, tokens):
    """The vectors that are compared with a question's: found by asking for each direction."""
    dimension = len(tokens.base)
    return code.question(np.eye(dimension, dtype=np.float32)).similarities(tokens).T


@pytest.mark.parametrize(
    ("name", "n_bytes", "most"), [("embedded", 48, 0.35), ("unknown", 96, 0.1)]
)
def test_rounding_keeps_cosines_close_and_differences_from_the_mean_right(name, n_bytes, most):
    code, rotated = CODES[name], rotate(states(200), ZERO)
    rounded = code.rounded(rotated, remaining(200))
    assert rounded.codes.shape == (200, n_bytes)
    back, base = read_back(code, rounded), rounded.base / 512
    np.testing.assert_allclose(base, rotated.mean(axis=0), atol=1 / 1024 + 1e-6)
    rest = rotated - base
    shares = ((back - base) * rest).sum(axis=1) / np.square(rest).sum(axis=1)
    np.testing.assert_allclose(shares, 1, atol=2e-3)
    other = rotate(states(50, seed=1), ZERO)
    assert np.abs(other @ back.T - other @ rotated.T).max() < most


@pytest.mark.parametrize("name", list(CODES))
def test_a_question_is_compared_with_what_is_stored(name):
    """One product with the bits is the product with each vector, made of its levels."""
    code = CODES[name]
    rounded = code.rounded(rotate(states(30), ZERO), remaining(30))
    question = rotate(states(7, seed=3), ZERO)
    expected = question @ read_back(code, rounded).T
    np.testing.assert_allclose(code.question(question).similarities(rounded), expected, atol=1e-5)


@pytest.mark.model
def test_the_learnt_code_is_nearer_to_real_tokens_than_as_many_bits_spread_evenly():
    encoder = OpenVinoEncoder()
    text = "انسحبت القوات الأمريكية من العراق في عام 2011، ثم عادت بعد ثلاث سنوات."
    encoder.count_tokens([text])
    (tokenized,) = encoder._tokenize([text], "passage: ")
    _, hidden = encoder._run([tokenized], encoder._padded_length(tokenized))
    rotated = rotate(hidden[0][tokenized.inner], encoder._statistics.token_mean)
    errors = {}
    even = TokenCode(np.eye(384, dtype=np.float32), np.full(384, 0.05, np.float32), 384)
    for name, code in {"learnt": CODES["embedded"], "even": even}.items():
        back = read_back(code, code.rounded(rotated, tokenized.remaining))
        errors[name] = float(np.square(back - rotated).sum(axis=1).mean())
    assert errors["learnt"] < 0.8 * errors["even"]


@settings(deadline=None)
@given(st.lists(st.integers(0, 12), max_size=5), st.sampled_from([4, 16, 384]))
def test_bytes_give_the_same_encodings_back(counts, dimension):
    tokens = tuple(
        TokenCode.of_dimension(dimension).rounded(
            rotate(states(count, seed, dimension), np.zeros(dimension, np.float32)),
            remaining(count) * 3_000,
        )
        for seed, count in enumerate(counts)
    )
    vectors = states(len(counts), 99, dimension)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    encodings = PassageEncodings(vectors, tokens)
    back = PassageEncodings.from_bytes(encodings.to_bytes(), dimension)
    assert back.to_bytes() == encodings.to_bytes()
    np.testing.assert_allclose(back.vectors, vectors, atol=level_width(dimension) / 2 + 1e-6)
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


@pytest.mark.parametrize("cut", [0, 5, 30, -1])
def test_bytes_that_are_cut_short_are_refused(cut):
    data = CODES["unknown"].rounded(rotate(states(3), ZERO), remaining(3)).to_bytes()
    with pytest.raises(ValueError, match="token vectors"):
        TokenVectors.from_bytes(data[:cut])
