"""A chat drawn piece by piece is the chat drawn at once."""

from dataclasses import replace

from qa.web.chat.drawings import Drawings
from qa.web.chat.events import _messages
from qa.web.chat.sources_panel import source_panel
from qa.web.html.locales import STRINGS
from qa.web.html.markup import Html
from qa.web.loading import KnowledgeBaseLoader
from support.web_stand_in import StandIn, take_turn


def test_what_has_changed_is_drawn_anew_and_nothing_else():
    drawings, drawn = Drawings(), []

    def draw(part, shown):
        return drawings.of(part, shown, lambda: drawn.append(part) or Html(f"{part}{shown}"))

    assert draw("a", 1) == draw("a", 1) == "a1"
    assert draw("b", 1) == "b1"
    assert draw("a", 2) == "a2"
    assert drawn == ["a", "b", "a"]


def test_what_the_chat_has_no_more_is_forgotten():
    drawings, drawn = Drawings(), []
    for parts in ("ab", "b", "ab"):
        for part in parts:
            drawings.of(part, 1, lambda part=part: drawn.append(part) or Html(part))
        drawings.sweep()
    assert drawn == ["a", "b", "a"]


def test_a_chat_drawn_as_it_grows_looks_as_if_drawn_at_once():
    knowledge_base = StandIn()
    loader = KnowledgeBaseLoader.holding(knowledge_base)
    digests = {info.path: info.sha256 for info in knowledge_base.documents()}
    drawings, turns = Drawings(), ()
    for question in ("متى؟", "books ?", "related", "missing", "broken", "books ?", "overview"):
        turns = take_turn(loader, question, turns)
        for strings in STRINGS.values():
            for now in (digests, dict.fromkeys(digests, "other"), {}, None):
                suggested = (*turns[:-1], replace(turns[-1], suggestions=()))
                for shown in (turns, suggested, turns[:1], turns):
                    again = source_panel(shown, strings, now, drawings)
                    assert again == source_panel(shown, strings, now)
                    assert _messages(shown, strings, drawings) == _messages(
                        shown, strings, Drawings()
                    )
        drawings.sweep()
