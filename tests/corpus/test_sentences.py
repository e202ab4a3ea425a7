"""Sentences cover their text, and end where readers of each script say they do."""

import random
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.sentences import sentence_spans
from support.line_samples import LISTS, PARAGRAPHS
from support.sentence_pairs import MORE, PAIRS


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
    "pair", [*(pair for pairs in PAIRS.values() for pair in pairs), *MORE], ids=lambda pair: pair[0]
)
def test_a_full_stop_that_ends_no_sentence(pair):
    assert sentences(" ".join(pair)) == [sentence.strip() for sentence in pair]


def test_stops_of_one_kind_may_end_or_not():
    assert sentences("Noor Inc. Basra closed. Noor Inc. The end.") == [
        "Noor Inc. Basra closed.",
        "Noor Inc.",
        "The end.",
    ]


def wrapped(text, width, draw=None):
    """A paragraph in lines of some width; by chance lines break off before."""
    if " " not in text:
        return "\n".join(textwrap.wrap(text, width // 2))
    if draw is None:
        return "\n".join(textwrap.wrap(text, width, break_on_hyphens=False))
    lines = [""]
    for word in text.split(" "):
        line = f"{lines[-1]} {word}".strip()
        if len(line) > width or (len(line) > 0.7 * width and draw.random() < 0.2):
            lines.append(word)
        else:
            lines[-1] = line
    return "\n".join(lines)


@pytest.mark.parametrize("language", PARAGRAPHS)
@pytest.mark.parametrize("width", [48, 55, 60, 66, 72, 80, 100])
def test_a_wrapped_line_ends_no_sentence(language, width):
    text = PARAGRAPHS[language]
    for draw in (None, random.Random(width), random.Random(-width)):
        lines = wrapped(text, width, draw)
        assert_covers(lines)
        space = " " if " " in text else ""
        assert [space.join(one.split("\n")) for one in sentences(lines)] == sentences(text)


@pytest.mark.parametrize("language", PARAGRAPHS)
def test_a_slice_of_a_text_has_its_sentences(language):
    # A passage is judged as its text is; but its first line, cut off, may seem a heading.
    text = wrapped(PARAGRAPHS[language], 66) + "\n\n" + wrapped(PARAGRAPHS[language], 50)
    spans = sentence_spans(text)
    for first in range(len(spans)):
        cut = text[spans[first].start :]
        rest = [text[span.start : span.end] for span in spans[first + 1 :]]
        assert sentences(cut)[-len(rest) :] == rest or not rest


@pytest.mark.parametrize("name", LISTS)
def test_each_line_of_a_list_is_a_sentence(name):
    assert sentences("\n".join(LISTS[name])) == LISTS[name]


@pytest.mark.parametrize(
    ("name", "language"), [("menu", "en"), ("names", "de"), ("names ar", "ar")]
)
def test_lists_between_wrapped_paragraphs(name, language):
    paragraph = PARAGRAPHS[language]
    text = "\n\n".join([wrapped(paragraph, 72), "\n".join(LISTS[name]), wrapped(paragraph, 60)])
    whole = sentences(paragraph)
    assert [" ".join(one.split()) for one in sentences(text)] == [*whole, *LISTS[name], *whole]


def test_entries_go_on_in_lines_set_in():
    text = (
        "- the boats of the club that lie at\n  the eastern pier\n- the accounts\n  of three years"
    )
    assert sentences(text) == [
        "- the boats of the club that lie at\n  the eastern pier",
        "- the accounts\n  of three years",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "." * 50_000 + "x",
        "a" + " " * 50_000 + "b",
        "\n" * 50_000,
        ("?" * 99 + "x") * 500,
        "A. " * 20_000,
        "and a word\n" * 20_000,
        "1. " * 20_000,
        "\n \nA" * 20_000,
        ("x" * 500 + "\n") * 200,
    ],
    ids=["dots", "spaces", "lines", "questions", "initials", "words", "numbers", "gaps", "long"],
)
def test_hostile_text_takes_no_quadratic_time(text):
    # With quadratic time each of these takes minutes, and the test suite is felt to hang.
    assert_covers(text)
