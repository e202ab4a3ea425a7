"""What is offered to ask: words of the documents, known to be answered by the right place."""

import threading
from dataclasses import replace

import pytest

from qa import KnowledgeBase
from qa.answering.suggesting import is_answered_by, near, suggestions_of
from qa.errors import BusyError
from qa.records import EVERYTHING, Document, Scope, Section, Suggestion
from qa.web.admission import Admission
from qa.web.chat.notices import cites_answers
from qa.web.chat.suggestions import MAX_NEXT, MAX_STARTERS, Suggestions
from qa.web.html.arabic import ARABIC
from qa.web.html.bidi import direction
from qa.web.html.english import ENGLISH as ENGLISH_STRINGS
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


def starters(suggestions, knowledge_base, strings, scope=EVERYTHING):
    until(lambda: suggestions.starters(knowledge_base, strings, scope) is not None, 60)
    return suggestions.starters(knowledge_base, strings, scope)


def test_starters_are_answered_ones_and_sought_once_for_a_build():
    knowledge_base, suggestions = Counting(), Suggestions(Admission())
    for generation in ("first", "second"):
        knowledge_base.generation = generation
        found = starters(suggestions, knowledge_base, ARABIC)
        assert [one.text for one in found] == [
            "ماذا تقول الوثائق عن «دليل المكتبة»؟",
            ARABIC.ask_overview,
        ]
        assert is_answered_by(found[0], knowledge_base.ask(found[0].text))
        n_asked = knowledge_base.n_asked
        assert starters(suggestions, knowledge_base, ARABIC) == found
        assert knowledge_base.n_asked == n_asked


QUESTIONS = {
    "ar.txt": ("ar", "متى تفتح المكتبة؟\n\nمن الثامنة.\n"),
    "en.txt": ("en", "Who may borrow books here?\n\nEverybody may.\n"),
    "bare.txt": ("en", "Nothing asks here.\n"),
}


class Polyglot(StandIn):
    """Documents of several languages, each of which answers whatever names it."""

    def __init__(self, *paths):
        super().__init__()
        self.held = {}
        for path in paths:
            _, text = QUESTIONS[path]
            self.held[path] = Document(path, f"Title of {path}", "0", text, ())

    def documents(self):
        infos = super().documents()
        return tuple(replace(info, language=QUESTIONS[info.path][0]) for info in infos)

    def is_answered(self, suggestion, scope=EVERYTHING):
        return not scope.documents or suggestion.path in scope.documents


@pytest.mark.parametrize(
    ("paths", "strings", "scope", "expected"),
    [
        (("ar.txt", "en.txt"), ARABIC, EVERYTHING, "متى تفتح المكتبة؟"),
        (("ar.txt", "en.txt"), ENGLISH_STRINGS, EVERYTHING, "Who may borrow books here?"),
        (("bare.txt",), ENGLISH_STRINGS, EVERYTHING, ENGLISH_STRINGS.ask_of),
        (("en.txt", "bare.txt"), ARABIC, EVERYTHING, ARABIC.ask_of),
        (("en.txt", "bare.txt"), ENGLISH_STRINGS, Scope(documents=("bare.txt",)), "bare.txt"),
        (("ar.txt", "en.txt"), ENGLISH_STRINGS, Scope(languages=("ar",)), "ar.txt"),
    ],
)
def test_starters_are_questions_in_the_visitors_language_within_the_scope(
    paths, strings, scope, expected
):
    found = [
        one.text for one in starters(Suggestions(Admission()), Polyglot(*paths), strings, scope)
    ]
    before, _, after = expected.partition("{subject}")
    assert before in found[0]
    assert after in found[0]
    titles = [f"Title of {path}" for path in paths]
    frames = [strings.ask_of.format(subject=title) for title in titles]
    own = [text.partition("\n")[0] for language, text in QUESTIONS.values()]
    assert set(found) <= {*frames, *own, strings.ask_overview}
    assert 1 <= len(found) <= MAX_STARTERS
    assert all(direction(text.replace("Title of", "")) == strings.direction for text in found)


def test_there_is_always_something_to_begin_with_while_there_are_documents():
    class Silent(StandIn):
        def is_answered(self, suggestion, scope=EVERYTHING):
            return False

    found = starters(Suggestions(Admission()), Silent(), ARABIC)
    assert [one.text for one in found] == [ARABIC.ask_overview]
    assert starters(Suggestions(Admission()), Polyglot(), ARABIC) == []


def with_questions():
    """A knowledge base, one of whose documents asks nine questions."""
    knowledge_base = StandIn()
    questions = "\n\n".join(f"Library question number {n}?" for n in range(9))
    held = knowledge_base.held["guide.md"]
    knowledge_base.held["guide.md"] = Document(
        held.path, held.title, held.sha256, f"{ENGLISH}\n{questions}\n", held.sections
    )
    return knowledge_base


def test_suggestions_are_left_out_while_visitors_wait_and_found_later(monkeypatch):
    monkeypatch.setattr("qa.web.chat.suggestions.PATIENCE_SECONDS", 0.01)
    knowledge_base, admission = with_questions(), Admission(1)
    suggestions, go = Suggestions(admission), threading.Event()
    turns = take_turn(KnowledgeBaseLoader.holding(knowledge_base), "Library question number 0?")
    waiting = admission.line_up(lambda: go.wait(60))
    with pytest.raises(BusyError):
        suggestions.after(knowledge_base, turns, ENGLISH_STRINGS)
    for _ in range(2):  # what was not found is sought again
        assert suggestions.starters(knowledge_base, ENGLISH_STRINGS) is None
        until(lambda: not any(thread.name == "starters" for thread in threading.enumerate()))
    go.set()
    assert waiting.result()
    assert suggestions.after(knowledge_base, turns, ENGLISH_STRINGS)
    assert starters(suggestions, knowledge_base, ENGLISH_STRINGS)


def test_what_was_asked_is_not_offered_again():
    knowledge_base, suggestions = with_questions(), Suggestions(Admission())
    loader = KnowledgeBaseLoader.holding(knowledge_base)
    turns = take_turn(loader, "Library question number 0?")
    offered = suggestions.after(knowledge_base, turns, ENGLISH_STRINGS)
    assert [suggestion.text for suggestion in offered] == [
        f"Library question number {n}?" for n in (1, 2, 3)
    ]
    turns = take_turn(loader, "Library question number 2?", turns)
    again = [
        suggestion.text for suggestion in suggestions.after(knowledge_base, turns, ENGLISH_STRINGS)
    ]
    assert "Library question number 2?" not in again
    assert len(again) == MAX_NEXT
    for question in ("missing", "broken", "nothing"):
        assert suggestions.after(knowledge_base, take_turn(loader, question), ARABIC) == ()
    assert suggestions.after(knowledge_base, (), ARABIC) == ()


@pytest.mark.model
def test_every_starter_of_the_shipped_documents_is_answered_by_its_document(tmp_path):
    with KnowledgeBase.open(SEEDS, tmp_path / "index") as kb:
        for strings in (ARABIC, ENGLISH_STRINGS):
            found = starters(Suggestions(Admission()), kb, strings)
            assert 3 <= len(found) <= 5
            for one in found:
                answer = kb.ask(one.text)
                assert direction(one.text) == strings.direction
                assert one.is_question
                assert cites_answers(answer)
                paths = {citation.passage.document.path for citation in answer.citations}
                assert one.path in {"", *paths}
                if one.path and not one.text.startswith(strings.ask_of.partition("{")[0]):
                    assert one.text in " ".join(kb.document(one.path).text.split())
