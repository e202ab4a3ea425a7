"""What is said first of a citation: whole words, and the answer itself always among them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qa.records import Citation, DocumentInfo, Hit, Passage, Place, Span
from qa.web.chat.quoting import LEAD_CHARACTERS, leads, nearest_sentence, opening_of, shortened
from support.web_stand_in import MARKED_ENGLISH, StandIn


def passage(text, start=0, **place):
    info = DocumentInfo("a.txt", "A title", "0" * 64, start + len(text))
    return Passage(info, 0, start, start + len(text), text, Place(**place))


def cited(text, *marks, answer=None, start=0):
    spans = tuple(Span(start + a, start + b) for a, b in marks)
    span = Span(start + answer[0], start + answer[1]) if answer else None
    return Citation(1, Hit(passage(text, start), 1.0, 1, 0.9, 1.0), spans, answer_span=span)


def test_the_sentence_is_whole_and_its_answer_told_apart():
    citation = StandIn().ask("books ?").citations[0]
    at = citation.passage.start + citation.passage.text.index("two weeks")
    (lead,) = leads(replace(citation, answer_span=Span(at, at + 9)))
    assert lead.text == MARKED_ENGLISH
    assert [run.text for run in lead.runs if run.answer] == ["two weeks"]
    assert not any(run.style for run in lead.runs)
    assert not lead.is_long
    assert nearest_sentence(citation) == MARKED_ENGLISH


def test_every_marked_sentence_of_a_list_is_there():
    text = "- one thing\n- another thing\n\n- a third\n"
    citation = cited(text, (0, 12), (12, 28), (28, 29), (29, 38), start=500)
    assert [lead.text for lead in leads(citation)] == [
        "- one thing",
        "- another thing",
        "- a third",
    ]


def test_of_a_long_sentence_the_answer_is_seen_and_words_stay_whole():
    words = [f"word{number}" for number in range(300)]
    text = " ".join(words)
    wanted = text.index("word250")
    (lead,) = leads(cited(text, (0, len(text)), answer=(wanted, wanted + 7), start=1000))
    assert lead.is_long
    assert "".join(run.text for run in lead.runs if run.answer) == "word250"
    assert lead.text.index("word250") < LEAD_CHARACTERS / 2
    assert set(lead.text.removeprefix("… ").split()) <= set(words)
    (whole,) = leads(cited(text, (0, len(text)), answer=(0, 5)))
    assert (whole.text, whole.is_long) == (text, True)


def test_without_a_mark_the_first_sentences_below_the_headings_are_shown():
    text = "A title\nChapter\n\nFirst sentence. Second one. " + "Much more of it. " * 40
    opening = opening_of(passage(text, headings=("Chapter",)))
    assert opening.startswith("First sentence. Second one. ")
    assert opening.endswith("Much more of it.")
    assert len(opening) <= LEAD_CHARACTERS
    assert leads(cited(text))[0].text.endswith("Much more of it.")


@given(st.text(alphabet="ab ،.\n", max_size=80), st.integers(5, 40))
def test_a_shortened_text_is_its_beginning_and_ends_with_a_word(text, limit):
    line = " ".join(text.split())
    short = shortened(text, limit)
    assert len(short) <= limit + 1
    if short != line:
        kept = short.removesuffix("…")
        assert short.endswith("…")
        assert line.startswith(kept)
        if " " in line[limit // 2 + 1 : limit]:
            assert line[len(kept)] in " ،."
