"""Pasted text is searched for by what it says of the documents' subjects."""

import pytest

from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.understanding.telling import LONGEST_QUESTION, MOST_WORDS, telling_text
from support.fake_encoder import build

FILLER = "Dear all, I hope that this mail finds you well and that your week goes as planned. " * 8
TOLD = "The library of Basra keeps manuscripts on astronomy that were copied by Zaynab."


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    """An index about a library."""
    seeds = tmp_path_factory.mktemp("seeds")
    text = "The library of Basra keeps manuscripts on astronomy. Zaynab copied them by hand."
    (seeds / "library.txt").write_text(text, encoding="utf-8")
    build(seeds, seeds.parent / "of-telling")
    return Generation.open(Layout(seeds.parent / "of-telling"))


def test_what_is_short_is_searched_for_as_it_is(generation):
    question = "x" * LONGEST_QUESTION
    assert telling_text(question, generation) == question


def test_the_sentence_on_the_documents_subject_is_chosen(generation):
    found = telling_text(f"{FILLER}{TOLD} {FILLER}".strip(), generation)
    assert TOLD in found
    assert len(found.split()) <= MOST_WORDS


def test_what_is_asked_in_the_end_is_kept_and_stands_last(generation):
    found = telling_text(f"{TOLD} {FILLER}Who copied the manuscripts?", generation)
    assert found.endswith("Who copied the manuscripts?")
    assert TOLD in found


@pytest.mark.parametrize("text", ["كلمة " * 2_000, "word" * 2_500, "نص. " * 2_000, "字" * 9_000])
def test_any_text_becomes_a_question_of_bounded_length(generation, text):
    found = telling_text(text.strip(), generation)
    assert found
    assert len(found.split()) <= MOST_WORDS
