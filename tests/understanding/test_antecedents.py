"""Whom "he" stands for: the one person of the last answer's marked sentence, or nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.records import Answer, AnswerState, Citation, DocumentInfo, Hit, Passage, Span
from qa.understanding.antecedents import antecedent
from qa.understanding.follow_ups import complete_question
from qa.understanding.names import people_in

AUSTIN = "US Defense Secretary Lloyd Austin spoke of an agreement in Baghdad."
SUDANI = "أعلن رئيس الوزراء العراقي محمد شياع السوداني تشكيل اللجنة الثنائية."
SOLEIMANI = "La frappe a tué le général iranien Qassem Soleimani en 2020."
KILLED = "A strike killed the general Qassem Soleimani and Abu Mahdi al-Muhandis."


def answered(question, sentence, *, language="en", span=""):
    """An answer that cites one sentence, all of it marked."""
    info = DocumentInfo("a.txt", "a", "0" * 64, len(sentence))
    passage = Passage(info, 0, 0, len(sentence), sentence, language=language)
    start = sentence.find(span)
    found = Span(start, start + len(span)) if span else None
    citation = Citation(
        1, Hit(passage, 1.0, 1, 0.5, 1.0), (Span(0, len(sentence)),), answer_span=found
    )
    state = AnswerState.ANSWERED
    return Answer(question, state, 0.9, (citation,), 1.0, "000001", question)


@pytest.mark.parametrize(
    ("first", "sentence", "second", "name"),
    [
        ("Who spoke of an agreement?", AUSTIN, "who is he?", "Lloyd Austin"),
        ("Who spoke of an agreement?", AUSTIN, "and when was he born?", "Lloyd Austin"),
        ("What is said of an agreement?", AUSTIN, "qui est-il ?", "Lloyd Austin"),
        ("Who spoke of an agreement?", AUSTIN, "من هو؟", "Lloyd Austin"),
        ("من شكل اللجنة؟", SUDANI, "من هو؟", "محمد شياع السوداني"),
        ("منو شكل اللجنة؟", SUDANI, "منو هذا؟", "محمد شياع السوداني"),
        ("Who formed the committee?", SUDANI, "who is he?", "محمد شياع السوداني"),
        ("Qui a été tué en 2020 ?", SOLEIMANI, "Qui est-il ?", "Qassem Soleimani"),
        ("2020'de kim öldürüldü?", "2020'de general Kasım Süleymani öldürüldü.", "o kim?",
         "Kasım Süleymani"),
        ("چه کسی کشته شد؟", SOLEIMANI, "او کیست؟", "Qassem Soleimani"),
    ],
)  # fmt: skip
def test_the_one_person_named_is_meant(first, sentence, second, name):
    language = "tr" if "kim" in first else "en"
    history = [answered(first, sentence, language=language)]
    assert complete_question(second, history) == f"{name} – {second}"


@pytest.mark.parametrize(
    ("first", "sentence", "second"),
    [
        ("Who was killed?", KILLED, "who is he?"),  # two fit
        ("Who spoke?", "The talks in Baghdad went on in January.", "who is he?"),  # none does
        ("Who is Biden?", AUSTIN, "when was he born?"),  # the question before names him
        ("What did Biden say?", AUSTIN, "when was he born?"),
        ("Who spoke of Lloyd Austin?", AUSTIN, "who is he?"),
        ("Who spoke of an agreement?", AUSTIN, "who are they?"),
        ("Who spoke of an agreement?", AUSTIN, "when was it signed?"),
        ("Wer sprach?", "Die Regierung sprach mit der Koalition Der Willigen.", "Wer ist er?"),
    ],
)
def test_where_it_is_not_sure_nobody_is(first, sentence, second):
    language = "de" if first.startswith("Wer") else "en"
    assert antecedent(second, answered(first, sentence, language=language)) == ""


def test_what_the_reader_found_is_whom_was_asked_for():
    answer = answered("Who was killed?", KILLED, span="Qassem Soleimani")
    assert antecedent("who is he?", answer) == "Qassem Soleimani"


def test_a_question_that_stands_by_itself_or_a_history_of_questions_gets_no_name():
    answer = answered("Who spoke of an agreement?", AUSTIN)
    for question in ("Who is Biden?", "When did he, Biden, arrive in Iraq in 2020 by plane?"):
        assert complete_question(question, [answer]) in (
            question,
            f"spoke of an agreement – {question}",
        )
    assert "Austin" not in complete_question("who is he?", [answer.question])
    assert "Austin" not in complete_question("who is he?", [answer, "When does it end?"])


@given(st.lists(st.sampled_from((AUSTIN + KILLED + SUDANI + " ,;()' al- Mr. السفير").split())))
def test_names_are_of_words_of_the_sentence(words):
    sentence = " ".join(words)
    for name in people_in(sentence, language="en"):
        assert all(word in sentence for word in name.split())
