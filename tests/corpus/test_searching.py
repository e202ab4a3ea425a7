"""Words are found as people look for them, where they stand."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.searching import find_words

SAME = [
    ("The Library lends", "library", "Library"),
    ("أُعيدَ فتحُ المكتبة", "اعيد", "أُعيدَ"),
    ("فتحُ المكتبة", "المكتبه", "المكتبة"),
    ("فتح مكتــبة قديمة", "مكتبة", "مكتــبة"),
    ("في عام ١٩٥٠ م", "1950", "١٩٥٠"),
    ("in 1950 it", "١٩٥٠", "1950"),
    ("على السد", "علي", "على"),
    ("کتاب", "كتاب", "کتاب"),
    ("two \n weeks and", "TWO weeks", "two \n weeks"),
    ("می\u200cخواند", "میخواند", "می\u200cخواند"),
    ("a\u202eb c", "ab", "a\u202eb"),
    ("ﷺ ﺳﺪ", "سد", "ﺳﺪ"),
    ("1+1=2 (a|b)*", "(a|b)*", "(a|b)*"),
]


@pytest.mark.parametrize(("text", "words", "found"), SAME)
def test_words_are_found_in_any_spelling(text, words, found):
    (span,) = find_words(text, words)
    assert text[span.start : span.end] == found


@pytest.mark.parametrize("words", ["", "   ", "\u200f", "\n", "missing"])
def test_nothing_is_found_for_nothing(words):
    assert list(find_words("The library lends books.", words)) == []


@given(st.text(max_size=60), st.data())
def test_each_slice_of_a_text_is_found_in_it(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = list(find_words(text, text[start:end]))
    assert spans == sorted(spans, key=lambda span: span.start)
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
    if text[start:end].isascii() and text[start:end].isalnum():
        assert spans


def test_long_texts_are_looked_through_in_linear_time():
    next(find_words("a", "a"))
    for text, words in (("a" * 4_000_000, "a" * 199 + "b"), ("a " * 2_000_000, "a " * 99 + "b")):
        began = time.process_time()
        assert list(find_words(text, words)) == []
        assert time.process_time() - began < 5
