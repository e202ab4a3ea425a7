"""Many questions at once get the answers that they get one by one."""

import json
from dataclasses import replace

import pytest

from qa import KnowledgeBase, QuestionError, Scope, ScopeError
from support.fake_encoder import FakeEncoder
from support.paths import ROOT
from support.sample_documents import write_seeds

QUESTIONS = [
    "When does the library open?",
    "متى تفتح المكتبة؟",
    "",
    "thanks",
    "What are these documents about?",
    "??",
    "When does the library open and who founded it?",
    "x" * 20_000,
    "Wann öffnet die Bibliothek?",
    "When does the library open?",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    seeds = write_seeds(folder / "seeds")
    KnowledgeBase.open(seeds, folder / "index", encoder=FakeEncoder(), reader=False).close()
    return folder / "index"


def untimed(answer):
    """An answer without its time."""
    parts = tuple(untimed(part) for part in answer.parts)
    return replace(answer, elapsed_ms=0.0, parts=parts)


def one_by_one(kb, questions, **options):
    answers = []
    for question in questions:
        try:
            answers.append(untimed(kb.ask(question, **options)))
        except QuestionError as error:
            answers.append((error.kind, str(error)))
    return answers


def comparable(answers):
    return [
        (one.kind, str(one)) if isinstance(one, QuestionError) else untimed(one) for one in answers
    ]


@pytest.mark.parametrize(
    "options", [{}, {"top_k": 1, "explain": True}, {"scope": Scope(languages=("en",))}]
)
def test_each_answer_is_that_of_its_question_alone(kb, options):
    questions = QUESTIONS * 4
    assert comparable(kb.ask_many(questions, **options)) == one_by_one(kb, questions, **options)


def test_a_question_that_cannot_be_asked_stops_no_other(kb):
    kinds = [one.kind if isinstance(one, QuestionError) else "" for one in kb.ask_many(QUESTIONS)]
    assert kinds == ["", "", "empty", "", "", "no_words", "", "too_long", "", ""]


def test_what_is_wrong_with_all_is_raised(kb):
    with pytest.raises(ScopeError):
        kb.ask_many(QUESTIONS, scope=Scope(languages=("tlh",)))
    with pytest.raises(ValueError, match="top_k"):
        kb.ask_many(QUESTIONS, top_k=0)


def test_any_iterable_will_do(kb):
    assert kb.ask_many([]) == []
    assert len(kb.ask_many(question for question in QUESTIONS[:2])) == 2


@pytest.mark.model
def test_with_the_models_too(tmp_path):
    asked = (ROOT / "tests" / "data" / "seed_questions.jsonl").read_text(encoding="utf-8")
    questions = [json.loads(line)["question"] for line in asked.splitlines()[:16]]
    with KnowledgeBase.open(write_seeds(tmp_path / "seeds"), tmp_path / "index") as kb:
        assert comparable(kb.ask_many(questions)) == one_by_one(kb, questions)
