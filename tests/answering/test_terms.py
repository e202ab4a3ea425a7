"""Words that a passage shares with the question, found on the passage's own text."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.composing import answer_question
from qa.answering.encoded_question import QuestionGrams
from qa.answering.terms import joined, matched_words
from qa.corpus.analysis import gram_hashes, normalise
from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.records import AnswerState, Span
from support.fake_encoder import FakeEncoder, build

TEXTS = {
    "withdrawal": "تنتهي المرحلةُ الأولى من الانسحاب في بغداد، ولِلانسِحابِ مراحل أخرى.",
    "library": "The libraries of the city were founded in 1998; a library lends BOOKS.",
    "digits": "في عام ١٩٩٨ افتُتح المتحف في العـــراق.",
    "museum": "The museum of the town opens at ten in the morning.",
    "garden": "The gardens of the palace are open in the summer.",
    "river": "يجري النهر في الوادي من الشمال في كل الفصول.",
    "mountain": "يقع الجبل في الجنوب من المدينة.",
    "chinese": "图书馆成立于1998年。每天早上八点开门，晚上十点关门。",
    # Words of every document of a language are told by being so.
    **{f"ar{i}": f"الورقة {i}0 في الدفتر من الصف" for i in range(8)},
    **{f"en{i}": f"the sheet {i}0 of a folder in the cupboard" for i in range(8)},
}


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("terms")
    (folder / "seeds").mkdir()
    for name, text in TEXTS.items():
        (folder / "seeds" / f"{name}.txt").write_text(text, encoding="utf-8")
    build(folder / "seeds", folder / "index")
    return Generation.open(Layout(folder / "index"))


def matched(generation, name, question):
    """The matched words of a document's only passage, as they are written there."""
    text = generation.split_document(f"{name}.txt").document.text
    passages = map(generation.passage, range(len(generation)))
    passage = next(p for p in passages if p.document.path == f"{name}.txt")
    grams = QuestionGrams.of(gram_hashes(question), generation)
    found = matched_words(passage, question, grams)
    assert all(0 < word.weight <= 1 for word in found)
    assert all(word.found == text[word.start : word.end] for word in found)
    assert all(word.asked in question for word in found)
    return [word.found for word in found]


@pytest.mark.parametrize(
    ("name", "question", "expected"),
    [
        ("withdrawal", "متى انسحاب المرحلة؟", ["المرحلةُ", "الانسحاب", "ولِلانسِحابِ"]),
        ("withdrawal", "ماذا في الانسحاب من بغداد؟", ["الانسحاب", "بغداد", "ولِلانسِحابِ"]),
        ("library", "What does the LIBRARY lend?", ["libraries", "library", "lends"]),
        ("library", "book on the founding in 1998", ["founded", "1998", "BOOKS"]),
        ("digits", "ماذا حدث سنة 1998 بالعراق؟", ["١٩٩٨", "العـــراق"]),
        ("digits", "متاحف العِراق", ["العـــراق"]),
        ("museum", "Where is the river of the valley?", []),
        ("river", "When does the library open?", []),
        ("chinese", "图书馆几点开门？", ["图书", "书馆", "开门"]),
    ],
)
def test_words_are_matched_through_clitics_marks_forms_and_digits(
    generation, name, question, expected
):
    found = matched(generation, name, question)
    assert [word for word in expected if word not in found] == []
    assert [word for word in found if normalise(word) in {"في", "من", "the", "of", "in"}] == []
    if name != "chinese":
        assert found == expected


def test_the_rarer_word_weighs_more(generation):
    question = "the library opens"
    passage = generation.passage(0)
    grams = QuestionGrams.of(gram_hashes(question), generation)
    for row in range(len(generation)):
        passage = generation.passage(row)
        weights = {w.found: w.weight for w in matched_words(passage, question, grams)}
        if passage.document.path == "library.txt":
            assert weights["library"] > weights["libraries"] > 0


@pytest.mark.parametrize("question", ["متى ينتهي الانسحاب من بغداد؟", "the museum opens", "图书馆"])
def test_the_terms_of_an_answer_are_inside_its_passages_rising_and_apart(generation, question):
    answer = answer_question(generation, FakeEncoder(), question, 10)
    lit = 0
    for citation in answer.citations:
        terms, passage = citation.terms, citation.passage
        assert answer.state in (AnswerState.ANSWERED, AnswerState.RELATED) or not terms
        assert all(passage.start <= term.start < term.end <= passage.end for term in terms)
        assert all(a.end <= b.start for a, b in itertools.pairwise(terms))
        lit += len(terms)
    assert lit or answer.state is AnswerState.NOT_FOUND


spans = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=10)


@given(spans=spans)
def test_joined_spans_cover_the_same_and_do_not_overlap(spans):
    given_spans = [Span(start, start + length) for start, length in spans]
    found = joined(given_spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    covered = {i for span in given_spans for i in range(span.start, span.end)}
    assert {i for span in found for i in range(span.start, span.end)} == covered
