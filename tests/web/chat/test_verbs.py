"""The verbs between page and server are one table, and every one of them is done somewhere."""

import re
from typing import get_args

import pytest

from qa.records import Scope
from qa.web.chat.actions import apply_actions, parse_actions
from qa.web.chat.state import Chat
from qa.web.chat.turns import new_turn
from qa.web.chat.verbs import SCRIPT, PageVerb, ServerVerb, script

STATIC = SCRIPT.parent
TEMPLATES = STATIC.with_name("templates")
VERBS = {*get_args(ServerVerb), *get_args(PageVerb)}


def test_the_scripts_have_the_servers_table():
    assert SCRIPT.read_text(encoding="utf-8") == script()


def test_the_scripts_name_verbs_of_the_table_only_and_all_of_them():
    named = set()
    for path in STATIC.glob("*.js"):
        if path != SCRIPT:
            named |= set(re.findall(r"\bVERBS\.(\w+)", path.read_text(encoding="utf-8")))
    assert named == VERBS


def test_every_link_of_the_templates_is_a_verb():
    written = [path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")]
    linked = {verb for text in written for verb in re.findall(r'"#(\w+)[-?]', text)}
    linked |= {verb for text in written for verb in re.findall(r'\b(?:verb|icon)\("(\w+)"', text)}
    assert {"copy", "source", "as_new", "context"} <= linked <= VERBS


@pytest.mark.parametrize("verb", get_args(ServerVerb))
def test_the_server_knows_each_of_its_verbs(verb):
    chat = Chat()
    chat.add(new_turn("متى؟", scope=Scope(languages=("ar",))))
    before = chat.snapshot().version
    (action,) = parse_actions(f'[{{"id": "a", "do": "{verb}", "turn": 1, "question": "when?"}}]')
    apply_actions(chat, [action])
    assert (chat.snapshot().version == before) == (verb == "refresh")


@pytest.mark.parametrize("verb", get_args(PageVerb))
def test_the_server_takes_no_verb_of_the_page(verb):
    assert parse_actions(f'[{{"id": "a", "do": "{verb}"}}]') == ()
