"""A slice of the vocabulary cuts a text as the whole does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.encoding.embedded import SPECIAL, read_embedded_tokenizer, with_special_tokens
from qa.encoding.sliced_tokenizer import FEW_CALLS, FEW_CHARACTERS, LONGEST_PIECE, SlicedTokenizer

TEXTS = [
    "query: When does the first phase of the withdrawal end?",
    "متى تنتهي المرحلة الأولى من الانسحاب؟ قال مُحَمَّدٌ: نعم ﷺ",
    "图书馆成立于1998年。每天八点开门。 ライブラリー 도서관",
    "ห้องสมุดเปิดทุกวัน  สองช่อง",
    "a\n\n\nb\t c   d ▁e ▁▁ f",
    "ﬁ ½ ㎞ Å é 👩‍👩‍👧 \u200f\u200e\ufeff",
    "\U00013000\U0001f9ff unknown \ue000",
    "literal </s> and <unk> and <s>",
    "",
    " ",
    "  leading and trailing  ",
]


@pytest.fixture(scope="module")
def whole():
    return with_special_tokens(read_embedded_tokenizer())


def told(tokens):
    return tokens.ids, tokens.offsets, tokens.special_tokens_mask


def never():
    raise AssertionError("the whole was loaded")


def compare(texts, whole):
    for text in texts:
        load = (lambda: whole) if any(piece in text for piece in SPECIAL) else never
        for special in (True, False):
            sliced = SlicedTokenizer(load).encode(text, add_special_tokens=special)
            assert told(sliced) == told(whole.encode(text, add_special_tokens=special)), text
    load = (lambda: whole) if any(piece in text for piece in SPECIAL for text in texts) else never
    together = SlicedTokenizer(load).encode_batch(texts)
    assert list(map(told, together)) == list(map(told, whole.encode_batch(texts)))


def test_texts_of_many_scripts_are_cut_as_by_the_whole(whole):
    compare(TEXTS, whole)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_cut_as_by_the_whole(whole, text):
    compare([text], whole)


def test_no_piece_is_longer_than_is_looked_for(whole):
    assert max(map(len, whole.get_vocab())) == LONGEST_PIECE


def test_many_texts_are_cut_by_the_whole_and_from_then_on_all(whole):
    loads = []
    tokenizer = SlicedTokenizer(lambda: loads.append(1) or whole)
    tokenizer.encode("one question")
    assert not loads
    tokenizer.encode("long " * FEW_CHARACTERS)
    tokenizer.encode("one question")
    assert len(loads) == 1

    tokenizer = SlicedTokenizer(lambda: loads.append(1) or whole)
    for _ in range(FEW_CALLS + 2):
        tokenizer.encode("one question")
    assert len(loads) == 2
