"""Conversations as text to keep: nothing lost, and text stays text in every format."""

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from qa.records import Answer, AnswerState
from qa.web.chat.exporting import FORMATS, as_html, as_json, as_markdown, export
from qa.web.chat.turns import Turn
from qa.web.html.locales import STRINGS
from qa.web.loading import KnowledgeBaseLoader
from support.parsed_html import BOTH, honest
from support.web_stand_in import (
    MARKED_ARABIC,
    MARKED_ENGLISH,
    PAYLOADS,
    StandIn,
    hostile_citation,
    take_turn,
)


class Seen(HTMLParser):
    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.text, self.links = set(), "", []
        self.feed(str(html))

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for key, value in attrs if key in {"href", "src"}]

    def handle_data(self, data):
        self.text += data


def conversation():
    turns = ()
    for question in ("متى تفتح؟", "related", "missing", "nothing", "broken", " "):
        turns = take_turn(KnowledgeBaseLoader.holding(StandIn()), question, turns)
    return turns


def hostile_turns():
    return [
        Turn(
            number,
            payload,
            Answer(
                payload, AnswerState.ANSWERED, 0.5, (hostile_citation(name),), 1.0, "g", payload
            ),
        )
        for number, (name, payload) in enumerate(PAYLOADS.items(), start=1)
    ]


@BOTH
def test_overviews_small_talk_and_parts_are_saved_as_they_are_shown(strings):
    turns = ()
    for question in ("overview", "hello thanks", "two books and why?"):
        turns = take_turn(KnowledgeBaseLoader.holding(StandIn()), question, turns, as_new=True)
    markdown, html = as_markdown(turns, strings, "now"), Seen(as_html(turns, strings, "now"))
    for told in (strings.overview, strings.small_talk["thanks"], "two books", strings.related):
        assert told in html.text
    shown = MarkdownIt().render(markdown)
    assert shown.count("<h3>") == 2
    assert shown.count("<li>") == 3
    assert shown.count("<blockquote>") == 3
    assert len(json.loads(as_json(turns, "now"))["turns"][2]["answer"]["parts"]) == 2


@BOTH
def test_saved_pages_hold_everything_and_run_nothing(strings):
    for turns in (conversation(), hostile_turns()):
        html = as_html(turns, strings, "2026-01-02 03:04")
        seen = Seen(html)
        ours = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "small", "section"}
        assert seen.tags <= ours | {"p", "ol", "li", "blockquote", "span", "mark"}
        assert seen.links == []
        assert "default-src 'none'" in html
        for turn in turns:
            assert honest(turn.question) in seen.text
            for citation in getattr(turn.outcome, "citations", ()):
                assert honest(citation.passage.text) in seen.text
    assert f"<mark>{MARKED_ARABIC[:4]}" in as_html(conversation(), strings, "")


@BOTH
def test_saved_markdown_means_nothing_but_its_quotations(strings):
    for turns in (conversation(), hostile_turns()):
        markdown = as_markdown(turns, strings, "now")
        renderer = MarkdownIt("gfm-like", {"linkify": False}).use(footnote_plugin)
        seen = Seen(renderer.render(markdown))
        ours = {"h1", "h2", "p", "blockquote", "strong", "br", "hr"}
        assert seen.tags <= ours | {"sup", "a", "section", "ol", "li"}  # of the footnotes
        assert all(link.startswith("#fn") for link in seen.links)
        assert len(seen.links) == 2 * markdown.count("\n[^")
        assert Seen(MarkdownIt().render(markdown)).links == []
        squeezed = " ".join(seen.text.split())
        for turn in turns:
            assert " ".join(honest(turn.question).split()) in squeezed
            for citation in getattr(turn.outcome, "citations", ()):
                assert " ".join(honest(citation.passage.text).split()) in squeezed
    markdown = as_markdown(conversation(), strings, "now")
    assert f"<strong>{MARKED_ARABIC}</strong>" in MarkdownIt().render(markdown)
    assert "\\" not in markdown


@BOTH
def test_footnotes_name_title_place_and_file_and_say_the_sentence(strings):
    (turn,) = take_turn(KnowledgeBaseLoader.holding(StandIn()), "books ?", ())
    markdown = as_markdown([turn, turn], strings, "now")
    place = strings.line.format(label=3)
    note = f"Library guide · {place} · guide.md: “{MARKED_ENGLISH}”"
    assert f"**{MARKED_ENGLISH}** Fines are not charged.[^1]\n" in markdown
    assert f"\n[^1]: {note}\n" in markdown
    assert f"\n[^3]: {note}\n" in markdown  # the numbers go on: a footnote's is its name
    assert f"«{MARKED_ARABIC}»\n" in markdown


@BOTH
def test_the_closest_passages_are_not_saved_as_answers(strings):
    for question in ("related", "missing"):
        turns = take_turn(KnowledgeBaseLoader.holding(StandIn()), question, ())
        markdown = as_markdown(turns, strings, "now")
        assert f"\n{' '.join(strings.nearest.split())}\n" in markdown
        assert "**" not in markdown
        assert markdown.count("\n> ") == 3


def test_every_format_is_written():
    now, turns = datetime(2026, 1, 2, 3, 4, tzinfo=UTC), conversation()
    written = {export(ending, turns, STRINGS["en"], now) for ending in FORMATS}
    assert len(written) == len(FORMATS)
    assert all(re.fullmatch(r"[a-z.]+", ending) for ending in FORMATS)
    assert all(isinstance(export(ending, [], STRINGS["en"], now), str) for ending in FORMATS)


def test_saved_json_is_the_records_letter_by_letter():
    for turns in (conversation(), hostile_turns()):
        saved = json.loads(as_json(turns, "now"))
        assert saved["saved"] == "now"
        assert [turn["question"] for turn in saved["turns"]] == [turn.question for turn in turns]
        for written, turn in zip(saved["turns"], turns, strict=True):
            for n, citation in enumerate(getattr(turn.outcome, "citations", ())):
                hit = written["answer"]["citations"][n]["hit"]
                assert hit["passage"]["text"] == citation.passage.text
    assert json.loads(as_json([], "now"))["turns"] == []
