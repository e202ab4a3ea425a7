"""Tokens counted word by word are as many as the tokenizer makes of the whole text."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.encoding import word_counts
from qa.encoding.embedded import read_embedded_tokenizer
from qa.encoding.word_counts import WordCounts

ODD = [" ", "  ", "\n", " \t", "\x0b", "\x1c", "\x85", "\u00a0", "\u3000", "\u2028", "\u200b"]
ODD += ["\u0301", "\u0600", "\u0d4e", "\u093f", "\u200d", "\ufeff", "\u00ad", "▁", "<s>", "</s>"]
ODD += [
    "<mask>",
    "\ufffd",
    "x\ufffd",
    "¨",
    "ﷺ",
    "كتاب",
    "الكِتاب",
    "book",
    "Books,",
    "書籍",
    "ก็",
    "한국",
    "3.14",
    "!",
]
ODD += ["…", "👍🏽", "é", "e\u0301"]
TEXTS = st.one_of(
    st.lists(st.sampled_from(ODD), max_size=12).map("".join),
    st.lists(st.sampled_from(ODD), max_size=12).map(" ".join),
    st.text(max_size=40),
    st.lists(st.text(max_size=6), max_size=8).map(" ".join),
)


@pytest.fixture(scope="module")
def tokenizer():
    return read_embedded_tokenizer()


@pytest.fixture(scope="module")
def counts(tokenizer):
    return WordCounts(tokenizer)


@given(texts=st.lists(TEXTS, max_size=5))
def test_the_sum_is_the_whole(texts, tokenizer, counts):
    assert counts.of(texts) == [len(one.ids) for one in tokenizer.encode_batch_fast(texts)]


def test_a_word_is_counted_once(tokenizer):
    asked = []

    class Listening:
        def encode_batch_fast(self, texts):
            asked.extend(texts)
            return tokenizer.encode_batch_fast(texts)

        def encode(self, text, *, add_special_tokens):
            asked.append(text)
            return tokenizer.encode(text, add_special_tokens=add_special_tokens)

    counts = WordCounts(Listening())
    first = counts.of(["the book of books", "the books"])
    del asked[:]
    assert counts.of(["the books", "the book of books"]) == first[::-1]
    assert asked == []


def test_a_text_that_its_words_do_not_tell_is_counted_whole(counts, tokenizer):
    for text in ("a <s> b", "a\x0b b", "x \u0301", "x\u0600 b"):
        assert counts.of([text]) == [len(tokenizer.encode_batch_fast([text])[0].ids)]


def test_counts_that_are_full_are_begun_anew(monkeypatch, tokenizer):
    monkeypatch.setattr(word_counts, "WORDS_KEPT", 5)
    counts, wrong = WordCounts(tokenizer), []
    texts = [f"{word} and {word}s or {word}er" for word in ("book", "read", "sing", "walk", "كتاب")]
    expected = [len(one.ids) for one in tokenizer.encode_batch_fast(texts)]

    def count():
        wrong.extend(found for _ in range(50) if (found := counts.of(texts)) != expected)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
