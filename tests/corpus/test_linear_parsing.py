"""No file holds a parser for longer than its length allows.

Each input is one that a pattern whose time grows with the square would need hours for; read in
time that grows with the length it takes seconds, however busy the machine is.
"""

import subprocess
import sys

import pytest

SIZE = 1_000_000

READ = """
import sys
from pathlib import Path
from qa.corpus.boilerplate import strip_leftovers
from qa.corpus.mail import parse_mail
from qa.corpus.markdown import _without_tags, parse_markdown
from qa.corpus.page_leftovers import _BYLINE
from qa.corpus.pdf import _PAGE_NUMBER
from qa.corpus.sentences import sentence_spans
from qa.corpus.subtitles import parse_subtitles
from qa.corpus.webpage import parse_webpage
n = int(sys.argv[2])
{case}
"""

CASES = {
    "unclosed scripts in a broken page": (
        "page = '<div>' * 6_000 + 'hello words ' + '<script ' * (n // 8)\n"
        "print(parse_webpage(page.encode()).blocks[0].text)",
        "hello words",
    ),
    "unclosed comments in a broken page": (
        "page = '<div>' * 6_000 + 'hello words ' + '<!-- ' * (n // 5)\n"
        "print(parse_webpage(page.encode()).blocks[0].text)",
        "hello words",
    ),
    "angle brackets in a broken page": (
        "page = '<div>' * 6_000 + 'hello words ' + '<a ' * (n // 3)\n"
        "print(parse_webpage(page.encode()).blocks[0].text[:11])",
        "hello words",
    ),
    "links without end": (
        "page = '<p>hello</p>' + '<a href=/x>link here</a> ' * (n // 25)\n"
        "print(parse_webpage(page.encode()).blocks[0].text)",
        "hello",
    ),
    "cells that span a million columns": (
        "row = '<tr><td colspan=1000000 rowspan=999999>a<td colspan=1000>b<td>c'\n"
        "page = '<p>hello<table>' + row * (n // 50) + '</table>'\n"
        "print(parse_webpage(page.encode()).blocks[0].text)",
        "hello",
    ),
    "tables in tables": (
        "page = '<p>hello' + '<table><tr><th>a<td>' * 500 + 'x' + '<p>word' * (n // 10)\n"
        "print(parse_webpage(page.encode()).blocks[0].text)",
        "hello",
    ),
    "lists, terms and hidden parts": (
        "part = '<ul><li>a</ul><dl><dt>b<dd>c</dl><button>q?</button><div hidden>d</div>'\n"
        "page = '<p>hello' + part * (n // 80)\n"
        "print(parse_webpage(page.encode()).blocks[0].text)",
        "hello",
    ),
    "unclosed tags of XHTML": (
        "page = '<?xml version=\"1.0\"?><p>hello' + '<b ' * 100_000 + '/' * n\n"
        "print(parse_webpage(page.encode()).blocks[0].text[:5])",
        "hello",
    ),
    "style sheets": (
        "page = '<style>' + '.a{display:none}' * (n // 16) + '{' * n + '</style><p>hello'\n"
        "print(parse_webpage(page.encode()).blocks[0].text)",
        "hello",
    ),
    "headers of a mail": (
        "data = b'Subject: ' + b'=?utf-8?q?a?= ' * n + b'\\nFrom: ' + b'(' * n + b'\\n\\nhello'\n"
        "print(parse_mail(data).blocks[-1].text)",
        "hello",
    ),
    "marks in subtitles": (
        "data = b'00:00:01,0 --> 00:00:02,0\\nhello' + b'<v ' * n + b'{a' * n\n"
        "print(parse_subtitles(data).blocks[0].text[:5])",
        "hello",
    ),
    "dates and bylines": (
        "print(_BYLINE.fullmatch('by ' + '1 a ' * n))",
        "None",
    ),
    "titles of many parts": (
        "page = '<title>' + 'a - ' * n + '</title><h1>x</h1><p>hello'\n"
        "print(parse_webpage(page.encode()).title)",
        "x",
    ),
    "ends of scripts that do not end in Markdown": (
        "print(_without_tags('hello words <script>' + '</script' * (n // 8)))",
        "hello words",
    ),
    "a title of spaces in Markdown": (
        "text = '---\\ntitle: a' + ' ' * n + 'b\\n---\\n\\nhello words\\n'\n"
        "print(parse_markdown(text.encode()).blocks[0].text)",
        "hello words",
    ),
    "a date followed by spaces": (
        "print(strip_leftovers('31 يناير 2025' + ' ' * n + '\\nhello words')[0][-11:])",
        "hello words",
    ),
    "a line of dots in a PDF": (
        "print(_PAGE_NUMBER.fullmatch('.' * n + '1' + '.' * n + 'x'))",
        "None",
    ),
    "spaces before many abbreviations": (
        "print(len(sentence_spans(' ' * n + 'a. ' * (n // 3) + 'End.')))",
        "1",
    ),
    "runs of stops": ("print(len(sentence_spans(('.' * 50 + 'a') * (n // 50))))", "1"),
}


@pytest.mark.parametrize("name", CASES)
def test_hostile_input_is_read_in_linear_time(name):
    case, expected = CASES[name]
    code = READ.replace("{case}", case)
    done = subprocess.run(
        [sys.executable, "-c", code, name, str(SIZE)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == expected
