"""No file holds a parser for longer than its length allows.

Each input is one that a pattern whose time grows with the square would need hours for; read in
time that grows with the length it takes seconds, however busy the machine is.
"""

import subprocess
import sys

import pytest

SIZE = 1_000_000

pytestmark = pytest.mark.long  # a minute; patterns are fed by test_linear_patterns each time

READ = """
import sys
from pathlib import Path
from qa.corpus.html.boilerplate import strip_leftovers
from qa.corpus.office.formulas import spaced
from qa.corpus.office.properties import told_title
from qa.corpus.office.rich_text import parse_rich_text
from array import array
from collections import Counter
from qa.corpus.pdf.furniture import part_furniture
from qa.corpus.pdf.hyphens import without_soft_hyphens, words_of
from qa.corpus.pdf.lines import Line, lines_of
from qa.corpus.pdf.order import reading_order, with_brackets
from qa.corpus.pdf.pages import Glyph, LINE_START, Page
from qa.corpus.pdf.properties import properties
from qa.corpus.mail import parse_mail
from qa.corpus.html.leftovers import _BYLINE
from qa.corpus.blocks import clean_characters
from qa.corpus.encodings import decode
from qa.corpus.sentences import sentence_spans
from qa.corpus.subtitles import parse_subtitles
from qa.corpus.html.webpage import parse_webpage
from qa.corpus.dates import stated_date
from qa.corpus.front_matter import read_front_matter
from qa.corpus.tables.json_records import parse_json
from qa.corpus.markdown import parse_markdown
from qa.corpus.markup_blocks import _without_tags, markup_blocks
from qa.corpus.tables.delimited import parse_table
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
        "print(parse_markdown(text.encode()).blocks[-1].text)",
        "hello words",
    ),
    "many links in Markdown": (
        "print(len(parse_markdown(b'[a](b)\\n\\n' * (n // 8)).blocks))",
        "125000",
    ),
    "many links in one paragraph of Markdown": (
        "print(len(parse_markdown(b'[a](b) ' * (n // 7)).notes))",
        "1",
    ),
    "links that are not closed": (
        "print(len(parse_markdown((b'[a](' * 2_000 + b'\\n\\n') * (n // 8_002)).blocks))",
        "124",
    ),
    "brackets that are not closed": (
        "print(len(parse_markdown((b'*a_ [b ' * 1_400 + b'\\n\\n') * (n // 19_604)).blocks))",
        "51",
    ),
    "many small tables in Markdown": (
        "print(len(parse_markdown(b'|a|b|\\n|-|-|\\n|1|2|\\n\\n' * (n // 38)).blocks))",
        "26315",
    ),
    "lists and quotations nested in every line of Markdown": (
        "line = b'- ' * 99 + b'a\\n\\n' + b'>' * 99 + b'a\\n\\n'\n"
        "print(len(parse_markdown(line * (n // 303)).notes))",
        "1",
    ),
    "HTML nested deep in Markdown": (
        "print(markup_blocks('<div>' * (n // 5) + 'hello words')[0].text)",
        "hello words",
    ),
    "front matter that is not closed": (
        "print(read_front_matter('---\\n' + 'a: b\\n' * (n // 5)))",
        "None",
    ),
    "a date of digits": ("print(stated_date('1' * n + ' ' * n))", ""),
    "rows of two cells": (
        "print(len(parse_table(b'a,b\\n' * n).blocks))",
        "20000",
    ),
    "wide rows with empty rows between them": (
        "print(len(parse_table(((b'a,' * 2_000 + b'\\n') * 30 + b'\\n') * (n // 120_000)).blocks))",
        "240",
    ),
    "commas": ("print(len(parse_table(b'x,y\\n' + b',' * n).blocks))", "1"),
    "objects in objects under long names": (
        "key = 'k' * 2_000\n"
        "fields = ','.join(f'\"a{i}\":0' for i in range(n // 10))\n"
        "text = ('{\"' + key + '\":') * 200 + '{' + fields + '}' * 201\n"
        "print(len(parse_json(text.encode()).blocks[0].text) < 2 * n)",
        "True",
    ),
    "a date followed by spaces": (
        "print(strip_leftovers('31 يناير 2025' + ' ' * n + '\\nhello words')[0][-11:])",
        "hello words",
    ),
    "lines of dots at the edges of a PDF's pages": (
        "pages = [['page 1 ' + '.' * (n // 100) + str(p)] * 9 for p in range(100)]\n"
        "print(len(part_furniture(pages, [[None] * 9] * 100)))",
        "100",
    ),
    "soft hyphens in a line of a PDF": (
        "text = 'a\\xad' * (n // 2) + 'b'\n"
        "line = Line(text, array('l', range(len(text))))\n"
        "print(len(without_soft_hyphens(line, Counter()).text) > 10)",
        "True",
    ),
    "hyphens in a line of a PDF": ("print(len(words_of(['a-' * (n // 2) + 'a'])))", "1"),
    "line starts of a PDF": ("print(len(LINE_START.findall('\\n ' * (n // 2) + 'b')))", "1"),
    "numbers in a painted line": (
        "line = 'א1,+%1' * (n // 6)\n"
        "print(len(reading_order(line, rtl=True)), len(with_brackets('(' * n)))",
        "999996 1000000",
    ),
    "letters and marks painted over each other": (
        "place = (1, 2, (1, 2), 1, 1, 10, 0)\n"
        "glyphs = tuple(Glyph('ب' if i % 2 else '\\u064e', i, *place, i, False, 7, 7)"
        " for i in range(n // 10))\n"
        "text = ''.join(glyph.text for glyph in glyphs)\n"
        "print(len(lines_of(Page(text, {}, glyphs), 0)))",
        "1",
    ),
    "a PDF that states dots": (
        "print(properties({'Title': '.' * n + 'x', 'Author': 'x' + '-' * n}).author[:2])",
        "x-",
    ),
    "spaces before many abbreviations": (
        "print(len(sentence_spans(' ' * n + 'a. ' * (n // 3) + 'End.')))",
        "1",
    ),
    "spaces in a formula": ("print(len(spaced(' ' * n + 'a' + ' ' * n + '=' + 'b')))", "5"),
    "a title of stops": ("print(told_title('.' * n + 'x')[-1])", "x"),
    "groups, bytes and words of a rich text": (
        'unit = b"{\\\\b {}\\\\\'e9\\\\u100?\\\\cellx1 }"\n'
        "text = b'{\\\\rtf1 ' + unit * (n // 40) + b'{' * 9_000 + b'hello words}'\n"
        "print(parse_rich_text(text).blocks[0].text[-11:])",
        "hello words",
    ),
    "soft hyphens before spaces": (
        "print(len(clean_characters('a\\xad ' * (n // 3) + 'a\\xad' + ' ' * n)))",
        "1666667",
    ),
    "escapes that do not end": (
        "print(len(decode((('~{' + '!!' * 200) * (n // 400)).encode()).text))",
        "1005000",
    ),
    "lines that may be wrapped": (
        "print(len(sentence_spans('and so on it\\n' * (n // 13) + ('x' * 500 + '\\n') * 999)) > 9)",
        "True",
    ),
    "a column of letters": ("print(len(sentence_spans('a\\n \\n' * (n // 4))))", "250000"),
    "spaces after many stops": ("print(len(sentence_spans(('A.' + ' ' * 99) * (n // 101))))", "1"),
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
