"""What kind of message it is decides what comes back, and all of it is the documents' own text."""

import pytest

from qa import Answer, AnswerState, KnowledgeBase, Scope, SmallTalk
from support.fake_encoder import FakeEncoder, build
from support.sample_documents import write_seeds


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """The sample documents, indexed."""
    folder = tmp_path_factory.mktemp("conversing")
    build(write_seeds(folder / "seeds"), folder / "index")
    return folder / "index"


def verbatim(kb, answer):
    """Whether every mark of an answer is a slice of its document, inside its passage."""
    for citation in answer.citations:
        passage = citation.passage
        text = kb.document(passage.document.path).text
        assert text[passage.start : passage.end] == passage.text
        for mark in citation.marks:
            assert passage.start <= mark.start < mark.end <= passage.end
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Hello!", SmallTalk.GREETING),
        ("شكرا جزيلا", SmallTalk.THANKS),
        ("منو انت؟", SmallTalk.IDENTITY),
        ("au revoir", SmallTalk.GOODBYE),
    ],
)
def test_small_talk_is_not_searched_for(kb, said, kind):
    answer = kb.ask(said)
    assert (answer.state, answer.small_talk) == (AnswerState.SMALL_TALK, kind)
    assert (answer.citations, answer.question) == ((), said)


def test_small_talk_is_no_part_of_the_conversation(kb):
    first = kb.ask("When was the library founded?")
    thanks = kb.ask("thanks", history=[first])
    then = kb.ask("and who founded it?", history=[first, thanks])
    assert then.searched_for == kb.ask("and who founded it?", history=[first]).searched_for
    assert then.is_follow_up
    typed = ["When was the library founded?", "thanks"]
    assert kb.ask("and who founded it?", history=typed).searched_for == then.searched_for


def test_a_greeting_before_a_question_changes_nothing_but_the_question(kb):
    plain, greeted = (
        kb.ask("When was the library founded?"),
        kb.ask("Hello, when was the library founded?"),
    )
    assert [c.passage for c in greeted.citations] == [c.passage for c in plain.citations]
    assert greeted.question == "Hello, when was the library founded?"
    assert not greeted.is_restated


def test_an_overview_names_every_document_with_its_opening(kb):
    answer = kb.ask("What are these documents about?")
    verbatim(kb, answer)
    assert answer.state is AnswerState.OVERVIEW
    paths = [citation.passage.document.path for citation in answer.citations]
    assert paths == sorted(info.path for info in kb.documents())
    for citation in answer.citations:
        (opening,) = citation.marked_texts
        assert citation.passage.ordinal == 0
        assert opening in citation.passage.text


def test_an_overview_keeps_to_the_scope(kb):
    path = kb.documents()[0].path
    answer = kb.ask("What are these documents about?", scope=Scope(documents=(path,)))
    assert [citation.passage.document.path for citation in answer.citations] == [path]


def test_a_list_of_dates_marks_sentences_with_dates(kb):
    answer = kb.ask("List all the dates")
    verbatim(kb, answer)
    for citation in answer.citations:
        assert all(any(map(str.isdecimal, marked)) for marked in citation.marked_texts)


def test_more_gives_what_was_not_shown_and_what_stands_beside_it_first(kb):
    first = kb.ask("When was the library founded?", top_k=1)
    shown = [first.citations[0].passage.passage_id]
    history: list[Answer] = [first]
    for _ in range(3):
        more = kb.ask("tell me more", top_k=2, history=history)
        verbatim(kb, more)
        found = [citation.passage.passage_id for citation in more.citations]
        assert not set(found) & set(shown)
        assert more.is_follow_up
        assert more.searched_for == first.searched_for
        shown += found
        history.append(more)
    path, ordinal = shown[0].split("#")
    beside = {f"{path}#{int(ordinal) - 1}", f"{path}#{int(ordinal) + 1}"}
    existing = {pid for pid in beside if pid in shown}
    assert existing <= set(shown[1:3])


def test_more_of_an_overview_is_the_next_passage_of_each_document(kb):
    overview = kb.ask("What are these documents about?")
    more = kb.ask("more", history=[overview])
    verbatim(kb, more)
    assert {citation.passage.ordinal for citation in more.citations} == {1}
    longer = {info.path for info in kb.documents() if info.n_passages > 1}
    assert {citation.passage.document.path for citation in more.citations} == longer
    again = kb.ask("more", history=[overview, more])
    assert {citation.passage.ordinal for citation in again.citations} <= {2}


def test_more_of_a_question_alone_is_more_of_its_answer(kb):
    first = kb.ask("When was the library founded?", top_k=2)
    from_answer = kb.ask("more", top_k=2, history=[first])
    from_question = kb.ask("more", top_k=2, history=["When was the library founded?"])
    assert [c.passage for c in from_question.citations] == [
        c.passage for c in from_answer.citations
    ]


def test_two_questions_in_one_are_answered_in_turn(kb):
    asked = "When was the library founded and how long did it take?"
    answer = kb.ask(asked, top_k=2)
    verbatim(kb, answer)
    assert [part.question for part in answer.parts] == [
        "When was the library founded",
        "how long did it take?",
    ]
    cited = [citation for part in answer.parts for citation in part.citations]
    assert list(answer.citations) == cited
    alone = kb.ask("When was the library founded", top_k=2)
    assert [c.passage for c in answer.parts[0].citations] == [c.passage for c in alone.citations]
    assert answer.question == asked
    assert answer.confidence == max(part.confidence for part in answer.parts)


def test_without_documents_only_small_talk_is_answered(tmp_path):
    (tmp_path / "seeds").mkdir()
    with KnowledgeBase.open(tmp_path / "seeds", tmp_path / "i", encoder=FakeEncoder()) as kb:
        for asked in (
            "What are these documents about?",
            "more",
            "When and where?",
            "Who? And why?",
        ):
            assert kb.ask(asked, history=["When?"]).state is AnswerState.NO_DOCUMENTS
        assert kb.ask("hello").state is AnswerState.SMALL_TALK
