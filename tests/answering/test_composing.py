"""Answers are made of verbatim passages, numbered, and marked inside them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.composing import answer_question, cite
from qa.answering.encoded_question import QuestionGrams
from qa.answering.highlight import mark_answers
from qa.answering.retrieval import retrieve
from qa.corpus.analysis import gram_hashes
from qa.corpus.sentences import sentence_spans
from qa.errors import QuestionError
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.records import AnswerState
from qa.settings import MAX_QUESTION_CHARACTERS
from qa.understanding.follow_ups import complete_question
from qa.understanding.question import prepare_question
from support.fake_encoder import FakeEncoder, build


@pytest.fixture
def generation(seeds, tmp_path):
    build(seeds, tmp_path / "index")
    return Generation.open(Layout(tmp_path / "index"))


@pytest.mark.parametrize(
    ("asked", "prepared"),
    [
        ("  When?  ", "When?"),
        ("a\n\tb\u00a0\u3000c", "a b c"),
        ("متى؟", "متى؟"),
        ("\ud800 when", "\ufffd when"),
        ("when \udc00\ud800", "when \ufffd\ufffd"),
        ("\ud83d\ude00 yes", "😀 yes"),
        ("x" * MAX_QUESTION_CHARACTERS, "x" * MAX_QUESTION_CHARACTERS),
        ("१", "१"),
    ],
)
def test_questions_are_trimmed_and_made_valid(asked, prepared):
    assert prepare_question(asked) == prepared


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("", "empty"),
        (" \n\t\u3000", "empty"),
        ("؟!...", "letter"),
        ("👍👍", "letter"),
        ("\ud800", "letter"),
        ("\u200f\u200e", "letter"),
        ("x" * 100_000, "100,000"),
        (" " * 100_000, "100,000"),
    ],
)
def test_what_cannot_be_searched_for_is_refused_with_a_reason(asked, reason):
    with pytest.raises(QuestionError, match=reason):
        prepare_question(asked)


@given(st.text(st.characters(), max_size=80))
def test_any_question_is_prepared_or_refused(asked):
    try:
        prepared = prepare_question(asked)
    except QuestionError:
        return
    assert prepared == prepared.strip() == prepare_question(prepared)
    assert prepared.encode("utf-8")
    assert any(character.isalnum() for character in prepared)


@pytest.mark.parametrize(
    "question",
    ["When was the library founded?", "متى تنتهي المرحلة الأولى؟", "图书馆几点开门？", "zq xj"],
)
@pytest.mark.parametrize("n_citations", [1, 3, 50])
def test_an_answer_is_made_of_verbatim_passages(generation, question, n_citations):
    answer = answer_question(generation, FakeEncoder(), question, n_citations)
    assert answer.question == question
    assert answer.generation == "000001"
    assert 0 <= answer.confidence <= 1
    assert answer.found == (answer.state is AnswerState.ANSWERED)
    assert len(answer.citations) == min(n_citations, len(generation))
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    expected = retrieve(generation, FakeEncoder(), question, max(10, n_citations)).hits
    assert tuple(c.hit for c in answer.citations) == expected[:n_citations]
    for citation in answer.citations:
        passage = citation.passage
        text = generation.split_document(passage.document.path).document.text
        assert text[passage.start : passage.end] == passage.text
        for mark, marked in zip(citation.marks, citation.marked_texts, strict=True):
            assert passage.start <= mark.start < mark.end <= passage.end
            assert text[mark.start : mark.end] == marked == marked.strip()
        if not answer.found:
            assert citation.marks == ()


def test_the_sentence_that_answers_is_marked(generation):
    encoder = FakeEncoder()
    cases = {
        "a loan can be extended once": "a loan can be extended once",
        "تبقى قوات محدودة في أربيل": "أربيل",
        "晚上十点关门": "晚上十点关门",
    }
    for question, part in cases.items():
        retrieval = retrieve(generation, encoder, question, 50)
        marks = mark_answers(retrieval.hits, retrieval.matches, retrieval.grams)
        assert len(marks) == len(retrieval.hits)
        for hit, spans in zip(retrieval.hits, marks, strict=True):
            start = hit.passage.start
            sentences = [(start + s.start, start + s.end) for s in sentence_spans(hit.passage.text)]
            pairs = [(one[0], other[1]) for one, other in pairwise(sentences)]
            ((begin, end),) = {(mark.start, mark.end) for mark in spans}
            assert (begin, end) in [*sentences, *pairs]
        ((hit, (mark,)),) = (
            (hit, spans)
            for hit, spans in zip(retrieval.hits, marks, strict=True)
            if part in hit.passage.text
        )
        start = hit.passage.start
        assert part in hit.passage.text[mark.start - start : mark.end - start]


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("who founded the museum", "The museum was founded by Amina Haddad."),
        (
            "when did Amina Haddad who founded the museum sell every painting",
            "The museum was founded by Amina Haddad. In 1931 she had to sell every painting.",
        ),
        ("when does the shop sell tickets", "The shop can sell tickets daily."),
        ("where is the garden", "Behind this wall."),
    ],
)
def test_a_neighbour_is_marked_with_it_where_the_answer_spans_both(tmp_path, question, marked):
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "museum.txt").write_text(
        "Trams stop outside. The museum was founded by Amina Haddad. In 1931 she had to sell every"
        " painting. Nothing is left.\nThe shop can sell tickets daily.\n"
        "Where is the garden?\nBehind this wall.",
        encoding="utf-8",
    )
    build(seeds, tmp_path / "index")
    generation = Generation.open(Layout(tmp_path / "index"))
    retrieval = retrieve(generation, FakeEncoder(), question, 5)
    ((mark,),) = mark_answers(retrieval.hits, retrieval.matches, retrieval.grams)[:1]
    text = generation.split_document("museum.txt").document.text
    assert text[mark.start : mark.end] == marked


def test_of_two_sentences_the_one_with_the_words_of_a_follow_up_is_marked(tmp_path):
    first = "The first phase of the withdrawal is over in spring."
    second = "The second phase ends in winter."
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "plan.txt").write_text(f"{first} Nobody knows more. {second}", encoding="utf-8")
    build(seeds, tmp_path / "index")
    generation = Generation.open(Layout(tmp_path / "index"))
    asked = "when does the first phase of the withdrawal end?"
    before = answer_question(generation, FakeEncoder(), asked, 1)
    searched_for = complete_question("and the second?", [before])
    assert "withdrawal" in searched_for
    retrieval = retrieve(generation, FakeEncoder(), searched_for, 1)
    (alone,) = cite(retrieval, 1)
    assert alone.marked_texts == (first,)
    own = QuestionGrams.of(gram_hashes("and the second?"), generation)
    (citation,) = cite(retrieval, 1, follow_up=own)
    assert citation.marked_texts == (second,)


def test_without_hits_nothing_is_marked(generation):
    grams = retrieve(generation, FakeEncoder(), "x", 1).grams
    assert mark_answers([], [], grams) == []


def test_without_documents_the_answer_says_so(tmp_path):
    (tmp_path / "seeds").mkdir()
    build(tmp_path / "seeds", tmp_path / "index")
    generation = Generation.open(Layout(tmp_path / "index"))
    answer = answer_question(generation, FakeEncoder(), "anything?", 3)
    assert answer.state is AnswerState.NO_DOCUMENTS
    assert answer.citations == ()
    assert answer.confidence == 0
    assert not answer.found
