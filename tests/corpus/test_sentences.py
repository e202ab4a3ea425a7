"""Sentences cover their text, and end where readers of each script say they do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.sentences import sentence_spans


def sentences(text):
    return [text[span.start : span.end] for span in sentence_spans(text)]


def assert_covers(text):
    done = 0
    for span in sentence_spans(text):
        assert done <= span.start < span.end <= len(text)
        assert text[done : span.start].strip() == ""
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        done = span.end
    assert text[done:].strip() == ""


@given(st.one_of(st.text(), st.text(alphabet="aB1. !?؟…。」)»\"'\n\t\u00a0\u3000\u2028.")))
def test_sentences_cover_all_that_is_not_space_in_order(text):
    assert_covers(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        (
            "تنتهي المرحلة في سبتمبر. هل تنجح المحادثات؟ لا أحد يعلم!",
            ["تنتهي المرحلة في سبتمبر.", "هل تنجح المحادثات؟", "لا أحد يعلم!"],
        ),
        ("图书馆成立于1998年。每天早上八点开门！", ["图书馆成立于1998年。", "每天早上八点开门！"]),
        ("यह सुबह खुलता है। पुस्तकें मिलती हैं।", ["यह सुबह खुलता है।", "पुस्तकें मिलती हैं।"]),
        ("یہ ایک جملہ ہے۔ یہ دوسرا ہے۔", ["یہ ایک جملہ ہے۔", "یہ دوسرا ہے۔"]),
        ("He said “Go.” She went.", ["He said “Go.”", "She went."]),
        (
            "Dr. Salem met Mr. A. B. Smith. They spoke.",
            ["Dr. Salem met Mr. A. B. Smith.", "They spoke."],
        ),
        ("قال د. سالم ذلك. ثم مضى.", ["قال د. سالم ذلك.", "ثم مضى."]),
        ("It costs 3.5 million. Not 4.", ["It costs 3.5 million.", "Not 4."]),
        ("1. First point. 2. Second point.", ["1. First point.", "2. Second point."]),
        ("Wait... what? Yes.", ["Wait... what?", "Yes."]),
        ("A heading\nand a line\n\nA paragraph.", ["A heading", "and a line", "A paragraph."]),
        ("the U.S. army left. Then", ["the U.S. army left.", "Then"]),
        ("ร้านเปิดวันจันทร์  ปิดวันอาทิตย์", ["ร้านเปิดวันจันทร์", "ปิดวันอาทิตย์"]),
        (f"{'ก' * 90} {'ข' * 30} {'ค' * 30}", ["ก" * 90, f"{'ข' * 30} {'ค' * 30}"]),
        ("ร้านเปิดวันจันทร์ ปิดวันอาทิตย์", ["ร้านเปิดวันจันทร์ ปิดวันอาทิตย์"]),
        (f"{'ก' * 90} ๆ ปิด", [f"{'ก' * 90} ๆ", "ปิด"]),
        ("  spaces around.  ", ["spaces around."]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_sentences_of_many_scripts(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "." * 50_000 + "x",
        "a" + " " * 50_000 + "b",
        "\n" * 50_000,
        ("?" * 99 + "x") * 500,
        "A. " * 20_000,
    ],
    ids=["dots", "spaces", "lines", "questions", "initials"],
)
def test_hostile_text_takes_no_quadratic_time(text):
    # With quadratic time each of these takes minutes, and the test suite is felt to hang.
    assert_covers(text)
