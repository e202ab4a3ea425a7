"""A question asked again gets the same answer for less, unless anything has changed."""

import shutil
from dataclasses import replace

import pytest

from qa import IndexDamagedError, KnowledgeBase, Scope
from qa.answering import repeated
from qa.answering.conversing import Asking
from qa.answering.repeated import RepeatedAnswers
from support.damages import rewrite
from support.fake_encoder import FakeEncoder, build
from support.sample_documents import write_seeds

QUESTION = "When does the library open?"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder of documents and its index."""
    folder = tmp_path_factory.mktemp("repeated")
    build(write_seeds(folder / "seeds"), folder / "index")
    return folder


@pytest.fixture
def asked(built, tmp_path):
    """A knowledge base over a copy, and the encoder that tells what it was asked."""
    shutil.copytree(built, tmp_path / "copy")
    encoder = FakeEncoder()
    opened = KnowledgeBase.open(
        tmp_path / "copy" / "seeds",
        tmp_path / "copy" / "index",
        encoder=encoder,
        reader=False,
        refresh=False,
    )
    with opened as kb:
        yield kb, encoder


def untimed(answer):
    return replace(answer, elapsed_ms=0.0)


def test_it_is_not_answered_anew(asked):
    kb, encoder = asked
    first = kb.ask(QUESTION)
    assert first.citations
    n_asked = len(encoder.asked)
    for question in (QUESTION, f"  {QUESTION} "):
        assert untimed(kb.ask(question)) == untimed(first)
    assert len(encoder.asked) == n_asked


@pytest.mark.parametrize(
    "options",
    [
        {"top_k": 1},
        {"scope": Scope(languages=("en",))},
        {"explain": True},
        {"corrected": False},
        {"history": ["Who founded the library?"]},
    ],
)
def test_what_else_an_answer_depends_on_is_told_apart(asked, options):
    kb, encoder = asked
    kb.ask(QUESTION)
    n_asked = len(encoder.asked)
    given = kb.ask(QUESTION, **options)
    assert len(encoder.asked) > n_asked
    fresh = KnowledgeBase.open(None, kb._layout.root, encoder=FakeEncoder(), reader=False)
    assert untimed(given) == untimed(fresh.ask(QUESTION, **options))


def test_a_follow_up_is_not_the_question_alone(asked):
    kb, _ = asked
    alone = kb.ask("and who founded it?")
    followed = kb.ask("and who founded it?", history=[kb.ask(QUESTION)])
    assert followed.searched_for != alone.searched_for
    assert untimed(kb.ask("and who founded it?")) == untimed(alone)


def test_a_changed_document_gives_another_answer(asked, tmp_path):
    kb, _ = asked
    before = kb.ask(QUESTION)
    path = tmp_path / "copy" / "seeds" / before.citations[0].passage.document.path
    path.write_text("The library opens at noon, and when it opens a bell rings.", encoding="utf-8")
    kb.refresh()
    after = kb.ask(QUESTION)
    assert after.generation != before.generation
    assert "noon" in " ".join(citation.passage.text for citation in after.citations)


def test_damage_to_what_is_cited_is_found(asked):
    kb, _ = asked
    cited = kb.ask(QUESTION).citations[0].passage
    for texts in kb._layout.root.rglob("texts.utf8"):
        data = texts.read_bytes()
        place = data.find(cited.text.encode())
        if place >= 0:
            rewrite(texts, data[:place] + b"X" + data[place + 1 :])
    with pytest.raises(IndexDamagedError):
        kb.ask(QUESTION)


def test_only_so_many_are_kept_and_the_last_ones(asked, monkeypatch):
    monkeypatch.setattr(repeated, "KEPT_ANSWERS", 3)
    kb, encoder = asked
    questions = [f"When does library number {number} open?" for number in range(5)]
    for question in questions:
        kb.ask(question)
    kept = kb._repeated._kept
    assert len(kept) == 3
    n_asked = len(encoder.asked)
    kb.ask(questions[2])
    assert len(encoder.asked) == n_asked
    kb.ask(questions[0])
    assert len(encoder.asked) > n_asked
    assert any(questions[2] in key for key in kept)
    assert not any(questions[3] in key for key in kept)


def test_another_confidence_model_is_asked_anew(asked):
    kb, encoder = asked
    model, answers = kb._confidence_model(None), RepeatedAnswers()
    other = replace(model, intercept=model.intercept + 1)
    n_asked = []
    for used in (model, model, other, other, model):
        answers.answer(Asking(kb._current(), encoder, 3, model=used), QUESTION)
        n_asked.append(len(encoder.asked))
    assert n_asked[0] == n_asked[1] < n_asked[2] == n_asked[3] < n_asked[4]
