"""Markdown: tables, lists, HTML and the fields above the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.corpus.front_matter import read_front_matter
from qa.corpus.markdown import parse_markdown
from support.parsing_samples import read_text


def text_of(source: str) -> str:
    return "\n\n".join(block.text for block in parse_markdown(source.encode()).blocks)


def test_a_table_keeps_its_columns():
    source = (
        "| Day | Morning | `a \\| b` |\n|:--|:-:|--:|\n| Friday | | **18:00** |\n"
        "| Saturday | 09:00 | |\n"
    )
    assert text_of(source) == "Day: Friday | a | b: 18:00\nDay: Saturday | Morning: 09:00"


def test_a_table_without_names_is_looked_at():
    source = "| | | |\n|-|-|-|\n| Day | Noon | Evening |\n| Fri | | 18 |\n| Sat | 12 | |\n"
    assert text_of(source) == "Day: Fri | Evening: 18\nDay: Sat | Noon: 12"


def test_each_row_of_a_long_table_is_a_passage(tmp_path):
    rows = "".join(f"| village {n} | {n} | {n + 1} |\n" for n in range(60))
    source = f"# Harvest\n\n| Village | Wheat | Rice |\n|---|---|---|\n{rows}\nThe end.\n"
    document = read_text(tmp_path, "a.md", source)
    starts = [s.start for s in document.sections if s.kind == "row"]
    parts = [document.text[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]
    assert parts == [
        *(f"Village: village {n} | Wheat: {n} | Rice: {n + 1}" for n in range(60)),
        "The end.",
    ]


def test_lists_in_lists_in_quotes_with_tables_and_code():
    source = (
        "> - one\n>   1. two\n>      - three\n>\n>        | a | b |\n>        |---|---|\n"
        ">        | | 2 |\n> - four\n>\n>       code\n"
    )
    assert text_of(source).split("\n") == [
        "• one",
        "  1. two",
        "    • three",
        "    a | b",
        "    b: 2",
        "• four",
        "code",
    ]


def test_html_in_markdown_is_read_as_such():
    source = (
        "<details>\n<summary>May I swim?</summary>\n\nOf **course**.\n\n</details>\n\n"
        "<table>\n<tr><th>Day</th><th>Noon</th><th>Evening</th></tr>\n\n"
        "<tr><td rowspan=2>Fri</td><td></td><td>18</td></tr>\n<tr><td>12</td></tr>\n</table>\n\n"
        "<pre>a  b\n  c</pre>\n\n<h2>Head</h2>\n\nUse List<String> or <b>x</b><br>y <!-- no --> "
        "<img alt='a pool'>\n"
    )
    assert text_of(source) == (
        "May I swim?\n\nOf course.\n\nDay: Fri | Evening: 18\nDay: Fri | Noon: 12\n\na  b\n  c\n\n"
        "Head\n\nUse List<String> or x\ny  a pool"
    )


def test_footnotes_of_one_word_stay():
    assert text_of("A note[^1].\n\n[^1]: Nothing\n").endswith("[^1]: Nothing")


WORDS = st.from_regex("[a-zابتث]{2,6}", fullmatch=True)
PIECES = st.recursive(
    WORDS.map(lambda word: word + "\n"),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("\n".join),
        inner.map(lambda text: "".join(f"> {line}\n" for line in text.splitlines())),
        inner.map(lambda text: "- " + text.replace("\n", "\n  ").rstrip(" ")),
        inner.map(lambda text: "1. " + text.replace("\n", "\n   ").rstrip(" ")),
        st.tuples(WORDS, WORDS, WORDS).map(
            lambda w: f"\n| {w[0]} | {w[1]} |\n|--|--|\n| | {w[2]} |\n"
        ),
        WORDS.map(lambda word: f"\n```\n{word}\n```\n"),
        WORDS.map(lambda word: f"\n<div>{word}</div>\n\n"),
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_no_word_is_lost_whatever_is_nested_in_whatever(source):
    text = text_of(source)
    words = "".join(c if c.isalpha() else " " for c in source.replace("div", " ")).split()
    assert all(word in text for word in words)


# The fields above a text


YAML = (
    '---\ntitle: "Rules: the pool"\nauthor: Dlshad Amin\ndate: 2024-05-02\nversion: 1.10\n'
    "draft: no\nlength: 0\ntags: [swimming, children]\nplace:\n  city: Erbil\n---\n"
)
YAML_LINES = (
    "title: Rules: the pool\nauthor: Dlshad Amin\ndate: 2024-05-02\nversion: 1.10\ndraft: no\n"
    "length: 0\ntags: swimming, children\nplace.city: Erbil"
)
TOML = (
    '+++\ntitle = "Rules: the pool"\nauthors = ["Dlshad Amin"]\ndate = 2024-05-02\nprice = 1.10\n'
    "+++\n"
)
TOML_LINES = "title: Rules: the pool\nauthors: Dlshad Amin\ndate: 2024-05-02\nprice: 1.10"


@pytest.mark.parametrize("name", ["a.md", "a.markdown", "a.txt", "a.rst"])
@pytest.mark.parametrize(("source", "lines"), [(YAML, YAML_LINES), (TOML, TOML_LINES)])
def test_fields_above_a_text_are_a_passage_and_the_documents_own(tmp_path, name, source, lines):
    document = read_text(tmp_path, name, source + "\nChildren swim with a parent.\n")
    assert document.text == f"{lines}\n\nChildren swim with a parent."
    assert (document.title, document.author) == ("Rules: the pool", "Dlshad Amin")
    assert document.date == "2024-05-02"
    starts = [section.start for section in document.sections]
    assert starts == [0, document.text.index("Children")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "---\nالعنوان: نص\nالكاتب: دلشاد\nالتاريخ: ٢٠٢٤-٠٥-٠٢\n---\n",
            ("نص", "دلشاد", "2024-05-02"),
        ),
        ("---\nTitel: T\nAutor: A\nDatum: 02.05.2024\n...\n", ("T", "A", "2024-05-02")),
        ("---\nauthor:\n- name: A\n- name: B\ndate: 5 May 2024\n---\n", ("", "A, B", "2024")),
        ("---\ndate: 03/04/2024\n---\n", ("", "", "2024")),
        ("---\ndate: 1403-02-13\n---\n", ("", "", "")),
        ("---\ntitle: Rules: the pool\nauthor: A\n---\n", ("Rules: the pool", "A", "")),
    ],
)
def test_fields_in_other_languages_and_broken_rules(source, expected):
    found = read_front_matter(source)
    assert (found.origin.title, found.origin.author, found.origin.date) == expected


@pytest.mark.parametrize(
    "source",
    [
        "---\n\nA line between two rules.\n\n---\n\nMore.",
        "---\nNot closed: x\n",
        "Text\n---\na: b\n---\n",
        "+++\nno toml here\n+++\n",
        "---\n" + "- " * 5000 + "\n---\n",
        "---\n" + "{a: " * 5000 + "\n---\n",
        "",
    ],
)
def test_what_is_no_field_stays_in_the_text(source):
    assert read_front_matter(source) is None


def test_an_alias_is_not_unfolded():
    bomb = "---\na: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n---\n"
    assert read_front_matter(bomb).text == bomb.removeprefix("---\n").removesuffix("\n---\n")
