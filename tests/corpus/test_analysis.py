"""The analyser against a slow reference that builds every gram as a string."""

import itertools
import sys
import unicodedata
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.analysis import (
    CLUSTERS,
    OffsetMap,
    gram_hashes,
    located_words,
    normalise,
    word_grams,
    words,
)
from support.gram_truth import slow_grams
from support.sample_documents import SEEDS

LETTERS = "סֵפֶשּׁװײַἀῆςΆक़ऩabcXYZéßıأآةىيكـًّ٣३7 _-.،؟ กขค中文字ひらカターहिन्दीﻻﷺ①\u200d\n"
JOINING = "\u0301\u0345\u0654\u064f\u0653ا\u09c7\u09beㅋㅏ각가\u1100\u1161\u11a8ｶﾞﾊﾟΣσΑİﬃ½℃㍿ﷺ=\u0338"
texts = st.one_of(
    st.text(alphabet=LETTERS, max_size=60),
    st.text(alphabet=LETTERS + JOINING, max_size=60),
    st.text(max_size=40),
)


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
        ("סֵפֶר הַזִּכָּרוֹן", "ספר הזכרון"),
        ("בְּרֵאשִׁ֖ית בָּרָ֣א", "בראשית ברא"),
        ("\ufb2aָלוֹם", "שלום"),
        ("ײַן װאָס", "יין וואס"),
        ("ٱلرَّحۡمَـٰنِ ٱلۡعَٰلَمِينَ", "الرحمن العلمين"),
        ("عَرَبِيࣰّا", "عربيا"),
        ("क़लम ज़रूरी ऩ", "कलम जरूरी न"),
        ("\u0958लम \u0929", "कलम न"),
        ("ਸ਼ਹਿਰ", "ਸਹਿਰ"),
        ("বা\u09dcি", "বাড\u09bcি"),
        ("Vi\u00ea\u0323t NA\u0301M", "việt nám"),
        ("ΑΘΗΝΑ Αθήνα Ἀθῆναι λόγος", "αθηνα αθηνα αθηναι λογοσ"),
        ("ܫܠܵܡܵܐ", "ܫܠܡܐ"),
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


@given(text=texts)
def test_offsets_lead_back_to_what_a_normalised_text_was_made_from(text):
    offsets = OffsetMap.of(text)
    assert offsets.text == normalise(text)
    assert len(offsets.starts) == len(offsets.ends) == len(offsets.text)
    bounds = sorted({(int(a), int(b)) for a, b in zip(offsets.starts, offsets.ends, strict=True)})
    assert all(0 <= a < b <= len(text) for a, b in bounds)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(bounds))
    # Each stretch, normalised by itself, gives what the map says came of it; the rest nothing.
    done = 0
    for start, end in bounds:
        own = (offsets.starts == start).nonzero()[0]
        made = offsets.text[own[0] : own[-1] + 1]
        assert normalise(text[start:end]) == made
        assert normalise(text[done:start]) == ""
        done = end
    assert normalise(text[done:]) == ""


def test_nothing_else_joins_to_the_character_before_it():
    # By the Unicode data of this Python: whatever normalises to something that may compose with,
    # or be put before, the end of the text before it, is kept together with that.
    seconds = set()
    for code_point in range(sys.maxunicode + 1):
        parts = unicodedata.decomposition(chr(code_point)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            seconds.add(chr(int(parts[1], 16)))
    seconds |= set(map(chr, [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]))  # Hangul, by rule
    for code_point in range(sys.maxunicode + 1):
        character = chr(code_point)
        first = unicodedata.normalize("NFKD", character)[0]
        if unicodedata.combining(first) or first in seconds:
            offsets = OffsetMap.of(f"x{character}")
            assert set(offsets.starts.tolist()) == {0}, f"U+{code_point:04X}"


@pytest.mark.parametrize(
    ("text", "located"),
    [
        ("قال مُحَمَّدٌ: نعم", {"محمد": "مُحَمَّدٌ", "قال": "قال", "نعم": "نعم"}),
        ("العـــراقـً ٢٠٢٥", {"العراق": "العـــراقـً", "2025": "٢٠٢٥"}),
        ("ﬁle（ＡＢＣ）", {"file": "ﬁle", "abc": "ＡＢＣ"}),
        ("İSTANBUL ½", {"i\u0307stanbul": "İSTANBUL", "1": "½", "2": "½"}),
        ("图书馆 x", {"图书": "图书", "书馆": "书馆", "x": "x"}),
        ("年 \u064fب", {"年": "年", "ب": "ب"}),
        ("ﷺ", dict.fromkeys(["صلي", "الله", "عليه", "وسلم"], "ﷺ")),
    ],
)
def test_words_are_located_on_the_original_text(text, located):
    found = {word.text: text[word.span.start : word.span.end] for word in located_words(text)}
    assert found == located


@given(text=texts)
def test_grams_of_words_are_those_of_each_word_alone(text):
    found = words(text)
    hashes, owners = word_grams(found)
    for number, word in enumerate(found):
        alone = gram_hashes(word) if words(word) == [word] else word_grams([word])[0]
        np.testing.assert_array_equal(np.sort(hashes[owners == number]), np.sort(alone))


@given(texts)
def test_the_quick_way_to_offsets_leads_to_the_same_place(text):
    clusters = CLUSTERS.findall(text)
    lengths = [len(normalise(cluster)) for cluster in clusters]
    expected = OffsetMap.of_clusters(normalise(text), clusters, lengths)
    found = OffsetMap.of(text)
    assert (found.text, found.starts.tolist(), found.ends.tolist()) == (
        expected.text,
        expected.starts.tolist(),
        expected.ends.tolist(),
    )
