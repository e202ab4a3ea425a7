"""A question and a passage as one row of tokens: offsets, and what is left out of a long one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.encoding.embedded import read_embedded_tokenizer
from qa.reader.pairs import pair_tokens

pytestmark = pytest.mark.model

SENTENCES = st.lists(
    st.sampled_from(
        [
            "افتُتحت المكتبة سنة ١٩٩٨.",
            "The reading room seats eighty people, and no more.",
            "Non!",
            "图书馆每天开放。",
            "كم؟",
            "word " * 40 + "end.",
        ]
    ),
    min_size=1,
    max_size=30,
)


@pytest.fixture(scope="module")
def tokenizer():
    return read_embedded_tokenizer()


@settings(deadline=None, max_examples=60)
@given(SENTENCES, st.data())
def test_a_window_is_one_stretch_of_the_passage_and_has_the_focus(tokenizer, sentences, data):
    passage = " ".join(sentences)
    whole = pair_tokens(tokenizer, "متى؟", "", passage, most=100_000)
    focused = data.draw(st.sampled_from(whole.sentences))
    most = data.draw(st.integers(20, 200))
    pair = pair_tokens(tokenizer, "متى؟", "", passage, focus=focused.start, most=most)
    assert len(pair.ids) == min(most, len(whole.ids))
    places = list(zip(*(a[whole.inner].tolist() for a in (whole.ids, whole.starts)), strict=True))
    mine = list(zip(*(a[pair.inner].tolist() for a in (pair.ids, pair.starts)), strict=True))
    first = places.index(mine[0])
    assert places[first : first + len(mine)] == mine
    assert pair.sentences == whole.sentences
    of_focus = [p for p in places if focused.start <= p[1] < focused.end]
    assert of_focus[: len(mine)] == [p for p in mine if focused.start <= p[1] < focused.end]


@given(SENTENCES)
@settings(deadline=None, max_examples=30)
def test_tokens_tell_where_they_stand(tokenizer, sentences):
    passage = " ".join(sentences)
    pair = pair_tokens(tokenizer, "who?", "a title", passage, most=100_000)
    starts, ends = pair.starts[pair.inner], pair.ends[pair.inner]
    assert (starts < ends).all()
    assert (starts[1:] >= starts[:-1]).all()
    covered = {i for a, b in zip(starts.tolist(), ends.tolist(), strict=True) for i in range(a, b)}
    spaces = {i for i, character in enumerate(passage) if character == " "}
    assert covered | spaces == set(range(len(passage)))
