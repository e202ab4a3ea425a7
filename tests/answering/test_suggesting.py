"""What is offered to ask: words of the documents, known to be answered by the right place."""

import pytest

from qa import KnowledgeBase
from qa.answering.suggesting import is_answered_by, near, suggestions_of
from qa.records import Document, Section, Suggestion
from qa.web.chat.suggestions import MAX_NEXT, MAX_STARTERS, Suggestions
from qa.web.loading import KnowledgeBaseLoader
from support.paths import ROOT
from support.web_stand_in import ENGLISH, StandIn, take_turn, until

SEEDS = ROOT / "seeds"

TEXT = (
    "Guide to the library\n\nOpening hours\nThe library opens at eight.\n\nSummary\nShort.\n\n"
    "Who may borrow books?\nEverybody may. And why not you? He asks: is it free? "
    "هل الاستعارة مجانية؟ نعم.\n\nWhat?\n"
)
LABELS = ("Guide to the library", "Opening hours", "Summary", "Who may borrow books?")


def document(text=TEXT, labels=LABELS, title="Guide to the library"):
    sections = tuple(Section(text.index(label), "heading", label, 2) for label in labels)
    return Document("guide.md", title, "0", text, sections)


def test_a_document_suggests_its_questions_then_its_headings_and_title():
    found = suggestions_of(document())
    assert [(suggestion.text, suggestion.is_question) for suggestion in found] == [
        ("Who may borrow books?", True),
        ("هل الاستعارة مجانية؟", True),
        ("Guide to the library", False),
        ("Opening hours", False),
    ]
    assert all(TEXT[s.start :].startswith(s.text) for s in found)


def test_headings_of_scripts_without_spaces_and_long_ones():
    long = "a " * 80
    text = f"图书馆开放时间\n早上八点。\n\n{long}\nx\n"
    found = suggestions_of(document(text, ("图书馆开放时间", long), title="图书馆"))
    assert [suggestion.text for suggestion in found] == ["图书馆开放时间"]


def test_an_answer_that_only_repeats_the_words_is_none():
    knowledge_base = StandIn()
    answer = knowledge_base.ask("books ?")
    (mark,) = answer.citations[0].marked_texts
    asked = Suggestion("What is lent?", "guide.md", 0, is_question=True)
    assert is_answered_by(asked, answer)
    opening = answer.citations[0].passage.text.partition(mark)[0].strip()
    assert is_answered_by(Suggestion(opening, "guide.md", 0, is_question=False), answer)
    assert not is_answered_by(Suggestion(mark, "guide.md", 0, is_question=False), answer)
    assert not is_answered_by(Suggestion("What?", "fr.txt", 0, is_question=True), answer)
    for question in ("related", "missing", "nothing"):
        assert not is_answered_by(asked, knowledge_base.ask(question))


def test_what_stands_nearest_comes_first_and_the_passage_itself_never():
    answer = StandIn().ask("books ?")
    passage = answer.citations[0].passage
    spots = {"far": passage.end + 900, "in": passage.start, "next": passage.end + 1, "before": 0}
    given = [Suggestion(name, "guide.md", at, is_question=True) for name, at in spots.items()]
    heading = Suggestion(passage.place.headings[0], "guide.md", 0, is_question=False)
    order = [suggestion.text for suggestion in near([heading, *given], answer)]
    assert order == sorted(["far", "next", "before"], key=lambda n: abs(spots[n] - passage.start))


class Counting(StandIn):
    n_asked = 0

    def ask(self, question, **given):
        self.n_asked += 1
        return super().ask(question, **given)


def test_starters_are_answered_ones_and_sought_once_for_a_build():
    knowledge_base, suggestions = Counting(), Suggestions()
    for generation in ("first", "first", "second"):
        knowledge_base.generation = generation
        until(lambda: suggestions.starters(knowledge_base, "ar") is not None)
        found = suggestions.starters(knowledge_base, "ar")
        assert [suggestion.text for suggestion in found] == ["دليل المكتبة", "Library guide"]
        for suggestion in found:
            assert is_answered_by(suggestion, knowledge_base.ask(suggestion.text))
        n_asked = knowledge_base.n_asked
        suggestions.starters(knowledge_base, "en")
        assert knowledge_base.n_asked == n_asked


def test_what_was_asked_is_not_offered_again():
    knowledge_base, suggestions = StandIn(), Suggestions()
    questions = "\n\n".join(f"Library question number {n}?" for n in range(9))
    held = knowledge_base.held["guide.md"]
    knowledge_base.held["guide.md"] = Document(
        held.path, held.title, held.sha256, f"{ENGLISH}\n{questions}\n", held.sections
    )
    loader = KnowledgeBaseLoader.holding(knowledge_base)
    turns = take_turn(loader, "Library question number 0?")
    offered = suggestions.after(knowledge_base, turns)
    assert [suggestion.text for suggestion in offered] == [
        f"Library question number {n}?" for n in (1, 2, 3)
    ]
    turns = take_turn(loader, "Library question number 2?", turns)
    again = [suggestion.text for suggestion in suggestions.after(knowledge_base, turns)]
    assert "Library question number 2?" not in again
    assert len(again) == MAX_NEXT
    for question in ("missing", "broken", "nothing"):
        assert suggestions.after(knowledge_base, take_turn(loader, question)) == ()
    assert suggestions.after(knowledge_base, ()) == ()


@pytest.mark.model
def test_every_starter_of_the_shipped_documents_is_answered_by_its_document(tmp_path):
    with KnowledgeBase.open(SEEDS, tmp_path / "index") as kb:
        suggestions = Suggestions()
        until(lambda: suggestions.starters(kb, "ar") is not None, 60)
        for language in ("ar", "en"):
            found = suggestions.starters(kb, language)
            assert len(found) == MAX_STARTERS
            spoken = [kb.ask(s.text).citations[0].passage.document.language for s in found]
            assert spoken[0] == language
            assert len(set(spoken)) > 2
            for suggestion in found:
                answer, text = kb.ask(suggestion.text), kb.document(suggestion.path).text
                assert answer.found
                assert answer.citations[0].passage.document.path == suggestion.path
                assert suggestion.text in " ".join(text.split())
