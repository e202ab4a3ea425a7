"""The analyser against a slow reference that builds every gram as a string."""

import re
import unicodedata
from collections import Counter

import numpy as np
import pytest
from conftest import SEEDS
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.analysis import gram_hashes, normalise, words

UNSPACED = re.compile(
    "CJK UNIFIED|CJK COMPAT|CJK RADICAL|KANGXI|IDEOGRAPHIC|HIRAGANA|KATAKANA|THAI|LAO |KHMER|"
    "MYANMAR"
)


def slow_grams(text):
    """Every gram as a string, a word at a time."""
    grams = []
    for word in words(text):
        if is_unspaced(word):
            if len(word) == 1:
                grams.append(f"_{word}_")
            grams += [word[i : i + 2] for i in range(len(word) - 1)]
            grams += [word[i : i + 3] for i in range(len(word) - 2)]
        else:
            bounded = f"_{word}_"
            if len(word) == 1:
                grams.append(bounded)
            grams += [bounded[i : i + 4] for i in range(len(bounded) - 3)]
    return grams


def is_unspaced(word):
    return bool(UNSPACED.match(unicodedata.name(word[0], "")))


LETTERS = "abcXYZéßıأآةىيكـًّ٣३7 _-.،؟ กขค中文字ひらカターहिन्दीﻻﷺ①\u200d\n"
texts = st.one_of(st.text(alphabet=LETTERS, max_size=60), st.text(max_size=40))


@given(first=texts, second=texts)
def test_hashes_stand_for_the_grams_of_the_slow_reference(first, second):
    # Equal strings have equal hashes, different strings different ones, with the same counts.
    text = f"{first} {second}"
    grams = slow_grams(text)
    hashes = gram_hashes(text).tolist()
    assert sorted(Counter(grams).values()) == sorted(Counter(hashes).values())
    one, other = set(slow_grams(first)), set(slow_grams(second))
    shared = set(gram_hashes(first).tolist()) & set(gram_hashes(second).tolist())
    assert len(shared) == len(one & other)


def test_no_two_grams_of_many_share_a_hash():
    # Every window of three and four letters over several alphabets, each gram hashed by itself.
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي" + "abcdefghijklmnopqrstuvwxyz0123456789"
    some = [a + b + c for a in letters for b in letters for c in letters[::2]]
    hashes = [gram_hashes(" ".join(some[i : i + 5000])) for i in range(0, len(some), 5000)]
    grams = {
        gram for i in range(0, len(some), 5000) for gram in slow_grams(" ".join(some[i : i + 5000]))
    }
    assert len(np.unique(np.concatenate(hashes))) == len(grams)
    assert len(grams) > 100_000
    chinese = "".join(map(chr, range(0x4E00, 0x9FA0)))
    assert len(np.unique(gram_hashes(chinese))) == len(set(slow_grams(chinese)))


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("مُحَمَّدٌ", "محمد"),
        ("العـــراق", "العراق"),
        ("أحمد إلى آخر ٱلله", "احمد الي اخر الله"),
        ("مدرسة", "مدرسه"),
        ("مستشفى", "مستشفي"),
        ("مؤتمر شؤون", "موتمر شوون"),
        ("قائمة رئيس", "قايمه رييس"),
        ("کتاب فارسی", "كتاب فارسي"),
        ("٢٠٢٥", "2025"),
        ("۲۰۲۵", "2025"),
        ("२०२५", "2025"),
        ("ﺍﻟﻌﺮﺍﻕ ﻻ", "العراق لا"),
        ("ﷺ", normalise("صلى الله عليه وسلم")),
        ("هٰذا", "هذا"),
        ("ﬁle ＡＢＣ ①", "file abc 1"),
        ("ÉCOLE", "école"),
        ("E\u0301COLE", "école"),
        ("STRASSE", "strasse"),
    ],
)
def test_what_readers_take_for_the_same_is_folded(written, folded):
    assert normalise(written) == folded
    assert normalise(folded) == folded
    np.testing.assert_array_equal(gram_hashes(written), gram_hashes(folded))


def test_marks_of_hindi_belong_to_their_words():
    assert words("हिन्दी में पुस्तकालय।") == ["हिन्दी", "में", "पुस्तकालय"]
    assert words("தமிழ் வாழ்க") == ["தமிழ்", "வாழ்க"]


def test_scripts_without_spaces_are_cut_from_those_with():
    assert words("图书馆2025年open開館") == ["图书馆", "2025", "年", "open", "開館"]
    assert words("ห้องสมุดเปิด 8 โมง") == ["ห้องสมุดเปิด", "8", "โมง"]
    assert words("サーバーの設定") == ["サーバーの設定"]
    assert slow_grams("图书馆") == ["图书", "书馆", "图书馆"]
    assert len(gram_hashes("图书馆")) == 3
    assert len(gram_hashes("年")) == 1


def test_grams_of_a_word():
    assert slow_grams("سلام") == ["_سلا", "سلام", "لام_"]
    assert len(gram_hashes("سلام")) == 3
    assert len(gram_hashes("و")) == 1
    assert len(gram_hashes("في")) == 1


@pytest.mark.parametrize("text", ["", " ", "\n\n", "؟!.,", "_", "__ _", "👍"])
def test_text_without_words_has_no_grams(text):
    assert words(text) == []
    assert gram_hashes(text).shape == (0,)
    assert gram_hashes(text).dtype == np.uint64


def test_the_order_of_words_does_not_matter():
    text = " ".join(SEEDS.values())
    backwards = " ".join(text.split()[::-1])
    np.testing.assert_array_equal(np.sort(gram_hashes(text)), np.sort(gram_hashes(backwards)))
