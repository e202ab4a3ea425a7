"""Text in Markdown reads as it is, held to a CommonMark renderer, and is hardly ever escaped."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from qa.records import Span
from qa.web.chat.commonmark import heading, inert, marked, quoted
from support.parsed_html import honest
from support.web_stand_in import PAYLOADS

RENDERERS = [
    MarkdownIt(),
    MarkdownIt("gfm-like", {"linkify": False}),
    MarkdownIt("gfm-like", {"linkify": False}).use(footnote_plugin),
]
SIGNS = "*_~`[]()<>!#&;$|\\-+=:^.1 x\tع«(،\n\"'/{}@€"
TEXTS = st.one_of(
    st.text(st.sampled_from(SIGNS), max_size=40),
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t*_~"), max_size=30
    ),
    st.lists(st.sampled_from([*PAYLOADS.values(), "a", " ", "\n", "**", "_", "]", "["])).map(
        "".join
    ),
)


class Rendered(HTMLParser):
    """The text of HTML, its tags, and the text in bold."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.text, self.bold, self.depth = [], "", "", 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.depth += tag == "strong"

    def handle_endtag(self, tag):
        self.depth -= tag == "strong"

    def handle_data(self, data):
        self.text += data
        self.bold += data if self.depth else ""


def squeezed(text):
    return " ".join(honest(text).split())


def unspaced(text):
    return "".join(honest(text).split())


def check(markdown, text, tags):
    for renderer in RENDERERS:
        seen = Rendered(renderer.render(markdown))
        assert set(seen.tags) <= tags, markdown
        assert squeezed(seen.text) == squeezed(text), markdown
    return seen


def check_everywhere(text):
    check("\n".join(quoted(text, 0, ())), text, {"blockquote", "p", "br"})
    check(f"## {heading(text)}", text, {"h2"})
    check(inert(text), text, {"p"})
    check(f"x\n\n- y: {inert(text)}", f"x y: {text}", {"p", "ul", "li"})


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_hostile_text_stays_text(text):
    check_everywhere(text)


@settings(deadline=None)
@given(TEXTS)
def test_any_text_stays_text(text):
    check_everywhere(text)


def test_a_backslash_where_bold_ends_is_a_backslash():
    for text, mark in (("\\1", (0, 1)), ("a\\b", (0, 2)), ("\\\\x", (1, 2)), ("\\a", (1, 2))):
        lines = quoted(text, 0, [Span(*mark)])
        assert check("\n".join(lines), text, {"blockquote", "p", "strong"})


@settings(deadline=None)
@given(TEXTS, st.data())
def test_bold_is_what_is_marked_and_nothing_else(text, data):
    ends = data.draw(st.lists(st.integers(0, len(text)), max_size=6).map(sorted))
    spans = [Span(7 + a, 7 + b) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    markdown = "\n".join(quoted(text, 7, spans))
    seen = check(markdown, text, {"blockquote", "p", "br", "strong"})
    wanted = "".join(text[span.start - 7 : span.end - 7] for span in spans)
    letters = [sign for sign in unspaced(wanted) if sign.isalnum()]
    assert [sign for sign in seen.bold if sign.isalnum()] == letters, markdown
    assert len(unspaced(seen.bold)) <= len(unspaced(wanted))


@pytest.mark.parametrize(
    "text",
    [
        "Opened in 1998. It has 3-4 rooms (and a garden), for 50% of $20!",
        "[12] a_b_c.txt, x < y & z > w; 5 * 3 = 15 – «نعم»، ثمّ: لا؟",
        "C# and F#; #1 of it; see https://example.org/a_b?c=d&e=f",
        "ends with a sign] or | another ^2 ~",
        '"Quoted", said he: it\'s {so} @home + more = less / most.',
        "1998 was warm\n- 5 °C".partition("\n")[0],
    ],
)
def test_what_markdown_reads_as_text_is_left_as_it_is(text):
    assert quoted(text, 0, ()) == [f"> {text}"]
    assert heading(text) == text
    check_everywhere(text)


def test_lines_stay_lines_and_paragraphs_paragraphs():
    text = "\n  one\n\ttwo  \n\n\nthree\n\n"
    assert quoted(text, 0, ()) == ["> one  ", "> two", ">", ">", "> three"]
    assert Rendered(RENDERERS[0].render("\n".join(quoted(text, 0, ())))).tags == [
        "blockquote",
        "p",
        "br",
        "p",
    ]


def test_bold_touches_what_it_stands_around():
    assert marked("say this now", [Span(3, 9)]) == "say **this** now"
    assert marked("one two", [Span(0, 3), Span(3, 7)]) == "**one two**"
    assert marked("a(b)c", [Span(1, 4)]) == "a(**b**)c"
    assert marked("a - b", [Span(1, 4)]) == "a **-** b"
    assert marked("", [Span(0, 0)]) == ""
