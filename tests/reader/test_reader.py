"""What the reader says of real passages: verbatim spans, the same in any company."""

import pytest

from qa.corpus.sentences import sentence_spans
from qa.reader.reader import PassageText, Reader

pytestmark = pytest.mark.model

ARABIC = (
    "افتُتحت المكتبة العامة في المدينة سنة ١٩٩٨، وهي مفتوحة للجميع دون اشتراك. "
    "تفتح المكتبة أبوابها من الثامنة صباحاً حتى السادسة مساءً. تُعار الكتب أسبوعين."
)
ENGLISH = (
    "The reading room seats eighty people. Books are lent for two weeks, and a loan can be "
    "extended once. The library was founded in 1998 by Maria Stone."
)


@pytest.fixture(scope="module")
def reader():
    return Reader()


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("متى افتتحت المكتبة؟", ARABIC, "١٩٩٨"),
        ("Who founded the library?", ENGLISH, "Maria Stone"),
        ("How many people does the reading room seat?", ENGLISH, "eighty"),
        ("من أسس المكتبة؟", ENGLISH, "Maria Stone"),
    ],
)
def test_it_finds_the_answer_in_a_passage(reader, question, text, answer):
    (reading,) = reader.read(question, [PassageText("", text)])
    assert answer in text[reading.span.start : reading.span.end]
    assert list(reading.sentences) == sentence_spans(text)
    best = max(range(len(reading.sentences)), key=lambda i: reading.spans[i])
    sentence = reading.sentences[best]
    assert answer in text[sentence.start : sentence.end]


def test_a_passage_without_the_fact_answers_less(reader):
    without = ENGLISH.replace(" The library was founded in 1998 by Maria Stone.", "")
    whole, cut = reader.read(
        "Who founded the library?", [PassageText("", ENGLISH), PassageText("", without)]
    )
    assert whole.answers > cut.answers + 1


def test_a_passage_is_read_the_same_in_any_company(reader):
    passages = [PassageText("مكتبة", ARABIC), PassageText("", ENGLISH), PassageText("", "No.")]
    together = reader.read("متى؟", passages)
    for passage, reading in zip(passages, together, strict=True):
        assert reader.read("متى؟", [passage]) == [reading]


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b", "a", "…", "كلمة " * 3000, "字" * 4000, "\ud800x"]
)
def test_any_passage_can_be_read(reader, text):
    text = text.encode("utf-8", "replace").decode()
    (reading,) = reader.read("ما هذا؟", [PassageText("x" * 5000, text)])
    if reading.span:
        assert 0 <= reading.span.start < reading.span.end <= len(text)
    assert len(reading.evidence) == len(reading.spans) == len(reading.sentences)
    assert all(0 <= chance <= 1 for chance in reading.evidence)


def test_nothing_to_read_is_nothing_read(reader):
    assert reader.read("what?", []) == []


def test_of_a_long_passage_the_part_around_a_place_is_read(reader):
    filling = [f"Room {n} of the museum shows clocks and maps of the valley." for n in range(60)]
    told = "The museum was founded in 1931 by Clara Wood."
    for place in (0, 30, 60):
        text = " ".join([*filling[:place], told, *filling[place:]])
        start = text.index(told)
        (reading,) = reader.read("Who founded the museum?", [PassageText("", text, start)])
        assert "Clara Wood" in text[reading.span.start : reading.span.end]
        assert start <= reading.span.start < reading.span.end <= start + len(told)
        assert list(reading.sentences) == sentence_spans(text)
        best = max(range(len(reading.sentences)), key=lambda i: reading.spans[i])
        assert reading.sentences[best].start == start
    (unread,) = reader.read("Who founded the museum?", [PassageText("", text)])
    assert unread.spans[-1] == -50  # it was not reached
