"""A wish for more stands with the answer that it belongs to, numbered on from there."""

from dataclasses import replace

from qa.records import AnswerState
from qa.web.chat.bubbles import answer_bubble
from qa.web.chat.exchanges import exchanges
from qa.web.chat.sources_panel import source_panel
from qa.web.loading import KnowledgeBaseLoader
from support.parsed_html import BOTH, ParsedHtml
from support.web_stand_in import MARKED_ENGLISH, StandIn, take_turn


class Going(StandIn):
    """Has two passages more on any answer, and then none."""

    def ask(self, question, *, history=(), **options):
        spoken = [answer for answer in history if answer.small_talk is None]
        if question != "more" or not spoken:
            return super().ask(question, history=history, **options)
        last = spoken[-1]
        found = super().ask("books ?").citations if last.question != "more" else ()
        return replace(
            last,
            question=question,
            citations=found,
            state=AnswerState.OVERVIEW if found else AnswerState.NOT_FOUND,
            is_follow_up=True,
            parts=(),
        )


def chat(*questions):
    loader, turns = KnowledgeBaseLoader.holding(Going()), ()
    for question in questions:
        turns = take_turn(loader, question, turns)
    return turns


def test_more_belongs_to_the_answer_before_it_and_is_numbered_on():
    turns = chat("متى؟", "more", "more", "books ?")
    first, second = exchanges(turns)
    assert first.turn is turns[0]
    assert [(one.turn.number, one.offset) for one in first.more] == [(2, 3), (3, 5)]
    assert second.turn is turns[3]
    assert second.more == ()


def test_a_question_that_was_not_answered_or_is_another_stays_by_itself():
    assert [one.more for one in exchanges(chat("broken", "overview", "related", "missing"))] == [
        ()
    ] * 4
    assert len(exchanges(chat("متى؟", "hello", "more"))) == 3


@BOTH
def test_more_is_drawn_below_its_answer_with_cards_of_its_numbers(strings):
    turns = chat("متى؟", "more", "more")
    (exchange,) = exchanges(turns)
    html = answer_bubble(exchange.turn, strings, exchange.more)
    first, more, none = html.split('<div class="appended"')
    assert 'id="chip-1-3"' in first
    assert 'id="chip-2-1"' in more
    assert MARKED_ENGLISH in ParsedHtml(f"<div {more}").text
    assert ParsedHtml(f"<div {more}").by_class["n"] == "45"
    assert strings.no_more in ParsedHtml(f"<div {none}".removesuffix("</div>")).text
    assert "#more?" not in html  # there is no more to ask for
    assert "#more?" in answer_bubble(exchange.turn, strings, exchange.more[:1])
    panel = source_panel(turns, strings).split('id="turn-2"')[1]
    assert '<span class="number">4</span>' in panel
    assert "متى؟" in panel
