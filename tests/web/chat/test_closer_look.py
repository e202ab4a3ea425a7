"""A closer look at an answer: its number, why it was found, and what is like it."""

from dataclasses import replace

import pytest

from qa.explanations import Explanation, StageScore
from qa.web.chat.actions import apply_actions, parse_actions
from qa.web.chat.bubbles import answer_bubble
from qa.web.chat.closer_look import with_closer_look
from qa.web.chat.state import Chat
from qa.web.chat.turns import CloserLook, Source, Turn
from qa.web.html.locales import STRINGS
from qa.web.loading import KnowledgeBaseLoader
from support.parsed_html import (
    ADDRESSES,
    ATTRIBUTES,
    BOTH,
    OURS,
    ParsedHtml,
    answer_of,
    honest,
)
from support.web_stand_in import MARKED_ARABIC, PAYLOADS, StandIn, hostile_citation, take_turn


def answered(question="متى؟"):
    (turn,) = take_turn(KnowledgeBaseLoader.holding(StandIn()), question, ())
    return turn


def looked(turn, kind, knowledge_base=None):
    wanted = replace(turn, look=CloserLook(kind))
    return with_closer_look(knowledge_base or StandIn(), wanted)


@BOTH
def test_why_tells_in_words_what_each_stage_found(strings):
    turn = looked(answered(), "why")
    seen = ParsedHtml(answer_bubble(turn, strings))
    told = seen.by_class["why"]
    assert "90%" in told
    assert strings.elapsed.format(ms="31") in told
    assert f"{strings.same_words}{MARKED_ARABIC}" in told
    assert strings.same_meaning + strings.place_of.format(rank=1) in told
    assert f"{strings.score}1.00" in told
    assert strings.read_as_answer not in told  # nothing was read
    assert told.count(strings.same_words) == 3  # of each citation


@BOTH
def test_what_the_reader_made_of_a_passage_is_a_chance(strings):
    turn = answered()
    reader = StageScore("reader", 2.2, 1, 0.0)  # log-odds of 90 %
    first = turn.outcome.citations[0]
    read = replace(first, explanation=Explanation((reader,), (), ()))
    look = CloserLook("why", explained=(read,), is_known=True)
    told = ParsedHtml(answer_bubble(replace(turn, look=look), strings)).by_class["reason"]
    assert f"{strings.read_as_answer}90%" in told
    assert f"{strings.same_words}{strings.no_same_words}" in told


@BOTH
def test_each_of_two_questions_is_explained(strings):
    turn = looked(answered("two books and why?"), "why")
    assert [citation.number for citation in turn.look.explained] == [1, 2, 3]


@BOTH
def test_similar_passages_lead_into_their_documents(strings):
    turn = looked(answered(), "similar")
    seen = ParsedHtml(answer_bubble(turn, strings))
    links = [v for k, v in seen.attributes if k == "href" and v.startswith("document?path=")]
    assert len(links) == 1 + 5  # beside that of the menu
    assert "Library guide" in seen.by_class["similar"]


@BOTH
def test_of_a_document_that_has_changed_nothing_is_similar(strings):
    class Changed(StandIn):
        def similar(self, passage, **options):
            raise KeyError(passage.document.path)

    turn = looked(answered(), "similar", Changed())
    assert strings.no_similar in ParsedHtml(answer_bubble(turn, strings)).by_class["similar"]


def test_a_look_is_asked_for_put_away_and_forgotten_with_its_answer():
    chat = Chat()
    chat.add(answered())

    def do(verb, number):
        apply_actions(chat, parse_actions(f'[{{"id": "a{number}", "do": "{verb}", "turn": 1}}]'))
        return chat.turns[0].look

    assert do("why", 1) == CloserLook("why")
    assert do("similar", 2) == CloserLook("similar")
    assert do("similar", 3) is None
    do("why", 4)
    assert do("again", 5) is None


@pytest.mark.parametrize("name", PAYLOADS)
def test_hostile_words_titles_and_passages_stay_text(name):
    payload, citation = PAYLOADS[name], hostile_citation(name)
    turn = Turn(1, payload, answer_of([citation], question=payload), (Source(citation),))

    class Hostile(StandIn):
        def ask(self, question, **options):
            from support.web_stand_in import explained

            return replace(turn.outcome, citations=explained((citation,), payload))

        def similar(self, passage, **options):
            return [citation.hit]

    for kind in ("why", "similar"):
        html = answer_bubble(looked(turn, kind, Hostile()), STRINGS["ar"])
        seen = ParsedHtml(html)
        assert set(seen.tags) <= OURS
        assert {key for key, _ in seen.attributes} <= ATTRIBUTES
        assert all(v.startswith(ADDRESSES) for k, v in seen.attributes if k == "href")
        assert "\n" not in html
    told = ParsedHtml(answer_bubble(looked(turn, "why", Hostile()), STRINGS["ar"]))
    assert honest(payload)[:5] in told.by_class["reason"]
