"""Markup as the standard library's parser sees it: the truth that ours is held to."""

import re
from html.parser import HTMLParser

import pytest

from qa.records import Answer, AnswerState
from qa.web.chat.turns import Source, Turn
from qa.web.html.locales import STRINGS

HOST = "http://127.0.0.1:7860"
OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
OURS = {"div", "span", "bdi", "a", "mark", "blockquote", "strong", "p", "meter", "ul", "li", "h3"}
OURS |= {"details", "summary", "section", "time", "dl", "dt", "dd"}
ATTRIBUTES = {"class", "id", "dir", "href", "title", "role", "tabindex", "target", "rel"} | {
    "min",
    "max",
    "value",
    "datetime",
}
ADDRESSES = ("#", "./?q=", "document?", "documents", "original?", "sources?", "map?")
BOTH = pytest.mark.parametrize("strings", STRINGS.values(), ids=STRINGS.keys())


class ParsedHtml(HTMLParser):
    """The standard library's HTML parser as the independent truth: tags, text, texts by class."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = [], [], ""
        self.open, self.by_class = [], {}
        self.feed(str(html))
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self.open.append((tag, dict(attrs).get("class", "").split()))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.text += data
        for name in {name for _, names in self.open for name in names} | {
            tag for tag, _ in self.open
        }:
            self.by_class[name] = self.by_class.get(name, "") + data

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def honest(text):
    """A text without the characters that turn it round."""
    return OVERRIDES.sub("", text)


def answer_of(citations, state=AnswerState.ANSWERED, question="?"):
    return Answer(question, state, 0.9, tuple(citations), 12.0, "g", question)


def turn_of(citations, number=1, state=AnswerState.ANSWERED, question="?"):
    answer = answer_of(citations, state, question)
    return Turn(number, question, answer, tuple(Source(c) for c in citations))


class SeenPage(HTMLParser):
    """Tags, attributes and text of a page, by the standard library's parser."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = set(), [], ""
        self.feed(str(html))

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data
