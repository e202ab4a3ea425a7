"""What models read is folded: one text however it is spelled, each letter traced to its place."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.folding import fold, fold_with_offsets

SPELLINGS = [
    ("متى انسحبت القوات؟", "مَتَى انْسَحَبَتِ القُوّاتُ؟"),
    ("متى انسحبت القوات؟", "متـــى انسحبت القوات ؟"),
    ("في عام 2011", "في عام ٢٠١١"),
    ("سال 1395 در گیلان", "سال ۱۳۹۵ در گيلان"),
    ("كتاب القانون", "کتاب القانون"),
    ("كثير من المال", "كثيييييير من المال"),
    ("so good", "so good"),
    ("sooo good", "sooooooo good"),
    ("ספר הזכרון נמצא בספריה", "סֵפֶר הַזִּכָּרוֹן נִמְצָא בַּסִּפְרִיָּה"),
    ("בראשית ברא אלהים", "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים"),
    ("שלום", "\ufb2aָלוֹם"),
    ("بسم الله الرحمن الرحيم", "بِسْمِ ٱللَّهِ ٱلرَّحۡمَـٰنِ ٱلرَّحِيمِ"),
    ("انا انزلنه قرءنا عربيا", "انَّاۤ انزَلۡنَـٰهُ قُرۡءَٰنًا عَرَبِيࣰّا".replace("نًا", "نا")),
    ("क़लम ज़रूरी", "\u0958लम \u095bरूरी"),
    ("বাংলাদেশের বাড়ি", "বাংলাদেশের বা\u09dcি"),
    ("Hà Nội là thủ đô", unicodedata.normalize("NFD", "Hà Nội là thủ đô")),
    ("Việt", "Vi\u00ea\u0323t"),
    ("ܫܠܡܐ", "ܫܠܵܡܵܐ"),
    ("file 12", "\uff46ile １２"),
    ("café", "cafe\u0301"),
    ("الاسلام", "\u202bالا\u200eسلام\u202c"),
    ("hyphen", "hy\u00adphen"),
    ("when was the library founded?", "WHEN WAS THE LIBRARY FOUNDED?"),
    ("когда была основана библиотека?", "КОГДА БЫЛА ОСНОВАНА БИБЛИОТЕКА?"),
]


@pytest.mark.parametrize(("plain", "other"), SPELLINGS)
def test_spellings_of_one_text_are_read_alike(plain, other):
    assert fold(other) == fold(plain)


@pytest.mark.parametrize(
    "text",
    [
        "أسد",
        "مدرسة",
        "موسى",
        "كتاباً",
        "می‌شود",
        "ייִדיש איז אַ שפּראַך פֿון ייִדן און װאָס",
        "बड़ा",
        "ὁ ἄνθρωπος και ο άνθρωπος",
        "VIII",
        "USA GDP 2010",
        "The NATO AND THE USA",
        "ကျေးဇူး",
        "नमस्ते",
        "2000000",
        "ร้องงงง",
    ],
)
def test_what_tells_words_apart_stays(text):
    assert fold(text) == text


MARKS = "".join(map(chr, [*range(0x064C, 0x0653), 0x0670, 0x0640]))
WORDS = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهوي "), min_size=1, max_size=40)


@given(WORDS, st.randoms())
def test_vowel_signs_change_nothing(text, draw):
    voweled = "".join(
        c + (draw.choice(MARKS) if c != " " and draw.random() < 0.5 else "") for c in text
    )
    assert fold(voweled) == fold(text)


@given(st.text(max_size=60))
def test_every_letter_is_traced_to_what_it_was_made_of(text):
    folded = fold_with_offsets(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert (folded.starts[1:] >= folded.starts[:-1]).all()
    for letter, start, end in zip(folded.text, folded.starts, folded.ends, strict=True):
        assert 0 <= start < end <= len(text)
        made_of = unicodedata.normalize("NFKC", text[start:end])
        if letter.isascii() and letter.isalpha():
            assert letter in made_of or letter in made_of.lower()


FOLDABLE = st.text(
    st.sampled_from("aabAΣσ كيىةآا\u0301\u0654\u064e\u0640ＡéΑ  \n?؟!،ｶﾞ한ᄒ"), max_size=40
)


@given(st.text(max_size=60) | FOLDABLE)
def test_the_offsets_fold_to_the_same_text(text):
    assert fold_with_offsets(text).text == fold(text)
