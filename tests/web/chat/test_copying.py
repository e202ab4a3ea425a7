"""An answer on the clipboard: the sentence, its source, and the passage it was taken from."""

from qa.web.chat.copying import plain_answer
from qa.web.chat.turns import Turn
from qa.web.html.locales import STRINGS
from qa.web.loading import KnowledgeBaseLoader
from support.parsed_html import BOTH, OVERRIDES, answer_of
from support.web_stand_in import (
    ARABIC,
    MARKED_ARABIC,
    MARKED_ENGLISH,
    PAYLOADS,
    StandIn,
    hostile_citation,
    take_turn,
)


def copied(strings, *questions):
    turns = ()
    for question in questions:
        turns = take_turn(KnowledgeBaseLoader.holding(StandIn()), question, turns, as_new=True)
    return [plain_answer(turn, strings) for turn in turns]


@BOTH
def test_an_answer_is_its_sentence_its_source_and_the_passage_below(strings):
    (told,) = copied(strings, "متى؟")
    answer, passage, others = told.split("\n\n")
    sentence, source = answer.splitlines()
    assert sentence == MARKED_ARABIC
    assert source.startswith("[1] دليل المكتبة · ")
    assert source.endswith("دليل/المكتبة.txt")
    assert MARKED_ARABIC in passage
    assert passage in ARABIC
    assert [line[:4] for line in others.splitlines()] == [strings.cited[:4], "[2] ", "[3] "]
    assert "guide.md" in others


@BOTH
def test_what_is_no_answer_says_so_and_names_what_is_nearest(strings):
    related, empty, failed, thanks = copied(strings, "related", "nothing", "broken", "hello thanks")
    assert related.startswith(f"{strings.related}\n\n{strings.nearest}\n[1]")
    assert empty == strings.no_documents
    assert failed == strings.failed
    assert thanks == strings.small_talk["thanks"]


@BOTH
def test_overviews_and_parts_are_copied_as_they_are_shown(strings):
    overview, two = copied(strings, "overview", "two books and why?")
    assert overview.startswith(f"{strings.overview}\n{MARKED_ARABIC} [1]\n{MARKED_ENGLISH} [2]\n")
    assert f"\n\n{strings.cited}\n[1] " in overview
    first, second = two.split("\n\nwhy?\n")
    assert first.startswith(f"two books\n{MARKED_ARABIC}\n[1] ")
    assert second.startswith(f"{strings.related}\n\n{strings.nearest}\n[2] ")


def test_direction_overrides_are_not_copied():
    for name in PAYLOADS:
        turn = Turn(1, "?", answer_of([hostile_citation(name)]))
        assert not OVERRIDES.search(plain_answer(turn, STRINGS["ar"]))
